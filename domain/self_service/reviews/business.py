"""我要评价: the QR code on the ticket, or its number and review code, prove whose it is, so that nobody reviews for
others; then five levels and reasons.

The rules are those of a review by phone (ADR 12): one per service, while the hall day is open, and a bad level needs a
reason. Each ticket, in whatever state, also has one review of the hall as a whole. No clerk ever sees the level.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.addresses import has_keys, holder_of
from domain.commands import RateByPhone, RateHall
from domain.config import Level
from domain.flow import Answered, Ask, NoAnswer, StartTimer, TimerFired
from domain.number_machine.inputs import CodeScanned, CodeUnreadable
from domain.refusal import Code
from domain.refusal_data import TryLater
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.effects import About, CloseBusiness
from domain.self_service.inputs import BusinessNews
from domain.self_service.moment import KioskMoment
from domain.self_service.reviews import touches as t
from domain.self_service.reviews.state import ReviewAtKiosk, ReviewPage, ReviewSaid, behind, go, say
from domain.self_service.reviews.typing import typed, whole
from domain.self_service.writing import with_piece, without_last
from domain.views.business_names import BusinessName
from domain.views.queries import FollowQuestion, FollowView, ReviewCodeQuestion, ReviewState, TicketHolder

HALL = "hall:"
SILENCE, SILENCE_S = "silence", 8.0

READS = (ReviewPage.SCAN, ReviewPage.NUMBER, ReviewPage.CODE)
"""Whose ticket it is is not known yet; the QR code may be shown on each of them."""

Transition = tuple[ReviewAtKiosk, Effects]


def level_of(state: ReviewAtKiosk, moment: KioskMoment) -> Level | None:
    """The one that was chosen."""
    return next((one for one in levels(moment) if one.value == state.level), None)


def levels(moment: KioskMoment) -> tuple[Level, ...]:
    """Most satisfied first."""
    known = moment.catalogue.levels if moment.catalogue is not None else ()
    return tuple(sorted(known, key=lambda one: -one.value))


def most_words(moment: KioskMoment) -> int:
    """Characters of one's own words, as by phone; 0: this hall takes none."""
    return moment.catalogue.comment_limit if moment.catalogue is not None else 0


def can_review(state: ReviewAtKiosk) -> bool:
    """Whether the service of the ticket can be reviewed now."""
    return state.followed is not None and state.followed.review is ReviewState.OPEN


def can_scan(moment: KioskMoment) -> bool:
    """Whether the QR code on a ticket can be read here, and holds a key."""
    return moment.machine.scanner and moment.catalogue is not None and has_keys(moment.catalogue)


def _first(moment: KioskMoment) -> ReviewAtKiosk:
    """The page where it begins."""
    return ReviewAtKiosk(page=ReviewPage.SCAN if can_scan(moment) else ReviewPage.NUMBER)


def _begin(moment: KioskMoment, _about: About) -> Transition:
    return _first(moment), ()


def _touched(state: ReviewAtKiosk, given: t.ReviewTouch, moment: KioskMoment) -> Transition:
    page = state.page
    match given:
        case t.NumberTypedWanted() | t.ReviewNumberKey() | t.ReviewNumberTyped() | t.ReviewCodeKey():
            return typed(state, given), ()
        case t.ReviewCodeTyped():
            return _ask_for_holder(state, moment) if page is ReviewPage.CODE and whole(state) else (state, ())
        case t.ServiceReviewed():
            on = page is ReviewPage.WHICH and can_review(state)
            return (_levels(state, hall=False) if on else state), ()
        case t.HallReviewed():
            return (_levels(state, hall=True) if page is ReviewPage.WHICH else state), ()
        case t.LevelChosen(value):
            known = page is ReviewPage.LEVEL and any(one.value == value for one in levels(moment))
            if not known:
                return state, ()
            tags = state.tags if value == state.level else ()
            return go(replace(state, level=value, tags=tags, needs_reason=False), ReviewPage.REASONS), ()
        case t.ReasonTold(code):
            return _told(state, code, moment), ()
        case t.ReviewWordsWanted() | t.ReviewWordWritten() | t.ReviewErased() | t.ReviewWordsDone():
            return _own_words(state, given, moment), ()
        case t.ReviewHandedIn():
            return _hand_in(state, moment) if page is ReviewPage.REASONS else (state, ())
        case t.ReviewGoesOn():
            return _go_on(state, moment) if page is ReviewPage.SAID and not state.asked else (state, ())
        case t.ReviewThanked():
            thanked = page is ReviewPage.SAID and state.said is ReviewSaid.THANKS
            return state, (CloseBusiness(),) if thanked else ()
        case _:
            assert_never(given)


