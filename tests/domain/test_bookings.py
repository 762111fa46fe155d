"""Bookings: honoured at check-in, so that a booked citizen never queues for a number again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from acting import HALL, HOUR, MINUTE, Acting, at, hall_with

from domain import commands as c
from domain.config import Calendar, ServiceHours
from domain.refusal import Code


def book(day: Acting, code: str = "k", minutes: int = 0, person: str | None = None) -> None:
    starts = day.now + minutes * MINUTE
    day.do(c.BookAppointment(code=code, queue="papers", starts_at=starts, ends_at=starts + HOUR, person=person))


def test_a_booking_stands_at_its_slot() -> None:
    day = Acting().open()
    book(day)
    first = day.later(minutes=-1).take()
    second = day.later(minutes=11).take()
    booked = day.later(minutes=1).do(c.IssueTicket(appointment="k"))
    assert day.order() == [first, booked.number, second]
    assert booked.queue == "papers"


def test_who_checks_in_early_is_called_early_if_nobody_else_waits() -> None:
    day = Acting().open()
    book(day, minutes=20)
    booked = day.do(c.IssueTicket(appointment="k")).number
    assert day.call() == booked


def test_a_booking_with_a_priority_has_the_better_of_both() -> None:
    day = Acting().open()
    book(day, minutes=10)
    other = day.take()
    booked = day.do(c.IssueTicket(appointment="k", priority="elder")).number
    assert day.order() == [booked, other]


def test_check_in_has_its_time() -> None:
    day = Acting()
    book(day, minutes=60)
    check_in = c.IssueTicket(appointment="k")
    refusal = day.later(minutes=29).refusal(check_in)
    assert refusal.code is Code.APPOINTMENT_EARLY
    assert refusal.data == {"starts_at": day.now + 31 * MINUTE}
    assert day.later(minutes=107).refused(check_in) is Code.APPOINTMENT_LATE
    day.later(minutes=-1).do(check_in)


def test_a_booking_is_used_once_and_shows_its_ticket_the_second_time() -> None:
    day = Acting()
    book(day)
    ticket = day.do(c.IssueTicket(appointment="k"))
    refusal = day.refusal(c.IssueTicket(appointment="k"))
    assert refusal.code is Code.APPOINTMENT_USED
    assert refusal.data is not None
    assert refusal.data["number"] == ticket.number
    assert day.refused(c.CancelAppointment(code="k")) is Code.APPOINTMENT_USED


def test_a_booking_whose_ticket_was_given_back_may_check_in_again() -> None:
    day = Acting()
    book(day)
    day.do(c.CancelTicket(ticket=day.do(c.IssueTicket(appointment="k")).ticket))
    day.do(c.IssueTicket(appointment="k"))


def test_the_card_alone_finds_the_booking() -> None:
    day = Acting()
    book(day, person="p")
    assert day.do(c.IssueTicket(person="p")).queue == "papers"
    assert day.ticket("A001").appointment == "k"


def test_who_asks_for_an_ordinary_number_of_the_booked_queue_is_checked_in() -> None:
    day = Acting()
    book(day, person="p")
    day.do(c.IssueTicket(queue="papers", person="p"))
    assert day.ticket("A001").appointment == "k"


def test_the_card_of_someone_who_comes_too_early_says_when() -> None:
    day = Acting()
    book(day, minutes=120, person="p")
    refusal = day.refusal(c.IssueTicket(person="p"))
    assert refusal.code is Code.APPOINTMENT_EARLY
    assert day.refused(c.IssueTicket(person="q")) is Code.APPOINTMENT_UNKNOWN


def test_a_booking_of_somebody_else_is_not_found() -> None:
    day = Acting()
    book(day, person="p")
    assert day.refused(c.IssueTicket(appointment="k", person="q")) is Code.APPOINTMENT_UNKNOWN
    assert day.refused(c.IssueTicket(appointment="other")) is Code.APPOINTMENT_UNKNOWN


def test_who_checks_in_by_code_has_a_number_as_with_the_card() -> None:
    day = Acting()
    book(day, person="p")
    checked_in = day.do(c.IssueTicket(appointment="k"))
    refusal = day.refusal(c.IssueTicket(queue="papers", person="p"))
    assert refusal.code is Code.PERSON_HAS_TICKET
    assert refusal.data is not None
    assert refusal.data["ticket"] == checked_in.ticket


def test_who_has_a_number_does_not_check_in_by_code_and_the_code_shows_no_key_of_that_number() -> None:
    day = Acting(ticket_key="key of {}".format)
    book(day, person="p")
    number = day.take("social", person="p")
    refusal = day.refusal(c.IssueTicket(appointment="k"))
    assert refusal.code is Code.PERSON_HAS_TICKET
    assert refusal.data is not None
    assert refusal.data["number"] == number
    assert "key" not in refusal.data
    with_card = day.refusal(c.IssueTicket(appointment="k", person="p"))
    assert with_card.data is not None
    assert with_card.data["key"] == f"key of {day.id(number)}"


def test_a_booking_passes_by_hours_and_daily_limits() -> None:
    closed = Calendar(id="default", sessions=(ServiceHours(days=(1,), opens=time(9), closes=time(10)),))
    queue = replace(HALL.queues[0], daily_limit=0)
    day = Acting(replace(HALL, calendars=(closed,), queues=(queue, *HALL.queues[1:])), now=at("2026-11-20 22:00"))
    book(day)
    assert day.do(c.IssueTicket(appointment="k")).number == "A001"


def test_bookings_that_make_no_sense_are_refused() -> None:
    day = Acting()
    book(day)
    booking = {"code": "m", "queue": "papers", "starts_at": day.now, "ends_at": day.now + HOUR}
    assert day.refused(c.BookAppointment(**booking | {"code": "k"})) is Code.APPOINTMENT_EXISTS
    assert day.refused(c.BookAppointment(**booking | {"queue": "dreams"})) is Code.QUEUE_UNKNOWN
    later = {"starts_at": day.now + HOUR}  # ends as it begins
    wrong = (
        later,
        {"code": ""},
        {"ends_at": day.now},
        {"ends_at": day.now + 25 * HOUR},
        {"starts_at": 0, "ends_at": HOUR},
    )
    for more in wrong:
        assert day.refused(c.BookAppointment(**booking | more)) is Code.REQUEST_INVALID
    assert day.refused(c.CancelAppointment(code="m")) is Code.APPOINTMENT_UNKNOWN
    day.do(c.CancelAppointment(code="k"))
    book(day)


def test_bookings_live_over_night_and_go_when_they_are_over() -> None:
    day = Acting()
    book(day, "today", person="p")
    book(day, "tomorrow", minutes=24 * 60)
    day.now = at("2026-11-21 09:00")
    day.do(c.Tick())
    assert [row["code"] for row in day.hall.dump()["bookings"]] == ["tomorrow"]
    assert day.do(c.IssueTicket(appointment="tomorrow")).number == "A001"


def test_a_booking_counts_against_no_daily_limit_of_its_person() -> None:
    day = Acting(hall_with(numbers_per_person_and_day=1)).open()
    day.take(person="p")
    day.serve()
    book(day, person="p")
    assert day.do(c.IssueTicket(appointment="k", person="p")).number == "A002"
