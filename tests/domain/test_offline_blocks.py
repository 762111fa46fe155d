"""The blocks of machines: the hall takes exactly the numbers that a machine may give, on the day they were given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from acting import DAY, HALL, HOUR, MINUTE, Acting, at

from domain import commands as c
from domain.config import Device, OfflineBlock, Role
from domain.refusal import Code
from domain.ticket_number import ticket_id
from domain.views.catalogue import Block
from kiosk.number_machine.offline import OwnNumbers

NOW = at("2026-11-20 09:00")
STARTED = at("2026-11-20 04:00")


def told(number: str = "A900", issued_at: int = NOW, **more: object) -> c.RecordOfflineTicket:
    return c.RecordOfflineTicket(number=number, queue="papers", issued_at=issued_at, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("device", "number"), [("kiosk-1", "A900"), ("kiosk-1", "A949"), ("kiosk-2", "A950"), ("kiosk-2", "A999")]
)
def test_the_first_and_the_last_number_of_a_block_are_its_machines(device: str, number: str) -> None:
    day = Acting().open()
    assert day.do(told(number), device).number == number
    assert day.call() == number


@pytest.mark.parametrize(
    ("device", "number"), [("kiosk-1", "A899"), ("kiosk-1", "A950"), ("kiosk-2", "A949"), ("kiosk-2", "A1000")]
)
def test_the_number_before_and_after_a_block_is_not(device: str, number: str) -> None:
    assert Acting().refused(told(number), device) is Code.TICKET_NOT_IN_BLOCK


def test_what_a_machine_gives_alone_is_what_the_hall_takes(tmp_path: Path) -> None:
    """From the first to the last number of the block, and none after it, in both halves."""
    device = Device(id="kiosk-1", role=Role.KIOSK, offline=(OfflineBlock(queue="papers", first=947, last=949),))
    day = Acting(replace(HALL, devices=(device,))).open()
    own = OwnNumbers(tmp_path / "offline.db")
    block = Block(device="kiosk-1", queue="papers", first=947, last=949)
    given = []
    while (taken := own.take(block, day.hall.state.days.of(day.now), sure=True)) is not None:
        given.append(f"A{taken[1]}")
    own.close()
    assert given == ["A947", "A948", "A949"]
    for number in given:
        day.do(told(number), "kiosk-1")
    assert [day.serve() for _ in given] == given


@pytest.mark.parametrize(
    "number", ["A901", "A0901", "A00901", "B901", "901", "A-01", "A 901", "A9011", "A901 ", "A²³¹", "A９０１"]
)
def test_only_the_number_as_it_is_printed_is_taken(number: str) -> None:
    day = Acting()
    if number == "A901":
        day.do(told(number), "kiosk-1")
    else:
        assert day.refused(told(number), "kiosk-1") is Code.TICKET_NOT_IN_BLOCK


@pytest.mark.parametrize("device", ["", "kiosk-9", "pad-1"])
def test_who_has_no_block_tells_of_no_number(device: str) -> None:
    assert Acting().refused(told(), device) is Code.TICKET_NOT_IN_BLOCK


def test_a_number_of_thousands_of_digits_is_refused_as_any_other() -> None:
    assert Acting().refused(told("A" + "9" * 5000), "kiosk-1") is Code.TICKET_NOT_IN_BLOCK


def test_a_block_is_of_one_queue() -> None:
    both = (OfflineBlock(queue="social", first=1, last=9), OfflineBlock(queue="papers", first=900, last=949))
    day = Acting(replace(HALL, devices=(Device(id="kiosk-1", role=Role.KIOSK, offline=both),)))
    assert day.refused(told("A005"), "kiosk-1") is Code.TICKET_NOT_IN_BLOCK
    day.do(c.RecordOfflineTicket(number="B005", queue="social", issued_at=NOW), "kiosk-1")
    day.do(told("A900"), "kiosk-1")


def test_a_queue_that_the_hall_does_not_know_takes_none() -> None:
    refusal = Acting().refusal(c.RecordOfflineTicket(number="X900", queue="dreams", issued_at=NOW), "kiosk-1")
    assert refusal.code is Code.QUEUE_UNKNOWN


@pytest.mark.parametrize(
    ("given_at", "day_of_it", "state"),
    [
        (STARTED, "2026-11-20", "waiting"),
        (STARTED - 1, "2026-11-19", "expired"),
        (NOW - 30 * DAY, "2026-10-21", "expired"),
        (NOW - 30 * DAY - 1, "2026-11-20", "waiting"),
        (NOW + 30 * DAY, "2026-11-20", "waiting"),
    ],
)
def test_a_number_belongs_to_the_day_it_was_given_on_as_far_as_that_is_believed(
    given_at: int, day_of_it: str, state: str
) -> None:
    """A machine that tells of more than thirty days ago has a clock that was never set."""
    day = Acting().open()
    day.do(told(issued_at=given_at), "kiosk-1")
    ticket = day.hall.state.tickets[ticket_id(day_of_it, "A900")]
    assert ticket.state.value == state


@pytest.mark.parametrize(
    ("given_at", "stands_at"),
    [
        (NOW, NOW),
        (NOW - 1, NOW - 1),
        (NOW + 1, NOW),
        (STARTED, STARTED),
        (NOW - 30 * DAY - 1, NOW),
    ],
)
def test_it_stands_at_its_issue_time_within_the_day_and_not_after_now(given_at: int, stands_at: int) -> None:
    day = Acting().open()
    day.do(told(issued_at=given_at), "kiosk-1")
    assert (day.ticket("A900").effective_at, day.ticket("A900").issued_at) == (stands_at, stands_at)


@pytest.mark.parametrize("given_at", [STARTED - 1, NOW - DAY, NOW - 30 * DAY])
def test_a_machine_that_did_not_know_the_day_has_its_person_called_today(given_at: int) -> None:
    day = Acting().open()
    day.do(told(issued_at=given_at, sure=False), "kiosk-1")
    assert (day.ticket("A900").effective_at, day.call()) == (NOW, "A900")


def test_a_machine_that_did_not_know_the_time_but_the_day_is_believed() -> None:
    day = Acting().open()
    day.do(told(issued_at=NOW - HOUR, sure=False), "kiosk-1")
    assert day.ticket("A900").effective_at == NOW - HOUR


def test_nobody_stands_before_the_start_of_a_day_that_a_wrong_clock_began() -> None:
    """The day is tomorrow's by a clock that was set back since: a number of before it stands at now."""
    day = Acting(now=NOW + DAY).open()
    day.now = NOW
    day.do(told(issued_at=NOW - HOUR, sure=False), "kiosk-1")
    assert day.ticket("A900").effective_at == NOW + DAY, "the time of the last number that the hall gave or of its day"


@pytest.mark.parametrize(("days", "known"), [(32, True), (33, False)])
def test_a_number_told_of_is_remembered_for_longer_than_one_is_believed(days: int, known: bool) -> None:
    day = Acting()
    day.do(told(), "kiosk-1")
    day.now += days * DAY
    day.do(c.Tick())
    day.now += DAY
    day.do(c.Tick())
    assert (ticket_id("2026-11-20", "A900") in day.hall.state.offline) is known


def test_numbers_told_by_machines_do_not_move_the_halls_own() -> None:
    day = Acting()
    day.do(told(), "kiosk-1")
    assert day.take() == "A001"
    assert day.hall.state.queues["papers"].issued == 2
    assert day.later(minutes=1).hall.state.last_issue_at == NOW


def test_a_number_told_late_stands_before_those_of_after_it_even_if_the_clock_was_set_back() -> None:
    day = Acting().open()
    first = day.take()
    day.now -= HOUR
    day.do(told(issued_at=NOW - 2 * MINUTE), "kiosk-1")
    day.do(told("A901", issued_at=NOW + MINUTE), "kiosk-1")
    assert day.order() == ["A900", first, "A901"]