def _levels(state: ReviewAtKiosk, *, hall: bool) -> ReviewAtKiosk:
    """The page of levels, empty again for a new subject."""
    fresh = state if hall == state.hall else replace(state, hall=hall, level=0, tags=(), pieces=())
    return go(fresh, ReviewPage.LEVEL)


def _told(state: ReviewAtKiosk, code: str, moment: KioskMoment) -> ReviewAtKiosk:
    level = level_of(state, moment)
    if state.page is not ReviewPage.REASONS or level is None or code not in {tag.code for tag in level.tags}:
        return state
    tags = tuple(one for one in state.tags if one != code) if code in state.tags else (*state.tags, code)
    return replace(state, tags=tags, needs_reason=False)


_Writing = t.ReviewWordsWanted | t.ReviewWordWritten | t.ReviewErased | t.ReviewWordsDone


def _own_words(state: ReviewAtKiosk, given: _Writing, moment: KioskMoment) -> ReviewAtKiosk:
    """The page of one's own words, and back. Who goes on without any has said nothing, as before."""
    writes = state.page is ReviewPage.WORDS
    match given:
        case t.ReviewWordsWanted():
            may = state.page is ReviewPage.REASONS and most_words(moment) > 0
            return go(state, ReviewPage.WORDS) if may else state
        case t.ReviewWordWritten(word) if writes:
            return replace(state, pieces=with_piece(state.pieces, word, most_words(moment)), needs_reason=False)
        case t.ReviewErased(all=all_of_it) if writes:
            return replace(state, pieces=without_last(state.pieces, all_of_it=all_of_it))
        case t.ReviewWordsDone() if writes:
            return behind(state)
        case _:
            return state


# ---- the hall


def _hand_in(state: ReviewAtKiosk, moment: KioskMoment) -> Transition:
    level = level_of(state, moment)
    if level is None:
        return state, ()
    comment = state.comment.strip()
    if level.bad and not state.tags and not comment:
        return replace(state, needs_reason=True), ()
    kind = RateHall if state.hall else RateByPhone
    request = kind(ticket=state.ticket, key=state.key, level=level.value, tags=state.tags, comment=comment)
    again = state.again if request == state.request else ""
    return _ask(replace(state, request=request, again=again), request, moment, again)


_Asked = RateByPhone | RateHall | FollowQuestion | ReviewCodeQuestion


def _ask(state: ReviewAtKiosk, request: _Asked, moment: KioskMoment, again: str = "") -> Transition:
    if not moment.online:
        return say(state, ReviewSaid.UNSURE if again else ReviewSaid.AWAY), ()
    asked = again or moment.fresh_id
    asking = replace(say(state, ReviewSaid.ASKING), asked=asked)
    return asking, (Ask(HALL + asked, request, request_id=asked), StartTimer(SILENCE, SILENCE_S))


def _ask_for_holder(state: ReviewAtKiosk, moment: KioskMoment) -> Transition:
    """Whose ticket it is, by what was typed from the paper."""
    question = ReviewCodeQuestion(number=state.number, code=state.digits)
    return _ask(replace(state, request=None), question, moment)


def _go_on(state: ReviewAtKiosk, moment: KioskMoment) -> Transition:
    if state.said in {ReviewSaid.AWAY, ReviewSaid.UNSURE} and state.request is not None:
        return _ask(state, state.request, moment, state.again)
    if _by_code(state):
        if state.said is ReviewSaid.AWAY:
            return _ask_for_holder(state, moment)
        return replace(behind(behind(state)), digits=""), ()  # either of the two may be wrong
    if state.said is ReviewSaid.AWAY and state.ticket:
        return _ask(state, FollowQuestion(ticket=state.ticket, key=state.key), moment)
    return _first(moment), ()


