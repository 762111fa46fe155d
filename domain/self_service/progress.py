"""查进度: the progress of a case, by card, or by the receipt and the last digits of the phone left with it.

The hall asks another system, which may be slow or away; then the page says where to ask instead. The hall masks the
answer; here it exists as long as the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from domain.flow import Answered, Ask, NoAnswer
from domain.normal_form import unframed
from domain.number_machine.inputs import CardFailed, CardLaid, CodeScanned
from domain.progress.views import TAIL_DIGITS, CaseView, ProgressAnswer, ProgressQuestion, ProgressWay
from domain.refusal import Code
from domain.refusal_data import TryLater
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.effects import About
from domain.self_service.inputs import BusinessNews, Identified
from domain.self_service.moment import KioskMoment
from domain.self_service.writing import CODE_SIGNS, DIGIT_SIGNS, with_key
from domain.views.business_names import BusinessName

WAYS, RECEIPT, TAIL, SAID, CASES, CASE = "ways", "receipt", "tail", "said", "cases", "case"
LONGEST = 64
ANSWER_S = 8.0
"""Longest wait: the hall itself answers within four seconds, whatever the source does."""

LOOK = "look:"


class Said(StrEnum):
    """A message in place of a case."""

    ASKING = "asking"
    UNKNOWN = "unknown"  # no case with this receipt and phone
    NONE = "none"  # this card has no case
    WAIT = "wait"  # too many wrong tries
    AWAY = "away"  # the source or the hall is away
    NO_CARDS = "no_cards"  # the source cannot search by card
    REFUSED = "refused"  # anything else


@dataclass(frozen=True, slots=True)
class ProgressState:
    page: str = WAYS
    receipt: str = field(default="", repr=False)
    tail: str = field(default="", repr=False)
    by_card: bool = False
    asked: str = ""  # id of the request without an answer yet; going back stops waiting for it
    said: Said = Said.ASKING
    wait_s: int = 0
    cases: tuple[CaseView, ...] = field(default=(), repr=False)
    chosen: int = 0
    reading: bool = False  # a card is being read
    unread: bool = False  # the last card could not be read


@dataclass(frozen=True, slots=True)
class ByReceipt:
    """用受理号查."""


@dataclass(frozen=True, slots=True)
class ByCard:
    """用刚才的卡查, or by a card that is laid on now."""


@dataclass(frozen=True, slots=True)
class ReceiptKey:
    """A letter, a digit, a dash, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceiptTyped:
    """下一步."""


