"""What happened to a call for help. None of it says who asked: a call is a machine's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCalled:
    """Somebody at `device` asks for a person. `helper`: who gets a message, by the hall's list; "": nobody is on it."""

    at: int
    call: str
    device: str
    language: str
    helper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPassedOn:
    """Nobody has taken it in time: `helper` gets a message now; "": the list is over, and there is an alarm."""

    at: int
    call: str
    device: str
    helper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTaken:
    """Somebody goes there: whoever works at `from_window`, or ("") from the desk. They said so at `device`."""

    at: int
    call: str
    device: str
    from_window: str = ""
    clerk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFinished:
    """The person has been helped, as was said at `device`: a pad or the desk, or the machine itself."""

    at: int
    call: str
    device: str
    from_window: str = ""
    clerk: str = ""


class HelpEnd(StrEnum):
    """Why a call ended without anybody saying that it is done."""

    LEFT = "left"  # the person left, or did not need anybody after all
    SILENT = "silent"  # the machine is off or out of reach: nobody can be told there that somebody comes
    UNKNOWN = "unknown"  # hall.toml has this machine no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWithdrawn:
    """Nobody is needed at `device` any more."""

    at: int
    call: str
    device: str
    why: HelpEnd


HelpEvent = HelpCalled | HelpPassedOn | HelpTaken | HelpFinished | HelpWithdrawn

HELP_EVENTS: dict[str, type[HelpEvent]] = {
    "help.called": HelpCalled,
    "help.passed_on": HelpPassedOn,
    "help.taken": HelpTaken,
    "help.done": HelpFinished,
    "help.withdrawn": HelpWithdrawn,
}
"""By their names on the wire and on disk."""