def _by_code(state: ReviewAtKiosk) -> bool:
    """Whether the hall was asked about what was typed."""
    return bool(state.trail) and state.trail[-1] is ReviewPage.CODE


def _heard(state: ReviewAtKiosk, given: BusinessNews, moment: KioskMoment) -> Transition:
    match given:
        case CodeScanned(text) if state.page in READS:
            return _scanned(state, text, moment)
        case CodeUnreadable() if state.page in READS:
            return say(state, ReviewSaid.NOT_OURS), ()
        case Answered(tag=tag) if state.asked and tag == HALL + state.asked:
            return _answered(replace(state, asked="", again=""), given, moment)
        case NoAnswer(tag) if state.asked and tag == HALL + state.asked:
            return _unanswered(state), ()
        case TimerFired(name) if state.asked and name == SILENCE:
            return _unanswered(state), ()
        case _:
            return state, ()


def _scanned(state: ReviewAtKiosk, text: str, moment: KioskMoment) -> Transition:
    ticket, key = holder_of(moment.catalogue, text) if moment.catalogue is not None else ("", "")
    if not ticket or not key:
        return say(state, ReviewSaid.NOT_OURS), ()
    return _ask(ReviewAtKiosk(ticket=ticket, key=key), FollowQuestion(ticket=ticket, key=key), moment)


def _unanswered(state: ReviewAtKiosk) -> ReviewAtKiosk:
    if state.request is None:
        return say(replace(state, asked=""), ReviewSaid.AWAY)
    return say(replace(state, asked="", again=state.asked), ReviewSaid.UNSURE)


def _answered(state: ReviewAtKiosk, given: Answered, moment: KioskMoment) -> Transition:
    if given.ok and isinstance(given.data, TicketHolder):
        whose = given.data
        fresh = ReviewAtKiosk(page=state.page, trail=state.trail, number=state.number, digits=state.digits)
        known = state if whose.ticket == state.ticket else replace(fresh, ticket=whose.ticket, key=whose.key)
        return _ask(known, FollowQuestion(ticket=known.ticket, key=known.key), moment)
    if given.ok and isinstance(given.data, FollowView):
        return replace(state, page=ReviewPage.WHICH, followed=given.data), ()
    if given.ok and state.request is not None:
        return ReviewAtKiosk(page=ReviewPage.SAID, said=ReviewSaid.THANKS), ()
    wait_s = given.data.after_seconds if isinstance(given.data, TryLater) else 0
    return say(replace(state, wait_s=wait_s), _why(state, given.code)), ()


def _why(state: ReviewAtKiosk, code: str) -> ReviewSaid:
    match code:
        case Code.TICKET_UNKNOWN if _by_code(state):
            return ReviewSaid.WRONG
        case Code.TICKET_UNKNOWN:
            return ReviewSaid.NOT_OURS
        case Code.REVIEW_WAIT:
            return ReviewSaid.WAIT
        case Code.RATING_OVER:
            return ReviewSaid.GIVEN
        case Code.HALL_BUSY | Code.HALL_DISK_FULL | Code.HALL_OTHER_STORE:
            return ReviewSaid.AWAY
        case _:
            return ReviewSaid.REFUSED


def _back(state: ReviewAtKiosk, _moment: KioskMoment) -> Transition | None:
    if state.said is ReviewSaid.THANKS and state.page is ReviewPage.SAID:
        return None
    return (behind(state), ()) if state.trail else None


def _offer(moment: KioskMoment) -> Offer:
    """The tile, in every hall that has levels to review by."""
    if moment.catalogue is None or not moment.catalogue.levels:
        return Offer.HIDDEN
    return Offer.OPEN if moment.online else Offer.AWAY


REVIEW = Business(
    name=BusinessName.REVIEW,
    touches=t.ReviewTouch,
    typing=t.ReasonTold | t.ReviewWordWritten | t.ReviewErased | t.ReviewNumberKey | t.ReviewCodeKey,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=lambda state: state.page.value,
    offer=_offer,
    loses=lambda state: bool(state.tags or state.pieces or (state.number and state.page in READS)),
    busy=lambda state: bool(state.asked) and state.request is not None,
    codes=lambda state: state.page in READS,
)
