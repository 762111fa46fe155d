"""Lags of windows and head starts of priorities, to the millisecond: the last instant before, and the first after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, HOUR, MINUTE, Acting, window

from domain import commands as c
from domain.queue.order import calls_before, people_ahead
from domain.refusal import Code

LAG = 10 * MINUTE


def test_a_queue_with_a_lag_takes_part_when_its_first_ticket_has_waited_for_it() -> None:
    day = Acting().open()
    number = day.take("social")
    day.now += LAG - 1
    assert day.refused(c.CallNext(window="w1")) is Code.QUEUE_EMPTY
    day.now += 1
    assert day.call("w1") == number


@pytest.mark.parametrize(("older_by", "first"), [(LAG - 1, "A001"), (LAG, "B001"), (LAG + 1, "B001")])
def test_with_its_lag_added_a_ticket_competes_with_those_of_the_other_queue(older_by: int, first: str) -> None:
    """At the same time with the lag, the one that was issued first."""
    day = Acting().open()
    day.take("social")
    day.now += older_by
    day.take("papers")
    day.now += HOUR
    assert day.order("w1")[0] == first


def test_of_one_time_the_first_issued_is_called_whichever_queue_it_is_in() -> None:
    day = Acting().open()
    numbers = [day.take(queue) for queue in ("advice", "papers", "advice", "papers")]
    assert day.order("w3") == numbers


@pytest.mark.parametrize(("waited", "called"), [(0, True), (-1, False)])
def test_a_head_start_counts_as_waiting_for_a_lag(waited: int, called: bool) -> None:
    config = replace(HALL, windows=(window("w1", "papers", ("social", 25)), *HALL.windows[1:]))
    day = Acting(config).open()
    elder = day.take("social", priority="elder")  # twenty minutes
    day.now += 5 * MINUTE + waited
    assert day.order("w1") == ([elder] if called else [])


@pytest.mark.parametrize(("priority", "minutes"), [("elder", 20), ("soldier", 30)])
@pytest.mark.parametrize(("more_ms", "passes"), [(-1, True), (0, False), (1, False)])
def test_a_head_start_passes_those_who_came_less_than_that_before(
    priority: str, minutes: int, more_ms: int, passes: bool
) -> None:
    """Exactly so long before: the one who came first."""
    day = Acting().open()
    first = day.take()
    day.now += minutes * MINUTE + more_ms
    other = day.take(priority=priority)
    assert day.order() == ([other, first] if passes else [first, other])


@pytest.mark.parametrize(
    ("slot_after", "order"), [(-1, ["A002", "A001"]), (0, ["A001", "A002"]), (1, ["A001", "A002"])]
)
def test_a_booking_stands_at_the_start_of_its_slot(slot_after: int, order: list[str]) -> None:
    day = Acting().open()
    day.take()
    starts = day.now + slot_after
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR))
    day.do(c.IssueTicket(appointment="k"))
    assert day.order() == order


@pytest.mark.parametrize(("slot_after", "stands_at"), [(-25, -25), (-20, -20), (-15, -20), (10, -20)])
def test_a_booking_with_a_priority_has_the_earlier_of_both(slot_after: int, stands_at: int) -> None:
    day = Acting()
    starts = day.now + slot_after * MINUTE
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR))
    number = day.do(c.IssueTicket(appointment="k", priority="elder")).number
    assert day.ticket(number).effective_at == day.now + stands_at * MINUTE


def test_calls_before_are_those_of_the_other_queues_and_of_those_kept_for_the_window() -> None:
    day = Acting(
        replace(HALL, windows=(window("w1", "papers", "advice"), window("w2", "papers", ("social", 10))))
    ).open("w1", "w2")
    kept = day.take()
    day.start(day.call("w2"))
    day.do(c.TransferTicket(window="w2", ticket=day.id(kept), to_window="w1"))
    for queue in ("advice", "advice", "papers"):
        day.take(queue)
    mine = day.ticket(day.take())
    day.take("advice"), day.take("papers")
    state = day.hall.state
    assert calls_before(state, mine) == 1, "at w2, which serves no other queue that has anybody"
    day.do(c.PauseWindow(window="w2", reason="tea"))
    assert calls_before(state, mine) == 4, "at w1, where one is kept and two ask for advice"
    assert calls_before(state, state.tickets[day.id(kept)]) == 0, "kept for one window: those kept there before it"


def test_who_is_kept_for_a_window_waits_for_those_kept_there_alone() -> None:
    day = Acting().open("w1", "w2")
    day.take("social")
    for _ in range(2):
        day.take("papers")
        number = day.start(day.call("w1"))
        day.do(c.TransferTicket(window="w1", ticket=day.id(number), to_window="w2"))
    day.do(c.CloseWindow(window="w1"))
    assert calls_before(day.hall.state, day.ticket(number)) == 1


def test_calls_before_mind_the_lags() -> None:
    day = Acting().open("w1")
    day.take("social")
    day.now += LAG - 1
    sooner = day.ticket(day.take())
    day.now += 1
    later = day.ticket(day.take())
    assert [calls_before(day.hall.state, one) for one in (sooner, later)] == [0, 2]


def test_without_an_open_window_calls_before_are_the_people_ahead() -> None:
    day = Acting()
    day.take()
    assert calls_before(day.hall.state, day.ticket(day.take())) == 1


def test_the_own_lag_of_a_queue_lets_those_of_the_other_pass_who_came_within_it() -> None:
    day = Acting().open("w1")
    mine = day.ticket(day.take("social"))
    for ms in (0, LAG - 1, 1):
        day.now += ms
        day.take("papers")
    assert calls_before(day.hall.state, mine) == 2, "one at once, one just before the lag is over; the last one not"


def test_who_is_kept_for_a_window_stands_behind_those_who_are_kept_there_and_nobody_else() -> None:
    day = Acting().open("w1", "w3")
    kept = [day.take(), day.take()]
    for number in kept:
        day.start(day.call("w1"))
        day.do(c.TransferTicket(window="w1", ticket=day.id(number), to_window="w3"))
    first, second = (day.ticket(number) for number in kept)
    state = day.hall.state
    assert [people_ahead(state, one) for one in (first, second)] == [0, 1]
    assert [calls_before(state, one) for one in (first, second)] == [0, 1]
    assert people_ahead(state, day.ticket(day.take())) == 0, "they wait in no line"
    assert day.order("w3")[:2] == kept


def test_a_window_that_serves_a_queue_which_the_hall_has_lost_calls_from_the_others() -> None:
    day = Acting().open("w1")
    day.do(c.OpenWindow(window="w1", queues=("advice", "papers")))
    lost = Acting(replace(HALL, queues=HALL.queues[:2]), day.now)
    for event in day.log:
        lost.hall.apply(event)
    assert lost.refused(c.CallNext(window="w1")) is Code.QUEUE_EMPTY
    number = lost.take()
    assert calls_before(lost.hall.state, lost.ticket(number)) == 0
    assert lost.call("w1") == number
