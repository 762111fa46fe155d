"""取件码: who collects a finished document gets a number with the code, and the window learns which it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from acting import HALL, HOUR, MINUTE, Acting, at
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.decide.hall import Hall
from domain.normal_form import normal
from domain.pickup import LITERALS, fits, mistake, overlap, queue_of
from domain.refusal import Code, Refusal
from domain.show.answers import pickup
from domain.show.snapshots import hall_snapshot
from domain.views.queries import PickupAnswer, PickupQuestion

CODE = "QJ20260001"
COLLECTING = replace(HALL, queues=(*HALL.queues[:2], replace(HALL.queues[2], pickup_code="QJ########")))


def day() -> Acting:
    return Acting(COLLECTING).open()


def collects(day: Acting, code: str = CODE) -> str:
    return str(day.do(c.IssueTicket(pickup=code), "kiosk-1").number)


def told(day: Acting, number: str, window: str = "w3") -> str:
    """What the pad of `window` learns."""
    found = pickup(day.hall, PickupQuestion(window=window, ticket=day.id(number)))
    assert isinstance(found, PickupAnswer | Refusal)
    return found.code


def test_the_code_alone_gives_a_number_of_the_queue_that_hands_out() -> None:
    hall = day()
    assert collects(hall) == "C001"
    assert hall.ticket("C001").queue == "advice"


def test_a_code_with_the_queue_that_hands_out_is_good_as_well() -> None:
    hall = day()
    assert hall.take("advice", pickup=CODE) == "C001"
    assert hall.ticket("C001").pickup == CODE


def test_a_code_is_the_same_in_small_letters_and_with_a_blank() -> None:
    hall = day()
    collects(hall)
    assert hall.refused(c.IssueTicket(pickup=f" {CODE.lower()}\n")) is Code.PICKUP_HAS_TICKET


def test_a_code_with_an_open_number_shows_it_and_gives_no_second_one() -> None:
    hall = day()
    number = collects(hall)
    refusal = hall.refusal(c.IssueTicket(pickup=CODE))
    assert refusal.code is Code.PICKUP_HAS_TICKET
    assert refusal.data is not None
    assert (refusal.data["number"], refusal.data["ahead"]) == (number, 0)
    assert CODE not in str(refusal)


def test_a_code_is_good_for_another_number_once_the_first_is_over() -> None:
    hall = day()
    first = collects(hall)
    hall.serve("w3")
    second = collects(hall)
    hall.do(c.CancelTicket(ticket=hall.id(second)))
    assert [first, second, collects(hall)] == ["C001", "C002", "C003"]


def test_only_the_window_that_has_the_ticket_in_hand_learns_the_code() -> None:
    hall = day()
    number = collects(hall)
    assert told(hall, number) is Code.TICKET_OTHER_WINDOW, "it still waits"
    hall.call("w3")
    assert told(hall, number) == CODE, "before the citizen sits down"
    assert told(hall, number, "w1") is Code.TICKET_OTHER_WINDOW
    hall.start(number)
    assert told(hall, number) == CODE
    hall.finish(number)
    assert told(hall, number) is Code.TICKET_OTHER_WINDOW
    unknown = pickup(hall.hall, PickupQuestion(window="w3", ticket="20261120-Z999"))
    assert isinstance(unknown, Refusal)
    assert unknown.code is Code.TICKET_OTHER_WINDOW


def test_the_code_goes_with_the_ticket_to_another_window() -> None:
    hall = day()
    number = hall.start(collects(hall) and hall.call("w3"))
    hall.do(c.TransferTicket(window="w3", ticket=hall.id(number), to_window="w1"))
    hall.call("w1")
    assert told(hall, number, "w1") == CODE


def test_a_ticket_without_a_code_says_so() -> None:
    hall = day()
    number = hall.take("advice")
    hall.call("w3")
    assert told(hall, number) is Code.PICKUP_UNKNOWN


def test_no_snapshot_holds_a_code_but_the_window_knows_that_there_is_one() -> None:
    hall = day()
    collects(hall)
    hall.call("w3")
    whole = hall_snapshot(hall.hall, hall.now, 1)
    assert CODE not in repr(whole)
    window = next(shown for shown in whole.windows if shown.window == "w3")
    assert window.ticket is not None
    assert window.ticket.pickup


@pytest.mark.parametrize(
    "asked",
    [
        c.IssueTicket(pickup="QJ2026"),
        c.IssueTicket(pickup=""),
        c.IssueTicket(pickup=CODE, queue="papers"),
        c.IssueTicket(pickup=CODE, appointment="k"),
    ],
)
def test_a_code_that_is_none_or_of_another_queue_gives_nothing(asked: c.IssueTicket) -> None:
    assert day().refused(asked) is Code.PICKUP_UNKNOWN


def test_a_booking_code_is_never_taken_for_a_pickup_code() -> None:
    hall = day()
    slot = {"queue": "papers", "starts_at": hall.now, "ends_at": hall.now + HOUR}
    assert hall.refused(c.BookAppointment(code=CODE.lower(), **slot)) is Code.REQUEST_INVALID
    hall.do(c.BookAppointment(code="QJ2026", **slot))


def test_a_number_given_offline_keeps_its_code_if_it_is_one_of_that_queue() -> None:
    hall = day()
    config = replace(COLLECTING, queues=(replace(HALL.queues[0], pickup_code="QJ####"), *HALL.queues[1:]))
    hall = Acting(config).open()
    for number, code in (("A900", "qj0001"), ("A901", "12345678901")):
        given = c.RecordOfflineTicket(number=number, queue="papers", issued_at=hall.now, pickup=code)
        hall.do(given, "kiosk-1")
    assert [hall.ticket(number).pickup for number in ("A900", "A901")] == ["QJ0001", None]
    assert hall.refused(c.IssueTicket(pickup="QJ0001")) is Code.PICKUP_HAS_TICKET


def test_codes_are_forgotten_with_their_day() -> None:
    hall = day()
    collects(hall)
    hall.now = at("2026-11-21 09:00")
    hall.do(c.Tick())
    assert CODE not in json.dumps(hall.hall.dump())
    assert collects(hall.later(minutes=1)) == "C001"


def test_a_power_cut_forgets_no_code() -> None:
    hall = day()
    collects(hall)
    for again in (hall.revived().hall, Hall.load(COLLECTING, json.loads(json.dumps(hall.hall.dump())))):
        refusal = again.decide(c.IssueTicket(pickup=CODE), hall.now + MINUTE)
        assert isinstance(refusal, Refusal)
        assert refusal.code is Code.PICKUP_HAS_TICKET


PATTERNS = st.text(st.sampled_from([*sorted(LITERALS), "#", "#", "#"]), min_size=1, max_size=6)


@given(PATTERNS, PATTERNS, st.data())
def test_two_patterns_overlap_exactly_when_one_code_can_have_both(one: str, other: str, data: st.DataObject) -> None:
    code = "".join(data.draw(st.sampled_from("0123456789")) if sign == "#" else sign for sign in one)
    assert fits(one, code)
    assert overlap(one, other) or not fits(other, code)
    if overlap(one, other):
        both = "".join(left if left != "#" else right.replace("#", "7") for left, right in zip(one, other, strict=True))
        assert fits(one, both)
        assert fits(other, both)


@given(st.text(max_size=40))
def test_no_scanned_text_upsets_the_look_for_a_code(text: str) -> None:
    found = queue_of([("advice", "QJ########"), ("papers", "")], normal(text))
    assert found in {None, "advice"}
    assert mistake(text) or fits(text, text.replace("#", "0"))


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("QJ####", ""),
        ("Q-1####", ""),
        ("Q" + "#" * 31, ""),
        ("Q" + "#" * 32, "is longer than"),
        ("QJ###", "needs at least"),
        ("1J####", "must begin with"),
        ("####", "must begin with"),
        ("-J####", "must begin with"),
        ("", "must begin with"),
        ("qj####", "may hold"),
        ("QJ ####", "may hold"),
        ("QJ####é", "may hold"),
    ],
)
def test_a_pattern_is_short_begins_with_a_letter_and_has_four_digits(pattern: str, wrong: str) -> None:
    assert mistake(pattern).startswith(wrong)
    assert bool(mistake(pattern)) is bool(wrong)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("QJ####", "QJ####", True),
        ("QJ####", "QJ####-", False),
        ("QJ####", "QJ1###", True),
        ("QJ1###", "QJ####", True),
        ("QJ1###", "QJ2###", False),
        ("QJ####", "QJA###", False),
        ("QJA###", "QJ####", False),
        ("QJ####", "QK####", False),
        ("QJ-###", "QJ####", False),
    ],
)
def test_two_patterns_overlap_where_each_character_may_be_the_same(one: str, other: str, both: bool) -> None:
    assert overlap(one, other) is both


@pytest.mark.parametrize(
    ("code", "there"), [("QJ1234", True), ("QJ123", False), ("QJ12345", False), ("QJ123A", False), ("QK1234", False)]
)
def test_a_code_fits_in_each_of_its_characters(code: str, there: bool) -> None:
    assert fits("QJ####", code) is there
    assert queue_of([("none", ""), ("advice", "QJ####"), ("late", "QJ####")], code) == ("advice" if there else None)
    assert not fits("", "")


def test_digits_of_other_alphabets_are_no_code() -> None:
    assert not fits("QJ####", "QJ１２３４")
    assert not fits("QJ####", "QJ²³¹²")
