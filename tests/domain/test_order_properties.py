"""The bound of the order: nobody starves. People ahead is exact. The ratio holds and starves nobody either."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from acting import HALL, HOUR, MINUTE, Acting, hall_with, window
from hypothesis import given, settings
from hypothesis import strategies as st
from in_place import everything_is_in_its_place

from domain import commands as c
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.events import Event, TicketIssued, TicketReinstated
from domain.queue.order import calls_before, people_ahead, upcoming
from domain.queue_rules import Policy, ReturnPlace
from domain.refusal import Refusal
from domain.show.answers import answer
from domain.state.state import State
from domain.state.ticket import Ticket
from domain.views.ticket import TicketState

SLOT = HOUR
PRIORITY = st.sampled_from([None, None, None, "elder", "soldier"])
STEP = st.one_of(
    st.tuples(st.just("take"), st.sampled_from(["papers", "papers", "social"]), PRIORITY),
    st.tuples(st.just("check_in"), st.sampled_from([-75, -60, 0, 30]), PRIORITY),
    st.tuples(st.just("call"), st.sampled_from(["w1", "w1", "w2"]), st.just("")),
    st.tuples(st.just("miss"), st.just("w1"), st.just("")),
    st.tuples(st.just("return"), st.just("w1"), st.just("")),
    st.tuples(st.just("wait"), st.sampled_from([1, 9, 30, 44]), st.just("")),
    st.tuples(st.just("change"), st.integers(0, 9), st.sampled_from(["", "elder", "soldier"])),
)
PLACES = st.sampled_from(list(ReturnPlace))


def bound_ms(config: HallConfig, longest_slot_ms: int) -> int:
    """The bound that `domain/queue/order.py` promises, for a hall whose longest bookings have slots of that length."""
    head_start = max(p.head_start_minutes for p in config.priorities) * MINUTE
    return max(head_start, longest_slot_ms + config.rules.appointment_late_minutes * MINUTE if longest_slot_ms else 0)


def bases(log: list[Event]) -> dict[str, int]:
    """By ticket, the time from which the bound counts for it: see `domain/queue/order.py`."""
    base = {}
    for event in log:
        if isinstance(event, TicketIssued):
            base[event.ticket] = max(event.at, event.slot_at or 0)
        elif isinstance(event, TicketReinstated):
            base[event.ticket] = event.at
    return base


def may_pass(state: State, passed: Ticket, base: int, called: Ticket, window: str) -> bool:
    """Whether calling `called` before `passed` is within the documented bound."""
    slot = SLOT if any(ticket.appointment for ticket in state.tickets.values()) else 0
    serves = {s.queue: s.lag_minutes * MINUTE for s in state.windows[window].serves}
    if passed.queue not in serves:
        return True
    return called.issued_at <= base + bound_ms(state.config, slot) + serves[passed.queue]


@settings(max_examples=250, deadline=None)
@given(steps=st.lists(STEP, min_size=8, max_size=50), place=PLACES, bookings=st.booleans())
def test_nobody_is_passed_over_for_one_issued_later_than_the_bound(  # noqa: PLR0912 - a step a line
    steps: list[tuple[str, Any, Any]], place: ReturnPlace, *, bookings: bool
) -> None:
    rules = {"return_limit": 99, "return_minutes": 9999, "no_show_after_seconds": 0}
    day = Acting(hall_with(return_place=place, **rules)).open("w1", "w2")
    latest = day.now + 5 * HOUR  # the day does not turn
    for serial, (what, who, priority) in enumerate(steps):
        match what:
            case "take":
                day.take(who, priority=priority)
            case "check_in":
                starts = day.now + who * MINUTE
                code = f"k{serial}"
                if bookings and starts + SLOT > day.now:
                    day.do(c.BookAppointment(code=code, queue="papers", starts_at=starts, ends_at=starts + SLOT))
                    day.do(c.IssueTicket(appointment=code, priority=priority))
            case "wait":
                day.now = min(day.now + who * MINUTE, latest)
            case "change":
                waiting = [t.id for t in day.hall.state.tickets.values() if t.state is TicketState.WAITING]
                for ticket_id in waiting[who::10]:
                    day.do(c.ChangeTicket(window="w1", ticket=ticket_id, priority=priority))
            case "call":
                call_and_check(day, who)
            case "miss":
                if (ticket := call_and_check(day, who, leave=False)) is not None:
                    day.do(c.NoShow(window=who, ticket=ticket.id))
            case _:
                for missed in list(day.hall.state.missed):
                    day.do(c.ReinstateTicket(window=who, ticket=missed))
    while call_and_check(day, "w1") or call_and_check(day, "w2"):
        day.later(minutes=10)
    left = [t for t in day.hall.state.tickets.values() if t.state is TicketState.WAITING and t.queue == "papers"]
    assert not left


def test_the_bound_is_reached_to_the_minute() -> None:
    for minutes, first in ((29, "A002"), (31, "A001")):
        day = Acting().open("w1")
        day.take()
        day.later(minutes=minutes).take(priority="soldier")
        assert day.order()[0] == first
    for minutes, first in ((74, "A002"), (76, "A001")):
        day = Acting().open("w1")
        day.take()
        ends = day.now + minutes * MINUTE - 15 * MINUTE
        day.do(c.BookAppointment(code="k", queue="papers", starts_at=ends - SLOT, ends_at=ends))
        day.later(minutes=minutes).do(c.IssueTicket(appointment="k"))
        assert day.order()[0] == first


def call_and_check(day: Acting, window: str, *, leave: bool = True) -> Ticket | None:
    state = day.hall.state
    decision = day.try_(c.CallNext(window=window))
    if isinstance(decision, Refusal):
        return None
    called = state.windows[window].ticket
    assert called is not None
    base = bases(day.log)
    for other in state.tickets.values():
        if other.state is TicketState.WAITING:
            assert may_pass(state, other, base[other.id], called, window), f"{called.number} passed {other.number}"
    if leave:
        day.finish(day.start(called.number))
    return called


@settings(max_examples=120, deadline=None)
@given(
    policy=st.sampled_from(list(Policy)),
    ratio=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    people=st.lists(PRIORITY, max_size=25),
    calls=st.lists(st.integers(0, 24), max_size=25),
)
def test_people_ahead_is_exact(
    policy: Policy, ratio: tuple[int, int], people: list[str | None], calls: list[int]
) -> None:
    day = Acting(hall_with(policy=policy, ratio_priority=ratio[0], ratio_ordinary=ratio[1])).open("w1")
    for serial, priority in enumerate(people):
        taken = day.later(minutes=7).do(c.IssueTicket(queue="papers", priority=priority))
        order = day.order()
        assert order.index(taken.number) == taken.ahead
        if serial in calls:
            day.serve()
    for ahead, number in enumerate(day.order()):
        again = answer(day.hall, c.IssueTicket(), [e for e in day.log if getattr(e, "number", "") == number], day.now)
        assert again is not None
        assert again.ahead == ahead  # type: ignore[union-attr]


@settings(max_examples=120, deadline=None)
@given(
    people=st.lists(st.tuples(st.sampled_from(["papers", "social", "advice"]), PRIORITY), max_size=20),
    windows=st.sets(st.sampled_from(["w1", "w2", "w3"]), min_size=1),
    calls=st.integers(0, 5),
)
def test_calls_before_are_those_of_the_window_that_comes_to_it_first(
    people: list[tuple[str, str | None]], windows: set[str], calls: int
) -> None:
    day = Acting().open(*sorted(windows))
    for queue, priority in people:
        day.later(minutes=3).take(queue, priority=priority)
    for _ in range(min(calls, len(people))):
        for name in sorted(windows):
            call_and_check(day, name)
    day.later(minutes=15)  # who waits has waited for every lag
    state = day.hall.state
    orders = [[ticket.id for ticket in upcoming(state, state.windows[name], day.now)] for name in windows]
    for ticket in state.tickets.values():
        if ticket.state is TicketState.WAITING:
            places = [order.index(ticket.id) for order in orders if ticket.id in order]
            assert calls_before(state, ticket) == min(places, default=people_ahead(state, ticket))


def ratio_hall(priority: int = 2, ordinary: int = 1) -> HallConfig:
    return hall_with(policy=Policy.RATIO, ratio_priority=priority, ratio_ordinary=ordinary)


def test_two_priority_tickets_to_one_ordinary() -> None:
    day = Acting(ratio_hall()).open()
    for _ in range(3):
        day.take()
    for _ in range(5):
        day.take(priority="elder")
    assert "".join(n[-1] for n in day.order()) == "45" + "1" + "67" + "2" + "8" + "3"


def test_a_class_that_is_not_there_is_passed_over() -> None:
    day = Acting(ratio_hall()).open()
    for _ in range(3):
        day.take()
    assert [day.serve(), day.serve()] == ["A001", "A002"]
    elder = day.take(priority="elder")
    assert day.serve() == elder


@pytest.mark.parametrize("called", range(6))
@pytest.mark.parametrize(("priority", "ordinary"), [(1, 1), (3, 2), (2, 1), (1, 3)])
def test_people_ahead_stay_exact_when_a_restart_brings_another_ratio(called: int, priority: int, ordinary: int) -> None:
    """A round that was under way goes on by the new shares."""
    day = Acting(ratio_hall(2, 3)).open("w1")
    for who in ("elder", None) * 6:
        day.take(priority=who)
    for _ in range(called):
        day.serve()
    day.hall = Hall.load(ratio_hall(priority, ordinary), json.loads(json.dumps(day.hall.dump())))
    everything_is_in_its_place(day.hall)
    while day.order():
        day.serve()


@pytest.mark.parametrize(("before", "after"), [(Policy.HEAD_START, Policy.RATIO), (Policy.RATIO, Policy.HEAD_START)])
def test_a_restart_may_bring_another_policy(before: Policy, after: Policy) -> None:
    day = Acting(hall_with(policy=before)).open("w1")
    for who in ("elder", None, None, "elder"):
        day.take(priority=who)
    day.serve()
    day.hall = Hall.load(hall_with(policy=after), json.loads(json.dumps(day.hall.dump())))
    everything_is_in_its_place(day.hall)
    then = {Policy.RATIO: ["A004", "A002", "A003"], Policy.HEAD_START: ["A002", "A003", "A004"]}
    assert [day.serve() for _ in day.order()] == then[after]


def test_a_turn_that_the_other_class_left_is_used_up_by_whoever_takes_it() -> None:
    day = Acting(ratio_hall(2, 2)).open("w1")
    elders = [day.take(priority="elder") for _ in range(3)]
    assert [day.serve() for _ in elders] == elders, "the third one had no ordinary ticket to wait for"
    ordinary = [day.take() for _ in range(3)]
    more = [day.take(priority="elder") for _ in range(2)]
    assert day.order() == [more[0], *ordinary[:2], more[1], ordinary[2]]


def test_against_another_queue_the_oldest_ticket_of_either_class_counts() -> None:
    config = replace(ratio_hall(1, 1), windows=(window("w1", "papers", "social"), *HALL.windows[1:]))
    day = Acting(config).open("w1")
    ordinary = day.take("papers")
    other = day.later(minutes=1).take("social")
    elder = day.later(minutes=1).take("papers", priority="elder")
    assert day.order("w1") == [elder, ordinary, other]


def test_the_ratio_knows_no_head_start() -> None:
    day = Acting(ratio_hall()).open("w1")
    number = day.take(priority="elder")
    assert day.ticket(number).effective_at == day.now


def test_a_share_of_nobody_is_one_of_one() -> None:
    day = Acting(ratio_hall(0, 0)).open("w1")
    for who in (None, None, "elder", "elder"):
        day.take(priority=who)
    assert "".join(n[-1] for n in day.order()) == "3142"


def test_bookings_count_among_the_priority_tickets() -> None:
    day = Acting(ratio_hall(1, 1)).open()
    first, second = day.take(), day.take()
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=day.now, ends_at=day.now + HOUR))
    booked = day.do(c.IssueTicket(appointment="k")).number
    assert day.order() == [booked, first, second]


@settings(max_examples=100, deadline=None)
@given(
    share=st.tuples(st.integers(1, 4), st.integers(1, 3)),
    arrivals=st.lists(st.lists(PRIORITY, max_size=4), min_size=5, max_size=30),
)
def test_the_ratio_never_starves_either_class(share: tuple[int, int], arrivals: list[list[str | None]]) -> None:
    """However many of the other class come: before someone with k of their own class ahead, at most those and the
    other class's share of k // own share + 1 rounds are called."""
    priority, ordinary = share
    day = Acting(ratio_hall(priority, ordinary)).open("w1")
    since: dict[str, tuple[int, int]] = {}  # number → calls so far, own class ahead when it came
    calls = 0
    for people in arrivals:
        for who in people:
            same = sum(bool(day.ticket(n).priority) == bool(who) for n in day.order())
            since[day.take(priority=who)] = (calls, same)
        if not day.order():
            continue
        number = day.serve()
        calls += 1
        begun, own_ahead = since[number]
        own, other = (priority, ordinary) if day.ticket(number).priority else (ordinary, priority)
        assert calls - 1 - begun <= own_ahead + (own_ahead // own + 1) * other


@settings(max_examples=60, deadline=None)
@given(policy=st.sampled_from(list(Policy)), people=st.lists(PRIORITY, max_size=12), served=st.integers(0, 8))
def test_a_hall_read_from_its_snapshot_calls_in_the_same_order(
    policy: Policy, people: list[str | None], served: int
) -> None:
    day = Acting(hall_with(policy=policy)).open("w1")
    for priority in people:
        day.later(minutes=3).take(priority=priority)
    for _ in range(min(served, len(people))):
        day.serve()
    order = day.order()
    day.hall = Hall.load(day.hall.config, json.loads(json.dumps(day.hall.dump())))
    assert day.order() == order
