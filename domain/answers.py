"""What the answer to a command carries (`data` on the wire), made right after its events were applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.commands import Command
from domain.events import Event
from domain.hall import Hall
from domain.refusal import Refusal
from domain.views import IssueAnswer, RatingState, TicketView, WindowState


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


Data = IssueAnswer | TicketView | WindowAnswer | RatingAnswer


def answer(hall: Hall, command: Command, events: Sequence[Event], now: int) -> Data | None:
    """The answer to `command`, whose `events` are applied already. None: an answer without data.

    People ahead is exact for the order of the ticket's queue, in O(log n).
    """
    raise NotImplementedError


def look_up(hall: Hall, number: str, now: int) -> TicketView | Refusal:
    """A number of today, with people ahead and the wait while it is waiting (`ticket.lookup`)."""
    raise NotImplementedError
