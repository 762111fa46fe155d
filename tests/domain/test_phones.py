"""Phones: which are ones, and leaving one for a number that was taken without."""

from __future__ import annotations

import json

import pytest
from acting import HOUR, Acting, hall_with
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.decide.hall import Hall
from domain.events import PhoneLeft
from domain.phone import is_mobile, normal_phone, with_country
from domain.refusal import Code, Refusal

PHONE = "13800138000"


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        (PHONE, [PHONE, "+8613800138000", "008613800138000", "8613800138000", "+86 138 0013 8000", "138-0013-8000",
                 "(0086) 138 0013 8000", "１３８００１３８０００", " 13800138000\n", "+86 13800138000"]),
        ("+85291234567", ["+85291234567", "0085291234567", "+852 9123 4567", "00852-9123-4567", "＋852 91234567"]),
        ("+85366123456", ["+85366123456", "00853 6612 3456", "+853 6612-3456"]),
        ("+886912345678", ["+886912345678", "+886 0912 345 678", "00886912345678", "+886-912-345-678"]),
        ("+447911123456", ["+447911123456", "+44 7911 123456", "00447911123456", "+44 (7911) 123456"]),
        ("+12025550123", ["+12025550123", "001 202 555 0123", "+1 (202) 555-0123"]),
    ],
)  # fmt: skip
def test_a_phone_has_one_form_however_it_is_written(phone: str, written: list[str]) -> None:
    assert {normal_phone(one) for one in written} == {phone}
    assert normal_phone(phone) == phone


@pytest.mark.parametrize(
    "phone", ["+8601012345678", "+85221234567", "+85328123456", "+886212345678", "91234567", "0912345678"]
)
def test_a_line_that_is_no_mobile_and_a_number_without_its_country_are_not_sent_to(phone: str) -> None:
    assert normal_phone(phone) is None


@pytest.mark.parametrize(
    ("phone", "country"),
    [(PHONE, "+8613800138000"), ("+85291234567", "+85291234567"), ("+12025550123", "+12025550123")],
)
def test_every_phone_is_told_with_its_country_where_an_operator_wants_it(phone: str, country: str) -> None:
    assert with_country(phone) == country
    assert normal_phone(country) == phone


@pytest.mark.parametrize(
    "phone",
    [
        "",
        "138",
        "12800138000",
        "138001380001",
        "1380013800\n",
        "０１２３",
        "+",
        "+0123456789",
        "138x0013x8000",
        "1" * 500,
    ],
)
def test_what_is_no_phone_is_not_sent_to(phone: str) -> None:
    assert normal_phone(phone) is None
    assert not is_mobile(phone)


@pytest.mark.parametrize(
    ("phone", "good"),
    [
        ("12999999999", False),
        ("13000000000", True),
        ("19999999999", True),
        ("20000000000", False),
        ("1300000000", False),
        ("130000000000", False),
        ("+123456", False),
        ("+1234567", True),
        ("+123456789012345", True),
        ("+1234567890123456", False),
        ("+0123456", False),
        ("1234567", False),
    ],
)
def test_a_phone_has_its_first_digits_and_its_length(phone: str, good: bool) -> None:
    assert (normal_phone(phone) == phone) is good
    assert is_mobile(phone) is (good and not phone.startswith("+"))


@given(st.text())
def test_what_can_be_sent_to_is_digits_and_at_most_sixteen_characters(phone: str) -> None:
    normal = normal_phone(phone)
    if normal is not None:
        assert normal.removeprefix("+").isascii()
        assert normal.removeprefix("+").isdigit()
        assert len(normal) <= 16
        assert normal_phone(normal) == normal


def test_a_phone_is_left_once_for_a_number_that_still_counts() -> None:
    day = Acting().open()
    ticket = day.id(day.take(device="kiosk-1"))
    leave = c.LeavePhone(ticket=ticket, phone=PHONE)
    assert day.refused(c.LeavePhone(ticket=ticket, phone="138"), device="kiosk-1") is Code.PHONE_INVALID
    day.do(leave, device="kiosk-1")
    assert day.hall.state.tickets[ticket].phone == PHONE
    assert day.refused(leave, device="kiosk-1") is Code.TICKET_HAS_PHONE
    assert day.refused(c.LeavePhone(ticket="20990101-A001", phone=PHONE)) is Code.TICKET_UNKNOWN


def test_who_left_a_phone_is_written_to_in_the_language_of_their_number() -> None:
    day = Acting().open()
    day.do(c.LeavePhone(ticket=day.id(day.take(language="en")), phone=PHONE))
    left = day.log[-1]
    assert isinstance(left, PhoneLeft)
    assert (left.phone, left.language, left.at) == (PHONE, "en", day.now)


