"""The pages of 办不成事, its messages, and its state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.cases.commands import OpenCase
from domain.cases.kinds import CaseKind
from domain.cases.views import CaseReceipt
from domain.self_service.slip import SlipPrint


class CasePage(StrEnum):
    KIND = "kind"
    SENTENCES = "sentences"  # ready sentences
    WRITE = "write"  # one's own words
    CALL = "call"  # should somebody call back?
    PHONE = "phone"
    CHECK = "check"  # check everything
    SAID = "said"
    DONE = "done"  # the receipt


class CaseSaid(StrEnum):
    """A message in place of the receipt."""

    ASKING = "asking"
    AWAY = "away"
    UNSURE = "unsure"  # the answer was lost: it is not known whether the case was opened
    MANY = "many"  # too many cases at present
    PHONE = "phone"  # not a number that can be called
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CaseState:
    """`pieces`: the chosen sentences and written words in order; together they are the text."""

    page: CasePage = CasePage.KIND
    trail: tuple[CasePage, ...] = ()
    kind: CaseKind = CaseKind.UNSOLVED
    pieces: tuple[str, ...] = field(default=(), repr=False)
    phone: str = field(default="", repr=False)
    calls: bool = False  # the person wants to be called back
    request: OpenCase | None = field(default=None, repr=False)
    asked: str = ""  # id of the request without an answer yet
    again: str = ""  # id of a request whose answer was lost
    said: CaseSaid = CaseSaid.ASKING
    wait_s: int = 0
    receipt: CaseReceipt | None = field(default=None, repr=False)
    paper: SlipPrint = SlipPrint.NONE

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def go(state: CaseState, page: CasePage) -> CaseState:
    return replace(state, page=page, trail=(*state.trail, state.page))


def behind(state: CaseState) -> CaseState:
    if not state.trail:
        return state
    *trail, page = state.trail
    return replace(state, page=page, trail=tuple(trail), asked="")


def say(state: CaseState, said: CaseSaid) -> CaseState:
    return replace(state if state.page is CasePage.SAID else go(state, CasePage.SAID), said=said)
