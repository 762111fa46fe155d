"""Who was still there when a hall day was closed: what is needed to put them back if the day was closed wrongly.

Nothing personal is in it: phones, hashes and codes end with the day, right or wrong. So this may stay for a few days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from domain.state.ticket import Ticket
from domain.views.ticket import OPEN_STATES, TicketState

DAYS_KEPT = 3
"""So many closed days can be turned back."""

USED_KEPT = 16
"""Of so many days it is known which numbers were used."""

_THERE = frozenset({*OPEN_STATES, TicketState.NO_SHOW})


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """`dumped` is what `dump` gives of the state before the close, with those alone who were still there."""

    day: str
    closed_at: int
    dumped: dict[str, Any]


def still_there(ticket: Ticket) -> bool:
    """Whether the ticket has a place that the end of the day takes from it."""
    return ticket.state in _THERE


def without_person(ticket: Ticket) -> Ticket:
    """The same place in line, and nobody's."""
    return replace(ticket, person=None, phone=None, pickup=None)
