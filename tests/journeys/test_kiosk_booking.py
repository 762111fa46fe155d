"""People who book, look up, move and cancel at the kiosk, and whom something stands in the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from kiosk_sample import BOOKABLE, BOOKED, ELSEWHERE, FREE, SERVED, SLOTS, KioskWalk, books
from machine_sample import queues

from domain.booking.views import AppointmentsAnswer, PhoneCodeAnswer, PhoneProof, SlotsAnswer
from domain.commands import BookAppointment
from domain.flow import Arrived, Ask, Look, LookChosen
from domain.number_machine.inputs import (
    CardFailed,
    CardFault,
    CardLaid,
    CardRead,
    CodeScanned,
    ReaderChanged,
    ReaderPart,
)
from domain.refusal_data import BarredUntil, BookingLimit, OverlappingBooking, TryLater
from domain.self_service.booking import touches as t
from domain.self_service.booking.offers import booked_for
from domain.self_service.booking.state import BookingSaid
from domain.self_service.business import Offer
from domain.self_service.businesses import tiles
from domain.self_service.content.guides_state import FoundChosen, GuideBookingWanted, LetterTouched, SearchOpened
from domain.self_service.content.searching import FoundKind, SearchHit
from domain.self_service.content.themes import (
    AnswersDone,
    AnswerTouched,
    ThemeBookingWanted,
    ThemeChosen,
    items_of,
    question_of,
)
from domain.self_service.effects import About, BookingNotice, PrintSlip
from domain.self_service.inputs import LeaveConfirmed, SlipEnded
from domain.self_service.moves import enter
from domain.statuses import PrinterStatus
from domain.views.business_names import BusinessName
from domain.views.public import QueueStatus

BOOKING = BusinessName.BOOKING
CARD = CardRead("hash", "王**", "19700101")
PHONE = "13912345678"
TYPED = (*map(t.BookingPhoneKey, PHONE), t.BookingPhoneTyped())
PROOF = (*map(t.ProofKey, "407316"), t.ProofTyped())
DAY = "2026-11-24"
ALLOWANCE = SearchHit(FoundKind.ITEM, "old-age-allowance")


def offer(walk: KioskWalk) -> Offer | None:
    return dict(tiles(tuple(BusinessName), walk.moment)).get(BOOKING)


def at_the_days(**changes: Any) -> KioskWalk:
    walk = books(**changes).opens(BOOKING).at("booking_ways").touch(t.BookWanted()).at("booking_queues")
    walk.touch(t.BookedQueueChosen("social")).at("booking_items").touch(t.BookedItemChosen("old-age-allowance"))
    assert walk.wire[0] == "appointment.slots"
    return walk.at("booking_said").hall_tells(SLOTS).at("booking_days")


def at_who(**changes: Any) -> KioskWalk:
    walk = at_the_days(**changes).touch(t.BookedDayChosen(DAY)).at("booking_times")
    return walk.touch(t.SlotTouched(FREE.starts_at)).at("booking_who")


def to_be_checked() -> KioskWalk:
    return at_who().touch(CARD).at("booking_check")


def test_by_card_from_the_item_to_the_slip() -> None:
    walk = to_be_checked().touch(t.BookingConfirmed())
    kind, body = walk.wire
    assert kind == "appointment.book"
    assert body["queue"] == "social"
    assert body["starts_at"] == FREE.starts_at
    assert body["items"] == ["old-age-allowance"]
    assert body["person"] == "hash"
    assert "phone" not in body
    walk.hall_tells(BOOKED).at("booking_done")
    slip = walk.last(PrintSlip).content
    assert isinstance(slip, BookingNotice)
    assert slip.code == BOOKED.code
    assert slip.bring is not None
    assert len(slip.bring.needed) > 1
    walk.give(SlipEnded(walk.last(PrintSlip).tag)).touch(t.BookingTaken()).at("booking_take").back().at("booking_done")
    walk.touch(t.BookingRead()).at("kiosk_home").switches()
    walk.is_forgotten()


def test_by_phone_the_code_of_a_message_is_said_back() -> None:
    walk = at_who().touch(t.BookingPhoneWanted()).at("booking_phone").touch(*TYPED)
    assert walk.wire == ("phone.send_code", {"phone": PHONE, "language": "zh_CN"})
    walk.hall_tells(PhoneCodeAnswer(good_until=1)).at("booking_proof").touch(*PROOF)
    assert walk.wire == ("phone.prove", {"phone": PHONE, "code": "407316"})
    walk.hall_tells(PhoneProof(proof=None, left=4)).at("booking_proof")
    assert walk.business.left == 4
    walk.touch(*PROOF).hall_tells(PhoneProof(proof="pr")).at("booking_check").touch(t.BookingConfirmed())
    assert (walk.wire[1]["phone"], walk.wire[1]["proof"], "person" in walk.wire[1]) == (PHONE, "pr", False)
    walk.hall_tells(BOOKED).at("booking_done")
    assert not walk.business.phone
    walk.after(60)
    walk.at("kiosk_home").is_forgotten()


def test_beside_a_card_a_phone_is_only_told() -> None:
    walk = to_be_checked().touch(t.BookingPhoneWanted(), *TYPED).at("booking_check").touch(t.BookingConfirmed())
    assert (walk.wire[1]["person"], walk.wire[1]["phone"], "proof" in walk.wire[1]) == ("hash", PHONE, False)


def test_back_through_all_pages_loses_nothing_that_was_typed() -> None:
    walk = at_who().touch(t.BookingPhoneWanted(), *TYPED).hall_tells(PhoneCodeAnswer(good_until=1)).touch(*PROOF)
    walk.hall_tells(PhoneProof(proof="pr")).at("booking_check")
    pages = ("phone", "who", "times", "days", "items", "queues", "ways")
    for page in pages:
        walk.back().at(f"booking_{page}")
    walk.back().at("kiosk_home").opens(BOOKING)
    assert walk.business.phone == PHONE
    walk.goes_home().at("kiosk_leaving").touch(LeaveConfirmed()).at("kiosk_home")


def test_who_proved_a_phone_and_went_back_needs_no_second_code() -> None:
    walk = at_who().touch(t.BookingPhoneWanted(), *TYPED).hall_tells(PhoneCodeAnswer(good_until=1)).touch(*PROOF)
    walk.hall_tells(PhoneProof(proof="pr")).back().at("booking_phone").touch(t.BookingPhoneTyped()).at("booking_check")


def test_a_code_that_was_sent_a_moment_ago_can_be_said_back() -> None:
    walk = at_who().touch(t.BookingPhoneWanted(), *TYPED).hall_tells(TryLater(after_seconds=40), code="phone.code_wait")
    walk.at("booking_proof")


@pytest.mark.parametrize(
    ("code", "data", "said"),
    [
        ("appointment.full", None, BookingSaid.FULL),
        ("appointment.no_slot", None, BookingSaid.NO_SLOT),
        ("appointment.overlaps", OverlappingBooking(starts_at=1, ends_at=2), BookingSaid.OVERLAPS),
        ("appointment.limit", BookingLimit(limit=2, per="day"), BookingSaid.LIMIT),
    ],
)
def test_a_time_that_cannot_be_had_leads_to_another_one(code: str, data: Any, said: BookingSaid) -> None:
    walk = to_be_checked().touch(t.BookingConfirmed()).hall_tells(data, code=code).at("booking_said")
    assert (walk.business.said, walk.business.told) == (said, data)
    walk.touch(t.BookingGoesOn())
    assert walk.wire[0] == "appointment.slots"
    walk.hall_tells(SLOTS).at("booking_days").back().at("booking_items")


@pytest.mark.parametrize(
    ("code", "data", "said"),
    [
        ("appointment.barred", BarredUntil(until=9, missed=2), BookingSaid.BARRED),
        ("phone.not_proved", None, BookingSaid.CODE_OVER),
        ("hall.disk_full", None, BookingSaid.AWAY),
        ("hall.busy", None, BookingSaid.AWAY),
        ("queue.unknown", None, BookingSaid.REFUSED),
        ("something.new", None, BookingSaid.REFUSED),
    ],
)
def test_each_refusal_is_said_and_leads_on(code: str, data: Any, said: BookingSaid) -> None:
    walk = to_be_checked().touch(t.BookingConfirmed()).hall_tells(data, code=code).at("booking_said")
    assert walk.business.said is said
    walk.touch(t.BookingGoesOn())
    walk.goes_home()
    if walk.screen == "kiosk_leaving":
        walk.touch(LeaveConfirmed())
    assert walk.screen in {"kiosk_home", "booking_said"}


def test_a_booking_whose_answer_is_lost_is_asked_for_again_under_its_own_id() -> None:
    walk = to_be_checked().touch(t.BookingConfirmed())
    first = walk.asked.request_id
    walk.back().goes_home().at("booking_said")  # nothing leads away while it may be booked
    walk.hall_is_silent()
    assert walk.business.said is BookingSaid.UNSURE
    walk.touch(t.BookingGoesOn())
    assert walk.asked.request_id == first
    walk.hall_is_silent()
    walk.back().at("booking_check").touch(t.BookingConfirmed())
    assert walk.asked.request_id == first
    walk.hall_tells(BOOKED).at("booking_done")


def test_a_wire_that_says_nothing_at_all_holds_nobody() -> None:
    walk = to_be_checked().touch(t.BookingConfirmed())
    walk.after(9)
    assert walk.business.said is BookingSaid.UNSURE


def test_while_the_hall_is_away_it_says_so_and_asks_nothing() -> None:
    walk = to_be_checked()
    walk.hall_goes()
    walk.touch(t.BookingConfirmed())
    assert walk.business.said is BookingSaid.AWAY
    assert not any(isinstance(one.command, BookAppointment) for one in walk.made(Ask))
    walk.back().goes_home().at("kiosk_home")
    assert offer(walk) is Offer.AWAY


def test_bookings_are_taken_around_the_clock() -> None:
    walk = books()
    walk.give(Arrived(queues(9, **{card.id: QueueStatus.CLOSED for card in BOOKABLE})))
    assert offer(walk) is Offer.OPEN
    assert offer(KioskWalk()) is None


def test_days_without_a_free_time_say_so_and_full_ones_cannot_be_chosen() -> None:
    walk = at_the_days().touch(t.BookedDayChosen("2026-11-23")).at("booking_days")
    walk.touch(t.BookedDayChosen(DAY), t.SlotTouched(SLOTS.slots[4].starts_at)).at("booking_times")
    full = SlotsAnswer(slots=(replace(FREE, free=0),), last_day="2026-12-05")
    walk = books().opens(BOOKING).touch(t.BookWanted(), t.BookedQueueChosen("advice")).hall_tells(full)
    assert walk.business.said is BookingSaid.NONE_FREE


def test_what_is_booked_is_found_moved_and_never_holds_two() -> None:
    walk = books().opens(BOOKING).touch(t.OwnBookingsWanted()).at("booking_find").touch(CARD)
    assert walk.wire == ("appointment.lookup", {"code": "", "person": "hash"})
    walk.hall_tells(AppointmentsAnswer(appointments=(BOOKED, ELSEWHERE))).at("booking_found")
    walk.touch(t.OwnBookingChosen(0)).at("booking_one").touch(t.MoveWanted()).hall_tells(SLOTS).at("booking_days")
    later = SLOTS.slots[3]
    walk.touch(t.BookedDayChosen(DAY), t.SlotTouched(later.starts_at)).at("booking_check").touch(t.BookingConfirmed())
    assert walk.wire == ("appointment.move", {"code": BOOKED.code, "starts_at": later.starts_at})
    walk.hall_tells(replace(BOOKED, starts_at=later.starts_at)).at("booking_done")
    assert walk.business.moved


def test_what_is_cancelled_is_asked_once() -> None:
    walk = books().opens(BOOKING).touch(t.OwnBookingsWanted(), t.BookingCodeWanted()).at("booking_code")
    walk.touch(*map(t.BookingCodeKey, "a3c4d6f7"), t.BookingCodeTyped())
    assert walk.wire == ("appointment.lookup", {"code": "A3C4D6F7"})
    walk.hall_tells(AppointmentsAnswer(appointments=(BOOKED,))).at("booking_one")
    walk.touch(t.CancelWanted()).at("booking_sure").back().at("booking_one").touch(t.CancelWanted(), t.CancelMeant())
    assert walk.wire == ("appointment.cancel", {"code": BOOKED.code})
    walk.hall_tells().at("booking_said")
    assert walk.business.said is BookingSaid.CANCELLED
    walk.touch(t.BookingGoesOn()).at("booking_ways").back().at("kiosk_home")


def test_the_code_of_a_slip_is_held_under_the_scanner() -> None:
    walk = books().opens(BOOKING).touch(t.OwnBookingsWanted())
    walk.give(CodeScanned("]Q1a3c4d6f7\r"))
    assert walk.wire == ("appointment.lookup", {"code": "A3C4D6F7"})
    walk.hall_tells(code="appointment.unknown")
    assert walk.business.said is BookingSaid.UNKNOWN
    walk.touch(t.BookingGoesOn()).at("booking_find")


@pytest.mark.parametrize("booking", [ELSEWHERE, replace(BOOKED, change_until=1), replace(BOOKED, ticket="A012")])
def test_what_can_no_longer_be_changed_offers_no_change(booking: Any) -> None:
    walk = books().opens(BOOKING).touch(t.OwnBookingsWanted(), CARD)
    walk.hall_tells(AppointmentsAnswer(appointments=(booking,))).touch(t.MoveWanted(), t.CancelWanted())
    if booking.ticket is None:
        walk.at("booking_one")


def test_a_card_that_cannot_be_read_says_so_and_another_way_is_open() -> None:
    walk = at_who().touch(CardLaid())
    assert walk.business.reading
    walk.touch(CardFailed(CardFault.UNREADABLE)).at("booking_who")
    assert walk.business.unread
    walk.touch(t.BookingPhoneWanted()).at("booking_phone")


def test_paper_that_fails_is_tried_again() -> None:
    walk = to_be_checked().touch(t.BookingConfirmed()).hall_tells(BOOKED)
    walk.give(SlipEnded(walk.last(PrintSlip).tag, PrinterStatus.PAPER_OUT)).touch(t.BookingSlipWanted())
    assert len(walk.made(PrintSlip)) == 2


def test_without_cards_and_messages_nobody_is_led_on_in_vain() -> None:
    walk = books(messages=False)
    walk.give(ReaderChanged(ReaderPart.CARDS, present=False))
    walk.opens(BOOKING).touch(t.BookWanted()).at("booking_ways")


def test_a_booking_begins_at_its_item_from_elsewhere_and_leads_back_there() -> None:
    walk = books()
    walk.state, effects = enter(walk.state, BOOKING, walk.now, About(item="old-age-allowance"))
    walk._carry_out(effects)
    walk.hall_tells(SLOTS).at("booking_days").back().at("kiosk_home")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_guide_leads_to_a_booking_for_its_item_and_back(language: str) -> None:
    walk = books()
    walk.touch(LookChosen(Look(language=language))).opens(BusinessName.GUIDES)
    walk.touch(SearchOpened(), *map(LetterTouched, "gaoling"), FoundChosen(ALLOWANCE), GuideBookingWanted())
    assert (walk.wire[0], walk.wire[1]["queue"]) == ("appointment.slots", "social")
    walk.hall_tells(SLOTS).at("booking_days").back().at("guides_guide").touch(GuideBookingWanted()).hall_tells(SLOTS)
    walk.touch(t.BookedDayChosen(DAY), t.SlotTouched(FREE.starts_at), CARD).at("booking_check")
    walk.touch(t.BookingConfirmed())
    assert walk.wire[1]["items"] == ["old-age-allowance"]
    walk.hall_tells(BOOKED).at("booking_done").touch(t.BookingRead()).at("guides_guide").goes_home().switches()
    walk.is_forgotten()


def test_an_event_of_life_is_booked_with_all_its_items_that_the_queue_handles() -> None:
    walk = books(queues=(replace(BOOKABLE[0], booked=False), *BOOKABLE[1:])).opens(BusinessName.THEMES)
    walk.touch(ThemeChosen("retirement"))
    while (question := question_of(walk.business, walk.moment)) is not None:
        walk.touch(AnswerTouched(question.answers[0].id), *([AnswersDone()] if question.several else []))
    wanted = items_of(walk.business, walk.moment)
    known = walk.machine.catalogue
    assert known is not None
    card = replace(next(one for one in known.queues if one.booked and not one.home_visit), items=wanted)
    several = tuple(card if one.id == card.id else one for one in known.queues)
    walk.give(Arrived(replace(known, version=known.version + 1, queues=several)))
    walk.at("themes_result").touch(ThemeBookingWanted()).hall_tells(SLOTS)
    walk.touch(t.BookedDayChosen(DAY), t.SlotTouched(FREE.starts_at), CARD, t.BookingConfirmed())
    assert (len(wanted) > 1, walk.wire[1]["queue"], walk.wire[1]["items"]) == (True, card.id, list(wanted))
    walk.hall_tells(replace(BOOKED, queue=card.id, items=wanted)).at("booking_done")
    slip = walk.last(PrintSlip).content
    assert isinstance(slip, BookingNotice)
    assert slip.bring is not None
    assert (len(slip.items), slip.bring.items) == (len(wanted), wanted)
    assert len(walk.made(PrintSlip)) == 1, "it is printed once all guides are read"
    walk.touch(t.BookingRead()).at("themes_result")


@pytest.mark.parametrize("why", ["away", "not booked", "nobody known"])
def test_a_guide_books_nothing_that_cannot_be_booked(why: str) -> None:
    walk = books(messages=why != "nobody known", **({"queues": SERVED} if why == "not booked" else {}))
    walk.give(*[ReaderChanged(ReaderPart.CARDS, present=False)] * (why == "nobody known"))
    walk.opens(BusinessName.GUIDES).touch(SearchOpened(), *map(LetterTouched, "gaoling"), FoundChosen(ALLOWANCE))
    if why == "away":
        walk.hall_goes()
    assert booked_for(walk.moment, ("old-age-allowance",)) == (None, ())
    walk.touch(GuideBookingWanted()).at("guides_guide")


PLACE = ("杏花村路", "9", "号院", "二单元")


def at_the_address(**changes: Any) -> KioskWalk:
    walk = books(**changes).opens(BOOKING).touch(t.BookWanted(), t.BookedQueueChosen("civil")).hall_tells(SLOTS)
    walk.touch(t.BookedDayChosen(DAY), t.SlotTouched(FREE.starts_at))
    return walk.at("booking_address")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_home_visit_is_booked_with_its_address_of_which_nothing_stays(language: str) -> None:
    walk = at_the_address()
    walk.touch(LookChosen(Look(language=language)), t.AddressDone()).at("booking_address")
    walk.touch(*map(t.AddressWritten, (*PLACE, "错")), t.AddressErased(), t.AddressDone()).at("booking_who")
    assert "杏花村" not in repr(walk.state)
    walk.touch(CARD).at("booking_check").touch(t.BookingConfirmed())
    assert (walk.wire[1]["queue"], walk.wire[1]["address"]) == ("civil", "杏花村路9号院二单元")
    assert "杏花村" not in repr(walk.asked)
    walk.hall_tells(replace(BOOKED, queue="civil", items=(), home_visit=True)).at("booking_done")
    slip = walk.last(PrintSlip).content
    assert isinstance(slip, BookingNotice)
    assert (slip.home_visit, walk.business.address) == (True, "")
    walk.goes_home().switches()
    walk.is_forgotten()


@pytest.mark.parametrize("ends", ["switch", "time"])
def test_an_address_that_was_written_goes_with_its_person(ends: str) -> None:
    walk = at_the_address().touch(*map(t.AddressWritten, PLACE))
    walk.goes_home().at("kiosk_leaving")
    walk.switches() if ends == "switch" else walk.after(120)
    walk.at("kiosk_home").is_forgotten()


def test_an_address_is_one_line_that_the_hall_takes() -> None:
    walk = at_the_address().touch(t.AddressWritten("\n"), t.AddressWritten(" "), t.AddressDone()).at("booking_address")
    walk.touch(t.AddressErased(all=True), *map(t.AddressWritten, ["远" * 150, "近" * 51, "近" * 50]))
    assert walk.business.address == "远" * 150 + "近" * 50
    walk.touch(t.AddressDone()).at("booking_who").back().at("booking_address")
    assert len(walk.business.address) == 200


def test_an_address_that_the_hall_does_not_take_is_written_again() -> None:
    walk = at_the_address().touch(*map(t.AddressWritten, PLACE), t.AddressDone(), CARD, t.BookingConfirmed())
    walk.hall_tells(code="appointment.needs_address").at("booking_said").touch(t.BookingGoesOn()).at("booking_address")
    assert walk.business.address == "".join(PLACE)
    walk.touch(t.AddressDone()).at("booking_who").back().back().at("booking_times")


def test_a_queue_that_became_one_of_home_visits_asks_where_to_come() -> None:
    walk = to_be_checked().touch(t.BookingConfirmed()).hall_tells(code="appointment.needs_address")
    walk.touch(t.BookingGoesOn()).at("booking_address").touch(t.AddressWritten("春晓里3号"), t.AddressDone())
    walk.at("booking_who")


def test_no_booking_in_the_hall_carries_an_address_of_before() -> None:
    walk = at_the_address().touch(*map(t.AddressWritten, PLACE)).back().back().back().back().at("booking_ways")
    walk.touch(t.BookWanted(), t.BookedQueueChosen("social"), t.BookedItemChosen("old-age-allowance"))
    walk.hall_tells(SLOTS).touch(t.BookedDayChosen(DAY), t.SlotTouched(FREE.starts_at)).at("booking_who")
    walk.touch(CARD, t.BookingConfirmed())
    assert "address" not in walk.wire[1]


def test_an_answer_that_comes_after_its_person_has_gone_is_nobodys() -> None:
    walk = to_be_checked().touch(t.BookingConfirmed()).switches()
    walk.hall_tells(BOOKED).at("kiosk_home")
    walk.is_forgotten()
