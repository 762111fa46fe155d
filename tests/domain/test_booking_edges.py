"""Bookings at the edge of each rule: the last instant, the whole length, the neighbour that just touches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from acting import DAY, MINUTE, Acting, at
from booking_hall import LI, MONDAY, WANG, ZHAO, Booking, booked_hall

from domain import commands as c
from domain.booking.codes import codes
from domain.events import AppointmentBooked
from domain.refusal import Code, Refusal
from domain.state.appointments import Bookings
from domain.state.booking_history import MONTH_MS, BookingHistory, PastBooking

MON, TUE, WED = "2026-11-23", "2026-11-24", "2026-11-25"
PHONE = "13800138000"


def elsewhere(code: str, begins: str, ends: str, **more: object) -> c.BookAppointment:
    return c.BookAppointment(code=code, queue="papers", starts_at=at(begins), ends_at=at(ends), **more)  # type: ignore[arg-type]


def test_slots_that_touch_do_not_overlap_and_the_one_that_does_is_named() -> None:
    day = Booking(booked_hall(per_day=None, people=3))
    for time in ("09:30", "10:30", "10:00"):
        day.book(f"{TUE} {time}")
    day.do(elsewhere("CITY", f"{WED} 09:10", f"{WED} 09:40", person=LI), "desk")
    refusal = day.refusal(day.asked(f"{WED} 09:30"))
    assert refusal.code is Code.APPOINTMENT_OVERLAPS
    assert refusal.data == {"starts_at": at(f"{WED} 09:10"), "ends_at": at(f"{WED} 09:40")}
    day.book(f"{WED} 10:00")


def test_a_booking_may_move_into_its_own_time_also_where_slots_are_shorter_now() -> None:
    day = Booking(booked_hall(people=1))
    code = day.book(f"{TUE} 09:00").code
    day.hall.state.bookings.get(code).ends_at = at(f"{TUE} 10:00")  # type: ignore[union-attr]  # of an hour then
    assert day.refused(day.asked(f"{TUE} 09:30", WANG)) is Code.APPOINTMENT_FULL
    day.do(c.MoveAppointment(code=code, starts_at=at(f"{TUE} 09:30")), "kiosk-1")
    day.book(f"{TUE} 09:00", WANG)


def test_limits_count_the_halls_own_bookings_alone() -> None:
    day = Booking(booked_hall(per_day=1))
    day.do(elsewhere("CITY", f"{TUE} 09:00", f"{TUE} 09:30", person=LI), "desk")
    day.book(f"{TUE} 10:00")
    assert day.refused(day.asked(f"{TUE} 11:00")) is Code.APPOINTMENT_LIMIT
    day.until(f"{WED} 08:00")
    assert [past.starts_at for past in day.hall.state.bookings.history.of([LI])] == [at(f"{TUE} 10:00")]


@pytest.mark.parametrize(
    ("begins", "ends", "taken"),
    [
        ("07:00", "08:00", False),  # is over this very instant
        ("07:00", "08:01", True),
        ("09:00", "09:00", False),
        ("09:30", "09:00", False),
    ],
)
def test_a_slot_of_elsewhere_has_a_length_and_is_not_over(begins: str, ends: str, taken: bool) -> None:
    day = Booking()
    told = day.try_(elsewhere("CITY", f"{MON} {begins}", f"{MON} {ends}"), "desk")
    assert (not isinstance(told, Refusal)) is taken


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_a_slot_of_elsewhere_is_a_day_at_most(more: int, taken: bool) -> None:
    day = Booking()
    told = day.try_(
        replace(elsewhere("CITY", f"{TUE} 09:00", f"{WED} 09:00"), ends_at=MONDAY + DAY + more, starts_at=MONDAY),
        "desk",
    )
    assert (not isinstance(told, Refusal)) is taken


@pytest.mark.parametrize("code", ["", "  ", "A\u200bB", "QJ00000001"])
def test_a_code_of_elsewhere_can_be_read_and_is_no_documents(code: str) -> None:
    papers, *others = booked_hall().queues
    day = Booking(replace(booked_hall(), queues=(replace(papers, pickup_code="QJ########"), *others)))
    assert day.refused(elsewhere(code, f"{TUE} 09:00", f"{TUE} 09:30"), "desk") is Code.REQUEST_INVALID


def test_a_booking_of_elsewhere_without_an_end_is_refused() -> None:
    day = Booking()
    asked = replace(elsewhere("CITY", f"{TUE} 09:00", f"{TUE} 09:30"), ends_at=None)
    assert day.refused(asked, "desk") is Code.REQUEST_INVALID


def test_the_longest_address_and_the_shortest_are_taken_and_as_many_items_as_a_ticket_has() -> None:
    day = Booking(booked_hall(home_visit=True, per_day=None))
    day.book(f"{TUE} 09:00", address="x" * 200)
    day.book(f"{TUE} 09:30", address="x")
    most = day.hall.state.config.rules.items_per_ticket
    day.book(f"{TUE} 10:00", address="x", items=("permit",) * most)


def test_a_change_is_made_until_the_very_instant() -> None:
    day = Booking(booked_hall(change_minutes=60))
    code = day.book(f"{MON} 10:00").code
    day.until(f"{MON} 09:00").do(c.MoveAppointment(code=code, starts_at=at(f"{TUE} 10:00")), "page")


def test_of_the_last_day_that_may_be_booked_it_is_said_that_its_year_is_not_announced() -> None:
    day = Booking(booked_hall(years=(2026,), days_ahead=7), at("2026-12-28 08:00"))
    assert day.refused(day.asked("2027-01-04 09:00")) is Code.APPOINTMENT_NOT_ANNOUNCED
    assert day.refused(day.asked("2027-01-05 09:00")) is Code.APPOINTMENT_NO_SLOT


def test_a_booking_of_a_queue_that_is_booked_no_more_stays_where_it_is() -> None:
    day = Booking()
    code = day.book(f"{TUE} 09:00").code
    state = day.hall.state
    queue = state.queue("papers")
    queue.config = replace(queue.config, booking=None)
    move = c.MoveAppointment(code=code, starts_at=at(f"{TUE} 10:00"))
    assert day.refused(move, "kiosk-1") is Code.APPOINTMENT_NOT_OFFERED


# ---- the bookings of a hall, and those that are over


def test_only_what_begins_before_the_end_and_ends_after_the_begin_is_in_a_slot() -> None:
    day = Booking(booked_hall(people=1, per_day=None))
    day.book(f"{TUE} 09:30")
    bookings = day.hall.state.bookings
    for begins, ends, count in (
        ("09:00", "09:30", 0),
        ("10:00", "10:30", 0),
        ("09:59", "11:00", 1),
        ("08:00", "09:31", 1),
    ):
        times = (at(f"{TUE} {begins}"), at(f"{TUE} {ends}"))
        assert len(bookings.in_slot("papers", *times)) == bookings.counted("papers")(*times) == count


def test_the_next_of_a_persons_bookings_that_nobody_came_with_is_theirs() -> None:
    day = Booking(booked_hall(per_day=None))
    later, sooner = (day.book(f"{MON} {time}").code for time in ("10:00", "09:00"))
    bookings = day.hall.state.bookings
    assert bookings.of_person(LI) is bookings.get(sooner)
    day.until(f"{MON} 08:50").do(c.IssueTicket(appointment=sooner), "kiosk-1")
    assert bookings.of_person(LI) is bookings.get(later)
    rules = day.hall.state.config.rules
    assert bookings.due(LI, "", at(f"{MON} 09:00"), rules) is None, "not the one that is used"
    early = rules.appointment_early_minutes * MINUTE
    assert bookings.due(LI, "", at(f"{MON} 10:00") - early - 1, rules) is None
    assert bookings.due(LI, "papers", at(f"{MON} 10:00") - early, rules) is bookings.get(later)
    late = bookings.get(later).untimely(at(f"{MON} 10:30") + rules.appointment_late_minutes * MINUTE + 1, rules)  # type: ignore[union-attr]
    assert late is not None
    assert late.data == {"ends_at": at(f"{MON} 10:30")}


def test_a_booking_that_is_gone_is_gone_from_its_holders_and_its_queue() -> None:
    day = Booking(booked_hall(per_day=None, per_week=None))
    codes = [day.book(f"{TUE} {time}", phone="13800138000").code for time in ("11:00", "09:00", "14:00", "10:00")]
    bookings = day.hall.state.bookings
    first, *others = found = bookings.of_holders(bookings.get(codes[0]).holders)  # type: ignore[union-attr]
    assert [one.code for one in found] == [codes[place] for place in (1, 3, 0, 2)], "the next one first"
    day.do(c.CancelAppointment(code=first.code), "kiosk-1")
    assert bookings.of_holders(first.holders) == others
    for code in (one.code for one in others):
        day.do(c.CancelAppointment(code=code), "kiosk-1")
    assert bookings.of_holders(first.holders) == []
    assert dict(bookings.queues) == {}
    bookings.drop(code)


def test_a_renamed_queue_keeps_its_bookings_beside_those_it_had() -> None:
    day = Booking(booked_hall(per_day=None))
    codes = {day.book(f"{TUE} {time}").code for time in ("09:00", "10:00")}
    bookings = day.hall.state.bookings
    bookings.renamed("papers", "social")
    assert {bookings.get(code).queue for code in codes} == {"social"}  # type: ignore[union-attr]
    assert dict(bookings.queues) == {"social": 2}
    bookings.renamed("papers", "advice")
    assert dict(bookings.queues) == {"social": 2}
    assert len(bookings.in_slot("social", at(f"{TUE} 09:00"), at(f"{TUE} 09:30"))) == 1


def test_who_misses_a_slot_under_a_phone_is_barred_under_it() -> None:
    """Also where the card is not laid on: the keyed hash of the phone counts like that of the person."""
    day = Booking(booked_hall(missed_limit=1, barred_days=90))
    day.book(f"{MON} 09:00", phone="13800138000", proof=day.prove("13800138000"))
    day.until(f"{MON} 09:00").take("social")
    day.until(f"{TUE} 08:00")
    proof = day.prove("13800138000")
    assert day.refused(day.asked(f"{TUE} 10:00", None, phone="13800138000", proof=proof)) is Code.APPOINTMENT_BARRED
    day.book(f"{TUE} 10:00", WANG)
    held = day.hall.state.bookings.history
    for days, left in ((62, 1), (179, 1), (180, 1), (182, 0)):
        day.hall.state.bookings.end_day(at(f"{MON} 09:00") + days * DAY, 90)
        assert len(held.of([LI])) == left, "twice as long as somebody may be barred"


def test_what_a_month_needs_is_known_for_two() -> None:
    past = PastBooking(code="A", starts_at=MONDAY, missed=True, person=LI, phone_key="k")
    for days, left in ((61, 1), (62, 1), (63, 0)):
        bookings = Bookings()
        bookings.history.add(past)
        bookings.end_day(MONDAY + days * DAY, 1)
        assert len(bookings.history.of([LI, "k"])) == left
        assert (LI in str(bookings.history.dump())) is bool(left)
    assert MONTH_MS == 31 * DAY


def test_the_history_tells_in_order_and_forgets_one_under_all_its_holders() -> None:
    history = BookingHistory()
    for code, day in (("A", 2), ("C", 1), ("B", 1)):
        history.add(PastBooking(code=code, starts_at=MONDAY + day * DAY, missed=False, person=LI, phone_key=code))
    assert [past.code for past in history.of([LI, "A"])] == ["B", "C", "A"]
    history.forget("B")
    history.forget("none")
    assert [past.code for past in history.of([LI])] == ["C", "A"]
    assert history.of(["B"]) == []


def test_a_day_ends_what_was_used_and_what_is_over_and_nothing_else() -> None:
    bookings = Bookings()
    for code, ends_at, more in (
        ("USED", 1_200, {"ticket": "t", "own": True, "person": LI}),
        ("OVER", 1_000, {"own": True, "phone_key": "k"}),
        ("OPEN", 1_001, {"own": True, "person": LI}),
        ("CITY", 1_000, {"person": ZHAO}),
        ("NOBODY", 1_000, {"own": True}),
    ):
        bookings.load([{"code": code, "queue": "papers", "starts_at": 900, "ends_at": ends_at, **more}])
    bookings.end_day(1_000, 0)
    assert bookings.codes == ("OPEN",)
    assert {past.code for past in bookings.history.of([LI, ZHAO, "k"])} == {"USED", "OVER"}
    assert [row["code"] for row in rows_of(bookings)] == ["OVER", "USED"]


def rows_of(bookings: Bookings) -> list[dict[str, object]]:
    """All that is known of bookings that are over."""
    table = bookings.history.dump()
    rows = [dict(zip(table["fields"], row, strict=True)) for row in table["rows"]]
    return sorted(rows, key=lambda row: str(row["code"]))


def test_of_a_day_that_left_nobody_is_named_but_those_who_may_still_come() -> None:
    bookings = Bookings()
    whose = {"person": LI, "phone": "13800138000", "phone_key": "k", "address": "1"}
    common = {"queue": "papers", "starts_at": 1, "ends_at": 2, "items": ["permit"], **whose}
    bookings.load([{"code": "CAME", "ticket": "t", **common}, {"code": "COMES", **common}])
    (row,) = bookings.dump_without_persons()
    assert row["code"] == "COMES"
    assert [row[name] for name in whose] == [None] * 4
    again = Bookings()
    again.load(bookings.dump())
    assert again.dump() == bookings.dump()
    assert again.get("comes").items == ("permit",)  # type: ignore[union-attr]


def test_what_a_wrong_close_took_comes_back_as_not_missed() -> None:
    there, here = Bookings(), Bookings()
    there.load([{"code": "A", "queue": "papers", "starts_at": 1, "ends_at": 2, "own": True, "missed": True}])
    here.history.add(PastBooking(code="A", starts_at=1, missed=True, person=LI))
    here.put_back(there)
    booking = here.get("A")
    assert booking is not None
    assert not booking.missed
    assert here.history.of([LI]) == []


def test_a_booking_of_a_queue_that_is_gone_moves_nowhere() -> None:
    day = Booking()
    code = day.book(f"{TUE} 09:00").code
    del day.hall.state.queues["papers"]
    move = c.MoveAppointment(code=code, starts_at=at(f"{TUE} 10:00"))
    decision = day.hall.decide(move, day.now, device="kiosk-1", token="ab" * 24, printers={})
    assert isinstance(decision, Refusal)
    assert decision.code is Code.QUEUE_UNKNOWN


def test_no_own_code_looks_like_one_that_stands_on_a_document() -> None:
    """A machine would take it for a document's."""
    config = booked_hall()
    papers, *others = config.queues
    first = next(codes(f"{2:048x}"[::-1]))
    pattern = "".join("#" if sign.isdecimal() else sign for sign in first)
    day = Booking(replace(config, queues=(replace(papers, pickup_code=pattern), *others)))
    day._tokens = 1
    assert day.book(f"{TUE} 09:00").code != first


