"""What is asked of the hall about help: a machine calls, a pad or the desk goes, either says that it is over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHelp:
    """找人帮忙: whoever stands at this machine asks for a person. A machine has one call at a time: while it is open,
    another one is refused as `help.under_way`, with the open one as data."""

    language: str = "zh_CN"  # which they read: whoever comes knows how to speak


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHelp:
    """Nobody is needed: the person has gone, or thinks better of it. Of a call that is over it changes nothing."""

    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeHelp:
    """我去: whoever works at `window` goes there. The desk, which has no window, leaves it out."""

    call: str
    window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishHelp:
    """办完了: the person has been helped. A machine says so of its own call, when somebody has come; a pad gives its
    `window`. Of a call that is over it changes nothing."""

    call: str
    window: str | None = None