def test_who_is_held_or_missed_the_call_may_leave_a_phone() -> None:
    day = Acting().open()
    held, missed = day.take(), day.take()
    day.do(c.HoldTicket(window="w1", ticket=day.id(day.start(day.call()))))
    assert day.miss() == missed
    for number in (held, missed):
        day.do(c.LeavePhone(ticket=day.id(number), phone=PHONE))


def test_a_machine_leaves_phones_for_its_own_numbers_only() -> None:
    day = Acting().open()
    ticket = day.id(day.take(device="kiosk-1"))
    leave = c.LeavePhone(ticket=ticket, phone=PHONE)
    assert day.refused(leave, device="kiosk-2") is Code.DEVICE_NOT_ALLOWED
    day.do(leave, device="desk")


def test_a_phone_may_be_left_while_called_but_not_while_served_or_after() -> None:
    day = Acting().open()
    called, later = day.take(), day.take()
    assert day.call() == called
    day.do(c.LeavePhone(ticket=day.id(called), phone=PHONE))
    day.start(called)
    day.finish(called)
    assert day.call() == later
    day.start(later)
    assert day.refused(c.LeavePhone(ticket=day.id(later), phone=PHONE)) is Code.TICKET_WRONG_STATE
    day.finish(later)
    assert day.refused(c.LeavePhone(ticket=day.id(later), phone=PHONE)) is Code.TICKET_WRONG_STATE


def test_rubbish_for_a_phone_is_refused_at_issue_and_dropped_from_an_offline_number() -> None:
    day = Acting().open()
    assert day.refused(c.IssueTicket(queue="papers", phone="138 rubbish")) is Code.PHONE_INVALID
    told = c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now, phone="rubbish")
    day.do(told, device="kiosk-1")
    assert day.hall.state.numbers["A900"].phone is None


def test_one_phone_is_sent_messages_for_three_numbers_a_day_however_it_is_written() -> None:
    day = Acting(hall_with(one_open_number_per_person=False)).open()
    for written in (PHONE, f"+86{PHONE}", "138 0013 8000"):
        day.do(c.IssueTicket(queue="papers", phone=written))
    refusal = day.refusal(c.IssueTicket(queue="papers", phone=f"0086{PHONE}"))
    assert (refusal.code, refusal.data) == (Code.PHONE_LIMIT, {"limit": 3})
    day.do(c.IssueTicket(queue="papers"))
    day.do(c.IssueTicket(queue="papers", phone="13900139000"))
    left = day.id(day.take())
    assert day.refused(c.LeavePhone(ticket=left, phone=PHONE)) is Code.PHONE_LIMIT


def test_numbers_that_were_given_back_count_and_a_new_day_begins_anew() -> None:
    day = Acting(hall_with(numbers_per_phone_and_day=1)).open()
    number = day.do(c.IssueTicket(queue="papers", phone=PHONE)).number
    day.do(c.CancelTicket(ticket=day.id(number)))
    assert day.refused(c.IssueTicket(queue="papers", phone=PHONE)) is Code.PHONE_LIMIT
    day.later(minutes=24 * 60)
    day.do(c.Tick())
    day.do(c.IssueTicket(queue="papers", phone=PHONE))


def test_the_phones_of_a_day_are_counted_after_a_restart_as_before() -> None:
    day = Acting(hall_with(numbers_per_phone_and_day=2)).open()
    day.do(c.IssueTicket(queue="papers", phone=PHONE))
    day.do(c.LeavePhone(ticket=day.id(day.take()), phone=PHONE))
    again = Hall.load(day.hall.config, json.loads(json.dumps(day.hall.dump())))
    for hall in (day.hall, again):
        decided = hall.decide(c.IssueTicket(queue="papers", phone=PHONE), day.now)
        assert isinstance(decided, Refusal)
        assert decided.code is Code.PHONE_LIMIT


def test_a_hall_may_send_to_a_phone_without_a_limit() -> None:
    day = Acting(hall_with(numbers_per_phone_and_day=None)).open()
    for _ in range(10):
        day.do(c.IssueTicket(queue="papers", phone=PHONE))


def test_a_number_given_offline_or_by_booking_is_good_whatever_its_phone_has_had() -> None:
    day = Acting(hall_with(numbers_per_phone_and_day=1)).open()
    day.do(c.IssueTicket(queue="papers", phone=PHONE))
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=day.now, ends_at=day.now + HOUR))
    assert day.do(c.IssueTicket(appointment="k", phone=PHONE)).queue == "papers"
    day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now, phone=PHONE), device="kiosk-1")
    assert day.hall.state.numbers["A900"].phone is None
