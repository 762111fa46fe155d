"""Commands about help: a machine calls, a pad or the supervisor takes the call, and either side finishes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHelp:
    """找人帮忙: the person at this machine asks for help. A machine has one call at a time: while one is open, another
    is refused as `help.under_way`, with the open call as data."""

    language: str = "zh_CN"  # the language that the person reads, so that the helper knows which to speak


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHelp:
    """Help is no longer needed: the person has gone or does not want it. If the call is over, nothing changes."""

    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeHelp:
    """我去: the clerk of `window` goes there. The supervisor, who has no window, leaves it out."""

    call: str
    window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishHelp:
    """办完了: the person has been helped. A machine may finish its own call after somebody has come; a pad gives its
    `window`. If the call is over, nothing changes."""

    call: str
    window: str | None = None
