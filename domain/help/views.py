"""What is seen of calls for help: which machines, since when, and who goes. Nothing of whoever asked."""

from __future__ import annotations

from dataclasses import dataclass

from domain.config import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCallView:
    """One open call. Times are the hall's, in ms since 1970."""

    call: str
    device: str
    place: Text  # the machine's name, as clerks find it
    language: str  # which the person reads
    called_at: int
    unanswered: bool = False  # nobody on the hall's list has taken it in time
    taken_at: int | None = None  # since when somebody is on the way
    window: str = ""  # from which window they come; "": from the desk
    window_number: str = ""  # what people read above it


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSnapshot:
    """`public/help`: every call that is open, the oldest first."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    day: str
    calls: tuple[HelpCallView, ...]
