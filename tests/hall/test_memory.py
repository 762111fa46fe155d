"""What the hall remembers at its start: the whole state on disk, and every event after it."""

from __future__ import annotations

from quiet_hall import QuietHall

from hall.disk.memory import Remembered, remember


def remembered(small: QuietHall) -> Remembered:
    return remember(small.config, small.store, None, "key of {}".format)


def ask_for_numbers(small: QuietHall, count: int) -> None:
    for _ in range(count):
        assert small.ask("kiosk-1", "ticket.issue", queue="social")["ok"]


def test_a_hall_without_a_store_begins_with_nothing(small: QuietHall) -> None:
    memory = remembered(small)
    assert (memory.seq, memory.snapshot_seq) == (0, 0)
    assert not memory.hall.state.tickets


def test_without_a_state_all_events_are_folded(small: QuietHall) -> None:
    ask_for_numbers(small, 3)
    memory = remembered(small)
    assert (memory.seq, memory.snapshot_seq) == (4, 0), "the day was opened, too"
    assert memory.hall.dump() == small.writer.hall.dump()


def test_after_a_state_the_events_that_follow_it_are_folded(small: QuietHall) -> None:
    ask_for_numbers(small, 2)
    small.writer.snapshot()
    assert (remembered(small).seq, remembered(small).snapshot_seq) == (3, 3)
    ask_for_numbers(small, 1)
    memory = remembered(small)
    assert (memory.seq, memory.snapshot_seq) == (4, 3)
    assert memory.hall.dump() == small.writer.hall.dump()


def test_the_state_counts_and_not_the_events_before_it(small: QuietHall) -> None:
    ask_for_numbers(small, 2)
    small.writer.snapshot()
    small.store._db.execute("DELETE FROM events WHERE type = 'ticket.issued'")
    assert len(remembered(small).hall.state.tickets) == 2


def test_keys_and_signatures_are_those_that_were_given(small: QuietHall) -> None:
    ask_for_numbers(small, 1)
    for _ in range(2):
        assert remembered(small).hall.state.ticket_key("t") == "key of t"  # type: ignore[misc]
        small.writer.snapshot()
