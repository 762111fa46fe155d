"""Events that a changed `hall.toml` causes for people who are in the hall. The other events are in `events.py`.

They are decided at the start, before any request is answered (`decide/settling.py`), and folded like all others. So the
log gives the same hall whatever configuration it is read with.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRenamed:
    """The queue `queue` has the id `to` now (`was`). Its tickets, bookings and service times go there."""

    at: int
    queue: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRenamed:
    """The window `window` has the id `to` now (`was`). Its clerk, its ticket and the tickets it holds go there."""

    at: int
    window: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPutBack:
    """The ticket waits in `queue` at its old place, because the configuration has lost its window or its queue.

    `window`: the window that had called, served, held or kept it; "": the ticket waited in a lost queue.
    """

    at: int
    ticket: str
    queue: str
    window: str = ""
