"""How a hall goes on after a bad end: when each number is followed by the next, and when some are skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hall.copies import opening
from tests.ground.safe_hall import SafeHall, reserved_in


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The folder of a hall that was killed after it gave B005; its store has all of it."""
    (tmp_path / "hall").mkdir()
    hall = SafeHall(tmp_path / "hall")
    for _ in range(5):
        hall.take()
    folder = hall.killed(tmp_path / "killed")
    hall.store.close()
    return folder


def torn(folder: Path) -> None:
    """The newest log ends within a line, which stands in the store."""
    newest = max((folder / "copies").glob("since-*.log"))
    newest.write_bytes(newest.read_bytes()[:-10])


def gone(folder: Path) -> None:
    for log in (folder / "copies").glob("since-*.log"):
        log.unlink()


def counter(number: str) -> int:
    return int(number[1:])


def test_who_was_killed_alone_goes_on_with_the_next_number(killed: Path) -> None:
    again = SafeHall(killed)
    assert counter(again.take()) == 6
    assert again.alarms == {}
    again.store.close()


def test_after_a_power_cut_each_queue_goes_on_above_what_was_reserved(
    killed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may have kept less than it said. Nothing shows that anything is missing, so nobody is alarmed."""
    above = reserved_in(killed)["social"]
    monkeypatch.setattr(opening, "boot", lambda: "another start of the machine")
    again = SafeHall(killed)
    assert counter(again.take()) == above + 1
    assert again.alarms == {}
    again.store.close()


@pytest.mark.parametrize("spoil", [torn, gone])
def test_a_log_that_is_not_whole_may_have_held_more_than_the_store(killed: Path, spoil: Callable[[Path], None]) -> None:
    above = reserved_in(killed)["social"]
    spoil(killed)
    again = SafeHall(killed)
    assert counter(again.take()) == above + 1
    assert "what happened last may be missing" in again.alarms["store.restored"]
    again.store.close()


def test_a_log_whose_end_a_power_cut_took_is_no_alarm(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It had not reached the disk, and the store has all that was ever answered."""
    above = reserved_in(killed)["social"]
    torn(killed)
    monkeypatch.setattr(opening, "boot", lambda: "another start of the machine")
    again = SafeHall(killed)
    assert counter(again.take()) == above + 1
    assert again.alarms == {}
    again.store.close()
