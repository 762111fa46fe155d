"""办不成事: kind → text → call back? → check → receipt.

Nobody is asked who they are. The staff who handle the case see the text at their window (ADR 43); the holder asks about
it with the receipt code. While the hall is away nothing can be handed in, and the text stays until the person leaves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.cases.commands import OpenCase
from domain.cases.views import CaseReceipt
from domain.flow import Answered, Ask, NoAnswer, StartTimer, TimerFired
from domain.phone import DIGITS, is_mobile
from domain.refusal import Code
from domain.refusal_data import TryLater
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.cases import touches as t
from domain.self_service.cases.sentences import READY
from domain.self_service.cases.state import CasePage, CaseSaid, CaseState, behind, go, say
from domain.self_service.effects import About, CaseNotice, CloseBusiness, PrintSlip
from domain.self_service.inputs import BusinessNews, SlipEnded
from domain.self_service.moment import KioskMoment
from domain.self_service.slip import SlipPrint, ended
from domain.self_service.writing import with_piece, without_last
from domain.views.business_names import BusinessName

LONGEST = 300
"""Characters: the hall accepts 500, but nobody should write more than this at a machine."""
HALL = "hall:"
SILENCE, SILENCE_S = "silence", 8.0
_WORDS = frozenset({CasePage.SENTENCES, CasePage.WRITE})
_DIGITS = frozenset("0123456789")

Transition = tuple[CaseState, Effects]


def _begin(_moment: KioskMoment, _about: About) -> Transition:
    return CaseState(), ()


def _touched(state: CaseState, given: t.CaseTouch, moment: KioskMoment) -> Transition:
    match given:
        case t.CaseHandedIn() if state.page is CasePage.CHECK:
            return _hand_in(state, moment)
        case t.CaseGoesOn() if state.page is CasePage.SAID:
            return _go_on(state, moment)
        case t.CaseSlipWanted() if state.page is CasePage.DONE:
            return _print(state, moment)
        case t.CaseRead() if state.page is CasePage.DONE:
            return state, (CloseBusiness(),)
        case t.CaseHandedIn() | t.CaseGoesOn() | t.CaseSlipWanted() | t.CaseRead():
            return state, ()
        case _:
            return _written(state, given, moment), ()


_Writing = (
    t.CaseKindChosen
    | t.SentenceChosen
    | t.OwnWordsWanted
    | t.SentencesWanted
    | t.CaseWordWritten
    | t.CaseErased
    | t.CaseWordsDone
    | t.CallBackWanted
    | t.CallBackUnwanted
    | t.CasePhoneKey
    | t.CasePhoneTyped
)


def _written(state: CaseState, given: _Writing, moment: KioskMoment) -> CaseState:
    page = state.page
    match given:
        case t.CaseKindChosen(kind):
            return go(replace(state, kind=kind), CasePage.SENTENCES) if page is CasePage.KIND else state
        case t.SentenceChosen() | t.CaseWordWritten() | t.CaseErased():
            return _words(state, given, moment)
        case t.OwnWordsWanted():
            return go(state, CasePage.WRITE) if page is CasePage.SENTENCES else state
        case t.SentencesWanted():
            return behind(state) if page is CasePage.WRITE else state
        case t.CaseWordsDone():
            return go(state, CasePage.CALL) if page in _WORDS and state.text.strip() else state
        case t.CallBackWanted():
            return go(state, CasePage.PHONE) if page is CasePage.CALL else state
        case t.CallBackUnwanted():
            return go(replace(state, calls=False), CasePage.CHECK) if page is CasePage.CALL else state
        case t.CasePhoneKey(key):
            return replace(state, phone=_with_key(state.phone, key)) if page is CasePage.PHONE else state
        case t.CasePhoneTyped():
            good = page is CasePage.PHONE and is_mobile(state.phone)
            return go(replace(state, calls=True), CasePage.CHECK) if good else state
        case _:
            assert_never(given)


def _words(
    state: CaseState, given: t.SentenceChosen | t.CaseWordWritten | t.CaseErased, moment: KioskMoment
) -> CaseState:
    if state.page not in _WORDS:
        return state
    match given:
        case t.SentenceChosen(at):
            known = state.page is CasePage.SENTENCES and 0 <= at < len(READY[state.kind])
            return _added(state, _said(state, at, moment)) if known else state
        case t.CaseWordWritten(word):
            return _added(state, word) if state.page is CasePage.WRITE else state
        case t.CaseErased(all=all_of_it):
            return replace(state, pieces=without_last(state.pieces, all_of_it=all_of_it))
        case _:
            assert_never(given)


def _said(state: CaseState, at: int, moment: KioskMoment) -> str:
    sentence = READY[state.kind][at]
    return sentence.zh if moment.look.language.startswith("zh") else sentence.en


def _added(state: CaseState, piece: str) -> CaseState:
    return replace(state, pieces=with_piece(state.pieces, piece, LONGEST))


def _with_key(before: str, key: str) -> str:
    if key == "clear":
        return ""
    return before[:-1] if key == "delete" else (before + key)[:DIGITS] if key in _DIGITS else before


# ---- handing in


def _hand_in(state: CaseState, moment: KioskMoment) -> Transition:
    request = OpenCase(
        kind=state.kind,
        text=state.text.strip(),
        phone=state.phone if state.calls else None,
        language=moment.look.language,
    )
    again = state.again if request == state.request else ""
    state = replace(state, request=request, again=again, asked="", wait_s=0)
    if not moment.online:
        return say(state, CaseSaid.UNSURE if again else CaseSaid.AWAY), ()
    asked = again or moment.fresh_id
    asking = replace(say(state, CaseSaid.ASKING), asked=asked)
    return asking, (Ask(HALL + asked, request, request_id=asked), StartTimer(SILENCE, SILENCE_S))


def _go_on(state: CaseState, moment: KioskMoment) -> Transition:
    """The way on from a message: try again, or go back to what must be corrected."""
    if state.asked:
        return state, ()
    if state.said in {CaseSaid.AWAY, CaseSaid.UNSURE, CaseSaid.MANY}:
        return _hand_in(state, moment)
    return behind(state), ()


def _heard(state: CaseState, given: BusinessNews, moment: KioskMoment) -> Transition:
    match given:
        case SlipEnded():
            return replace(state, paper=ended(state.paper, given)), ()
        case Answered(tag=tag) if state.asked and tag == HALL + state.asked:
            return _answered(replace(state, asked="", again=""), given, moment)
        case NoAnswer(tag) if state.asked and tag == HALL + state.asked:
            return _unanswered(state), ()
        case TimerFired(name) if state.asked and name == SILENCE:
            return _unanswered(state), ()
        case _:
            return state, ()


def _unanswered(state: CaseState) -> CaseState:
    return say(replace(state, asked="", again=state.asked), CaseSaid.UNSURE)


def _answered(state: CaseState, given: Answered, moment: KioskMoment) -> Transition:
    if given.ok and isinstance(given.data, CaseReceipt):
        done = CaseState(page=CasePage.DONE, kind=state.kind, calls=state.calls, receipt=given.data)
        return _print(done, moment)
    wait_s = given.data.after_seconds if isinstance(given.data, TryLater) else 0
    match given.code:
        case Code.CASE_TOO_MANY:
            said = CaseSaid.MANY
        case Code.HALL_BUSY | Code.HALL_DISK_FULL | Code.HALL_OTHER_STORE:
            said = CaseSaid.AWAY
        case Code.PHONE_INVALID:
            said = CaseSaid.PHONE
        case _:
            said = CaseSaid.REFUSED
    return say(replace(state, wait_s=wait_s), said), ()


def _print(state: CaseState, moment: KioskMoment) -> Transition:
    if state.receipt is None or not moment.prints or state.paper is SlipPrint.PRINTING:
        return state, ()
    slip = CaseNotice(code=state.receipt.code, kind=state.kind, day=moment.today)
    return replace(state, paper=SlipPrint.PRINTING), (PrintSlip("case", slip, moment.look.language),)


def _back(state: CaseState, _moment: KioskMoment) -> Transition | None:
    return (behind(state), ()) if state.trail else None


def _offer(moment: KioskMoment) -> Offer:
    """The tile: open around the clock, but not while the hall is away."""
    return Offer.OPEN if moment.online else Offer.AWAY


CASES = Business(
    name=BusinessName.CASES,
    touches=t.CaseTouch,
    typing=t.CaseWordWritten | t.CaseErased | t.CasePhoneKey,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=lambda state: state.page.value,
    offer=_offer,
    loses=lambda state: bool(state.pieces or state.phone) and state.page is not CasePage.DONE,
    busy=lambda state: bool(state.asked),
)
