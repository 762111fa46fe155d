"""`sms.toml` and the secrets it names are read as strictly as hall.toml, before anything starts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sample_hall import TOML
from secret_files import secret_file

from hall.sms.choice import choose
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import from_its_folder

KANNEL = """
shape = "kannel"
url = "http://127.0.0.1:13013/cgi-bin/sendsms"
user = "hall"
sender = "10690001"
secret_file = "{secret}"
"""


def _said(tmp_path: Path, toml: str, kind: str = "http") -> str:
    (tmp_path / "sms.toml").write_text(toml, encoding="utf-8")
    found = choose(kind, tmp_path / "sms.toml", tmp_path)
    if not isinstance(found, list):
        found.close()
        return ""
    return "\n".join(map(str, found))


def test_an_unknown_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    secret = secret_file(tmp_path / "key", "s3cret")
    assert _said(tmp_path, KANNEL.format(secret=secret)) == ""
    said = _said(tmp_path, KANNEL.format(secret=secret) + 'sendr = "1"\n')
    assert "sms.toml:7: sendr: unknown key (did you mean 'sender'?)" in said


def test_paths_are_taken_from_where_the_file_lies_and_told_in_full(tmp_path: Path) -> None:
    """Not from where the hall happens to be started, as in terminal.toml."""
    secret_file(tmp_path / "key", "s3cret")
    assert _said(tmp_path, KANNEL.format(secret="key")) == ""
    said = _said(tmp_path, KANNEL.format(secret="keys/other"))
    assert f"sms.toml:6: secret_file: {tmp_path}/keys/other cannot be read: No such file or directory" in said


def test_a_credential_is_no_path_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    (tmp_path / "credentials").mkdir()
    secret_file(tmp_path / "credentials" / "sms-key", "s3cret")
    assert _said(tmp_path, KANNEL.format(secret="credential:sms-key")) == ""
    here = from_its_folder(Terminal(hall="h", device="d", data=".", person_key_file="credential:person.key"), tmp_path)
    assert here.person_key_file == "credential:person.key"


def test_an_unknown_shape_is_named_with_the_nearest(tmp_path: Path) -> None:
    assert "did you mean 'kannel'" in _said(tmp_path, 'shape = "kanel"\n')


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    Path(secret_file(tmp_path / "key", "s3cret")).chmod(0o644)
    said = _said(
        tmp_path,
        f'shape = "tencent"\nuser = "u"\nsender = "s"\nsecret_file = "{tmp_path / "key"}"\nlisten = "nowhere"\n',
    )
    for key in ("secret_file", "app", "templates", "listen", "listen_secret_file"):
        assert re.search(rf"sms\.toml(:\d+)?: {key}: ", said)


def test_the_hall_service_does_not_start_with_a_readable_secret(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    Path(secret_file(tmp_path / "key", "s3cret")).chmod(0o644)
    (tmp_path / "sms.toml").write_text(KANNEL.format(secret=tmp_path / "key"), encoding="utf-8")
    command = [sys.executable, "-m", "hall", "--config", tmp_path / "hall.toml", "--data", tmp_path / "data"]
    command += ["--sms", "http", "--sms-config", tmp_path / "sms.toml"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 65
    assert "secret_file: " in ended.stderr
    assert "chmod 600" in ended.stderr
