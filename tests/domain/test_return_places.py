"""Where somebody stands who comes back after a missed call: each rule, and each edge of it."""

from __future__ import annotations

import pytest
from acting import HOUR, MINUTE, Acting, hall_with

from domain import commands as c
from domain.queue_rules import Policy, ReturnPlace

ORIGINAL, BEHIND, END = ReturnPlace.ORIGINAL, ReturnPlace.BEHIND, ReturnPlace.END


def missed_first_of(day: Acting, people: int) -> str:
    """The first of so many, ten seconds apart, was called and did not come."""
    for _ in range(people):
        day.later(seconds=10).take()
    return day.miss()


def come_back(day: Acting, number: str) -> int:
    """The effective time that they get."""
    day.do(c.ReinstateTicket(window="w1", ticket=day.id(number)))
    return day.ticket(number).effective_at


@pytest.mark.parametrize(
    ("place", "behind", "then"),
    [
        (ORIGINAL, 3, [1, 2, 3, 4]),
        (BEHIND, 0, [1, 2, 3, 4]),
        (BEHIND, 1, [2, 1, 3, 4]),
        (BEHIND, 2, [2, 3, 1, 4]),
        (BEHIND, 3, [2, 3, 4, 1]),
        (BEHIND, 4, [2, 3, 4, 1]),
        (END, 0, [2, 3, 4, 1]),
    ],
)
def test_each_rule_has_its_place(place: ReturnPlace, behind: int, then: list[int]) -> None:
    day = Acting(hall_with(return_place=place, return_behind=behind)).open()
    number = missed_first_of(day, 4)
    come_back(day.later(minutes=10), number)
    assert day.order() == [f"A00{one}" for one in then]


@pytest.mark.parametrize("place", [ORIGINAL, BEHIND])
def test_where_nobody_waits_the_old_time_is_kept(place: ReturnPlace) -> None:
    day = Acting(hall_with(return_place=place)).open()
    number = missed_first_of(day, 1)
    old = day.ticket(number).effective_at
    assert come_back(day.later(minutes=10), number) == old


def test_the_end_is_now() -> None:
    day = Acting(hall_with(return_place=END)).open()
    number = missed_first_of(day, 2)
    assert come_back(day.later(minutes=10), number) == day.now
    later = day.take()
    assert day.order() == ["A002", number, later], "of one instant, in the order of the numbers"


def test_behind_is_one_millisecond_behind_the_last_of_those() -> None:
    day = Acting(hall_with(return_place=BEHIND, return_behind=2)).open()
    number = missed_first_of(day, 4)
    assert come_back(day.later(minutes=10), number) == day.ticket("A003").effective_at + 1


def test_whoever_comes_after_a_return_to_the_end_stands_behind_it() -> None:
    day = Acting(hall_with(return_place=END)).open()
    number = missed_first_of(day, 1)
    come_back(day, number)
    later = day.later(seconds=0.001).take()
    assert day.order() == [number, later]


def book_and_check_in(day: Acting, minutes: int) -> str:
    starts = day.now + minutes * MINUTE
    day.do(c.BookAppointment(code="k", queue="papers", starts_at=starts, ends_at=starts + HOUR))
    return str(day.do(c.IssueTicket(appointment="k")).number)


def test_behind_a_booking_whose_slot_is_to_come_is_now_and_not_its_slot() -> None:
    day = Acting(hall_with(return_place=BEHIND, return_behind=1)).open()
    number = missed_first_of(day, 1)
    booked = book_and_check_in(day, 20)
    assert come_back(day, number) == day.now
    assert day.order() == [number, booked]


@pytest.mark.parametrize("place", ReturnPlace)
def test_nobody_gets_an_earlier_time_than_the_old_one(place: ReturnPlace) -> None:
    """A booking that was called before its slot stands at its slot again."""
    day = Acting(hall_with(return_place=place, return_behind=1)).open()
    booked = book_and_check_in(day, 20)
    slot = day.ticket(booked).effective_at
    assert day.miss() == booked
    day.take()
    assert come_back(day, booked) == slot


def test_behind_counts_those_of_the_own_class_with_the_ratio() -> None:
    ratio = {"policy": Policy.RATIO, "ratio_priority": 1, "ratio_ordinary": 1}
    day = Acting(hall_with(return_place=BEHIND, return_behind=1, **ratio)).open()
    number = missed_first_of(day, 3)
    elders = [day.later(seconds=10).take(priority="elder") for _ in range(2)]
    assert come_back(day, number) == day.ticket("A002").effective_at + 1
    assert day.order() == [elders[0], "A002", elders[1], number, "A003"]
