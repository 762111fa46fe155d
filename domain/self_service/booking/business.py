"""预约: item → day → time → address of a home visit → who → check → done, with everything to bring, said once and in
full (S4 7.3.3).

A booking belongs to a card, or to a phone whose holder has entered the code of a message (ADR 36). Booking is possible
around the clock. The holder finds the booking by card, by its code or by phone, and can move or cancel it in time.
"""

from __future__ import annotations

from dataclasses import replace

from domain.booking.commands import LONGEST_ADDRESS
from domain.content.guide import Guide
from domain.flow import Answered, NoAnswer, TimerFired
from domain.normal_form import normal
from domain.number_machine.inputs import CardFailed, CardLaid, CodeScanned
from domain.phone import DIGITS, is_mobile
from domain.self_service.booking import asking
from domain.self_service.booking import touches as t
from domain.self_service.booking.answers import answered, goes_on, unanswered
from domain.self_service.booking.asking import GUIDE, HALL, Transition
from domain.self_service.booking.choosing import Choosing, chose, on_to_times
from domain.self_service.booking.offers import (
    bookable,
    can_identify,
    queue_card,
)
from domain.self_service.booking.slips import booking_slip
from domain.self_service.booking.state import (
    Aim,
    BookingPage,
    BookingState,
    behind,
    changes,
    go,
    own,
)
from domain.self_service.business import Business, Offer
from domain.self_service.content.browsing import most_of
from domain.self_service.effects import About, CloseBusiness, PrintSlip
from domain.self_service.inputs import BusinessNews, ContentRead, Identified, SlipEnded
from domain.self_service.moment import KioskMoment
from domain.self_service.slip import SlipPrint, ended
from domain.self_service.writing import with_piece, without_last
from domain.views.business_names import BusinessName

PROOF_DIGITS = 6
LONGEST_CODE = 32
"""Characters. Codes of other systems are longer than the hall's own, which have eight."""

_LISTENS_TO_CARDS = frozenset({BookingPage.WHO, BookingPage.FIND})
_LISTENS_TO_CODES = frozenset({BookingPage.FIND, BookingPage.CODE})
_KNOWS_ALREADY = frozenset({BookingPage.DONE, BookingPage.TAKE, BookingPage.FOUND, BookingPage.ONE, BookingPage.SURE})


def _begin(moment: KioskMoment, about: About) -> Transition:
    """With a queue or items, it begins at their free times; 返回 from there leads back to where they were chosen."""
    items = about.items or ((about.item,) if about.item else ())
    card = queue_card(about.queue, moment) or most_of(bookable(moment), items)[0]
    if card is None or card not in bookable(moment) or not can_identify(moment):
        return BookingState(), ()
    item, *more = [one for one in items if one in card.items] or [""]
    return on_to_times(BookingState(queue=card.id, item=item, more=tuple(more)), moment, first=True)


def _touched(state: BookingState, given: t.BookingTouch, moment: KioskMoment) -> Transition:
    if isinstance(given, _Typing):
        return _typed(state, given), ()
    if isinstance(given, Choosing):
        return chose(state, given, moment)
    return _went_on(state, given, moment)


# ---- typing

_Typing = t.BookingPhoneKey | t.ProofKey | t.BookingCodeKey | t.AddressWritten | t.AddressErased
_DIGITS = frozenset("0123456789")


def _typed(state: BookingState, given: _Typing) -> BookingState:
    match given:
        case t.BookingPhoneKey(key) if state.page is BookingPage.PHONE:
            return replace(state, phone=_with_key(state.phone, key, DIGITS))
        case t.ProofKey(key) if state.page is BookingPage.PROOF:
            return replace(state, digits=_with_key(state.digits, key, PROOF_DIGITS), left=None)
        case t.BookingCodeKey(key) if state.page is BookingPage.CODE:
            return replace(state, code=_with_key(state.code, key, LONGEST_CODE, letters=True))
        case t.AddressWritten(word) if state.page is BookingPage.ADDRESS:
            return replace(state, pieces=with_piece(state.pieces, word, LONGEST_ADDRESS))
        case t.AddressErased(all=all_of_it) if state.page is BookingPage.ADDRESS:
            return replace(state, pieces=without_last(state.pieces, all_of_it=all_of_it))
        case _:
            return state


def _with_key(before: str, key: str, most: int, *, letters: bool = False) -> str:
    if key == "clear":
        return ""
    if key == "delete":
        return before[:-1]
    good = len(key) == 1 and key.isascii() and (key.isalnum() or key == "-" if letters else key in _DIGITS)
    return (before + key.upper())[:most] if good else before


# ---- going on

_GoingOn = (
    t.KnownCardUsed
    | t.BookingPhoneWanted
    | t.BookingPhoneTyped
    | t.AddressDone
    | t.ProofTyped
    | t.BookingConfirmed
    | t.BookingCodeWanted
    | t.BookingCodeTyped
    | t.MoveWanted
    | t.CancelWanted
    | t.CancelMeant
    | t.BookingGoesOn
    | t.BookingSlipWanted
    | t.BookingTaken
    | t.BookingRead
)


