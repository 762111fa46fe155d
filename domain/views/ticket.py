"""A ticket as clerks and machines see it, the answer that brings it, and the order to print a copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.views.public import Wait


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    NO_SHOW = "no_show"
    SERVED = "served"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


OPEN_STATES = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD})
"""The person still waits for something and gets no second number meanwhile. A no-show may take a new number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """A ticket as clerks and machines see it. Answers to ticket requests carry it."""

    ticket: str
    number: str
    queue: str
    state: TicketState
    issued_at: int
    items: tuple[str, ...] = ()
    priority: str | None = None
    appointment: bool = False
    pickup: bool = False  # for collecting a document; the window that has it in hand asks `ticket.pickup`
    window: str | None = None
    called_at: int | None = None
    started_at: int | None = None
    finished_at: int | None = None
    held_at: int | None = None
    recalls: int = 0
    returns: int = 0
    offline: bool = False
    printed: bool | None = None  # None: nothing was reported
    ahead: int | None = None  # people ahead, in the answer to ticket.lookup while it waits
    wait: Wait | None = None  # likewise
    papers: tuple[str, ...] = ()  # at a window: numbers of all tickets with such papers, if several


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAnswer:
    """Answer to `ticket.issue`, and `data` of `person.has_ticket`."""

    ticket: str
    number: str
    queue: str
    ahead: int
    wait: Wait | None = None
    issued_at: int
    state: TicketState = TicketState.WAITING
    windows: tuple[str, ...] = ()  # numbers of the windows that serve it now
    key: str | None = field(default=None, repr=False)  # for the holder's QR code; only in answers to `ticket.issue`


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """`dev/{device}/order`: print a copy once for each `order`, and report it as `ticket.printed` or
    `ticket.print_failed`."""

    order: str
    ticket: str
    number: str
    queue: str
    issued_at: int
    language: str
    ahead: int | None = None
    wait: Wait | None = None
    offline: bool = False
