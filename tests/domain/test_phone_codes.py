"""A phone says whose a booking is only once its holder has said back the code that was sent to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import Acting, at
from booking_hall import LI, MONDAY, Booking, booked_hall

from domain import commands as c
from domain.booking.views import AppointmentQuestion, AppointmentsAnswer, PhoneProof
from domain.decide.bookings.phone_codes import code_words
from domain.events import PhoneCodeSent, PhoneCodeTried
from domain.refusal import Code, Refusal
from domain.show.bookings import answer

PHONE = "13800138000"
TUE, WED = "2026-11-24", "2026-11-25"


def sent(day: Booking) -> str:
    """The code in the message that was sent last."""
    event = next(event for event in reversed(day.log) if isinstance(event, PhoneCodeSent))
    return code_words(day.hall.state, event.token)


def wrong(day: Booking) -> str:
    return f"{(int(sent(day)) + 1) % 1_000_000:06}"


def found(day: Booking, **asked: str | None) -> AppointmentsAnswer | Code:
    told = answer(day.hall.state, AppointmentQuestion(**asked), day.now)  # type: ignore[arg-type]
    assert isinstance(told, AppointmentsAnswer | Refusal)
    return told.code if isinstance(told, Refusal) else told


@pytest.mark.parametrize("device", ["page", "kiosk-1"])
def test_a_stranger_who_says_a_phone_learns_nothing_of_it_and_does_nothing_in_its_name(device: str) -> None:
    day = Booking(booked_hall(missed_limit=1))
    day.book(f"{TUE} 09:00", None, device="desk", phone=PHONE)
    for proof in (None, "", "x" * 12, "é", "\ud800"):
        for phone in (PHONE, "13900000001"):
            for slot in (f"{TUE} 09:00", f"{WED} 09:00", f"{WED} 03:00"):
                assert day.refused(day.asked(slot, None, phone=phone, proof=proof), device) is Code.PHONE_NOT_PROVED
            assert found(day, phone=phone, proof=proof) is Code.PHONE_NOT_PROVED


def test_whose_phone_it_is_books_looks_up_and_is_counted() -> None:
    day = Booking()
    proof = day.prove(" 138 0013 8000")
    code = day.book(f"{TUE} 09:00", None, device="page", phone="+86 13800138000", proof=proof).code
    told = found(day, phone=PHONE, proof=proof)
    assert isinstance(told, AppointmentsAnswer)
    assert [one.code for one in told.appointments] == [code]
    assert day.refused(day.asked(f"{TUE} 09:00", None, phone=PHONE, proof=proof), "page") is Code.APPOINTMENT_OVERLAPS
    other = day.asked(f"{WED} 09:00", None, phone="13900000001", proof=proof)
    assert day.refused(other, "page") is Code.PHONE_NOT_PROVED, "of another phone"


def test_a_phone_beside_a_card_is_told_and_not_counted_until_it_is_proved() -> None:
    """Else anybody could use up, or miss, the bookings of a phone that is not theirs."""
    day = Booking()
    code = day.book(f"{TUE} 09:00", LI, phone=PHONE).code
    booking = day.hall.state.bookings.get(code)
    assert booking is not None
    assert (booking.phone, booking.holders) == (PHONE, (LI,))
    day.book(f"{TUE} 09:00", None, device="page", phone=PHONE, proof=day.prove(PHONE))


def test_a_proof_ends_by_itself_and_the_code_before_it() -> None:
    day = Booking()
    proof = day.prove(PHONE)
    day.later(minutes=30)
    assert found(day, phone=PHONE, proof=proof) is Code.APPOINTMENT_UNKNOWN, "proved, and nothing is booked"
    day.later(seconds=0.001)
    assert found(day, phone=PHONE, proof=proof) is Code.PHONE_NOT_PROVED
    day.do(c.SendPhoneCode(phone=PHONE), "page")
    code = sent(day)
    assert found(day, phone=PHONE, proof=proof) is Code.PHONE_NOT_PROVED, "a new code, not said back yet"
    day.later(minutes=10, seconds=0.001)
    assert day.refused(c.ProvePhone(phone=PHONE, code=code), "page") is Code.PHONE_CODE_OVER


def test_five_wrong_codes_are_the_end_of_it_also_after_a_power_cut() -> None:
    day = Booking()
    day.do(c.SendPhoneCode(phone=PHONE), "page")
    right, other = sent(day), wrong(day)
    tries = [day.do(c.ProvePhone(phone=PHONE, code=other), "page") for _ in range(4)]
    assert tries == [PhoneProof(proof=None, left=left) for left in (4, 3, 2, 1)]
    again = day.revived(ticket_key=day.hall.state.ticket_key)
    for one in (day, again):
        assert one.do(c.ProvePhone(phone=PHONE, code=other), "page") == PhoneProof(proof=None, left=0)
        assert one.refused(c.ProvePhone(phone=PHONE, code=right), "page") is Code.PHONE_CODE_OVER


@pytest.mark.parametrize("said", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_a_code_is_known_as_people_type_it(said: str) -> None:
    day = Booking()
    day.do(c.SendPhoneCode(phone=PHONE), "page")
    full_width = sent(day).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    for code in (sent(day), full_width):
        assert day.do(c.ProvePhone(phone=PHONE, code=said.format(code)), "page").proof
    for code in ("", "abc", sent(day)[:5], sent(day) + "0"):
        assert day.do(c.ProvePhone(phone=PHONE, code=code), "page").proof is None


def test_a_phone_is_sent_one_code_a_minute_and_five_a_day() -> None:
    day = Booking()
    ask = c.SendPhoneCode(phone=PHONE)
    for count in range(5):
        day.do(ask, "page")
        refusal = day.refusal(ask, "kiosk-1")
        assert refusal.code is (Code.PHONE_CODE_WAIT)
        assert refusal.data == {"after_seconds": 60}
        day.later(seconds=59.999 if count < 4 else 60)
        if count < 4:
            assert day.refusal(ask, "page").data == {"after_seconds": 1}
            day.later(seconds=0.001)
    assert day.refused(ask, "page") is Code.PHONE_LIMIT
    day.do(c.SendPhoneCode(phone="13900000001"), "page")
    day.until(f"{TUE} 08:00")
    day.do(ask, "page")


def test_all_phones_together_are_sent_so_many_codes_a_minute() -> None:
    day = Booking(booked_hall(codes_per_minute=3))
    phones = [f"1390000000{number}" for number in range(6)]
    for phone in phones[:3]:
        day.do(c.SendPhoneCode(phone=phone), "page")
    assert day.refused(c.SendPhoneCode(phone=phones[3]), "page") is Code.PHONE_CODES_MANY
    day.later(seconds=60.001)
    day.do(c.SendPhoneCode(phone=phones[3]), "page")


def test_a_hall_that_sends_no_messages_says_so() -> None:
    day = Booking(replace(booked_hall(), notices=None))
    assert day.refused(c.SendPhoneCode(phone=PHONE), "page") is Code.PHONE_NO_MESSAGES
    assert day.refused(c.SendPhoneCode(phone="12"), "page") is Code.PHONE_INVALID
    assert day.refused(c.ProvePhone(phone="12", code="1"), "page") is Code.PHONE_CODE_OVER


def test_who_asks_for_a_code_again_has_the_new_one_alone() -> None:
    day = Booking()
    day.do(c.SendPhoneCode(phone=PHONE), "page")
    old = sent(day)
    day.later(minutes=1)
    day.do(c.SendPhoneCode(phone=PHONE), "page")
    assert sent(day) != old
    assert day.do(c.ProvePhone(phone=PHONE, code=old), "page").proof is None
    assert day.do(c.ProvePhone(phone=PHONE, code=sent(day)), "page").proof


def test_neither_phone_nor_code_stands_where_others_read() -> None:
    day = Booking()
    proof = day.prove(PHONE)
    said = [sent(day), proof, PHONE]
    asked = [c.SendPhoneCode(phone=PHONE), c.ProvePhone(phone=PHONE, code=sent(day)), PhoneProof(proof=proof)]
    asked.append(day.asked(f"{TUE} 09:00", None, phone=PHONE, proof=proof))
    assert not [word for word in said for one in asked if word in repr(one)]
    assert not [word for word in said if word in str(day.hall.dump())]
    day.until(f"{TUE} 08:00")
    assert day.hall.dump()["phone_codes"]["codes"]["rows"] == []


def test_what_is_left_of_a_closed_day_folds_without_whose_it_was() -> None:
    day = Acting(booked_hall(), MONDAY)
    day.do(c.Tick())
    day.hall.apply(PhoneCodeSent(at=MONDAY, token="ab"))
    day.hall.apply(PhoneCodeTried(at=MONDAY, token="ab", right=True))
    day.hall.apply(PhoneCodeTried(at=MONDAY, token="cd", right=True))
    assert at(f"{TUE} 00:00") > MONDAY


def test_the_code_goes_to_the_phone_that_was_said_in_its_holders_language_and_is_good_for_ten_minutes() -> None:
    day = Booking()
    told = day.do(c.SendPhoneCode(phone="+86 138 0013 8000", language="en"), "page")
    event = day.log[-1]
    assert isinstance(event, PhoneCodeSent)
    assert (event.phone, event.language) == (PHONE, "en")
    assert told.good_until == event.at + 10 * 60_000
    day.now = told.good_until
    assert day.do(c.ProvePhone(phone=PHONE, code=sent(day)), "page").proof, "to the very instant"


def test_whose_phone_is_proved_and_who_shows_nothing_is_not_believed() -> None:
    day = Booking()
    day.prove(PHONE)
    assert day.refused(day.asked(f"{TUE} 09:00", None, phone=PHONE), "page") is Code.PHONE_NOT_PROVED