@dataclass(frozen=True, slots=True)
class TailKey:
    """A digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TailTyped:
    """查询."""


@dataclass(frozen=True, slots=True)
class CaseChosen:
    """One of several."""

    at: int


@dataclass(frozen=True, slots=True)
class AskAgain:
    """再试一次 or 改一改, as the page offers."""


ProgressTouch = ByReceipt | ByCard | ReceiptKey | ReceiptTyped | TailKey | TailTyped | CaseChosen | AskAgain
Transition = tuple[ProgressState, Effects]


def card_can(moment: KioskMoment) -> bool:
    """Whether cases can be found by card here."""
    return moment.catalogue is not None and ProgressWay.CARD in moment.catalogue.progress


def _begin(_moment: KioskMoment, _about: About) -> Transition:
    return ProgressState(), ()


def _touched(state: ProgressState, given: ProgressTouch, moment: KioskMoment) -> Transition:
    match given:
        case ByReceipt():
            return (replace(state, page=RECEIPT, reading=False, unread=False) if state.page == WAYS else state), ()
        case ByCard():
            known = state.page == WAYS and moment.who.person is not None and card_can(moment)
            return _ask(replace(state, by_card=True), moment) if known else (state, ())
        case ReceiptKey(key):
            typed = state.page == RECEIPT
            return (replace(state, receipt=with_key(state.receipt, key, CODE_SIGNS, LONGEST)) if typed else state), ()
        case ReceiptTyped():
            typed = state.page == RECEIPT and bool(state.receipt)
            return (replace(state, page=TAIL) if typed else state), ()
        case TailKey(key):
            typed = state.page == TAIL
            return (replace(state, tail=with_key(state.tail, key, DIGIT_SIGNS, TAIL_DIGITS)) if typed else state), ()
        case TailTyped():
            whole = state.page == TAIL and len(state.tail) == TAIL_DIGITS
            return _ask(replace(state, by_card=False), moment) if whole else (state, ())
        case CaseChosen(at):
            known = state.page == CASES and 0 <= at < len(state.cases)
            return (replace(state, page=CASE, chosen=at) if known else state), ()
        case AskAgain():
            return _again(state, moment)
        case _:
            assert_never(given)


def _ask(state: ProgressState, moment: KioskMoment) -> Transition:
    if not moment.online:
        return replace(state, page=SAID, said=Said.AWAY), ()
    if state.by_card:
        question = ProgressQuestion(person=moment.who.person)
    else:
        question = ProgressQuestion(receipt=state.receipt, phone_tail=state.tail)
    asked = moment.fresh_id
    effect = Ask(LOOK + asked, question, request_id=asked, timeout_s=ANSWER_S)
    return replace(state, page=SAID, said=Said.ASKING, asked=asked, cases=(), wait_s=0), (effect,)


def _again(state: ProgressState, moment: KioskMoment) -> Transition:
    if state.page != SAID or state.asked:
        return state, ()
    if state.said is Said.UNKNOWN:
        return replace(state, page=RECEIPT, tail=""), ()
    if state.said in (Said.NONE, Said.NO_CARDS, Said.REFUSED):
        return replace(state, page=RECEIPT, by_card=False), ()
    if state.by_card and moment.who.person is None:
        return replace(state, page=WAYS), ()
    return _ask(state, moment)


def _heard(state: ProgressState, given: BusinessNews, moment: KioskMoment) -> Transition:
    match given:
        case CardLaid() if state.page == WAYS:
            return replace(state, reading=True, unread=False), ()
        case CardFailed() if state.page == WAYS:
            return replace(state, reading=False, unread=True), ()
        case Identified() if state.page == WAYS:
            state = replace(state, reading=False, unread=moment.who.person is None)
            here = not state.unread and card_can(moment)
            return _ask(replace(state, by_card=True), moment) if here else (state, ())
        case CodeScanned(code):
            receipt = "".join(sign for sign in unframed(code).upper() if sign in CODE_SIGNS)[:LONGEST]
            return (
                replace(state, receipt=receipt, page=TAIL, tail="") if state.page == RECEIPT and receipt else state
            ), ()
        case NoAnswer(tag) if tag == LOOK + state.asked and state.asked:
            return replace(state, asked="", said=Said.AWAY), ()
        case Answered(tag=tag) if tag == LOOK + state.asked and state.asked:
            return _answered(replace(state, asked=""), given), ()
        case _:
            return state, ()


def _answered(state: ProgressState, given: Answered) -> ProgressState:
    if given.ok and isinstance(given.data, ProgressAnswer):
        cases = given.data.cases
        if not cases:
            return replace(state, said=Said.NONE if state.by_card else Said.UNKNOWN)
        return replace(state, page=CASE if len(cases) == 1 else CASES, cases=cases, chosen=0)
    wait_s = given.data.after_seconds if isinstance(given.data, TryLater) else 0
    match given.code:
        case Code.PROGRESS_UNKNOWN:
            said = Said.UNKNOWN
        case Code.PROGRESS_WAIT:
            said = Said.WAIT
        case Code.PROGRESS_AWAY | Code.HALL_BUSY:
            said = Said.AWAY
        case Code.PROGRESS_NOT_BY_CARD:
            said = Said.NO_CARDS
        case _:
            said = Said.REFUSED
    return replace(state, said=said, wait_s=wait_s)


def case_of(state: ProgressState) -> CaseView | None:
    """The one that is shown."""
    return state.cases[state.chosen] if state.page == CASE and state.chosen < len(state.cases) else None


def _back(state: ProgressState, _moment: KioskMoment) -> Transition | None:
    if state.page == WAYS:
        return None
    if state.page == CASE and len(state.cases) > 1:
        return replace(state, page=CASES), ()
    if state.page == TAIL:
        return replace(state, page=RECEIPT), ()
    if state.page in (SAID, CASE) and not state.by_card and state.receipt:
        return replace(state, page=RECEIPT, tail="", cases=(), asked=""), ()
    return ProgressState(receipt=state.receipt, tail=state.tail), ()


def _offer(moment: KioskMoment) -> Offer:
    if moment.catalogue is None or not moment.catalogue.progress:
        return Offer.HIDDEN
    return Offer.OPEN if moment.online else Offer.AWAY


PROGRESS = Business(
    name=BusinessName.PROGRESS,
    touches=ProgressTouch,
    typing=ReceiptKey | TailKey,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=lambda state: state.page,
    offer=_offer,
    loses=lambda state: bool(state.receipt) and state.page in (WAYS, RECEIPT, TAIL),
    cards=lambda state: state.page == WAYS,
    codes=lambda state: state.page == RECEIPT,
)
