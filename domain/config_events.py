"""What a changed `hall.toml` makes happen to people who are in the hall. The other events are in `events.py`.

They are decided at the start, before anything is answered (`decide/settling.py`), and folded like all others: whoever
reads the log sees the same hall, whatever its configuration is by then.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRenamed:
    """The queue `queue` is called `to` now: everybody in it, its bookings and its times go there (`was`)."""

    at: int
    queue: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRenamed:
    """The window `window` is called `to` now, with its clerk, its ticket and all that it holds (`was`)."""

    at: int
    window: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPutBack:
    """Waits in `queue`, at its old place: its window or its queue is no more.

    It was called, served, held by or kept for `window`, or waited in a queue that the configuration has lost ("").
    """

    at: int
    ticket: str
    queue: str
    window: str = ""
