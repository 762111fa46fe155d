"""What a hall tells of a start that found its store spoilt: to whom, how often, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.commands import SkipNumbers
from hall.copies.found import FOUND, Found
from hall.copies.watch import UNKNOWN, CopyWatch, words
from hall.disk.store import WriteFailure, WriteFailureKind
from tests.ground.safe_hall import SafeHall, reserved_in

RESTORED = "store.restored"
NIGHT = 24 * 3_600_000


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Found(), ""),
        (Found(floors={"social": 12}), ""),
        (Found(why="no database"), "the store was put aside (no database); a new store began"),
        (
            Found(why="a page", copy="hall-3.db", again=4, floors={"social": 12, "civil": 3}),
            (
                "the store was put aside (a page); the hall goes on from hall-3.db; 4 events were written again from"
                " the log; numbers go on above social 12, civil 3"
            ),
        ),
        (
            Found(complete=False, people=False),
            "what happened last may be missing; phones and hashes of people are missing",
        ),
    ],
)
def test_an_engineer_is_told_what_was_found(found: Found, said: str) -> None:
    assert words(found) == said


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[SafeHall]:
    """A hall that has just gone on from a copy; its first tick is still to come."""
    (tmp_path / "hall").mkdir()
    made = SafeHall(tmp_path / "hall")
    for _ in range(3):
        made.take()
    made.copy()
    made.take()
    made.stop()
    (made.folder / "hall.db").write_bytes(b"no database" * 500)
    look, made.look = made.look, lambda: None  # type: ignore[method-assign]
    made.restart()
    made.look = look  # type: ignore[method-assign]
    yield made
    made.store.close()


def test_what_was_found_is_told_once_and_over_the_next_day(restored: SafeHall) -> None:
    assert restored.store.meta(FOUND)
    assert RESTORED not in restored.alarms
    restored.look()
    assert "the hall goes on from hall-" in restored.alarms[RESTORED]
    assert restored.store.meta(FOUND) == "", "another start does not tell it again"
    told = sum(getattr(event, "code", "") == RESTORED for event in restored.events)
    for _ in range(3):
        restored.look()
    assert sum(getattr(event, "code", "") == RESTORED for event in restored.events) == told == 1
    restored.now += NIGHT
    for _ in range(4):  # the day turns
        restored.look()
    assert RESTORED not in restored.alarms
    assert sum(getattr(event, "code", "") == RESTORED for event in restored.events) == 2, "over once"


def test_it_stands_through_another_start_of_the_same_day(restored: SafeHall) -> None:
    restored.look()
    restored.stop()
    restored.restart()
    restored.look()
    assert RESTORED in restored.alarms
    restored.now += NIGHT
    restored.look()
    restored.look()
    assert RESTORED not in restored.alarms


def test_what_the_disk_did_not_take_is_told_with_the_next_tick(
    restored: SafeHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = WriteFailure(WriteFailureKind.FULL, "database or disk is full")
    for method in ("commit", "probe"):
        monkeypatch.setattr(restored.store, method, lambda *_: full)
    restored.look()
    assert RESTORED not in restored.alarms
    monkeypatch.undo()
    restored.look()
    assert RESTORED in restored.alarms
    assert restored.store.meta(FOUND) == ""


def test_the_state_of_a_copy_is_written_anew_at_once(restored: SafeHall) -> None:
    """In the one that came with it may stand people of a day that is closed since."""
    restored.look()
    newest = restored.store.snapshot()
    assert newest is not None
    assert newest[0] == restored.writer.seq


def test_a_start_that_found_nothing_writes_no_state(tmp_path: Path) -> None:
    hall = SafeHall(tmp_path)
    assert hall.store.snapshot() is None
    assert hall.alarms == {}
    hall.now += NIGHT
    for _ in range(4):
        hall.look()
    assert not [event for event in hall.events if getattr(event, "code", "") == RESTORED], "nor is anything over"
    hall.store.close()


def test_numbers_are_reserved_ahead_when_nobody_waits(tmp_path: Path) -> None:
    hall = SafeHall(tmp_path)
    for _ in range(15):
        hall.take()
    before = reserved_in(tmp_path)["social"]
    hall.look()
    assert reserved_in(tmp_path)["social"] > before
    hall.store.close()


def test_where_nothing_says_how_many_are_missing_a_hundred_of_each_queue_are_left_out(
    restored: SafeHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = restored.writer.hall
    day, counters = hall.day, {name: queue.counter for name, queue in hall.state.queues.items()}
    assert UNKNOWN == 100
    used = {name: counter + 100 for name, counter in counters.items() if counter}

    def owed(found: Found) -> list[SkipNumbers]:
        asked: list[SkipNumbers] = []
        watch = CopyWatch(restored.store, restored.copier, restored.writer)
        watch._found = found
        monkeypatch.setattr(restored.writer, "owe", asked.append)
        watch.begin()
        return asked

    assert owed(Found(complete=False, day=day)) == [SkipNumbers(day=day, counters=used)]
    later = "2999-01-01"
    beyond = {name: counter + 100 for name, counter in counters.items()}
    every = SkipNumbers(day=later, counters=dict.fromkeys(counters, 100))
    assert owed(Found(complete=False, day=later)) == [SkipNumbers(day=day, counters=beyond), every]
    floors = {"social": 40}
    assert owed(Found(why="a page", day=day, floors=floors)) == [SkipNumbers(day=day, counters=floors)]
    both_days = [SkipNumbers(day=later, counters=floors), SkipNumbers(day=day, counters=floors)]
    assert owed(Found(why="a page", day=later, floors=floors)) == both_days
    assert owed(Found(why="a page", day=day)) == []
