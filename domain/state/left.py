"""The tickets that were still open when a hall day closed, kept in case the day was closed by a wrong time.

They hold nothing personal: phones, hashes and codes are erased at every close. So they may be kept for a few days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from domain.state.ticket import Ticket
from domain.views.ticket import OPEN_STATES, TicketState

DAYS_KEPT = 3
"""How many closed days can be reopened."""

USED_KEPT = 16
"""For how many days the used numbers are known."""

_THERE = frozenset({*OPEN_STATES, TicketState.NO_SHOW})


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """`dumped`: a dump (`dump_left`) of the state before the close, with only the tickets that were still open."""

    day: str
    closed_at: int
    dumped: dict[str, Any]


def still_there(ticket: Ticket) -> bool:
    """Whether the ticket is open, so that the end of the day would end it."""
    return ticket.state in _THERE


def without_person(ticket: Ticket) -> Ticket:
    """The ticket at the same place, without personal data."""
    return replace(ticket, person=None, phone=None, pickup=None)
