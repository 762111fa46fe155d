"""What each event does to the state. It is total: an event that was decided once can be folded at any later time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain import events as e
from domain.decide import fold_config as changes
from domain.decide import fold_tickets as tickets
from domain.decide import fold_time
from domain.emergency.views import Emergency
from domain.help import events as h
from domain.one_time_notice.events import NoticeGiven
from domain.state.state import State
from domain.views.public import Pause
from domain.views.window import WindowState

_ACTS = frozenset(
    {
        e.TicketCalled,
        e.TicketRecalled,
        e.ServiceStarted,
        e.ServiceFinished,
        e.TicketNoShow,
        e.TicketReinstated,
        e.TicketHeld,
        e.TicketResumed,
        e.TicketTransferred,
        e.TicketChanged,
        e.WindowOpened,
        e.WindowPaused,
    }
)
"""Events which show that somebody works in the hall."""


StaffEvent = e.StaffSignedIn | e.StaffSignedOut | e.StaffActed


def fold(state: State, event: e.Event) -> None:
    """Apply one event."""
    _FOLDS[type(event)](state, event)
    if type(event) in _ACTS or (isinstance(event, e.TicketIssued) and not event.offline):
        state.acted_at = event.at


def _numbers_skipped(state: State, event: e.NumbersSkipped) -> None:
    if event.day in {"", state.day}:
        state.queue(event.queue).run.skip(event.counter)
    else:
        fold_time.note_numbers(state, event.day, {event.queue: event.counter})


def _window_opened(state: State, event: e.WindowOpened) -> None:
    window = state.window(event.window)
    window.state, window.clerk, window.pause = WindowState.OPEN, event.clerk, None
    if event.queues is not None:
        window.serve(event.queues)
    if window.ticket is None:
        window.free_at = event.at
    state.windows_changed()


def _window_paused(state: State, event: e.WindowPaused) -> None:
    window = state.window(event.window)
    window.state = WindowState.PAUSED
    window.pause = Pause(reason=event.reason, contact=event.contact, since=event.at, until=event.until)
    state.windows_changed()


def _window_closed(state: State, event: e.WindowClosed) -> None:
    """Tickets kept for this window go back into their queue's waiting line, at the same place."""
    window = state.window(event.window)
    for _, _, ticket in list(window.kept):
        tickets.leave_line(state, ticket)
        ticket.kept_for = None
        state.queue(ticket.queue).line.add(ticket)
    window.close()
    state.windows_changed()


def _invited(state: State, event: e.RatingInvited) -> None:
    ticket = state.tickets.get(event.ticket)
    state.sessions.invite(event, ticket.number if ticket else "")
    state.window(event.window).rating = event.session


def _review_ended(state: State, event: e.RatingGiven | e.RatingLapsed) -> None:
    state.sessions.end(event)


def _booked(state: State, event: e.AppointmentBooked) -> None:
    state.bookings.add(event)


def _booking_moved(state: State, event: e.AppointmentMoved) -> None:
    state.bookings.move(event)


def _booking_cancelled(state: State, event: e.AppointmentCancelled) -> None:
    state.bookings.drop(event.code)


def _booking_missed(state: State, event: e.AppointmentMissed) -> None:
    state.bookings.missed(event.code)


def _code_sent(state: State, event: e.PhoneCodeSent) -> None:
    state.phone_codes.sent(event)


def _code_tried(state: State, event: e.PhoneCodeTried) -> None:
    state.phone_codes.tried(event)


def _case_opened(state: State, event: e.CaseOpened) -> None:
    state.cases.opened(event)


def _help_called(state: State, event: h.HelpCalled) -> None:
    state.help.called(event)


def _help_passed_on(state: State, event: h.HelpPassedOn) -> None:
    state.help.passed_on(event)


def _help_taken(state: State, event: h.HelpTaken) -> None:
    state.help.taken(event)


def _help_over(state: State, event: h.HelpFinished | h.HelpWithdrawn) -> None:
    state.help.over(event)


def _fault(state: State, event: e.DeviceFault) -> None:
    state.faults.apply(event)


def _reprint_ordered(state: State, event: e.ReprintOrdered) -> None:
    state.reprints.ordered(event)


def _emergency_changed(state: State, event: e.EmergencyChanged) -> None:
    shown = Emergency(text=event.text, text_en=event.text_en, since=event.at)
    state.emergency = shown if event.text else None


def _notice_given(state: State, _event: NoticeGiven) -> None:
    state.totals.notices += 1


def _only_recorded(state: State, event: e.RequestRefused | StaffEvent) -> None:
    """These events stand in the log alone and change no state."""


_FOLDS: Mapping[type[e.Event], Callable[[State, Any], None]] = {
    e.DayOpened: fold_time.day_opened,
    e.DayClosed: fold_time.day_closed,
    e.TimeCorrected: fold_time.time_corrected,
    e.NumbersSkipped: _numbers_skipped,
    e.TicketIssued: tickets.issued,
    e.TicketCancelled: tickets.cancelled,
    e.PhoneLeft: tickets.phone_left,
    e.TicketCalled: tickets.called,
    e.TicketRecalled: tickets.recalled,
    e.ServiceStarted: tickets.started,
    e.ServiceFinished: tickets.finished,
    e.TicketNoShow: tickets.no_show,
    e.TicketReinstated: tickets.reinstated,
    e.TicketHeld: tickets.held,
    e.TicketResumed: tickets.resumed,
    e.TicketTransferred: tickets.transferred,
    e.TicketChanged: tickets.changed,
    e.TicketPutBack: tickets.put_back,
    e.ReprintOrdered: _reprint_ordered,
    e.TicketPrinted: tickets.printed,
    e.TicketPrintFailed: tickets.printed,
    e.WindowOpened: _window_opened,
    e.WindowPaused: _window_paused,
    e.WindowClosed: _window_closed,
    e.WindowRenamed: changes.window_renamed,
    e.QueueRenamed: changes.queue_renamed,
    e.RatingInvited: _invited,
    e.RatingGiven: _review_ended,
    e.RatingLapsed: _review_ended,
    e.AppointmentBooked: _booked,
    e.AppointmentMoved: _booking_moved,
    e.AppointmentCancelled: _booking_cancelled,
    e.AppointmentMissed: _booking_missed,
    e.PhoneCodeSent: _code_sent,
    e.PhoneCodeTried: _code_tried,
    e.CaseOpened: _case_opened,
    h.HelpCalled: _help_called,
    h.HelpPassedOn: _help_passed_on,
    h.HelpTaken: _help_taken,
    h.HelpFinished: _help_over,
    h.HelpWithdrawn: _help_over,
    e.DeviceFault: _fault,
    e.RequestRefused: _only_recorded,
    NoticeGiven: _notice_given,
    e.StaffSignedIn: _only_recorded,
    e.StaffSignedOut: _only_recorded,
    e.StaffActed: _only_recorded,
    e.EmergencyChanged: _emergency_changed,
}
