"""Events of calls for help. They do not say who asked: a call belongs to a machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCalled:
    """Somebody at `device` asks for help. `helper`: id of the helper who gets a message; "": the hall's list is
    empty."""

    at: int
    call: str
    device: str
    language: str
    helper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPassedOn:
    """Nobody has taken the call in time. `helper`: who gets a message now; "": the list has ended, and there is an
    alarm."""

    at: int
    call: str
    device: str
    helper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTaken:
    """Somebody goes there: the clerk of `from_window`, or the supervisor (""). `device`: where they said so."""

    at: int
    call: str
    device: str
    from_window: str = ""
    clerk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFinished:
    """The person has been helped. `device`: where that was said: a pad, the supervisor's device, or the machine
    itself."""

    at: int
    call: str
    device: str
    from_window: str = ""
    clerk: str = ""


class HelpEnd(StrEnum):
    """Why a call ended without being finished."""

    LEFT = "left"  # the person left, or no longer needed help
    SILENT = "silent"  # the machine is off or out of reach: the person there cannot be told that somebody comes
    UNKNOWN = "unknown"  # hall.toml has this machine no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWithdrawn:
    """Help is no longer needed at `device`."""

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
"""Name on the wire and on disk → class."""
