"""How a hall goes on after a bad end: when each number is followed by the next, and when some are skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hall.copies import opening
from hall.copies.reserve import read_mark, read_reserve
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


def test_after_a_power_cut_that_took_the_stores_own_log_all_is_written_again_and_numbers_are_skipped(
    killed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk did not keep what it had promised; what terminals have heard may be more than the log has."""
    above = reserved_in(killed)["social"]
    (killed / "hall.db-wal").unlink()
    monkeypatch.setattr(opening, "boot", lambda: "another start of the machine")
    again = SafeHall(killed)
    assert counter(again.take()) == above + 1
    assert "6 events were written again" in again.alarms["store.restored"]
    assert f"numbers go on above social {above}" in again.alarms["store.restored"]
    again.store.close()


def test_the_desk_is_told_how_much_was_written_again(killed: Path) -> None:
    (killed / "hall.db-wal").unlink()
    again = SafeHall(killed)
    assert counter(again.take()) == 6
    assert again.alarms["store.restored"].endswith("events were written again from the log")
    again.store.close()


def test_a_hall_whose_reserve_is_gone_is_known_by_its_log(killed: Path) -> None:
    """It has worked here, so what its store has lost is written again."""
    assert not list((killed / "copies").glob("hall-*.db"))
    (killed / "hall.reserve").unlink()
    (killed / "hall.db-wal").unlink()
    again = SafeHall(killed)
    assert again.waiting() == {f"A00{number}" for number in range(1, 6)}
    assert counter(again.take()) >= 6
    assert "6 events were written again" in again.alarms["store.restored"]
    again.store.close()


def test_a_hall_whose_reserve_is_gone_is_known_by_its_copies(killed: Path) -> None:
    """It has worked here, and nothing says up to which number."""
    hall = SafeHall(killed)
    hall.copy()
    folder = hall.killed(killed.with_name("again"))
    hall.store.close()
    (folder / "hall.reserve").unlink()
    gone(folder)
    again = SafeHall(folder)
    assert counter(again.take()) > 100
    assert "what happened last may be missing" in again.alarms["store.restored"]
    again.store.close()


def test_events_after_a_loss_go_on_above_all_that_were_reserved(killed: Path) -> None:
    """One may have been shown to somebody before the mark of it was written."""
    reserved = read_reserve(killed / "hall.reserve")
    assert reserved is not None
    assert reserved.seq > read_mark(killed / "hall.reserve")
    (killed / "hall.db-wal").unlink()
    gone(killed)
    again = SafeHall(killed)
    assert again.store.last_seq() > reserved.seq
    again.store.close()


def test_a_spoilt_reserve_still_says_which_event_was_the_last(killed: Path) -> None:
    """The mark stands in a block of its own; terminals know the events after it, and none may have their numbers."""
    marked = read_mark(killed / "hall.reserve")
    (killed / "hall.db-wal").unlink()
    gone(killed)
    with (killed / "hall.reserve").open("r+b") as file:
        file.write(bytes(32 * 1024))
    again = SafeHall(killed)
    assert read_mark(killed / "hall.reserve") >= again.store.last_seq() > marked
    again.store.close()


def test_a_copy_that_a_kill_has_left_half_made_holds_nobody_at_the_next_start(killed: Path) -> None:
    for ending in ("", "-journal", "-wal"):
        (killed / "copies" / f".copy{ending}").write_bytes(b"13900000123" * 100)
    SafeHall(killed).store.close()
    assert not list((killed / "copies").glob(".copy*"))
