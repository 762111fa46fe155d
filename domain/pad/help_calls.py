"""Calls for help at the pad: every window sees where somebody needs help and since when. One touch says 我去, another
that the help is done. Whatever else is open on the screen stays open."""

from __future__ import annotations

from dataclasses import dataclass

from domain.commands import FinishHelp, TakeHelp
from domain.help.views import HelpCallView
from domain.pad.known import Known


@dataclass(frozen=True, slots=True)
class HelpGoing:
    """我去 was touched."""

    call: str


@dataclass(frozen=True, slots=True)
class HelpEnded:
    """办完了 was touched by the clerk who went."""

    call: str


HelpTouch = HelpGoing | HelpEnded


def waiting(known: Known) -> tuple[HelpCallView, ...]:
    """The calls that nobody has taken yet, oldest first."""
    return tuple(one for one in _calls(known) if one.taken_at is None)


def gone_to(known: Known) -> HelpCallView | None:
    """The call to which this window's clerk has gone, or None."""
    return next((one for one in _calls(known) if one.taken_at is not None and one.window == known.own), None)


def is_shown(known: Known) -> bool:
    return bool(waiting(known)) or gone_to(known) is not None


def command(known: Known, touch: HelpTouch) -> TakeHelp | FinishHelp | None:
    """The command that a touch sends to the hall, or None if the call has changed since the button was drawn."""
    if isinstance(touch, HelpGoing):
        stands = any(one.call == touch.call for one in waiting(known))
        return TakeHelp(call=touch.call, window=known.own) if stands else None
    mine = gone_to(known)
    return FinishHelp(call=touch.call, window=known.own) if mine is not None and mine.call == touch.call else None


def _calls(known: Known) -> tuple[HelpCallView, ...]:
    return known.help.calls if known.help is not None else ()
