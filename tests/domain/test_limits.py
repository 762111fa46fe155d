"""Limits: what is still allowed, and what is one too many. Each limit of the rules with both of its sides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, Acting, hall_with, invited, review, text

from domain import commands as c
from domain.config import Item
from domain.refusal import Code
from domain.show.snapshots import calls_snapshot, hall_snapshot, queues_snapshot, window_snapshot
from domain.state.faults import MOST_OF_DEVICE
from domain.views.public import QueueStatus


def papers(**more: object) -> Acting:
    """A hall whose first queue is another."""
    return Acting(replace(HALL, queues=(replace(HALL.queues[0], **more), *HALL.queues[1:]))).open()  # type: ignore[arg-type]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_queue_gives_so_many_numbers_a_day_and_no_more(limit: int) -> None:
    day = papers(daily_limit=limit)
    for _ in range(limit):
        assert queues_snapshot(day.hall, day.now, 1).queues[0].status is QueueStatus.OPEN
        day.take()
    assert queues_snapshot(day.hall, day.now, 1).queues[0].status is QueueStatus.FULL
    refusal = day.refusal(c.IssueTicket(queue="papers"))
    assert (refusal.code, refusal.detail) == (Code.QUEUE_FULL, f"{limit} numbers a day")
    day.take("social")


def test_a_limit_of_no_numbers_gives_none() -> None:
    assert papers(daily_limit=0).refused(c.IssueTicket(queue="papers")) is Code.QUEUE_FULL


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 3), (7, 8)])
def test_a_range_is_given_from_its_first_to_its_last_number(first: int, last: int) -> None:
    day = papers(first=first, last=last)
    given = [day.take() for _ in range(first, last + 1)]
    assert given == [f"A{counter:03d}" for counter in range(first, last + 1)]
    refusal = day.refusal(c.IssueTicket(queue="papers"))
    assert (refusal.code, refusal.detail) == (Code.QUEUE_FULL, "the range of numbers is used up")
    assert queues_snapshot(day.hall, day.now, 1).queues[0].status is QueueStatus.FULL


def test_a_range_that_runs_into_numbers_told_by_a_machine_leaves_them_out() -> None:
    day = papers(first=899, last=903)
    for number in ("A900", "A903"):
        day.do(c.RecordOfflineTicket(number=number, queue="papers", issued_at=day.now), "kiosk-1")
    assert [day.take(), day.take(), day.take()] == ["A899", "A901", "A902"]
    assert day.refused(c.IssueTicket(queue="papers")) is Code.QUEUE_FULL


@pytest.mark.parametrize("limit", [1, 3])
def test_a_person_takes_so_many_numbers_and_no_more(limit: int) -> None:
    day = Acting(hall_with(numbers_per_person_and_day=limit, one_open_number_per_person=False))
    for _ in range(limit):
        day.take(person="p")
    refusal = day.refusal(c.IssueTicket(queue="social", person="p"))
    assert (refusal.code, refusal.data) == (Code.PERSON_LIMIT, {"limit": limit})
    day.take("social", person="q")
    day.take("social")


def test_numbers_that_were_given_back_count_against_the_limit_of_their_person() -> None:
    day = Acting(hall_with(numbers_per_person_and_day=1))
    day.do(c.CancelTicket(ticket=day.id(day.take(person="p"))))
    assert day.refused(c.IssueTicket(queue="papers", person="p")) is Code.PERSON_LIMIT


def test_a_ticket_is_for_so_many_matters() -> None:
    items = tuple(Item(id=f"i{one}", name=text("i"), bureau=text("b")) for one in range(4))
    day = Acting(replace(hall_with(items_per_ticket=3), items=items))
    assert day.refused(c.IssueTicket(queue="papers", items=("i0", "i1", "i2", "i3"))) is Code.ITEM_TOO_MANY
    day.take(items=("i0", "i1", "i2"))


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_a_number_is_recalled_so_often(limit: int) -> None:
    day = Acting(hall_with(recall_limit=limit)).open()
    day.take()
    recall = c.RecallTicket(window="w1", ticket=day.id(day.call()))
    for done in range(limit):
        assert window_snapshot(day.hall, "w1", day.now, 1).recalls_left == limit - done
        day.do(recall)
    assert window_snapshot(day.hall, "w1", day.now, 1).recalls_left == 0
    assert day.refused(recall) is Code.RECALL_LIMIT


def test_the_next_call_of_a_number_may_be_recalled_as_often_again() -> None:
    day = Acting(hall_with(recall_limit=1)).open()
    number = day.take()
    recall = c.RecallTicket(window="w1", ticket=day.id(day.call()))
    day.do(recall)
    day.later(seconds=60).do(c.NoShow(window="w1", ticket=day.id(number)))
    day.do(c.CallTicket(window="w1", number=number))
    assert day.do(recall).recalls == 1


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_a_window_holds_so_many_and_no_more(limit: int) -> None:
    day = Acting(hall_with(hold_limit=limit)).open()
    for _ in range(limit):
        day.take()
        day.do(c.HoldTicket(window="w1", ticket=day.id(day.start(day.call()))))
    day.take()
    one_more = day.id(day.start(day.call()))
    assert day.refused(c.HoldTicket(window="w1", ticket=one_more)) is Code.HOLD_LIMIT


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_who_missed_the_call_returns_so_often_and_no_more(limit: int) -> None:
    day = Acting(hall_with(return_limit=limit)).open()
    day.take()
    for _ in range(limit):
        day.do(c.ReinstateTicket(window="w1", ticket=day.id(day.miss())))
    back = c.ReinstateTicket(window="w1", ticket=day.id(day.miss()))
    refusal = day.refusal(back)
    assert (refusal.code, refusal.detail) == (Code.RETURN_LIMIT, f"came back {limit} times")


@pytest.mark.parametrize(("length", "fits"), [(150, True), (151, False)])
def test_the_words_of_a_review_are_so_long(length: int, fits: bool) -> None:
    day, event = invited()
    words = review(event, comment="字" * length)
    if fits:
        day.do(words, device="pad-1")
    else:
        refusal = day.refusal(words, device="pad-1")
        assert (refusal.code, refusal.detail) == (Code.REQUEST_INVALID, "comment longer than 150")


@pytest.mark.parametrize(("length", "fits"), [(47, False), (48, True)])
def test_a_review_is_asked_for_only_with_enough_random_digits(length: int, fits: bool) -> None:
    day = Acting().open()
    day.take()
    number = day.start(day.call())
    decision = day.hall.decide(c.FinishService(window="w1", ticket=day.id(number)), day.now, token="a" * length)
    assert isinstance(decision, list)
    assert len(decision) == (2 if fits else 1)


def test_a_device_has_so_many_faults_at_a_time_and_loses_its_oldest() -> None:
    day = Acting()
    for number in range(MOST_OF_DEVICE):
        day.do(c.RecordFault(code=f"x{number}"), device="k1")
    codes = [alarm.code for alarm in hall_snapshot(day.hall, day.now, 1).alarms]
    assert sorted(codes) == sorted(f"x{number}" for number in range(MOST_OF_DEVICE))
    day.do(c.RecordFault(code="one_more"), device="k1")
    codes = [alarm.code for alarm in hall_snapshot(day.hall, day.now, 1).alarms]
    assert (len(codes), "x0" in codes, "x1" in codes) == (MOST_OF_DEVICE, False, True)


def test_so_many_are_shown_of_each() -> None:
    day = Acting().open()
    numbers = [day.take() for _ in range(14)]
    assert queues_snapshot(day.hall, day.now, 1).queues[0].next == tuple(numbers[:5])
    assert [t.number for t in window_snapshot(day.hall, "w1", day.now, 1).next] == numbers[:3]
    for _ in numbers:
        day.miss()
    shown = [t.number for t in window_snapshot(day.hall, "w1", day.now, 1).no_show]
    assert shown == numbers[:1:-1], "the newest twelve"
    assert [call.number for call in calls_snapshot(day.hall, day.now, 1).calls] == numbers[:1:-1]