def test_a_booking_holds_all_that_its_event_says() -> None:
    day = Booking(booked_hall(home_visit=True))
    proof = day.prove(PHONE)
    more: dict[str, Any] = {"phone": PHONE, "proof": proof, "language": "en", "address": " 1 Main Street "}
    view = day.book(f"{TUE} 09:00", LI, device="page", **more)
    event, booking = day.log[-1], day.hall.state.bookings.get(view.code)
    assert isinstance(event, AppointmentBooked)
    assert booking is not None
    assert event.phone_key is not None
    for name in ("code", "queue", "starts_at", "ends_at", "person", "own", "items", "language", "phone", "phone_key"):
        assert getattr(booking, name) == getattr(event, name), name
    assert (booking.language, booking.address, booking.changed_at) == ("en", "1 Main Street", event.at)
    assert day.hall.state.bookings.phone_of(view.code) == PHONE
    assert day.hall.state.bookings.phone_of("nothing") is None


def test_without_phones_two_people_at_the_desk_are_two() -> None:
    day = Booking(booked_hall(per_day=1))
    for person in (LI, WANG):
        day.book(f"{TUE} 09:00", person, device="desk")
    assert len(day.hall.state.bookings.of_holders((LI,))) == 1
    booking = day.hall.state.bookings.of_holders((WANG,))[0]
    assert booking.phone_key is None
    assert booking.holders == (WANG,)


def test_a_hall_that_has_no_secret_yet_proves_no_phone() -> None:
    day = Acting(booked_hall(), MONDAY)
    day.do(c.Tick())
    assert day.refused(c.SendPhoneCode(phone=PHONE)) is Code.PHONE_NO_MESSAGES
    assert day.refused(c.ProvePhone(phone=PHONE, code="123456")) is Code.PHONE_CODE_OVER
