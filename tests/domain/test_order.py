"""Who is next: head start, lag, tidal windows, tickets kept for a window, returns."""

from __future__ import annotations

import json

from acting import Acting, at, hall_with

from domain import commands as c
from domain.decide.hall import Hall
from domain.queue_rules import ReturnPlace
from domain.refusal import Code


def test_people_are_called_in_the_order_of_their_numbers() -> None:
    day = Acting().open()
    assert [day.take() for _ in range(3)] == day.order() == ["A001", "A002", "A003"]


def test_people_of_the_same_millisecond_keep_the_order_of_their_numbers() -> None:
    day = Acting().open()
    day.take("papers", priority="elder")
    numbers = [day.take() for _ in range(50)]
    assert day.order()[1:] == numbers


def test_an_elder_passes_those_of_the_last_twenty_minutes_and_nobody_else() -> None:
    day = Acting().open()
    early = day.take()
    late = day.later(minutes=10).take()
    elder = day.later(minutes=15).take(priority="elder")
    assert day.order() == [early, elder, late]


def test_the_larger_head_start_wins_among_priorities() -> None:
    day = Acting().open()
    elder = day.take(priority="elder")
    soldier = day.later(minutes=9).take(priority="soldier")
    assert day.order() == [soldier, elder]


def test_a_window_helps_another_queue_only_after_its_lag() -> None:
    day = Acting().open()
    number = day.take("social")
    assert day.later(minutes=9.9).refused(c.CallNext(window="w1")) is Code.QUEUE_EMPTY
    assert day.later(minutes=0.1).call("w1") == number


def test_a_lag_makes_its_tickets_that_much_later() -> None:
    day = Acting().open()
    other = day.take("social")
    own = day.later(minutes=5).take("papers")
    assert day.later(minutes=20).order("w1") == [own, other]


def test_a_window_without_lag_serves_two_queues_as_one_line() -> None:
    day = Acting().open()
    numbers = [day.later(minutes=1).take(queue) for queue in ("papers", "advice", "advice", "papers")]
    assert day.order("w3") == numbers


def test_a_tidal_window_serves_its_new_queues_at_once_and_the_old_no_more() -> None:
    day = Acting().open()
    old, new = day.take("papers"), day.take("advice")
    day.do(c.OpenWindow(window="w1", queues=("advice",)))
    assert day.order("w1") == [new]
    day.do(c.CloseWindow(window="w1"))
    day.do(c.OpenWindow(window="w1", clerk="li"))
    assert day.order("w1") == [old]


def test_a_pause_does_not_turn_the_tide() -> None:
    day = Acting().open()
    number = day.take("advice")
    day.do(c.OpenWindow(window="w1", queues=("advice",)))
    day.do(c.PauseWindow(window="w1", reason="tea"))
    day.do(c.OpenWindow(window="w1"))
    assert day.order("w1") == [number]


def test_a_transferred_ticket_keeps_its_place_in_time() -> None:
    day = Acting().open()
    moved = day.take("papers")
    waiting = day.later(minutes=5).take("social")
    day.start(day.call("w1"))
    day.do(c.TransferTicket(window="w1", ticket=day.id(moved), queue="social"))
    assert day.order("w2") == [moved, waiting]


def test_a_ticket_kept_for_a_window_is_called_by_no_other() -> None:
    day = Acting().open()
    kept = day.take("papers")
    day.start(day.call("w1"))
    day.do(c.TransferTicket(window="w1", ticket=day.id(kept), to_window="w3"))
    assert day.refused(c.CallNext(window="w1")) is Code.QUEUE_EMPTY
    assert day.refused(c.CallTicket(window="w1", number=kept)) is Code.TICKET_OTHER_WINDOW
    assert day.call("w3") == kept


def test_a_ticket_kept_for_a_window_that_closes_is_everybodys_again_at_its_old_place() -> None:
    day = Acting().open()
    kept = day.take("papers")
    younger = day.later(minutes=1).take("papers")
    assert day.start(day.call("w1")) == kept
    day.do(c.TransferTicket(window="w1", ticket=day.id(kept), to_window="w3"))
    day.do(c.CloseWindow(window="w3"))
    assert day.order("w1") == [kept, younger]


