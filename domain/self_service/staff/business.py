"""工作人员: a person of the hall signs in with the staff card that they laid at home, and begins what staff do here.

The hall alone knows whose card it is (ADR 22). It is asked only after 工作人员 was touched: the number of a citizen's
card, which the machine cannot tell from a staff card's, never leaves it. Where PINs count too (`sign_in`), both must be
right. They are signed out when the page is left, or, after they began 帮办 (`assisting.py`), when that ends.

While the hall is away, whoever signed in here within the last days is let in by what the kiosk remembers of it
(`CheckStaff`), for what needs no hall.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from domain.commands import StaffSignIn, StaffSignOut
from domain.flow import Answered, Ask, NoAnswer, StartTimer, StopTimer, TimerFired
from domain.refusal import Code
from domain.refusal_data import TryLater
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.effects import (
    About,
    CheckParts,
    CheckStaff,
    CloseBusiness,
    ForgetStaff,
    PrintSlip,
    RememberStaff,
    TrialPage,
)
from domain.self_service.inputs import BusinessNews, PartsChecked, SlipEnded, StaffChecked
from domain.self_service.moment import KioskMoment
from domain.self_service.staff.parts import PartState
from domain.self_service.writing import DIGIT_SIGNS, with_key
from domain.staff.people import LONGEST_PIN, SHORTEST_PIN
from domain.staff.views import StaffAnswer
from domain.staff.ways import ProofWay
from domain.views.business_names import BusinessName

HALL, OUT = "hall:", "out"
SILENCE, SILENCE_S = "silence", 8.0
PARTS, PAPER, KNOWN = "parts:", "paper:", "known:"


class StaffPage(StrEnum):
    PIN = "pin"
    SAID = "said"  # the hall is asked, or has said no
    MENU = "menu"
    MACHINE = "machine"  # the daily check


class StaffSaid(StrEnum):
    """What stands on the page while nobody is signed in."""

    ASKING = "asking"
    AWAY = "away"  # the hall did not answer
    WRONG = "wrong"  # this card is nobody's
    WAIT = "wait"  # too many wrong cards
    OTHER = "other"  # this hall lets nobody in by card


class Tried(StrEnum):
    """The test page."""

    NO = "no"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StaffOpen:
    """`staff`: who has signed in; "": nobody. `asked`: id of the request that is out, or of the look at the parts.
    `practises`, `assists`, `stops`: practice or 帮办 begins, or 帮办 ends, as the flow around this one sees."""

    page: StaffPage = StaffPage.SAID
    said: StaffSaid = StaffSaid.ASKING
    asked: str = ""
    staff: str = ""
    wait_s: int = 0
    practises: bool = False
    assists: bool = False
    helps: bool = False  # 帮办 goes on while this menu is open
    stops: bool = False
    parts: tuple[PartState, ...] = ()
    tried: Tried = Tried.NO
    tests: int = 0  # test pages asked for
    pin: str = field(default="", repr=False)  # typed
    wrong: bool = False  # the PIN before was wrong
    alone: bool = False  # let in by the kiosk itself, without the hall


@dataclass(frozen=True, slots=True)
class PracticeWanted:
    """练习模式."""


@dataclass(frozen=True, slots=True)
class AssistWanted:
    """帮办: what is done at this kiosk from now on is done in the name of whoever signed in."""


@dataclass(frozen=True, slots=True)
class AssistEnds:
    """结束帮办."""


@dataclass(frozen=True, slots=True)
class PartsWanted:
    """机器情况, and 再查一次 there."""


@dataclass(frozen=True, slots=True)
class TrialPageWanted:
    """试打一张."""


@dataclass(frozen=True, slots=True)
class PinKey:
    """A key of the PIN's page: a digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinTyped:
    """登录."""


@dataclass(frozen=True, slots=True)
class StaffRead:
    """好的, where nobody could be signed in."""


StaffTouch = PracticeWanted | AssistWanted | AssistEnds | PartsWanted | TrialPageWanted | PinKey | PinTyped | StaffRead
Transition = tuple[StaffOpen, Effects]


def _begin(moment: KioskMoment, _about: About) -> Transition:
    if moment.helper:
        return StaffOpen(page=StaffPage.MENU, staff=moment.helper, helps=True), ()
    if not moment.who.card:
        return StaffOpen(said=StaffSaid.AWAY), ()
    return (StaffOpen(page=StaffPage.PIN), ()) if _asks_pin(moment) else _proves(StaffOpen(), moment)


def _asks_pin(moment: KioskMoment) -> bool:
    return moment.catalogue is not None and ProofWay.PIN in moment.catalogue.sign_in


def _proves(state: StaffOpen, moment: KioskMoment) -> Transition:
    """Ask the hall, or, while it is away, what this kiosk remembers."""
    asked = moment.fresh_id
    if not moment.online:
        return _remembers(state, asked, moment)
    request = StaffSignIn(card=moment.who.card, pin=state.pin or None)
    state = StaffOpen(asked=asked, pin=state.pin)
    return state, (Ask(HALL + asked, request, request_id=asked), StartTimer(SILENCE, SILENCE_S))


def _remembers(state: StaffOpen, asked: str, moment: KioskMoment) -> Transition:
    known = CheckStaff(KNOWN + asked, moment.who.card, state.pin)
    return StaffOpen(asked=asked), (StopTimer(SILENCE), known)


