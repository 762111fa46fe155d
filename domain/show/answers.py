"""The `data` in the answer to a command, made right after the command's events were applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from domain import commands as c
from domain.booking.views import AppointmentView, PhoneCodeAnswer, PhoneProof
from domain.cases.views import CaseReceipt
from domain.decide.bookings.phone_codes import good_until, proof, tries_left
from domain.decide.hall import Hall
from domain.decide.help_calls.calls import help_view
from domain.decide.reprinting import reprint_view
from domain.events import (
    AppointmentBooked,
    CaseOpened,
    Event,
    PhoneCodeSent,
    PhoneCodeTried,
    StaffSignedIn,
    TicketCalled,
    TicketIssued,
    TicketResumed,
)
from domain.help.events import HelpCalled
from domain.help.views import HelpCallView
from domain.queue.status import status_with_key, ticket_status, ticket_view, ticket_view_now
from domain.refusal import Code, Refusal, no
from domain.show.bookings import booking_view
from domain.staff.views import StaffAnswer
from domain.state.ticket import IN_HAND
from domain.views.queries import PickupAnswer, PickupQuestion
from domain.views.ticket import IssueAnswer, TicketView
from domain.views.window import RatingState, ReprintView, WindowState


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowAnswer:
    """Answer to the window commands."""

    window: str
    state: WindowState
    clerk: str | None = None
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingAnswer:
    """Answer to a review."""

    session: str
    state: RatingState


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRatingAnswer:
    """Answer to a review by phone."""

    ticket: str
    state: RatingState


Data = (
    StaffAnswer
    | AppointmentView
    | CaseReceipt
    | PhoneCodeAnswer
    | PhoneProof
    | IssueAnswer
    | TicketView
    | WindowAnswer
    | RatingAnswer
    | PhoneRatingAnswer
    | ReprintView
    | HelpCallView
)


def answer(hall: Hall, command: c.Command, events: Sequence[Event], now: int) -> Data | None:  # noqa: PLR0912 - a table
    """The data of the answer to `command`, whose `events` are applied already. None: the answer has no data.

    People ahead is exact for the order of the ticket's queue; counting them takes microseconds with any number of
    people waiting.
    """
    match command:
        case c.IssueTicket() | c.RecordOfflineTicket():
            issued = next(event for event in events if isinstance(event, TicketIssued))
            told = status_with_key if isinstance(command, c.IssueTicket) else ticket_status
            return told(hall.state, hall.state.tickets[issued.ticket], now)
        case c.LeavePhone() | c.ChangeTicket():
            return ticket_view_now(hall.state, hall.state.tickets[command.ticket], now)
        case c.OpenWindow() | c.PauseWindow() | c.CloseWindow():
            return _window(hall, command.window)
        case c.ReprintTicket():
            return reprint_view(hall.state, hall.state.reprints.last_of(command.window))
        case c.GiveRating() | c.RateByPhone() | c.RateHall():
            return _reviewed(command)
        case c.BookAppointment() | c.MoveAppointment():
            return _booked(hall, command.code, events)
        case c.SendPhoneCode() | c.ProvePhone() | c.OpenCase():
            return _of_a_citizen(hall, events)
        case c.CallHelp():
            return _help(hall, next(event.call for event in events if isinstance(event, HelpCalled)))
        case c.TakeHelp():
            return _help(hall, command.call)
        case c.StaffSignIn():
            signed = next(event for event in events if isinstance(event, StaffSignedIn))
            return StaffAnswer(staff=signed.staff, role=signed.role)
        case (
            c.StaffSignOut()
            | c.CancelAppointment()
            | c.WithdrawHelp()
            | c.FinishHelp()
            | c.RecordPrint()
            | c.RecordFault()
            | c.RecordNotice()
            | c.SetDay()
            | c.ShowEmergency()
            | c.CorrectTime()
            | c.Tick()
            | c.SkipNumbers()
        ):
            return None
        case c.CallNext() | c.CallTicket():
            called = events[-1]
            assert isinstance(called, TicketCalled | TicketResumed)
            return ticket_view(hall.state.tickets[called.ticket])
        case (
            c.CancelTicket()
            | c.RecallTicket()
            | c.StartService()
            | c.FinishService()
            | c.NoShow()
            | c.ReinstateTicket()
            | c.HoldTicket()
            | c.ResumeTicket()
            | c.TransferTicket()
        ):
            return ticket_view(hall.state.tickets[command.ticket])
        case _:
            assert_never(command)


def _help(hall: Hall, call: str) -> HelpCallView:
    one = hall.state.help.get(call)
    assert one is not None, "it was decided just now"
    return help_view(hall.state, one)


def _reviewed(command: c.GiveRating | c.RateByPhone | c.RateHall) -> RatingAnswer | PhoneRatingAnswer:
    if isinstance(command, c.GiveRating):
        return RatingAnswer(session=command.session, state=RatingState.GIVEN)
    return PhoneRatingAnswer(ticket=command.ticket, state=RatingState.GIVEN)


def _booked(hall: Hall, code: str, events: Sequence[Event]) -> AppointmentView:
    made = (event.code for event in events if isinstance(event, AppointmentBooked))
    booking = hall.state.bookings.get(next(made, code))
    assert booking is not None, "it was decided just now"
    return booking_view(hall.state, booking)


def _of_a_citizen(hall: Hall, events: Sequence[Event]) -> PhoneCodeAnswer | PhoneProof | CaseReceipt:
    event = next(event for event in events if isinstance(event, PhoneCodeSent | PhoneCodeTried | CaseOpened))
    if isinstance(event, CaseOpened):
        return CaseReceipt(case=event.case, code=event.code)
    code = hall.state.phone_codes.named(event.token)
    if isinstance(event, PhoneCodeSent):
        return PhoneCodeAnswer(good_until=good_until(code))
    return PhoneProof(proof=proof(hall.state, code) if event.right else None, left=tries_left(code))


def _window(hall: Hall, name: str) -> WindowAnswer:
    window = hall.state.window(name)
    queues = tuple(serves.queue for serves in window.serves)
    return WindowAnswer(window=name, state=window.state, clerk=window.clerk, queues=queues)


def look_up(hall: Hall, number: str, now: int) -> TicketView | Refusal:
    """A number of today, with people ahead and the wait while it is waiting (`ticket.lookup`)."""
    ticket = hall.state.numbered(number)
    if ticket is None:
        return no(Code.TICKET_UNKNOWN, f"no number {number!r} today")
    return ticket_view_now(hall.state, ticket, now)


def pickup(hall: Hall, asked: PickupQuestion) -> PickupAnswer | Refusal:
    """The code of the ticket that this window has in hand (`ticket.pickup`)."""
    ticket = hall.state.tickets.get(asked.ticket)
    if ticket is None or ticket.state not in IN_HAND or ticket.window != asked.window:
        return no(Code.TICKET_OTHER_WINDOW, f"{asked.ticket!r} is not in hand at {asked.window!r}")
    if ticket.pickup is None:
        return no(Code.PICKUP_UNKNOWN, "comes without a code")
    return PickupAnswer(ticket=ticket.id, code=ticket.pickup)
