"""Calls for help as everyone sees them: which machines, since when, and who goes. Nothing about the person who
asked."""

from __future__ import annotations

from dataclasses import dataclass

from domain.config import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCallView:
    """One open call. Times are the hall's, in ms since 1970."""

    call: str
    device: str
    place: Text  # the name by which clerks find the machine
    language: str  # which the person reads
    called_at: int
    unanswered: bool = False  # nobody on the hall's list has taken it in time
    taken_at: int | None = None  # since when somebody is on the way; None: nobody is
    window: str = ""  # the window they come from; "": the supervisor
    window_number: str = ""  # the number above that window


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSnapshot:
    """`public/help`: every call that is open, the oldest first."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    day: str
    calls: tuple[HelpCallView, ...]
