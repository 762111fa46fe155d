"""A visit from the number to its end: every step, and every step that is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, Acting, hall_with

from domain import commands as c
from domain import events as e
from domain.config import Device, Role
from domain.refusal import Code
from domain.state.ticket import TABLE
from domain.views.ticket import TicketState


def test_a_visit_from_the_number_to_its_end() -> None:
    day = Acting().open()
    number = day.take()
    assert day.state(number) == "waiting"
    day.call()
    assert day.state(number) == "called"
    day.start(number)
    assert day.state(number) == "serving"
    day.finish(number)
    assert day.state(number) == "served"
    names = [type(event) for event in day.log if getattr(event, "ticket", "") == day.id(number)]
    assert names == [e.TicketIssued, e.TicketCalled, e.ServiceStarted, e.ServiceFinished, e.RatingInvited]


def bring_to(day: Acting, state: TicketState) -> str:
    """A new ticket of window 1 in `state`; the window has nobody in hand unless that is the state."""
    number = day.take()
    match state:
        case TicketState.CALLED:
            day.call()
        case TicketState.SERVING:
            day.start(day.call())
        case TicketState.HELD:
            day.start(day.call())
            day.do(c.HoldTicket(window="w1", ticket=day.id(number)))
        case TicketState.NO_SHOW:
            day.miss()
        case TicketState.SERVED:
            day.serve()
        case TicketState.CANCELLED:
            day.do(c.CancelTicket(ticket=day.id(number)))
        case _:
            pass
    return number


def command(kind: type[c.Command], day: Acting, number: str) -> c.Command:
    ticket = day.id(number)
    if kind is c.CancelTicket:
        return c.CancelTicket(ticket=ticket)
    if kind is c.LeavePhone:
        return c.LeavePhone(ticket=ticket, phone="13800138000")
    if kind is c.CallTicket:
        return c.CallTicket(window="w1", number=number)
    if kind is c.CallNext:
        return c.CallNext(window="w1")
    if kind is c.TransferTicket:
        return c.TransferTicket(window="w1", ticket=ticket, queue="social")
    if kind is c.ChangeTicket:
        return c.ChangeTicket(window="w1", ticket=ticket, priority="")
    return kind(window="w1", ticket=ticket)  # type: ignore[call-arg]


AT_A_WINDOW = [kind for kind in TABLE if kind not in {c.CancelTicket, c.LeavePhone}]
LIVING = [state for state in TicketState if state is not TicketState.EXPIRED]


@pytest.mark.parametrize("state", LIVING)
@pytest.mark.parametrize("kind", list(TABLE), ids=lambda kind: kind.__name__)
def test_what_is_in_the_table_happens_and_what_is_not_is_refused(kind: type[c.Command], state: TicketState) -> None:
    day = Acting(hall_with(no_show_after_seconds=0)).open()
    number = bring_to(day, state)
    asked = command(kind, day, number)
    if state in TABLE[kind]:
        day.do(asked)
        assert day.state(number) == TABLE[kind][state].value
    else:
        in_hand = state in {TicketState.CALLED, TicketState.SERVING}
        busy = {Code.WINDOW_BUSY} if in_hand and kind in {c.CallNext, c.CallTicket, c.ResumeTicket} else set()
        empty = {Code.QUEUE_EMPTY} if kind is c.CallNext else set()
        assert day.refused(asked) in busy | empty | {Code.TICKET_WRONG_STATE}
        assert day.state(number) == state.value


@pytest.mark.parametrize("kind", [kind for kind in AT_A_WINDOW if kind not in {c.CallNext, c.CallTicket}])
def test_a_window_never_touches_what_another_has_in_hand(kind: type[c.Command]) -> None:
    day = Acting(hall_with(no_show_after_seconds=0)).open()
    state = TicketState.CALLED if kind is c.ChangeTicket else next(iter(TABLE[kind]))  # any window changes who waits
    number = bring_to(day, state)
    more = {c.TransferTicket: {"queue": "advice"}, c.ChangeTicket: {"priority": ""}}
    asked = kind(window="w3", ticket=day.id(number), **more.get(kind, {}))
    if state is TicketState.NO_SHOW:
        day.do(asked)  # whoever comes back may be helped anywhere
    else:
        assert day.refused(asked) is Code.TICKET_OTHER_WINDOW


@pytest.mark.parametrize("kind", AT_A_WINDOW)
def test_an_unknown_window_is_refused(kind: type[c.Command]) -> None:
    day = Acting().open()
    more = {"number": "A001"} if kind is c.CallTicket else {} if kind is c.CallNext else {"ticket": "20261120-A001"}
    day.take()
    assert day.refused(kind(window="w9", **more)) is Code.WINDOW_UNKNOWN


def test_unknown_tickets_and_numbers_are_refused() -> None:
    day = Acting().open()
    assert day.refused(c.StartService(window="w1", ticket="x")) is Code.TICKET_UNKNOWN
    assert day.refused(c.CallTicket(window="w1", number="Z999")) is Code.TICKET_UNKNOWN
    assert day.refused(c.CancelTicket(ticket="")) is Code.TICKET_UNKNOWN
    assert day.refused(c.RecordPrint(ticket="x")) is Code.TICKET_UNKNOWN


def test_a_number_is_recalled_so_often_and_no_more() -> None:
    day = Acting(hall_with(recall_limit=2)).open()
    day.take()
    recall = c.RecallTicket(window="w1", ticket=day.id(day.call()))
    assert [day.do(recall).recalls, day.do(recall).recalls] == [1, 2]
    assert day.refused(recall) is Code.RECALL_LIMIT


def test_a_no_show_needs_time_to_come_first_and_a_recall_gives_it_again() -> None:
    day = Acting().open()
    day.take()
    ticket = day.id(day.call())
    refusal = day.later(seconds=59).refusal(c.NoShow(window="w1", ticket=ticket))
    assert refusal.code is Code.NO_SHOW_TOO_SOON
    assert refusal.data == {"after_seconds": 1}
    day.do(c.RecallTicket(window="w1", ticket=ticket))
    assert day.later(seconds=59).refused(c.NoShow(window="w1", ticket=ticket)) is Code.NO_SHOW_TOO_SOON
    day.later(seconds=1).do(c.NoShow(window="w1", ticket=ticket))


def test_a_clock_set_back_after_a_call_does_not_keep_the_clerk_waiting() -> None:
    day = Acting().open()
    day.take()
    ticket = day.id(day.call())
    day.later(minutes=-60).do(c.NoShow(window="w1", ticket=ticket))


def test_who_missed_the_call_may_return_so_long_and_so_often() -> None:
    day = Acting(hall_with(return_minutes=30, return_limit=1)).open()
    late, twice = day.take(), day.take()
    day.miss()
    assert day.later(minutes=31).refused(c.ReinstateTicket(window="w1", ticket=day.id(late))) is Code.RETURN_TOO_LATE
    day.miss()
    day.do(c.ReinstateTicket(window="w1", ticket=day.id(twice)))
    day.miss()
    assert day.refused(c.ReinstateTicket(window="w1", ticket=day.id(twice))) is Code.RETURN_LIMIT
    assert day.refused(c.CallTicket(window="w1", number=twice)) is Code.RETURN_LIMIT


def test_calling_a_number_that_was_missed_brings_it_back_first() -> None:
    day = Acting().open()
    day.take()
    number = day.miss()
    day.do(c.CallTicket(window="w1", number=number))
    assert day.state(number) == "called"
    assert day.ticket(number).returns == 1


def test_a_chosen_number_of_a_queue_that_is_not_served_here_is_refused() -> None:
    day = Acting().open()
    number = day.take("advice")
    assert day.refused(c.CallTicket(window="w1", number=number)) is Code.WINDOW_NOT_SERVING_QUEUE


def test_a_chosen_number_needs_no_lag() -> None:
    day = Acting().open()
    number = day.take("social")
    day.do(c.CallTicket(window="w1", number=number))
    assert day.state(number) == "called"


def test_a_held_ticket_is_resumed_by_its_window_by_button_or_number() -> None:
    day = Acting().open()
    number = bring_to(day, TicketState.HELD)
    assert day.refused(c.CallTicket(window="w3", number=number)) is Code.TICKET_OTHER_WINDOW
    day.do(c.CallTicket(window="w1", number=number))
    assert day.state(number) == "serving"
    day.do(c.HoldTicket(window="w1", ticket=day.id(number)))
    day.do(c.ResumeTicket(window="w1", ticket=day.id(number)))
    assert day.state(number) == "serving"


@pytest.mark.parametrize("in_hand", [TicketState.CALLED, TicketState.SERVING])
def test_a_window_with_somebody_in_hand_resumes_nobody(in_hand: TicketState) -> None:
    day = Acting().open()
    held = bring_to(day, TicketState.HELD)
    number = bring_to(day, in_hand)
    assert day.refused(c.ResumeTicket(window="w1", ticket=day.id(held))) is Code.WINDOW_BUSY
    assert day.refused(c.CallTicket(window="w1", number=held)) is Code.WINDOW_BUSY
    assert (day.state(held), day.state(number)) == ("held", in_hand.value)


def test_whom_a_closed_window_holds_any_other_may_take() -> None:
    day = Acting().open()
    number = bring_to(day, TicketState.HELD)
    day.do(c.CloseWindow(window="w1"))
    day.do(c.CallTicket(window="w3", number=number))
    assert day.finish(number)
    assert day.state(number) == "served"


def test_a_window_holds_so_many() -> None:
    day = Acting(hall_with(hold_limit=1)).open()
    bring_to(day, TicketState.HELD)
    number = bring_to(day, TicketState.SERVING)
    assert day.refused(c.HoldTicket(window="w1", ticket=day.id(number))) is Code.HOLD_LIMIT


def test_who_is_kept_for_a_window_is_called_there_by_number_too_whatever_it_serves_by_then() -> None:
    day = Acting().open()
    numbers = [day.take(), day.take()]
    for number in numbers:
        day.start(day.call("w1"))
        day.do(c.TransferTicket(window="w1", ticket=day.id(number), to_window="w3"))
    day.do(c.CallTicket(window="w3", number=numbers[1]))
    day.finish(day.start(numbers[1]))
    day.do(c.OpenWindow(window="w3", queues=("social",)))
    day.do(c.CallTicket(window="w3", number=numbers[0]))
    assert day.state(numbers[0]) == "called"


def test_numbers_given_back_are_not_called() -> None:
    day = Acting().open()
    first, second = day.take(), day.take()
    day.do(c.CancelTicket(ticket=day.id(first)), device="kiosk-1")
    assert day.call() == second


def test_a_machine_gives_back_only_what_it_issued_itself() -> None:
    day = Acting()
    cancel = c.CancelTicket(ticket=day.id(day.take(device="kiosk-1")))
    assert day.refused(cancel, device="kiosk-2") is Code.DEVICE_NOT_ALLOWED
    day.do(cancel, device="kiosk-1")


def test_the_desk_gives_back_what_any_machine_issued() -> None:
    day = Acting(replace(HALL, devices=(*HALL.devices, Device(id="desk", role=Role.SUPERVISOR))))
    number = day.take(device="kiosk-1")
    day.do(c.CancelTicket(ticket=day.id(number)), device="desk")
    assert day.state(number) == "cancelled"


def test_paper_is_remembered_as_it_came_out() -> None:
    day = Acting()
    number = day.take()
    assert day.ticket(number).printed is None
    day.do(c.RecordPrint(ticket=day.id(number), fault="paper_out"))
    assert day.ticket(number).printed is False
    day.do(c.RecordPrint(ticket=day.id(number), copy=True))
    assert day.ticket(number).printed is True