def test_a_transfer_to_a_closed_window_or_a_queue_it_does_not_serve_is_refused() -> None:
    day = Acting().open("w1", "w2")
    number = day.take()
    day.start(day.call("w1"))
    transfer = {"window": "w1", "ticket": day.id(number)}
    assert day.refused(c.TransferTicket(**transfer, to_window="w3")) is Code.WINDOW_NOT_OPEN
    assert day.refused(c.TransferTicket(**transfer, to_window="w9")) is Code.WINDOW_UNKNOWN
    assert day.refused(c.TransferTicket(**transfer, queue="papers", to_window="w2")) is Code.WINDOW_NOT_SERVING_QUEUE
    assert day.refused(c.TransferTicket(**transfer, queue="dreams")) is Code.QUEUE_UNKNOWN
    assert day.refused(c.TransferTicket(**transfer)) is Code.REQUEST_INVALID


def test_a_clerk_transfers_nobody_to_a_queue_that_no_open_window_serves() -> None:
    day = Acting().open("w1")
    number = day.take()
    day.start(day.call("w1"))
    transfer = c.TransferTicket(window="w1", ticket=day.id(number), queue="advice")
    assert day.refused(transfer) is Code.QUEUE_UNSERVED
    day.open("w3").take("advice")
    day.do(c.CloseWindow(window="w3"))
    assert day.refused(transfer) is Code.QUEUE_UNSERVED
    day.open("w3").do(c.PauseWindow(window="w3", reason="tea"))
    day.do(transfer)
    assert day.ticket(number).queue == "advice"


def return_order(place: ReturnPlace, behind: int = 2) -> list[str]:
    day = Acting(hall_with(return_place=place, return_behind=behind)).open()
    numbers = [day.later(seconds=10).take() for _ in range(5)]
    missed = day.miss()
    assert missed == numbers[0]
    day.later(minutes=10).do(c.ReinstateTicket(window="w1", ticket=day.id(missed)))
    return day.order()


def test_who_missed_the_call_returns_to_the_old_place_if_the_hall_says_so() -> None:
    assert return_order(ReturnPlace.ORIGINAL)[0] == "A001"


def test_who_missed_the_call_returns_behind_so_many() -> None:
    assert return_order(ReturnPlace.BEHIND) == ["A002", "A003", "A001", "A004", "A005"]


def test_who_returns_behind_more_people_than_wait_is_last() -> None:
    assert return_order(ReturnPlace.BEHIND, behind=9)[-1] == "A001"


def test_who_missed_the_call_returns_to_the_end() -> None:
    assert return_order(ReturnPlace.END)[-1] == "A001"


def test_a_clock_set_back_lets_nobody_overtake() -> None:
    day = Acting().open()
    numbers = [day.later(minutes=60 * hours).take() for hours in (0, -1, -3, +2, -1)]
    assert day.order() == numbers


def test_a_clock_set_back_to_a_time_within_the_day_lets_nobody_overtake() -> None:
    """Not only the opening of the day holds: each number holds those after it."""
    day = Acting().open()
    numbers = [day.later(minutes=minutes).take() for minutes in (0, 60, -30, 10, -1)]
    latest = day.ticket(numbers[1]).issued_at
    assert day.order() == numbers
    assert [day.ticket(number).issued_at for number in numbers[1:]] == [latest] * 4
    offline = c.RecordOfflineTicket(number="A900", queue="papers", issued_at=latest + 1)
    day.do(offline, "kiosk-1")
    assert day.order() == [*numbers, "A900"]


def test_a_clock_set_back_over_the_start_of_the_day_lets_nobody_overtake() -> None:
    day = Acting(now=at("2026-11-20 05:00")).open()
    first = day.take()
    second = day.later(minutes=-180).take()
    assert day.hall.day == "2026-11-20"
    assert day.order() == [first, second]


def test_a_clock_set_back_during_a_restart_lets_nobody_overtake() -> None:
    day = Acting().open()
    first = day.take()
    day.hall = Hall.load(day.hall.config, json.loads(json.dumps(day.hall.dump())))
    second = day.later(minutes=-60).take()
    assert day.order() == [first, second]