def _touched(state: StaffOpen, given: StaffTouch, moment: KioskMoment) -> Transition:
    in_menu, helps = state.page is StaffPage.MENU, state.helps
    match given:
        case PracticeWanted():
            return replace(state, practises=in_menu and not helps), ()
        case AssistWanted():
            return replace(state, assists=in_menu and not helps and not state.alone), ()
        case AssistEnds():
            return replace(state, stops=in_menu and helps), ()
        case PartsWanted():
            return (state, ()) if state.page is StaffPage.SAID else _checks(state, moment)
        case PinKey(key):
            if state.page is not StaffPage.PIN:
                return state, ()
            return replace(state, pin=with_key(state.pin, key, DIGIT_SIGNS, LONGEST_PIN), wrong=False), ()
        case PinTyped():
            whole = state.page is StaffPage.PIN and len(state.pin) >= SHORTEST_PIN
            return _proves(state, moment) if whole else (state, ())
        case TrialPageWanted():
            return _tests(state, moment) if state.page is StaffPage.MACHINE else (state, ())
        case StaffRead():
            return state, (CloseBusiness(),) if state.page is StaffPage.SAID and not state.asked else ()
        case _:
            assert_never(given)


def _checks(state: StaffOpen, moment: KioskMoment) -> Transition:
    asked = moment.fresh_id
    return replace(state, page=StaffPage.MACHINE, asked=asked), (CheckParts(PARTS + asked),)


def _tests(state: StaffOpen, moment: KioskMoment) -> Transition:
    if state.tried is Tried.PRINTING or not moment.machine.has_printer:
        return state, ()
    number = state.tests + 1
    effect = PrintSlip(f"{PAPER}{number}", TrialPage(day=moment.today), moment.look.language)
    return replace(state, tried=Tried.PRINTING, tests=number), (effect,)


def _heard(state: StaffOpen, given: BusinessNews, moment: KioskMoment) -> Transition:
    match given:
        case StaffChecked(tag) if state.asked and tag == KNOWN + state.asked:
            return _checked(given, moment), ()
        case PartsChecked(tag, parts) if state.asked and tag == PARTS + state.asked:
            return replace(state, asked="", parts=parts), ()
        case SlipEnded(tag, fault) if tag == f"{PAPER}{state.tests}" and state.tried is Tried.PRINTING:
            return replace(state, tried=Tried.PRINTED if fault is None else Tried.FAILED), ()
        case Answered(tag=tag) if state.asked and tag == HALL + state.asked:
            return _answered(state, given, moment)
        case NoAnswer(tag) if state.asked and tag == HALL + state.asked:
            return _remembers(state, state.asked, moment)
        case TimerFired(name) if state.asked and name == SILENCE and state.page is StaffPage.SAID:
            return _remembers(state, state.asked, moment)
        case _:
            return state, ()


def _answered(state: StaffOpen, given: Answered, moment: KioskMoment) -> Transition:
    card = moment.who.card
    if given.ok and isinstance(given.data, StaffAnswer):
        staff = given.data.staff
        return StaffOpen(page=StaffPage.MENU, staff=staff), (RememberStaff(staff, card, state.pin),)
    wait_s = given.data.after_seconds if isinstance(given.data, TryLater) else 0
    match given.code:
        case Code.STAFF_WRONG_PIN:
            return StaffOpen(page=StaffPage.PIN, wrong=True, wait_s=wait_s), ()
        case Code.STAFF_WRONG_CARD | Code.STAFF_UNKNOWN:
            return StaffOpen(said=StaffSaid.WRONG, wait_s=wait_s), (ForgetStaff(card),)
        case Code.STAFF_WAIT:
            said = StaffSaid.WAIT
        case Code.STAFF_PROOF_NEEDED | Code.STAFF_NO_LIST:
            said = StaffSaid.OTHER
        case _:
            said = StaffSaid.AWAY
    return StaffOpen(said=said, wait_s=wait_s), ()


def _checked(given: StaffChecked, moment: KioskMoment) -> StaffOpen:
    if given.staff:
        return StaffOpen(page=StaffPage.MENU, staff=given.staff, alone=True)
    if given.wait_s:
        return StaffOpen(said=StaffSaid.WAIT, wait_s=given.wait_s)
    return StaffOpen(page=StaffPage.PIN, wrong=True) if _asks_pin(moment) else StaffOpen(said=StaffSaid.AWAY)


def _left(state: StaffOpen) -> Effects:
    signs_out = state.staff and not (state.helps or state.assists or state.alone)
    return (Ask(OUT, StaffSignOut(staff=state.staff)),) if signs_out else ()


def _back(state: StaffOpen, _moment: KioskMoment) -> Transition | None:
    if state.page is not StaffPage.MACHINE or not state.staff:
        return None
    return replace(state, page=StaffPage.MENU, asked="", parts=(), tried=Tried.NO), ()


def _offer(moment: KioskMoment) -> Offer:
    """Only for whoever laid a card that tells no name, and during 帮办."""
    if moment.helper:
        return Offer.OPEN
    return Offer.OPEN if moment.who.card else Offer.HIDDEN


STAFF = Business(
    name=BusinessName.STAFF,
    touches=StaffTouch,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    typing=PinKey,
    page=lambda state: state.page.value,
    offer=_offer,
    busy=lambda state: bool(state.asked) and state.page is StaffPage.SAID,
    left=_left,
)
