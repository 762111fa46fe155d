"""The hall's own bookings: slots, places, limits, bars, moving and cancelling, and what they are at check-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from acting import DAY, HALL, MINUTE, at
from booking_hall import LI, MONDAY, WANG, WEEK, ZHAO, Booking, booked_hall

from domain import commands as c
from domain.booking.codes import ALPHABET, codes
from domain.booking.views import AppointmentQuestion, AppointmentsAnswer, DayAppointmentsAnswer, DayAppointmentsQuestion
from domain.config import SpecialDay
from domain.decide.bookings.limits import barred_until
from domain.decide.hall import Hall
from domain.events import AppointmentCancelled, AppointmentMissed, AppointmentMoved
from domain.refusal import Code, Refusal
from domain.show.bookings import answer

MON, TUE, WED = "2026-11-23", "2026-11-24", "2026-11-25"


# ---- slots


def test_the_slots_of_a_day_are_its_hours_cut_in_whole_pieces() -> None:
    day = Booking()
    begins = [(slot.starts_at - at(f"{TUE} 00:00")) // MINUTE for slot in day.slots(TUE, 1).slots]
    assert begins == [540, 570, 600, 630, 660, 690, 810, 840, 870], "the last quarter of an hour is no slot"
    assert all(slot.ends_at - slot.starts_at == 30 * MINUTE and slot.free == 2 for slot in day.slots().slots)


def test_slots_go_as_far_as_the_hall_says() -> None:
    day = Booking(booked_hall(days_ahead=8))
    found = day.slots()
    assert found.last_day == "2026-12-01"
    assert found.slots[-1].starts_at == at("2026-12-01 14:30")
    assert day.refusal(day.asked("2026-12-02 09:00")).data == {"last_day": "2026-12-01"}
    day.book("2026-12-01 14:30")


def test_a_slot_is_booked_until_shortly_before_it() -> None:
    day = Booking(booked_hall(latest_minutes=30)).until(f"{MON} 09:30")
    day.book(f"{MON} 10:00")
    day.now += 1
    assert day.refused(day.asked(f"{MON} 10:00", WANG)) is Code.APPOINTMENT_NO_SLOT
    assert day.slots(MON, 1).slots[0].starts_at == at(f"{MON} 10:30")


@pytest.mark.parametrize(
    "when", [f"{TUE} 09:01", f"{TUE} 12:00", f"{TUE} 15:00", "2026-11-28 09:00", "2026-11-20 09:00"]
)
def test_what_is_no_slot_is_refused(when: str) -> None:
    day = Booking()
    assert day.refused(day.asked(when)) is Code.APPOINTMENT_NO_SLOT


def test_nothing_is_booked_into_a_year_that_is_not_announced() -> None:
    day = Booking(booked_hall(years=(2026,)), at("2026-12-28 08:00"))
    assert day.slots().not_announced == (2027,)
    assert day.slots().slots[-1].starts_at == at("2026-12-31 14:30")
    refusal = day.refusal(day.asked("2027-01-04 09:00"))
    assert (refusal.code, refusal.data) == (Code.APPOINTMENT_NOT_ANNOUNCED, {"year": 2027})
    known = Booking(booked_hall(years=(2026, 2027)), at("2026-12-28 08:00"))
    assert known.slots().not_announced == ()
    known.book("2027-01-04 09:00")


def test_a_queue_without_slots_says_so() -> None:
    day = Booking()
    asked = replace(day.asked(f"{TUE} 09:00"), queue="advice")
    assert day.refused(asked) is Code.APPOINTMENT_NOT_OFFERED
    assert day.refused(replace(asked, queue="none")) is Code.QUEUE_UNKNOWN


# ---- places


def test_a_full_slot_is_full_and_no_other_one() -> None:
    day = Booking()
    day.book(f"{TUE} 09:00", LI)
    assert day.free(f"{TUE} 09:00") == 1
    day.book(f"{TUE} 09:00", WANG)
    assert day.free(f"{TUE} 09:00") == 0
    assert day.refused(day.asked(f"{TUE} 09:00", ZHAO)) is Code.APPOINTMENT_FULL
    day.book(f"{TUE} 09:30", ZHAO)


def test_bookings_that_were_made_elsewhere_take_room_in_every_slot_they_touch() -> None:
    day = Booking(booked_hall(people=1))
    other = c.BookAppointment(code="CITY", queue="papers", starts_at=at(f"{TUE} 09:15"), ends_at=at(f"{TUE} 09:45"))
    day.do(other, "desk")
    assert [day.free(f"{TUE} {time}") for time in ("09:00", "09:30", "10:00")] == [0, 0, 1]


def test_only_the_desk_tells_of_bookings_that_were_made_elsewhere() -> None:
    day = Booking()
    other = c.BookAppointment(code="CITY", queue="papers", starts_at=at(f"{TUE} 09:00"), ends_at=at(f"{TUE} 09:30"))
    for device in ("kiosk-1", "page"):
        assert day.refused(other, device) is Code.DEVICE_NOT_ALLOWED
        assert day.refused(replace(other, code=""), device) is Code.DEVICE_NOT_ALLOWED
    day.do(other, "desk")
    assert day.refused(c.CancelAppointment(code="city"), "page") is Code.APPOINTMENT_ELSEWHERE
    move = c.MoveAppointment(code="city", starts_at=at(f"{TUE} 10:00"))
    assert day.refused(move, "desk") is Code.APPOINTMENT_ELSEWHERE
    day.do(c.CancelAppointment(code="city"), "desk")


# ---- who


def test_a_booking_is_somebodys() -> None:
    day = Booking()
    assert day.refused(day.asked(f"{TUE} 09:00", None)) is Code.APPOINTMENT_NEEDS_PERSON
    assert day.refused(day.asked(f"{TUE} 09:00", None, phone="12")) is Code.PHONE_INVALID
    day.book(f"{TUE} 09:00", None, phone="138 0013 8000", proof=day.prove("13800138000"))
    again = day.asked(f"{TUE} 09:00", None, phone="+8613800138000")
    assert day.refused(again, "desk") is Code.APPOINTMENT_OVERLAPS


def test_what_is_wrong_with_the_request_is_said_before_anything_else() -> None:
    day = Booking()
    assert day.refused(day.asked(f"{TUE} 09:00", items=("moon",))) is Code.ITEM_UNKNOWN
    assert day.refused(day.asked(f"{TUE} 09:00", items=("permit",) * 6)) is Code.ITEM_TOO_MANY
    assert day.refused(day.asked(f"{TUE} 09:00", language="tlh")) is Code.REQUEST_INVALID


@pytest.mark.parametrize(
    ("rules", "booked", "asked", "per"),
    [
        ({"per_day": 2}, [f"{TUE} 09:00", f"{TUE} 10:00"], f"{TUE} 11:00", "day"),
        ({"per_week": 2, "per_day": None}, [f"{MON} 10:00", "2026-11-27 10:00"], f"{WED} 11:00", "week"),
        ({"per_month": 2, "per_week": None}, [f"{MON} 10:00", f"{TUE} 10:00"], "2026-11-30 11:00", "month"),
    ],
)
def test_a_person_has_so_many_slots(rules: dict[str, int], booked: list[str], asked: str, per: str) -> None:
    day = Booking(booked_hall(**rules))
    for when in booked:
        day.book(when)
    refusal = day.refusal(day.asked(asked))
    assert (refusal.code, refusal.data) == (Code.APPOINTMENT_LIMIT, {"limit": 2, "per": per})
    day.book(asked, WANG)


def test_limits_begin_anew_with_the_next_day_week_and_month() -> None:
    day = Booking(booked_hall(per_day=1, per_week=2, per_month=3))
    day.book(f"{MON} 10:00")
    day.book(f"{TUE} 10:00")
    day.book("2026-11-30 10:00"), "the next week"
    day.book("2026-12-01 10:00"), "the next month"


def test_what_is_over_counts_on() -> None:
    day = Booking(booked_hall(per_week=1, missed_limit=None))
    code = day.book(f"{MON} 10:00").code
    day.until(f"{MON} 10:00").do(c.IssueTicket(appointment=code), "kiosk-1")
    day.until(f"{TUE} 08:00")
    assert day.refused(day.asked(f"{WED} 10:00")) is Code.APPOINTMENT_LIMIT
    day.book("2026-11-30 10:00")


# ---- missed


def test_who_misses_two_waits_for_a_while_and_is_told_until_when() -> None:
    day = Booking(booked_hall(missed_limit=2, barred_days=10, per_week=None))
    for when in (f"{MON} 09:00", f"{TUE} 09:00"):
        day.book(when)
    day.until(f"{TUE} 08:00")
    assert [event.starts_at for event in day.log if isinstance(event, AppointmentMissed)] == [at(f"{MON} 09:00")]
    day.book("2026-11-26 09:00"), "one alone bars nobody"
    day.until(f"{WED} 08:00")
    until = at(f"{TUE} 09:00") + 10 * DAY
    refusal = day.refusal(day.asked("2026-11-27 09:00"))
    assert (refusal.code, refusal.data) == (Code.APPOINTMENT_BARRED, {"until": until, "missed": 2})
    day.book("2026-11-27 09:00", WANG)
    moved = answer(day.hall.state, AppointmentQuestion(person=LI), day.now)
    assert not isinstance(moved, Refusal), "what is booked stays"
    day.until("2026-11-26 09:00").do(c.IssueTicket(person=LI), "kiosk-1")
    day.now = until - 1
    assert day.refused(day.asked("2026-12-04 10:00")) is Code.APPOINTMENT_BARRED
    day.now = until
    day.book("2026-12-04 10:00")


def test_a_day_on_which_the_hall_never_opened_is_nobodys_fault() -> None:
    day = Booking()
    day.book(f"{TUE} 09:00")
    day.until(f"{WED} 08:00")
    assert not [event for event in day.log if isinstance(event, AppointmentMissed)], "the hall was off all Tuesday"


@pytest.mark.parametrize("changed", ["closed that day", "queue gone", "shorter hours", "as before"])
def test_a_slot_that_was_taken_away_is_nobodys_fault(changed: str) -> None:
    day = Booking(booked_hall(missed_limit=1))
    day.book(f"{MON} 14:00")
    config = booked_hall(missed_limit=1)
    morning = replace(WEEK, sessions=WEEK.sessions[:1])
    config = {
        "closed that day": replace(
            config, calendars=(replace(WEEK, special=(SpecialDay(day=date(2026, 11, 23), name=HALL.name),)),)
        ),
        "queue gone": replace(
            config,
            queues=config.queues[1:],
            windows=tuple(replace(one, serves=()) for one in config.windows),
            devices=tuple(replace(one, offline=()) for one in config.devices),
        ),
        "shorter hours": replace(config, calendars=(morning,)),
        "as before": config,
    }[changed]
    day.hall = Hall.load(config, day.hall.dump(), ticket_key=day.hall.state.ticket_key)
    day.until(f"{TUE} 08:00")
    missed = [event for event in day.log if isinstance(event, AppointmentMissed)]
    assert bool(missed) == (changed == "as before")


def test_who_came_or_cancelled_has_missed_nothing() -> None:
    day = Booking(booked_hall(missed_limit=1))
    came, cancelled = day.book(f"{MON} 09:00").code, day.book(f"{MON} 14:00").code
    day.do(c.CancelAppointment(code=cancelled), "kiosk-1")
    day.until(f"{MON} 09:00").do(c.IssueTicket(appointment=came), "kiosk-1")
    day.until(f"{TUE} 08:00").book(f"{TUE} 14:00")


def test_who_came_and_gave_the_number_back_has_missed_nothing() -> None:
    day = Booking(booked_hall(missed_limit=1))
    code = day.book(f"{MON} 09:00").code
    day.until(f"{MON} 09:00").do(c.IssueTicket(appointment=code), "kiosk-1")
    (ticket,) = day.hall.state.tickets
    day.do(c.CancelTicket(ticket=ticket), "kiosk-1")
    day.until(f"{TUE} 08:00").book(f"{TUE} 14:00")


@pytest.mark.parametrize(
    ("missed", "limit", "until"),
    [
        ([], 2, None),
        ([5 * DAY], 2, None),
        ([5 * DAY, 15 * DAY], 2, 25 * DAY),
        ([5 * DAY, 15 * DAY + 1], 2, None),
        ([1 * DAY, 2 * DAY, 30 * DAY], 2, 12 * DAY),
        ([1 * DAY, 2 * DAY, 11 * DAY], 2, 21 * DAY),
        ([5 * DAY], 1, 15 * DAY),
        ([5 * DAY, 6 * DAY], None, None),
    ],
)
def test_until_when_somebody_is_barred(missed: list[int], limit: int | None, until: int | None) -> None:
    assert barred_until(missed, limit, 10) == until


# ---- changes


def test_a_moved_booking_holds_one_slot() -> None:
    day = Booking(booked_hall(people=1))
    code = day.book(f"{TUE} 09:00").code
    moved = day.do(c.MoveAppointment(code=code.lower(), starts_at=at(f"{TUE} 10:00")), "kiosk-1")
    assert (moved.code, moved.starts_at) == (code, at(f"{TUE} 10:00"))
    assert (day.free(f"{TUE} 09:00"), day.free(f"{TUE} 10:00")) == (1, 0)
    day.book(f"{TUE} 09:00", WANG)
    back = c.MoveAppointment(code=code, starts_at=at(f"{TUE} 09:00"))
    assert day.refused(back, "kiosk-1") is Code.APPOINTMENT_FULL
    assert day.free(f"{TUE} 10:00") == 0, "refused, it stays where it is"
    before = len(day.log)
    day.do(c.MoveAppointment(code=code, starts_at=at(f"{TUE} 10:00")), "kiosk-1")
    assert len(day.log) == before, "the same slot again changes nothing"


def test_a_move_is_held_to_the_limits_without_the_booking_itself() -> None:
    day = Booking(booked_hall(per_day=1))
    code = day.book(f"{TUE} 09:00").code
    day.do(c.MoveAppointment(code=code, starts_at=at(f"{TUE} 09:30")), "kiosk-1")
    day.book(f"{WED} 09:00")
    taken = c.MoveAppointment(code=code, starts_at=at(f"{WED} 10:00"))
    assert day.refused(taken, "kiosk-1") is Code.APPOINTMENT_LIMIT


def test_changes_are_made_in_time_and_later_only_at_the_desk() -> None:
    day = Booking(booked_hall(change_minutes=60))
    booked = day.book(f"{MON} 10:00")
    assert booked.change_until == at(f"{MON} 09:00")
    cancel = c.CancelAppointment(code=booked.code)
    day.until(f"{MON} 09:00").now += 1
    for asked in (cancel, c.MoveAppointment(code=booked.code, starts_at=at(f"{TUE} 10:00"))):
        for device in ("kiosk-1", "page"):
            refusal = day.refusal(asked, device)
            assert (refusal.code, refusal.data) == (Code.APPOINTMENT_TOO_LATE, {"until": at(f"{MON} 09:00")})
    day.do(cancel, "desk")
    assert day.refused(cancel, "desk") is Code.APPOINTMENT_UNKNOWN


def test_what_is_checked_in_is_changed_no_more() -> None:
    day = Booking()
    code = day.book(f"{MON} 09:00").code
    day.until(f"{MON} 08:45").do(c.IssueTicket(appointment=code), "kiosk-1")
    for asked in (c.CancelAppointment(code=code), c.MoveAppointment(code=code, starts_at=at(f"{TUE} 10:00"))):
        assert day.refused(asked, "desk") is Code.APPOINTMENT_USED


def test_moved_and_cancelled_say_who_is_to_be_told() -> None:
    day = Booking()
    code = day.book(f"{TUE} 09:00", phone="13800138000", language="en").code
    day.do(c.MoveAppointment(code=code, starts_at=at(f"{TUE} 10:00")), "kiosk-1")
    day.do(c.CancelAppointment(code=code), "kiosk-1")
    moved, cancelled = day.log[-2:]
    assert isinstance(moved, AppointmentMoved)
    assert isinstance(cancelled, AppointmentCancelled)
    assert [(event.phone, event.language) for event in (moved, cancelled)] == [("13800138000", "en")] * 2
    assert cancelled.starts_at == at(f"{TUE} 10:00")


# ---- at check-in, and after


def test_the_ticket_has_what_was_booked() -> None:
    day = Booking().open("w1")
    code = day.book(f"{MON} 09:00", items=("permit",), phone="13800138000").code
    day.until(f"{MON} 09:00").do(c.IssueTicket(appointment=code), "kiosk-1")
    (ticket,) = day.hall.state.tickets.values()
    assert (ticket.items, ticket.phone, ticket.person) == (("permit",), "13800138000", LI)
    assert ticket.effective_at == at(f"{MON} 09:00")


def test_nothing_of_a_person_is_left_but_what_the_limits_need() -> None:
    day = Booking()
    day.book(f"{MON} 09:00", phone="13800138000")
    day.book(f"{WED} 09:00", phone="13800138000")
    day.until(f"{TUE} 08:00")
    assert str(day.hall.dump()).count("13800138000") == 1, "of Wednesday's"
    day.until(f"{WED} 08:00").until("2026-11-26 08:00")
    assert "13800138000" not in str(day.hall.dump())
    assert LI in str(day.hall.dump())
    day.until("2027-02-01 08:00").until("2027-02-02 08:00")
    assert LI not in str(day.hall.dump())


def test_a_home_visit_has_an_address_as_long_as_it_is_booked() -> None:
    day = Booking(booked_hall(home_visit=True))
    assert day.slots().home_visit
    for address in (None, "  ", "x" * 201, "a\nb"):
        assert day.refused(day.asked(f"{TUE} 09:00", address=address)) is Code.APPOINTMENT_NEEDS_ADDRESS
    day.book(f"{TUE} 09:00", address=" 春晓里3号楼201 ")
    found = answer(day.hall.state, DayAppointmentsQuestion(day=TUE), day.now)
    assert isinstance(found, DayAppointmentsAnswer)
    assert [one.address for one in found.appointments] == ["春晓里3号楼201"]
    day.until(f"{TUE} 08:00").until(f"{WED} 08:00")
    assert "春晓里" not in str(day.hall.dump())
    plain = Booking()
    plain.book(f"{TUE} 09:00", address="春晓里3号楼201")
    assert "春晓里" not in str(plain.hall.dump()), "where nobody is visited, no address is kept"


def test_bookings_are_found_by_code_and_by_person() -> None:
    day = Booking()
    later, sooner = day.book(f"{WED} 09:00").code, day.book(f"{TUE} 09:00").code
    found = answer(day.hall.state, AppointmentQuestion(person=LI), day.now)
    assert isinstance(found, AppointmentsAnswer)
    assert [one.code for one in found.appointments] == [sooner, later]
    for question in (AppointmentQuestion(code="none"), AppointmentQuestion(person=WANG), AppointmentQuestion()):
        refusal = answer(day.hall.state, question, day.now)
        assert isinstance(refusal, Refusal)
        assert refusal.code is Code.APPOINTMENT_UNKNOWN


def test_who_waited_at_home_for_a_visit_has_missed_nothing() -> None:
    day = Booking(booked_hall(home_visit=True, missed_limit=1))
    code = day.book(f"{MON} 09:00", address="春晓里3号楼201").code
    found = answer(day.hall.state, AppointmentQuestion(code=code), day.now)
    assert isinstance(found, AppointmentsAnswer)
    assert [one.home_visit for one in found.appointments] == [True]
    assert "春晓里" not in repr(found)
    day.until(f"{TUE} 08:00")
    assert not [event for event in day.log if isinstance(event, AppointmentMissed)]
    day.book(f"{WED} 09:00", address="春晓里3号楼201")


def test_a_day_that_closed_by_a_wrong_clock_has_no_missed_bookings() -> None:
    day = Booking(booked_hall(missed_limit=1)).open("w1")
    code = day.book(f"{MON} 14:00").code
    day.until(f"{MON} 09:00").take("social")
    day.until(f"{TUE} 09:00")
    assert [event for event in day.log if isinstance(event, AppointmentMissed)]
    day.do(c.CorrectTime(shift_ms=-DAY, since=at(f"{MON} 09:30")))
    day.now = at(f"{MON} 09:01")
    assert day.hall.day == MON
    day.book(f"{TUE} 10:00"), "not barred"
    day.until(f"{MON} 14:00").do(c.IssueTicket(appointment=code), "kiosk-1")


def test_codes_are_short_and_not_misread() -> None:
    found = [code for code, _ in zip(codes("ab" * 24), range(200), strict=False)]
    assert len(set(found)) == 200
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in found)
    assert not set("01ILO25SBZUV") & set(ALPHABET)


def test_a_code_that_is_taken_or_could_be_a_documents_is_passed_by() -> None:
    first, second = [code for code, _ in zip(codes(f"{2:048x}"[::-1]), range(2), strict=False)]
    day = Booking()
    other = c.BookAppointment(code=first, queue="papers", starts_at=MONDAY, ends_at=MONDAY + 60 * MINUTE)
    day._tokens = 5
    day.do(other, "desk")
    day._tokens = 1
    assert day.book(f"{TUE} 09:00").code == second
