"""What is typed, copied or scanned finds the same as what was printed, in whatever shape it arrives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from acting import HALL, HOUR, Acting
from hypothesis import given
from hypothesis import strategies as st
from machine_sample import Walk, catalogue

from domain import commands as c
from domain.decide.hall import Hall
from domain.events import AppointmentBooked
from domain.flow import Ask
from domain.normal_form import LONGEST, normal, unframed
from domain.number_machine.inputs import CodeScanned, CodeUnreadable, HomeTouched, Retry
from domain.number_machine.scanning import own_ticket
from domain.number_machine.state import Page, Problem
from domain.refusal import Code, Refusal
from domain.show.answers import look_up
from domain.state.dump import dump, load
from domain.views.ticket import TicketView

CODE = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-", min_size=4, max_size=20)


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


SHAPES: dict[str, Callable[[str], str]] = {
    "small letters": str.lower,
    "Caps Lock": str.swapcase,
    "full-width": full_width,
    "blanks around": lambda text: f"  {text}\u3000\r\n",
    "blanks within": lambda text: f"{text[:2]} {text[2:]}",
    "no-break blank": lambda text: f"{text[:2]}\u00a0{text[2:]}",
    "AIM": lambda text: f"]Q1{text}",
    "AIM of a Code 128": lambda text: f"]C0{text}",
    "ECI": lambda text: rf"\000026{text}",
    "AIM and ECI": lambda text: rf"]Q2\000029{text}",
    "STX and ETX": lambda text: f"\x02{text}\x03",
    "NUL behind": lambda text: f"{text}\0",
    "byte order mark": lambda text: f"\ufeff{text}",
    "GS behind": lambda text: f"{text}\x1d",
    "turned dash": lambda text: text.replace("-", "–"),
    "right-to-left mark": lambda text: f"\u200f{text}",
}
shapes = st.lists(st.sampled_from([*SHAPES.values()]), max_size=4)


def in_shapes(text: str, wanted: list[Callable[[str], str]]) -> str:
    for shape in wanted:
        text = shape(text)
    return text


@given(CODE, shapes)
def test_every_shape_of_a_code_has_one_form(code: str, wanted: list[Callable[[str], str]]) -> None:
    assert normal(in_shapes(code, wanted)) == code


@given(st.text(max_size=80))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


def test_marks_within_marks_and_endless_codes_come_to_an_end() -> None:
    assert normal("\\0000" * 60 + "26" * 60) == ""
    assert normal("]Q1" * 100 + "A1") == "A1"
    assert normal("A" * (LONGEST + 1)) == ""
    assert normal("\ufdfa" * LONGEST) == ""  # one character that is eighteen


def test_what_a_scanner_adds_is_taken_off_and_the_rest_is_left_as_it_is() -> None:
    assert unframed("\x02]Q1\\000026Ab c\x1d9?k=Zz\x03\r\n") == "Ab c9?k=Zz"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_booking_is_found_in_every_shape_of_its_code(shape: str) -> None:
    day = Acting().open()
    day.do(c.BookAppointment(code="yy8k-3m", queue="papers", starts_at=day.now, ends_at=day.now + HOUR))
    said = SHAPES[shape]("yy8k-3m")
    again = c.BookAppointment(code=said, queue="papers", starts_at=day.now, ends_at=day.now + HOUR)
    assert day.refused(again) is Code.APPOINTMENT_EXISTS
    ticket = day.do(c.IssueTicket(appointment=said))
    assert ticket.queue == "papers"
    assert day.refused(c.IssueTicket(appointment="YY8K-3M")) is Code.APPOINTMENT_USED


@pytest.mark.parametrize("shape", SHAPES)
def test_a_booking_is_cancelled_in_every_shape_of_its_code(shape: str) -> None:
    day = Acting().open()
    day.do(c.BookAppointment(code="YY8K-3M", queue="papers", starts_at=day.now, ends_at=day.now + HOUR))
    day.do(c.CancelAppointment(code=SHAPES[shape]("YY8K-3M")))
    assert day.refused(c.IssueTicket(appointment="YY8K-3M")) is Code.APPOINTMENT_UNKNOWN


def booked_before(day: Acting, *codes: str) -> Acting:
    """Bookings as earlier versions have written them, read again from the dump of a hall."""
    for code in codes:
        day.hall.apply(
            AppointmentBooked(at=day.now, code=code, queue="papers", starts_at=day.now, ends_at=day.now + HOUR)
        )
    kept, day.hall = dump(day.hall.state), Hall(day.hall.config)
    load(day.hall.state, kept)
    return day


def test_a_booking_stored_as_it_was_written_is_found_in_any_shape() -> None:
    day = booked_before(Acting().open(), "ab12cd")
    assert day.do(c.IssueTicket(appointment="AB12CD")).queue == "papers"


def test_two_old_codes_that_differ_by_their_letters_alone_are_each_found_as_written_and_never_mixed_up() -> None:
    day = booked_before(Acting().open(), "ab12cd", "AB12CD")
    assert day.refused(c.IssueTicket(appointment="Ab12cd")) is Code.APPOINTMENT_UNKNOWN
    for code in ("ab12cd", "AB12CD"):
        assert day.do(c.IssueTicket(appointment=code)).queue == "papers"
        assert day.refused(c.IssueTicket(appointment=code)) is Code.APPOINTMENT_USED


def test_once_one_of_two_old_codes_is_cancelled_the_other_is_found_in_any_shape() -> None:
    day = booked_before(Acting().open(), "ab12cd", "AB12CD")
    day.do(c.CancelAppointment(code="AB12CD"))
    assert day.do(c.IssueTicket(appointment="Ab12cd")).queue == "papers"


@pytest.mark.parametrize("said", [" ", "\0", "]Q1", "\ufeff"])
def test_nothing_is_no_booking(said: str) -> None:
    day = Acting().open()
    assert day.refused(c.BookAppointment(code=said, queue="papers", starts_at=day.now, ends_at=day.now + HOUR))
    assert day.refused(c.IssueTicket(appointment=said)) is Code.APPOINTMENT_UNKNOWN


def looked_up(day: Acting, said: str) -> str:
    found = look_up(day.hall, said, day.now)
    return found.number if isinstance(found, TicketView) else ""


@given(st.integers(1, 40), shapes, st.booleans())
def test_a_number_is_found_however_it_is_written(counter: int, wanted: list[Callable[[str], str]], short: bool) -> None:
    day = Acting().open()
    numbers = [day.take() for _ in range(counter)]
    said = f"{numbers[-1][0]}{counter}" if short else numbers[-1]
    assert looked_up(day, in_shapes(said, wanted)) == numbers[-1]


def test_a_number_is_called_however_it_is_written() -> None:
    day = Acting().open()
    number = day.take()
    window = next(iter(day.hall.state.serving(day.hall.state.numbers[number].queue)))[0].config.id
    said = full_width(number.lower().replace("00", ""))
    day.do(c.CallTicket(window=window, number=said))
    assert day.hall.state.windows[window].ticket is day.hall.state.numbers[number]


def test_a_number_that_may_be_two_is_none() -> None:
    alike = replace(HALL, queues=tuple(replace(q, prefix=p) for q, p in zip(HALL.queues, ("b", "B"), strict=False)))
    day = Acting(alike).open()
    for queue in alike.queues:
        decided = day.hall.decide(c.IssueTicket(queue=queue.id), day.now)
        assert not isinstance(decided, Refusal)
        for event in decided:
            day.hall.apply(event)
    assert looked_up(day, "b001") == "b001"
    assert looked_up(day, "B001") == "B001"
    assert looked_up(day, "b1") == ""


TICKET = "20261121-B003"


@pytest.mark.parametrize("shape", SHAPES)
def test_our_own_address_is_known_in_every_shape(shape: str) -> None:
    hall = catalogue(follow_url="https://Hall.example/t/{ticket}?k={key}&h={hall}")
    address = f"https://Hall.example/t/{TICKET}?k=aZ-_09&h={hall.hall}"
    assert own_ticket(hall, SHAPES[shape](address)) == TICKET
    assert own_ticket(hall, SHAPES[shape](address.replace("/t/", "/x/"))) == ""


@pytest.mark.parametrize("behind", ["/", "。", "．", "，", "./"])
def test_what_was_copied_along_with_the_address_does_no_harm(behind: str) -> None:
    hall = catalogue(follow_url="https://hall.example/t/{ticket}")
    assert own_ticket(hall, f"https://hall.example/t/{TICKET}{behind}") == TICKET


QR = f"https://hall.example/t/{TICKET}"
OTHER = QR.replace("B003", "B004")


def view(number: str) -> dict[str, object]:
    return {"ticket": f"20261121-{number}", "number": number, "queue": "civil", "state": "waiting", "ahead": 0}


def test_a_second_ticket_is_heard_while_the_first_one_stands_on_the_screen() -> None:
    walk = Walk().touch(CodeScanned(QR)).hall_answers(**view("B003")).sees(Page.EXISTING)
    walk.touch(CodeScanned(OTHER))
    assert walk.wire == ("ticket.lookup", {"number": "B004"})
    walk.hall_answers(**view("B004")).sees(Page.EXISTING)
    assert walk.state.visit.given is not None
    assert walk.state.visit.given.number == "B004"


def test_a_scanner_that_reads_on_and_on_asks_once() -> None:
    walk = Walk().touch(CodeScanned(QR)).hall_answers(**view("B003"))
    asked = len(walk.made(Ask))
    walk.touch(CodeScanned(QR.swapcase())).sees(Page.EXISTING)
    assert len(walk.made(Ask)) == asked


def test_the_next_code_is_heard_beside_the_refusal_of_the_last() -> None:
    walk = Walk().touch(CodeScanned("7788")).hall_refuses("appointment.unknown")
    walk.sees(Page.PROBLEM, Problem.BOOKING_UNKNOWN)
    walk.touch(CodeScanned("7799"))
    assert walk.wire[1]["appointment"] == "7799"


def test_a_code_that_cannot_be_read_is_told_and_the_next_one_is_heard() -> None:
    walk = Walk().touch(CodeUnreadable()).sees(Page.PROBLEM, Problem.CODE_UNREADABLE)
    walk.touch(CodeScanned("7799"))
    assert walk.wire[1]["appointment"] == "7799"


def test_two_ways_lead_out_of_an_unreadable_code() -> None:
    Walk().touch(CodeUnreadable()).touch(Retry()).sees(Page.HOME)
    Walk().touch(CodeUnreadable()).touch(HomeTouched()).sees(Page.HOME)
