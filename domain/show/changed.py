"""Which snapshots an event changes: queues, calls, and which windows. A table with every class of event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain import events as e
from domain.decide.hall import Hall
from domain.help import events as h
from domain.one_time_notice.events import NoticeGiven
from domain.show.cases import windows_of
from domain.state.state import State
from domain.state.ticket import Ticket


class _AtWindow(Protocol):
    """An event at a window."""

    @property
    def window(self) -> str: ...


class _OfTicket(Protocol):
    """An event about a ticket."""

    @property
    def ticket(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Changed:
    """Which snapshots some events may have changed. `windows`: ids of windows whose snapshot may have; `at_once`: those
    of them where something happened."""

    queues: bool = False
    calls: bool = False
    emergency: bool = False
    windows: frozenset[str] = frozenset()
    at_once: frozenset[str] = frozenset()
    help: bool = False


def changed(hall: Hall, events: Iterable[e.Event]) -> Changed:
    """What to publish after `events` (applied already)."""
    queues = calls = emergency = help_ = False
    windows: set[str] = set()
    at_once: set[str] = set()
    for event in events:
        shown = SHOWN[type(event)]
        queues = queues or shown.queues
        calls = calls or shown.calls
        emergency = emergency or shown.emergency
        help_ = help_ or shown.help
        windows.update(shown.windows(hall.state, event))
        at_once.update(shown.at(event))
    return Changed(queues, calls, emergency, frozenset(windows | at_once), frozenset(at_once), help_)


def _nowhere(_event: e.Event) -> tuple[str, ...]:
    return ()


def _its_window(event: _AtWindow) -> tuple[str, ...]:
    return (event.window,) if event.window else ()


def _no_window(_state: State, _event: e.Event) -> Iterable[str]:
    return ()


def _every_window(state: State, _event: e.Event) -> Iterable[str]:
    return state.windows


def _of_ticket(state: State, event: _OfTicket) -> Iterable[str]:
    ticket = state.tickets.get(event.ticket)
    return _concerned(state, ticket) if ticket is not None else ()


def _of_copy(state: State, event: e.TicketPrinted | e.TicketPrintFailed) -> Iterable[str]:
    """The windows that a print of a ticket concerns, including the one that ordered the copy and may serve other
    queues."""
    ordered = state.reprints.of(event.order)
    if ordered is not None:
        yield ordered.window
    yield from _of_ticket(state, event)


def _of_case(state: State, event: e.CaseOpened) -> Iterable[str]:
    return windows_of(state, event.kind)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which snapshots one class of event changes. `windows`: the windows concerned, from the state after the event;
    `at`: the window where it happened."""

    queues: bool = False
    calls: bool = False
    emergency: bool = False
    windows: Callable[[State, Any], Iterable[str]] = _no_window
    at: Callable[[Any], tuple[str, ...]] = _nowhere
    help: bool = False


_NOTHING = Shown()
_DAY = Shown(queues=True, calls=True, windows=_every_window, help=True)
_WINDOW = Shown(queues=True, calls=True, windows=_every_window, at=_its_window)
_WAITING = Shown(queues=True, windows=_of_ticket)
_CALL = Shown(queues=True, calls=True, windows=_of_ticket, at=_its_window)
_SERVICE = Shown(queues=True, windows=_of_ticket, at=_its_window)
_RESUMED = Shown(queues=True, windows=_every_window, at=_its_window)  # also a closed window that held it
_ONE_WINDOW = Shown(at=_its_window)
_HELP = Shown(help=True)
_PAPER = Shown(queues=True, windows=_of_copy)

SHOWN: Mapping[type[e.Event], Shown] = {
    e.DayOpened: _DAY,
    e.DayClosed: _DAY,
    e.NumbersSkipped: Shown(queues=True),
    e.TimeCorrected: _DAY,
    e.TicketIssued: _WAITING,
    e.TicketCancelled: _WAITING,
    e.PhoneLeft: _WAITING,
    e.TicketCalled: _CALL,
    e.TicketRecalled: _CALL,
    e.ServiceStarted: _ONE_WINDOW,
    e.ServiceFinished: _SERVICE,
    e.TicketNoShow: _SERVICE,
    e.TicketReinstated: _SERVICE,
    e.TicketHeld: _SERVICE,
    e.TicketResumed: _RESUMED,
    e.TicketTransferred: _SERVICE,
    e.TicketChanged: _SERVICE,
    e.TicketPutBack: _WINDOW,
    e.ReprintOrdered: _ONE_WINDOW,
    e.TicketPrinted: _PAPER,
    e.TicketPrintFailed: _PAPER,
    e.WindowOpened: _WINDOW,
    e.WindowPaused: _WINDOW,
    e.WindowClosed: _WINDOW,
    e.WindowRenamed: Shown(queues=True, calls=True, windows=_every_window, at=_its_window, help=True),
    e.QueueRenamed: _DAY,
    e.RatingInvited: _ONE_WINDOW,
    e.RatingGiven: _ONE_WINDOW,
    e.RatingLapsed: _ONE_WINDOW,
    e.AppointmentBooked: _NOTHING,
    e.AppointmentMoved: _NOTHING,
    e.AppointmentCancelled: _NOTHING,
    e.AppointmentMissed: _NOTHING,
    e.PhoneCodeSent: _NOTHING,
    e.PhoneCodeTried: _NOTHING,
    e.CaseOpened: Shown(windows=_of_case),
    h.HelpCalled: _HELP,
    h.HelpPassedOn: _HELP,
    h.HelpTaken: _HELP,
    h.HelpFinished: _HELP,
    h.HelpWithdrawn: _HELP,
    e.DeviceFault: _NOTHING,
    NoticeGiven: _NOTHING,
    e.RequestRefused: _NOTHING,
    e.StaffSignedIn: _NOTHING,
    e.StaffSignedOut: _NOTHING,
    e.StaffActed: _NOTHING,
    e.EmergencyChanged: Shown(emergency=True),
}
"""Every class of event has an entry: a test checks that."""


def _concerned(state: State, ticket: Ticket) -> Iterable[str]:
    """The windows that show this ticket or its queue, and those of its former queue."""
    if ticket.window is not None:
        yield ticket.window
    if ticket.kept_for is not None:
        yield ticket.kept_for
    for queue in {ticket.queue, *ticket.visited}:
        for window, _ in state.serving(queue):
            yield window.config.id
