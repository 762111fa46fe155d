"""工作人员: a person of the hall signs in with the staff card that they laid at home, and begins what staff do here.

The hall alone knows whose card it is (ADR 22). It is asked only after 工作人员 was touched: the number of a citizen's
card, which the machine cannot tell from a staff card's, never leaves it. They are signed out when the page is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from domain.commands import StaffSignIn, StaffSignOut
from domain.flow import Answered, Ask, NoAnswer, StartTimer, TimerFired
from domain.refusal import Code
from domain.refusal_data import TryLater
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.effects import About, CloseBusiness
from domain.self_service.inputs import BusinessNews
from domain.self_service.moment import KioskMoment
from domain.staff.views import StaffAnswer
from domain.views.business_names import BusinessName

HALL, OUT = "hall:", "out"
SILENCE, SILENCE_S = "silence", 8.0


class StaffPage(StrEnum):
    SAID = "said"  # the hall is asked, or has said no
    MENU = "menu"


class StaffSaid(StrEnum):
    """What stands on the page while nobody is signed in."""

    ASKING = "asking"
    AWAY = "away"  # the hall did not answer
    WRONG = "wrong"  # this card is nobody's
    WAIT = "wait"  # too many wrong cards
    OTHER = "other"  # this hall lets nobody in by card


@dataclass(frozen=True, slots=True)
class StaffOpen:
    """`staff`: who has signed in; "": nobody. `asked`: id of the request that is out. `practises`: practice begins."""

    page: StaffPage = StaffPage.SAID
    said: StaffSaid = StaffSaid.ASKING
    asked: str = ""
    staff: str = ""
    wait_s: int = 0
    practises: bool = False


@dataclass(frozen=True, slots=True)
class PracticeWanted:
    """练习模式."""


@dataclass(frozen=True, slots=True)
class StaffRead:
    """好的, where nobody could be signed in."""


StaffTouch = PracticeWanted | StaffRead
Transition = tuple[StaffOpen, Effects]


def _begin(moment: KioskMoment, _about: About) -> Transition:
    if not moment.online or not moment.who.card:
        return StaffOpen(said=StaffSaid.AWAY), ()
    asked = moment.fresh_id
    request = StaffSignIn(card=moment.who.card)
    return StaffOpen(asked=asked), (Ask(HALL + asked, request, request_id=asked), StartTimer(SILENCE, SILENCE_S))


def _touched(state: StaffOpen, given: StaffTouch, _moment: KioskMoment) -> Transition:
    match given:
        case PracticeWanted():
            return replace(state, practises=state.page is StaffPage.MENU), ()
        case StaffRead():
            return state, (CloseBusiness(),) if state.page is StaffPage.SAID and not state.asked else ()
        case _:
            assert_never(given)


def _heard(state: StaffOpen, given: BusinessNews, _moment: KioskMoment) -> Transition:
    match given:
        case Answered(tag=tag) if state.asked and tag == HALL + state.asked:
            return _answered(given), ()
        case NoAnswer(tag) if state.asked and tag == HALL + state.asked:
            return StaffOpen(said=StaffSaid.AWAY), ()
        case TimerFired(name) if state.asked and name == SILENCE:
            return StaffOpen(said=StaffSaid.AWAY), ()
        case _:
            return state, ()


def _answered(given: Answered) -> StaffOpen:
    if given.ok and isinstance(given.data, StaffAnswer):
        return StaffOpen(page=StaffPage.MENU, staff=given.data.staff)
    wait_s = given.data.after_seconds if isinstance(given.data, TryLater) else 0
    match given.code:
        case Code.STAFF_WRONG_CARD | Code.STAFF_UNKNOWN:
            said = StaffSaid.WRONG
        case Code.STAFF_WAIT:
            said = StaffSaid.WAIT
        case Code.STAFF_PROOF_NEEDED | Code.STAFF_NO_LIST:
            said = StaffSaid.OTHER
        case _:
            said = StaffSaid.AWAY
    return StaffOpen(said=said, wait_s=wait_s)


def _left(state: StaffOpen) -> Effects:
    return (Ask(OUT, StaffSignOut(staff=state.staff)),) if state.staff else ()


def _offer(moment: KioskMoment) -> Offer:
    """Only for whoever laid a card that tells no name."""
    if not moment.who.card:
        return Offer.HIDDEN
    return Offer.OPEN if moment.online else Offer.AWAY


STAFF = Business(
    name=BusinessName.STAFF,
    touches=StaffTouch,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=lambda _state, _moment: None,
    page=lambda state: state.page.value,
    offer=_offer,
    busy=lambda state: bool(state.asked),
    left=_left,
)
