"""`xiaochuang hall-copies`: an engineer lists, makes and restores copies, and cannot hurt a hall that works."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

import xiaochuang
from hall.copies.copy_file import copies_in
from tests.ground.safe_hall import SafeHall


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """The folder of a hall that has given A001–A010 up to a copy, and A011 and A012 since."""
    (tmp_path / "hall").mkdir()
    small = SafeHall(tmp_path / "hall")
    for _ in range(10):
        small.take()
    small.copy()
    for _ in range(2):
        small.take()
    small.stop()
    return tmp_path / "hall"


def copies(*words: str | Path) -> int:
    return xiaochuang.main(["hall-copies", *map(str, words)])


def test_copies_are_listed_and_made(stopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert copies("take", "--data", stopped, "--to", tmp_path / "stick") == 0
    made = Path(capsys.readouterr().out.strip())
    assert made.parent == tmp_path / "stick"
    made.write_bytes(made.read_bytes()[:4000])
    assert copies("list", "--data", stopped, "--second-copies", tmp_path / "stick") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "good" not in first
    assert "good" in second
    assert copies("list", "--data", tmp_path / "nothing") == 1


def test_a_restored_hall_has_all_that_the_log_has_since_the_copy(stopped: Path) -> None:
    assert copies("restore", "--data", stopped) == 0
    small = SafeHall(stopped)
    assert "A012" in small.waiting()
    assert small.take() == "A013"
    small.stop()


def test_a_chosen_copy_is_taken_as_it_is_and_no_number_is_given_again(stopped: Path) -> None:
    (copy,) = copies_in(stopped / "copies")
    before = SafeHall(stopped)
    store, last = before.store.identity.id, before.store.last_seq()
    before.stop()
    assert copies("restore", "--data", stopped, copy.path) == 0
    small = SafeHall(stopped)
    assert "A012" not in small.waiting()
    assert int(small.take()[1:]) > 12
    assert small.store.last_seq() > last, "nor a number of an event"
    assert small.store.identity.parent == store
    assert "by hand" in small.alarms["store.restored"]
    small.stop()


def test_a_hall_moves_to_a_spare_machine_with_a_stick(stopped: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for path in [*(stopped / "copies").iterdir(), stopped / "hall.reserve"]:
        shutil.copy(path, stick)
    spare = tmp_path / "spare"
    spare.mkdir()
    assert copies("restore", "--data", spare, "--second-copies", stick) == 0
    small = SafeHall(spare)
    assert "A012" in small.waiting()
    assert int(small.take()[1:]) > 12
    small.stop()


def test_nothing_is_restored_while_a_hall_works_there_or_from_what_is_no_copy(
    stopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (stopped / "hall.db").read_bytes()
    with (stopped / "hall.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert copies("restore", "--data", stopped) == os.EX_UNAVAILABLE
    (tmp_path / "no copy.db").write_bytes(bytes(5000))
    assert copies("restore", "--data", stopped, tmp_path / "no copy.db") == 1
    assert copies("restore", "--data", stopped, tmp_path / "nothing.db") == 1
    assert "no such file" in capsys.readouterr().err
    assert (stopped / "hall.db").read_bytes() == before