def _went_on(state: BookingState, given: _GoingOn, moment: KioskMoment) -> Transition:
    page = state.page
    match given:
        case t.KnownCardUsed() if page in _LISTENS_TO_CARDS and moment.who.person is not None:
            return asking.identified(replace(state, carded=True), moment)
        case t.AddressDone() if page is BookingPage.ADDRESS and state.address.strip():
            return go(state, BookingPage.WHO), ()
        case t.BookingPhoneWanted() if page in {BookingPage.WHO, BookingPage.FIND, BookingPage.CHECK}:
            return (go(state, BookingPage.PHONE) if messages(moment) else state), ()
        case t.BookingPhoneTyped() if page is BookingPage.PHONE and is_mobile(state.phone):
            return _phone_typed(state, moment)
        case t.ProofTyped() if page is BookingPage.PROOF and len(state.digits) == PROOF_DIGITS:
            return asking.prove(state, moment)
        case t.BookingConfirmed() if page is BookingPage.CHECK:
            return asking.move(state, moment) if state.aim is Aim.MOVE else asking.book(state, moment)
        case t.BookingCodeWanted() if page is BookingPage.FIND:
            return go(state, BookingPage.CODE), ()
        case t.BookingGoesOn() if page is BookingPage.SAID:
            return goes_on(state, moment)
        case t.BookingCodeTyped() if page is BookingPage.CODE and state.code:
            return asking.find_by_code(state, moment)
        case _:
            return _with_own(state, given, moment)


def _with_own(state: BookingState, given: _GoingOn, moment: KioskMoment) -> Transition:
    """Touches about an existing booking, or one made just now."""
    page = state.page
    match given:
        case t.MoveWanted() if page is BookingPage.ONE and may_change(state, moment):
            return _move(state, moment)
        case t.CancelWanted() if page is BookingPage.ONE and may_change(state, moment):
            return go(state, BookingPage.SURE), ()
        case t.CancelMeant() if page is BookingPage.SURE:
            return asking.cancel(state, moment)
        case t.BookingSlipWanted() if page is BookingPage.DONE:
            return _print(state, moment)
        case t.BookingTaken() if page is BookingPage.DONE:
            return go(state, BookingPage.TAKE), ()
        case t.BookingRead() if page is BookingPage.DONE:
            return state, (CloseBusiness(),)
        case _:
            return state, ()


def messages(moment: KioskMoment) -> bool:
    """Whether the hall sends messages, so that a phone can be proved and notified."""
    return moment.catalogue is not None and moment.catalogue.messages


def may_change(state: BookingState, moment: KioskMoment) -> bool:
    """Whether the holder may still move or cancel the booking that is shown."""
    booking = own(state)
    return booking is not None and booking.change_until is not None and moment.hall_ms <= booking.change_until


def _phone_typed(state: BookingState, moment: KioskMoment) -> Transition:
    """The phone is typed. Beside a card it only gets messages; alone it must be proved, once."""
    if BookingPage.CHECK in state.trail:
        return behind(state), ()
    state = replace(state, carded=False)
    if state.proof and state.proved == state.phone:
        return asking.identified(state, moment)
    return asking.send_code(state, moment)


def _move(state: BookingState, moment: KioskMoment) -> Transition:
    booking = own(state)
    if booking is None:
        return state, ()
    item, more = (booking.items[0], booking.items[1:]) if booking.items else ("", ())
    moved = replace(state, aim=Aim.MOVE, queue=booking.queue, item=item, more=more, day="", slot=None)
    return asking.ask_for_slots(moved, moment)


def _print(state: BookingState, moment: KioskMoment) -> Transition:
    slip = booking_slip(state, moment)
    if slip is None or not moment.prints or state.paper is SlipPrint.PRINTING:
        return state, ()
    return replace(state, paper=SlipPrint.PRINTING), (PrintSlip("booking", slip, moment.look.language),)


# ---- what is heard


def _heard(state: BookingState, given: BusinessNews, moment: KioskMoment) -> Transition:
    match given:
        case CardLaid() if state.page in _LISTENS_TO_CARDS:
            return replace(state, reading=True, unread=False), ()
        case CardFailed() if state.page in _LISTENS_TO_CARDS:
            return replace(state, reading=False, unread=True), ()
        case Identified() if state.page in _LISTENS_TO_CARDS:
            known = moment.who.person is not None
            read = replace(state, reading=False, unread=not known, carded=known)
            return asking.identified(read, moment) if known else (read, ())
        case CodeScanned(code) if state.page in _LISTENS_TO_CODES and 0 < len(normal(code)) <= LONGEST_CODE:
            return asking.find_by_code(replace(state, code=normal(code)), moment)
        case NoAnswer(tag) if state.asked and tag == HALL + state.asked:
            return unanswered(state), ()
        case TimerFired(asking.SILENCE) if state.asked:
            return unanswered(state), ()
        case Answered(tag=tag) if state.asked and tag == HALL + state.asked:
            made, effects = answered(state, given, moment)
            done = made.page is BookingPage.DONE and not effects  # nothing has to be read first
            return _print(made, moment) if done else (made, effects)
        case ContentRead(tag, found) if tag.removeprefix(GUIDE) in state.waits:
            item = tag.removeprefix(GUIDE)
            guides = {**state.guides, item: found} if isinstance(found, Guide) else state.guides
            read = replace(state, guides=guides, waits=state.waits - {item})
            whole = not read.waits and state.paper is SlipPrint.NONE
            return _print(read, moment) if whole else (read, ())
        case SlipEnded():
            return replace(state, paper=ended(state.paper, given)), ()
        case _:
            return state, ()


def _back(state: BookingState, _moment: KioskMoment) -> Transition | None:
    return (behind(state), ()) if state.trail else None


def _offer(moment: KioskMoment) -> Offer:
    if not bookable(moment):
        return Offer.HIDDEN
    return Offer.OPEN if moment.online else Offer.AWAY


BOOKING = Business(
    name=BusinessName.BOOKING,
    touches=t.BookingTouch,
    typing=_Typing,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=lambda state: state.page.value,
    offer=_offer,
    loses=lambda state: bool(state.phone or state.code or state.pieces) and state.page not in _KNOWS_ALREADY,
    busy=changes,
    cards=lambda state: state.page in _LISTENS_TO_CARDS,
    codes=lambda state: state.page in _LISTENS_TO_CODES,
)
