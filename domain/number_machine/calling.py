"""找人帮忙 at a machine: whether somebody is being called, and what has become of it, as far as the hall has told.

    NO → ASKED → CALLED → DONE
             ↘ CLOSED, FAILED

The hall's word is `public/help`. A call of this machine that stands there and that nobody waits for here (the person
has gone, this program was started anew, an answer was lost) is withdrawn; one that is waited for and does not stand
there any more is over. So nothing has to arrive at the first try.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.commands import CallHelp, FinishHelp, WithdrawHelp
from domain.flow import Answered, Ask
from domain.help.views import HelpCallView, HelpSnapshot
from domain.refusal import Code
from domain.refusal_data import NobodyAtWork

CALL, END = "help-call:", "help-end"
"""The tags of its requests."""


class CallPhase(StrEnum):
    NO = "no"
    ASKED = "asked"  # the hall has not answered yet
    CALLED = "called"  # the call is open; `HelpCallView.taken_at`: somebody is on the way
    DONE = "done"  # somebody has been here
    CLOSED = "closed"  # nobody is at work
    FAILED = "failed"  # nobody was reached


@dataclass(frozen=True, slots=True)
class Calling:
    """`call`: as the hall told it last. `opens_at`: of a closed hall, when somebody is there again. `request`: id of
    the request that is out."""

    phase: CallPhase = CallPhase.NO
    call: HelpCallView | None = None
    request: str = ""
    opens_at: int | None = None
    stands: tuple[HelpCallView, ...] = ()  # what `public/help` has of this machine

    @property
    def is_open(self) -> bool:
        """Somebody is being called, or is on the way."""
        return self.phase in {CallPhase.ASKED, CallPhase.CALLED}

    @property
    def taken(self) -> bool:
        return self.phase is CallPhase.CALLED and self.call is not None and self.call.taken_at is not None


Called = tuple[Calling, tuple[Ask, ...]]


def asked(calling: Calling, language: str, request: str) -> Called:
    """Call somebody. One call at a time: a second touch is none."""
    if calling.is_open:
        return calling, ()
    made = replace(calling, phase=CallPhase.ASKED, call=None, request=request, opens_at=None)
    return made, (Ask(CALL + request, CallHelp(language=language), request),)


def given_up(calling: Calling) -> Called:
    """Nobody is needed here any more."""
    own = (calling.call, *calling.stands) if calling.call is not None else calling.stands
    out = tuple(Ask(END, WithdrawHelp(call=call)) for call in dict.fromkeys(one.call for one in own))
    return replace(calling, phase=CallPhase.NO, call=None, request="", opens_at=None), out


def left_over(calling: Calling) -> tuple[Ask, ...]:
    """Withdraw again what still stands on `public/help` as far as is known, and is waited for by nobody: the first time
    the hall may not have been there."""
    if calling.is_open or calling.phase is CallPhase.FAILED:
        return ()
    return tuple(Ask(END, WithdrawHelp(call=one.call)) for one in calling.stands)


def begun_anew(calling: Calling) -> Calling:
    """The sheet opens: what became of an earlier call has been read."""
    return calling if calling.is_open else replace(calling, phase=CallPhase.NO, call=None, opens_at=None)


def met(calling: Calling) -> Called:
    """Somebody stands here."""
    out = (Ask(END, FinishHelp(call=calling.call.call)),) if calling.is_open and calling.call else ()
    return replace(calling, phase=CallPhase.NO, call=None, request=""), out


def answered(calling: Calling, given: Answered) -> Calling:
    """What the hall said to the request that is out. An answer that nobody waits for changes nothing: what it tells
    stands on `public/help` as well."""
    if calling.phase is not CallPhase.ASKED or given.tag != CALL + calling.request:
        return calling
    if isinstance(given.data, HelpCallView):  # done, or under way already
        return replace(calling, phase=CallPhase.CALLED, call=given.data, request="")
    if given.code == Code.HELP_CLOSED:
        opens_at = given.data.opens_at if isinstance(given.data, NobodyAtWork) else None
        return replace(calling, phase=CallPhase.CLOSED, request="", opens_at=opens_at)
    return replace(calling, phase=CallPhase.FAILED, request="")


def unanswered(calling: Calling, tag: str) -> Calling:
    """No answer: the call may have arrived all the same."""
    if calling.phase is not CallPhase.ASKED or tag != CALL + calling.request:
        return calling
    return _found(replace(calling, phase=CallPhase.FAILED, request=""))


def heard(calling: Calling, snapshot: HelpSnapshot, device: str) -> Called:
    """What stands on `public/help` now."""
    own = tuple(one for one in snapshot.calls if one.device == device)
    calling = replace(calling, stands=own)
    match calling.phase:
        case CallPhase.CALLED:
            return _followed(calling, snapshot), ()
        case CallPhase.ASKED:
            return calling, ()
        case CallPhase.FAILED if own:
            return _found(calling), ()
        case _:
            return calling, tuple(Ask(END, WithdrawHelp(call=one.call)) for one in own)


def replaced(calling: Calling) -> Calling:
    """Another store speaks for the hall: it knows of no call here."""
    return Calling(CallPhase.FAILED if calling.is_open else CallPhase.NO)


def _found(calling: Calling) -> Calling:
    return replace(calling, phase=CallPhase.CALLED, call=calling.stands[-1]) if calling.stands else calling


def _followed(calling: Calling, snapshot: HelpSnapshot) -> Calling:
    """A snapshot from before the call says nothing of it."""
    assert calling.call is not None, "it was called"
    now = next((one for one in calling.stands if one.call == calling.call.call), None)
    if now is not None:
        return replace(calling, call=now)
    if snapshot.at <= calling.call.called_at:
        return calling
    return replace(calling, phase=CallPhase.DONE if calling.taken else CallPhase.FAILED, call=None)
