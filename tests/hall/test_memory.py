"""What the hall remembers at its start: the whole state on disk, and every event after it."""

from __future__ import annotations

from small_desk import SmallDesk

from hall.disk.memory import Remembered, remember


def remembered(desk: SmallDesk) -> Remembered:
    return remember(desk.config, desk.store, None, "key of {}".format)


def ask_for_numbers(desk: SmallDesk, count: int) -> None:
    for _ in range(count):
        assert desk.ask("kiosk-1", "ticket.issue", queue="social")["ok"]


def test_a_hall_without_a_store_begins_with_nothing(desk: SmallDesk) -> None:
    memory = remembered(desk)
    assert (memory.seq, memory.snapshot_seq) == (0, 0)
    assert not memory.hall.state.tickets


def test_without_a_state_all_events_are_folded(desk: SmallDesk) -> None:
    ask_for_numbers(desk, 3)
    memory = remembered(desk)
    assert (memory.seq, memory.snapshot_seq) == (4, 0), "the day was opened, too"
    assert memory.hall.dump() == desk.desk.hall.dump()


def test_after_a_state_the_events_that_follow_it_are_folded(desk: SmallDesk) -> None:
    ask_for_numbers(desk, 2)
    desk.desk.snapshot()
    assert (remembered(desk).seq, remembered(desk).snapshot_seq) == (3, 3)
    ask_for_numbers(desk, 1)
    memory = remembered(desk)
    assert (memory.seq, memory.snapshot_seq) == (4, 3)
    assert memory.hall.dump() == desk.desk.hall.dump()


def test_the_state_counts_and_not_the_events_before_it(desk: SmallDesk) -> None:
    ask_for_numbers(desk, 2)
    desk.desk.snapshot()
    desk.store._db.execute("DELETE FROM events WHERE type = 'ticket.issued'")
    assert len(remembered(desk).hall.state.tickets) == 2


def test_keys_and_signatures_are_those_that_were_given(desk: SmallDesk) -> None:
    ask_for_numbers(desk, 1)
    for _ in range(2):
        assert remembered(desk).hall.state.ticket_key("t") == "key of t"  # type: ignore[misc]
        desk.desk.snapshot()
