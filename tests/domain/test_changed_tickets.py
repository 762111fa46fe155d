"""改号: a class that was not claimed, matters that turn out to be others. A ticket stands where it would have stood."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from acting import HALL, HOUR, MINUTE, Acting, hall_with
from hypothesis import given, settings
from hypothesis import strategies as st
from in_place import everything_is_in_its_place

from domain import commands as c
from domain import events as e
from domain.config import Role
from domain.queue_rules import Policy, ReturnPlace
from domain.refusal import Code, Refusal
from domain.roles import may

CLASS = st.sampled_from([None, "elder", "soldier"])


def change(day: Acting, number: str, window: str = "w1", **what: Any) -> Any:
    return day.do(c.ChangeTicket(window=window, ticket=day.id(number), **what))


def test_a_class_that_was_not_claimed_moves_the_ticket_to_where_it_would_have_stood() -> None:
    day = Acting().open()
    numbers = [day.later(minutes=10).take() for _ in range(4)]
    view = change(day, numbers[3], priority="elder")
    assert day.order() == [numbers[0], numbers[1], numbers[3], numbers[2]], "twenty minutes, and ties by issue"
    assert (view.priority, view.ahead) == ("elder", 2)


def test_a_class_that_was_claimed_wrongly_is_taken_back_and_so_is_its_place() -> None:
    day = Acting().open()
    first = day.take()
    wrong = day.later(minutes=5).take(priority="soldier")
    assert day.order() == [wrong, first]
    change(day, wrong, priority="")
    assert (day.order(), day.ticket(wrong).priority) == ([first, wrong], None)


def test_what_is_left_out_stays_and_the_same_again_changes_nothing() -> None:
    day = Acting().open()
    number = day.take(priority="elder", items=("permit",))
    change(day, number, items=("id-card", "id-card", "pension"))
    assert (day.ticket(number).priority, day.ticket(number).items) == ("elder", ("id-card", "pension"))
    events = len(day.log)
    change(day, number, items=("id-card", "pension"))
    change(day, number, priority="elder")
    assert len(day.log) == events
    change(day, number, items=())
    assert (day.ticket(number).priority, day.ticket(number).items) == ("elder", ())


def test_a_visit_ends_with_the_matters_it_has_then() -> None:
    day = Acting().open()
    day.do(c.OpenWindow(window="w1", queues=("papers",)))
    longer, shorter = day.take(items=("id-card",)), day.take(items=("id-card", "pension"))
    for number, items, ends in ((longer, ("id-card", "pension"), "waiting"), (shorter, ("id-card",), "served")):
        day.start(day.call())
        change(day, number, items=items)
        assert (day.state(day.finish(number)), day.ticket(number).items) == (ends, items)
    assert day.ticket(longer).queue == "social"
    day.serve("w2")
    assert day.state(longer) == "served"


def test_who_is_sent_on_or_comes_back_from_the_list_stands_by_the_class_that_was_found_at_the_window() -> None:
    day = Acting().open()
    early = day.take("social")
    number = day.later(minutes=15).take()
    day.start(day.call("w3"))
    change(day, number, "w3", priority="elder")
    day.do(c.TransferTicket(window="w3", ticket=day.id(number), queue="social"))
    assert day.order("w2") == [number, early]


@pytest.mark.parametrize("place", list(ReturnPlace))
def test_who_came_back_after_a_missed_call_is_not_moved_before_the_place_of_the_return(place: ReturnPlace) -> None:
    day = Acting(hall_with(return_place=place, return_behind=1, no_show_after_seconds=0)).open()
    missed = day.take()
    day.do(c.NoShow(window="w1", ticket=day.id(day.call())))
    others = [day.later(minutes=1).take() for _ in range(2)]
    day.later(minutes=1).do(c.ReinstateTicket(window="w1", ticket=day.id(missed)))
    before, at = day.order(), day.ticket(missed).effective_at
    change(day, missed, priority="soldier")
    assert day.order() == before, (place, others)
    change(day, missed, priority="")
    assert day.ticket(missed).effective_at == at, "a slip of the clerk's is put right without a trace"


def test_a_booking_keeps_its_slot_unless_the_class_makes_it_earlier() -> None:
    day = Acting().open()
    starts = day.now + 10 * MINUTE
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR))
    number = day.do(c.IssueTicket(appointment="k")).number
    change(day, number, priority="elder")
    assert day.ticket(number).effective_at == day.now - 20 * MINUTE
    change(day, number, priority="")
    assert day.ticket(number).effective_at == starts


def test_with_the_ratio_it_joins_the_other_lane() -> None:
    day = Acting(hall_with(policy=Policy.RATIO, ratio_priority=2, ratio_ordinary=1)).open()
    first, second, third = (day.take() for _ in range(3))
    change(day, third, priority="elder")
    assert day.order() == [third, first, second]


def test_one_that_is_kept_for_a_window_keeps_that_and_moves_there() -> None:
    day = Acting().open()
    kept = [day.later(minutes=5).take() for _ in range(2)]
    for _ in kept:
        day.start(number := day.call("w3"))
        day.do(c.TransferTicket(window="w3", ticket=day.id(number), to_window="w1"))
    assert day.order() == kept
    change(day, kept[1], priority="elder")
    assert day.order() == kept[::-1]


def test_what_is_refused_changes_nothing() -> None:
    day = Acting().open()
    number = day.take(items=("permit",))
    ticket = day.id(number)
    before = day.hall.dump()
    for asked, code in (
        (c.ChangeTicket(window="w1", ticket=f"{ticket}9", priority="elder"), Code.TICKET_UNKNOWN),
        (c.ChangeTicket(window="w9", ticket=ticket, priority="elder"), Code.WINDOW_UNKNOWN),
        (c.ChangeTicket(window="w1", ticket=ticket, priority="general"), Code.PRIORITY_UNKNOWN),
        (c.ChangeTicket(window="w1", ticket=ticket, items=("passport",)), Code.ITEM_UNKNOWN),
        (c.ChangeTicket(window="w1", ticket=ticket, items=("permit",) * 9), Code.ITEM_TOO_MANY),
        (c.ChangeTicket(window="w1", ticket=ticket), Code.REQUEST_INVALID),
    ):
        assert day.refused(asked) is code
    assert day.hall.dump() == before


def test_one_in_hand_is_changed_by_its_own_window_and_a_finished_one_by_none() -> None:
    day = Acting().open()
    number = day.take()
    day.call("w1")
    other = c.ChangeTicket(window="w3", ticket=day.id(number), priority="elder")
    assert day.refused(other) is Code.TICKET_OTHER_WINDOW
    day.start(number)
    change(day, number, priority="elder")
    day.do(c.HoldTicket(window="w1", ticket=day.id(number)))
    assert day.refused(other) is Code.TICKET_OTHER_WINDOW
    change(day, number, items=("permit",))
    day.do(c.ResumeTicket(window="w1", ticket=day.id(number)))
    day.finish(number)
    assert day.refused(replace(other, window="w1")) is Code.TICKET_WRONG_STATE


def test_pads_change_at_their_own_window_and_the_desk_at_any() -> None:
    asked = c.ChangeTicket(window="w1", ticket="t", priority="elder")
    for role, own, code in (
        (Role.PAD, "w1", None),
        (Role.PAD_CLERK, "w1", None),
        (Role.SUPERVISOR, None, None),
        (Role.PAD, "w2", Code.DEVICE_NOT_ALLOWED),
        (Role.PAD_CITIZEN, "w1", Code.DEVICE_NOT_ALLOWED),
        (Role.KIOSK, None, Code.DEVICE_NOT_ALLOWED),
        (Role.PHONE_PAGE, None, Code.DEVICE_NOT_ALLOWED),
    ):
        refusal = may(role, own, asked)
        assert (refusal.code if refusal else None) is code, role


def test_one_that_was_put_back_by_a_changed_hall_stays_marked() -> None:
    day = Acting().open()
    number = day.take()
    day.hall.apply(e.TicketPutBack(at=day.now, ticket=day.id(number), queue="papers", window="w7"))
    change(day, number, priority="elder")
    assert day.hall.state.put_back == {day.id(number): "w7"}


@settings(max_examples=40, deadline=None)
@given(
    takes=st.lists(st.tuples(CLASS, st.integers(0, 25)), min_size=2, max_size=12),
    changes=st.lists(st.tuples(st.integers(0, 11), CLASS), max_size=12),
    policy=st.sampled_from(list(Policy)),
)
def test_it_is_the_same_hall_as_if_all_had_been_taken_so(
    takes: list[tuple[str | None, int]], changes: list[tuple[int, str | None]], policy: Policy
) -> None:
    classes = [chosen for chosen, _ in takes]
    day = Acting(hall_with(policy=policy)).open()
    numbers = [day.later(minutes=minutes).take(priority=chosen) for chosen, minutes in takes]
    for turn, chosen in changes:
        at = turn % len(numbers)
        classes[at] = chosen
        change(day, numbers[at], priority=chosen or "")
    like = Acting(hall_with(policy=policy)).open()
    for chosen, (_, minutes) in zip(classes, takes, strict=True):
        like.later(minutes=minutes).take(priority=chosen)
    assert day.order() == like.order()
    assert day.revived().order() == like.order()


@settings(max_examples=30, deadline=None)
@given(
    what=st.lists(st.sampled_from(["take", "call", "start", "hold", "finish", "miss", "change", "wait"]), max_size=40),
    classes=st.lists(CLASS, min_size=1, max_size=9),
    items=st.lists(st.sampled_from(["id-card", "permit", "pension", "passport"]), max_size=3),
)
def test_whatever_happens_every_ticket_stays_in_its_one_place(
    what: list[str], classes: list[str | None], items: list[str]
) -> None:
    day = Acting(hall_with(no_show_after_seconds=0)).open()
    for serial, step in enumerate(what):
        chosen = classes[serial % len(classes)]
        tickets = list(day.hall.state.tickets.values())
        one = tickets[serial * 7 % len(tickets)] if tickets else None
        if step == "take":
            day.take(priority=chosen)
        elif step == "wait":
            day.later(minutes=9)
        elif step == "call":
            day.try_(c.CallNext(window="w1"))
        elif one is not None:
            window, ticket = one.window or "w1", one.id
            command = {
                "start": c.StartService(window=window, ticket=ticket),
                "hold": c.HoldTicket(window=window, ticket=ticket),
                "finish": c.FinishService(window=window, ticket=ticket),
                "miss": c.NoShow(window=window, ticket=ticket),
                "change": c.ChangeTicket(window=window, ticket=ticket, priority=chosen or "", items=tuple(items)),
            }[step]
            decision = day.try_(command)
            if step == "change" and not isinstance(decision, Refusal):
                assert (one.priority, one.items) == (chosen, tuple(dict.fromkeys(items)))
    everything_is_in_its_place(day.hall)


def test_a_hall_without_the_class_that_a_ticket_has_changes_its_matters_all_the_same() -> None:
    day = Acting().open()
    number = day.take(priority="elder")
    place = day.ticket(number).effective_at
    day.hall.state.priorities.pop("elder")
    change(day, number, items=("permit",))
    assert (day.ticket(number).priority, day.ticket(number).effective_at) == ("elder", place)
    assert HALL.priorities
