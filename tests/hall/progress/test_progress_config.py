"""What can be wrong with the table `progress`, and that what the page shows is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sample_hall import TOML

from domain.config import HallConfig
from hall.config.file import read_hall
from program.mistakes import chinese

FOLDER = '[progress]\n[progress.folder]\npath = "cases"\n'
HTTP = '[progress]\n[progress.http]\nurl = "https://a.example/{receipt}"\n'
POSTGRES = '[progress]\n[progress.postgres]\nhost = "h"\ndatabase = "d"\nuser = "u"\n'


def read(folder: Path, table: str) -> HallConfig | list[str]:
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "hall.toml").write_text(f"{TOML}\n{table}", encoding="utf-8")
    found = read_hall(folder / "hall.toml")
    return [f"{one.key}: {one.reason}" for one in found] if isinstance(found, list) else found


@pytest.mark.parametrize("table", [FOLDER, HTTP, POSTGRES])
def test_each_source_needs_little(tmp_path: Path, table: str) -> None:
    assert isinstance(read(tmp_path, table), HallConfig)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("[progress]\n", "progress: needs one source"),
        (FOLDER + HTTP.partition("\n")[2], "progress: needs one source"),
        (FOLDER.replace("cases", "nowhere"), "progress.folder.path"),
        (FOLDER + 'encoding = "latin-1"\n', "progress.folder.encoding"),
        (FOLDER + 'encoding = "klingon"\n', "progress.folder.encoding"),
        (FOLDER.replace("]\n", "]\nchanges_seconds = 1\n", 1), "progress.changes_seconds: is at least"),
        (FOLDER.replace("]\n", "]\ntell_from = 20:00:00\n", 1), "progress.tell_until"),
        (FOLDER + '[progress.stages]\nready = ["受理"]\n', "'受理' means accepted already"),
        (FOLDER + '[progress.fields]\nreceipt = ""\n', "progress.fields.receipt"),
        (HTTP.replace("{receipt}", "x"), "progress.http.url: has no {receipt}"),
        (HTTP.replace("https://", "ftp://"), "progress.http.url"),
        (HTTP + 'person_url = "https://a.example/"\n', "progress.http.person_url: has no {person}"),
        (HTTP.replace("]\n", "]\nchanges_seconds = 60\n", 1), "progress.http.changes_url: is missing"),
        (POSTGRES.replace('"u"', '" "'), "progress.postgres.user: is empty"),
        (POSTGRES + "port = 0\n", "progress.postgres.port"),
        (POSTGRES.replace("]\n", "]\nchanges_seconds = 60\n", 1), "progress.postgres.changes_view"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, table: str, reason: str) -> None:
    found = read(tmp_path, table)
    assert isinstance(found, list)
    assert any(reason in one for one in found), found
    assert all(chinese.of(one.partition(": ")[2]) != one.partition(": ")[2] for one in found)


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "cases.token"
    secret.write_text("secret\n")
    secret.chmod(0o644)
    found = read(tmp_path, HTTP + 'token_file = "cases.token"\n')
    assert isinstance(found, list)
    assert "can be read by others" in found[0]


def test_every_table_of_the_page_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "progress.md").read_text(encoding="utf-8")
    tables = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(tables) == 3
    for table in tables:
        assert isinstance(read(tmp_path, f"[progress]\n{table}"), HallConfig), table
