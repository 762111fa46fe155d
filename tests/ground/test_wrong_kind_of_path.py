"""Something stands in the hall's data folder where it makes a folder or a file of its own: it says which path, what it
must be, and what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from quiet_hall import QuietHall
from sample_hall import TOML

from hall.disk.states import DAYS
from tests.ground.test_archive import days, move

FOLDERS = ("copies", "personal", "damaged")
FILES = ("hall.db", "hall.lock", "hall.reserve")


def started(data: Path, folder: Path) -> tuple[int, str]:
    """The hall's program, which ends by itself; what it says last."""
    (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    words = ["--config", str(folder / "hall.toml"), "--data", str(data), "--broker", "127.0.0.1:9"]
    command = [sys.executable, "-m", "hall", *words]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", [*FOLDERS, *FILES])
def test_a_file_for_a_folder_and_a_folder_for_a_file_are_named(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    if name == "damaged":
        (data / "hall.db").write_bytes(b"no store" * 1000)
    if name in FOLDERS:
        (data / name).write_text("mine", encoding="utf-8")
    else:
        (data / name).mkdir()
    code, said = started(data, tmp_path)
    kinds = "a file and must be a folder" if name in FOLDERS else "a folder and must be a file"
    assert code == 74
    assert f"{data / name} is {kinds}: move it away" in said
    assert (data / name).is_file() == (name in FOLDERS), "nothing was changed"


def test_a_data_folder_below_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine", encoding="utf-8")
    code, said = started(tmp_path / "data" / "hall", tmp_path)
    assert code == 74
    assert f"{tmp_path / 'data'} is a file and must be a folder: move it away" in said


def test_an_archive_that_is_a_file_is_an_alarm_that_names_it(tmp_path: Path) -> None:
    small = QuietHall(tmp_path)
    days(small, DAYS + 3)
    (small.folder / "archive").write_text("mine", encoding="utf-8")
    (told,) = move(small).faults(small.writer.hall.state, small.now)
    assert f"{small.folder / 'archive'} is a file and must be a folder" in told.detail
