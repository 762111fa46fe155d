"""A supervisor names the day that already is, once or as fast as a device can send: nothing changes, nothing is written
but the answer. A change of the day writes the whole state, which makes others wait."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from quiet_hall import DAY, MORNING, QuietHall
from test_timekeeper import HandClocks

from hall.clock.timekeeper import Timekeeper
from hall.disk.store import Batch


class Written:
    """What a hall's store takes."""

    def __init__(self, small: QuietHall, monkeypatch: pytest.MonkeyPatch) -> None:
        self.batches: list[Batch] = []
        real = small.store.commit

        def commit(batch: Batch) -> Any:
            self.batches.append(batch)
            return real(batch)

        monkeypatch.setattr(small.store, "commit", commit)

    @property
    def events(self) -> list[str]:
        return [event[2] for batch in self.batches for event in batch.events]

    @property
    def states(self) -> int:
        return sum(batch.snapshot is not None for batch in self.batches)


@pytest.fixture
def clocks() -> HandClocks:
    return HandClocks()


@pytest.fixture
def hall(tmp_path: Path, clocks: HandClocks) -> QuietHall:
    """With people in it, and with clocks that can be wrong."""
    small = QuietHall(tmp_path)
    small.time = Timekeeper(clocks, small.store, "b")  # type: ignore[assignment]
    small.restart()
    for _ in range(3):
        assert small.ask("kiosk-1", "ticket.issue", queue="social")["ok"]
    return small


def says(hall: QuietHall, day: str) -> None:
    told = hall.ask("desk-1", "hall.set_day", day=day)
    assert told["ok"], told


def test_the_day_that_is_confirmed_is_no_event_and_writes_no_state(
    hall: QuietHall, clocks: HandClocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(hall, "2026-11-20")
    assert (hall.writer.hall.day, hall.time.now_ms()) == ("2026-11-20", MORNING)
    written = Written(hall, monkeypatch)
    for passed in (0, 700, 40_000):
        clocks.passes(passed)
        says(hall, "2026-11-20")
    answers = hall.handle(*(hall.request("desk-1", "hall.set_day", day="2026-11-20") for _ in range(9)))
    assert all(answer["ok"] for answer in answers)
    assert (written.events, written.states) == ([], 0)
    assert hall.time.now_ms() == MORNING + 40_700


def test_a_word_that_changes_something_is_an_event(
    hall: QuietHall, clocks: HandClocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody had confirmed the time; the machine's clock goes wrong; the day is another one."""
    for day in ("2026-11-20", "2026-11-19"):
        written = Written(hall, monkeypatch)
        says(hall, day)
        assert (written.events, written.states) == (["hall.time_corrected"], 1)
    clocks.wall += 20 * DAY
    hall.tick()
    assert hall.time.off_ms is not None
    written = Written(hall, monkeypatch)
    says(hall, "2026-11-19")
    assert (written.events, written.states) == (["hall.time_corrected"], 1)
    assert hall.time.now_ms() == MORNING - DAY, "the hall is right, and the machine's clock is not"


def test_a_word_that_is_said_twice_in_a_moment_moves_the_day_once(
    hall: QuietHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two supervisors touch at once, and both are worked with one batch."""
    written = Written(hall, monkeypatch)
    answers = hall.handle(*(hall.request("desk-1", "hall.set_day", day="2026-11-19") for _ in range(2)))
    assert all(answer["ok"] for answer in answers)
    assert (hall.writer.hall.day, hall.time.now_ms()) == ("2026-11-19", MORNING - DAY)
    assert written.events == ["hall.time_corrected"]
    hall.tick()
    assert len(hall.writer.hall.state.tickets) == 3
    hall.handle(
        hall.request("desk-1", "hall.set_day", day="2026-11-17"),
        hall.request("desk-1", "hall.set_day", day="2026-11-20"),
    )
    assert (hall.writer.hall.day, hall.time.now_ms()) == ("2026-11-20", MORNING), "the last word counts"


def test_a_request_that_comes_again_later_moves_nothing_back(hall: QuietHall) -> None:
    first = hall.request("desk-1", "hall.set_day", day="2026-11-20")
    for requests in ([first], [hall.request("desk-1", "hall.set_day", day="2026-11-21")], [first]):
        assert hall.handle(*requests)[0]["ok"]
    assert hall.writer.hall.day == "2026-11-21"


def test_a_hall_that_believes_its_clock_takes_the_day_that_is_for_granted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = QuietHall(tmp_path)
    small.tick()
    written = Written(small, monkeypatch)
    says(small, "2026-11-20")
    assert (written.events, written.states) == ([], 0)
