"""Which source a hall's settings name, and where its secrets and certificates are taken from: beside hall.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.progress.settings import FolderSource, HttpInterface, PostgresSource, Progress
from hall.progress.choice import open_source
from hall.progress.folder import FolderCases
from hall.progress.http_source import HttpCases
from hall.progress.postgres_source import PostgresCases
from program.secret_file import SecretRefusedError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a secret of the hall in it."""
    secret = tmp_path / "secret"
    secret.touch(0o600)
    secret.write_text("of the hall\n")
    return tmp_path


def made(beside: Path, **settings: Any) -> Any:
    return open_source(Progress(**settings), beside)


def test_over_http_with_its_token_and_its_authority(folder: Path) -> None:
    http = HttpInterface(url="https://cases.example/{receipt}", token_file="secret", ca_file="ca.pem")
    source = made(folder, http=http)
    assert isinstance(source, HttpCases)
    assert source._token == "of the hall"
    assert source._settings.ca_file == str(folder / "ca.pem")
    bare = made(folder, http=HttpInterface(url="http://cases.example/{receipt}"))
    assert bare._token == ""
    assert bare._settings.ca_file is None


def test_in_a_database_with_its_password_and_its_authority(folder: Path) -> None:
    postgres = PostgresSource(host="db", database="cases", user="hall", password_file="secret", ca_file="ca.pem")
    source = made(folder, postgres=postgres)
    assert isinstance(source, PostgresCases)
    assert source._password == "of the hall"
    assert source._settings.ca_file == str(folder / "ca.pem")
    assert made(folder, postgres=PostgresSource(host="db", database="cases", user="hall"))._password == ""


def test_in_a_folder_beside_the_settings_with_the_key_of_person_hashes(folder: Path) -> None:
    source = made(folder, folder=FolderSource(path="cases"), person_key_file="secret")
    try:
        assert isinstance(source, FolderCases)
        assert source._folder == folder / "cases"
        assert source._key == b"of the hall"
        assert source._thread.is_alive(), "it reads by itself"
    finally:
        source.close()


@pytest.mark.parametrize(
    "settings",
    [
        {"http": HttpInterface(url="http://cases.example/{receipt}", token_file="open")},
        {"postgres": PostgresSource(host="db", database="cases", user="hall", password_file="open")},
        {"folder": FolderSource(path="cases"), "person_key_file": "open"},
    ],
)
def test_a_secret_that_others_can_read_is_refused(folder: Path, settings: dict[str, Any]) -> None:
    (folder / "open").write_text("for everybody")
    (folder / "open").chmod(0o644)
    with pytest.raises(SecretRefusedError):
        made(folder, **settings)
