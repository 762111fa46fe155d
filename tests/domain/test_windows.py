"""Windows: opening, 暂停服务 with its words, closing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from acting import HALL, Acting, window

from domain import commands as c
from domain.config import Device, Role
from domain.refusal import Code
from domain.show.snapshots import window_snapshot


def test_a_window_that_is_not_open_calls_nobody() -> None:
    day = Acting()
    day.take()
    assert day.refused(c.CallNext(window="w1")) is Code.WINDOW_NOT_OPEN
    day.open("w1").do(c.PauseWindow(window="w1", reason="tea"))
    assert day.refused(c.CallNext(window="w1")) is Code.WINDOW_NOT_OPEN


def test_a_window_calls_nobody_while_it_has_somebody_in_hand() -> None:
    day = Acting().open()
    first, second = day.take(), day.take()
    day.call()
    assert day.refused(c.CallNext(window="w1")) is Code.WINDOW_BUSY
    assert day.refused(c.CallTicket(window="w1", number=second)) is Code.WINDOW_BUSY
    day.start(first)
    assert day.refused(c.CallNext(window="w1")) is Code.WINDOW_BUSY


@pytest.mark.parametrize("stop", [c.PauseWindow(window="w1", reason="tea"), c.CloseWindow(window="w1")])
def test_a_window_does_not_stop_with_somebody_in_hand(stop: c.Command) -> None:
    day = Acting().open()
    number = day.take()
    day.call()
    assert day.refused(stop) is Code.WINDOW_BUSY
    day.finish(day.start(number))
    day.do(stop)


def test_a_window_needs_a_clerk_whom_the_hall_knows() -> None:
    day = Acting()
    assert day.refused(c.OpenWindow(window="w1")) is Code.CLERK_MISSING
    assert day.refused(c.OpenWindow(window="w1", clerk="nobody")) is Code.CLERK_UNKNOWN
    day.do(c.OpenWindow(window="w1", clerk="li"))
    assert day.do(c.OpenWindow(window="w1")).clerk == "li"


def test_a_window_opens_for_queues_that_exist() -> None:
    day = Acting()
    assert day.refused(c.OpenWindow(window="w1", clerk="li", queues=("dreams",))) is Code.QUEUE_UNKNOWN
    assert day.refused(c.OpenWindow(window="w1", clerk="li", queues=())) is Code.QUEUE_UNKNOWN


def test_a_pause_says_why_and_until_when_and_its_words_can_be_changed() -> None:
    day = Acting().open("w1")
    day.do(c.PauseWindow(window="w1", reason="tea", contact="8001", until=day.now + 600_000))
    day.later(minutes=1).do(c.PauseWindow(window="w1", reason="meeting"))
    pause = window_snapshot(day.hall, "w1", day.now, 1).pause
    assert pause is not None
    assert (pause.reason, pause.contact, pause.until, pause.since) == ("meeting", "", None, day.now)
    day.do(c.PauseWindow(window="w1", reason="meeting", contact="8001", until=day.now + 1))
    pause = window_snapshot(day.hall, "w1", day.now, 1).pause
    assert pause is not None
    assert (pause.contact, pause.until) == ("8001", day.now + 1)
    day.do(c.OpenWindow(window="w1"))
    assert window_snapshot(day.hall, "w1", day.now, 1).pause is None


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": " \t"}, {"until": -1}, {"until": 0}])
def test_a_pause_without_a_reason_or_that_is_over_already_is_refused(wrong: dict[str, Any]) -> None:
    day = Acting().open("w1")
    told = {"window": "w1", "reason": "tea", **wrong}
    assert day.refused(c.PauseWindow(**told)) is Code.REQUEST_INVALID
    assert day.refused(c.PauseWindow(window="w1", reason="tea", until=day.now)) is Code.REQUEST_INVALID
    day.do(c.PauseWindow(window="w1", reason="tea", until=day.now + 1))


@pytest.mark.parametrize(
    "asked",
    [
        c.OpenWindow(window="w9", clerk="li"),
        c.PauseWindow(window="w9", reason="tea"),
        c.CloseWindow(window="w9"),
        c.ReprintTicket(window="w9", ticket="20261120-A001"),
    ],
)
def test_a_window_that_the_hall_does_not_have_is_unknown(asked: c.Command) -> None:
    assert Acting().refused(asked) is Code.WINDOW_UNKNOWN


def test_a_window_and_a_queue_that_only_the_log_remembers_are_unknown() -> None:
    before = Acting().open()
    before.take("advice")
    lost = replace(HALL, queues=HALL.queues[:2], windows=HALL.windows[:2])
    day = Acting(lost, before.now)
    for event in before.log:
        day.hall.apply(event)
    assert day.refused(c.OpenWindow(window="w3", clerk="li")) is Code.WINDOW_UNKNOWN
    assert day.refused(c.CallNext(window="w3")) is Code.WINDOW_UNKNOWN
    refusal = day.refusal(c.OpenWindow(window="w1", queues=("papers", "advice")))
    assert (refusal.code, refusal.detail) == (Code.QUEUE_UNKNOWN, "no queue 'advice'")
    assert day.refused(c.IssueTicket(queue="advice")) is Code.QUEUE_UNKNOWN
    slot = {"starts_at": day.now, "ends_at": day.now + 1000}
    assert day.refused(c.BookAppointment(code="k", queue="advice", **slot)) is Code.QUEUE_UNKNOWN
    day.take()
    transfer = c.TransferTicket(window="w1", ticket=day.id(day.start(day.call("w1"))), queue="advice")
    assert day.refused(transfer) is Code.QUEUE_UNKNOWN
    told = c.RecordOfflineTicket(number="C900", queue="advice", issued_at=day.now)
    assert day.refused(told, "kiosk-1") is Code.QUEUE_UNKNOWN


def test_who_waits_in_a_queue_that_only_the_log_remembers_gives_the_number_back_or_is_given_to_another() -> None:
    before = Acting().open()
    numbers = [before.take("advice") for _ in range(3)]
    day = Acting(replace(HALL, queues=HALL.queues[:2]), before.now)
    for event in before.log:
        day.hall.apply(event)
    day.do(c.CancelTicket(ticket=day.id(numbers[0])))
    number = day.start(day.call("w3"))
    assert number == numbers[1]
    day.do(c.TransferTicket(window="w3", ticket=day.id(number), queue="papers"))
    assert day.order("w3") == [number, numbers[2]]


def test_a_closed_window_neither_pauses_nor_closes_again() -> None:
    day = Acting()
    assert day.refused(c.PauseWindow(window="w1", reason="tea")) is Code.WINDOW_NOT_OPEN
    assert day.refused(c.CloseWindow(window="w1")) is Code.WINDOW_NOT_OPEN


def test_a_window_serves_other_queues_for_a_while_and_then_those_of_its_configuration_with_their_lags() -> None:
    day = Acting().open()
    usual = day.hall.state.windows["w1"].serves
    day.do(c.OpenWindow(window="w1", queues=("advice", "papers")), "pad-1")
    shown = window_snapshot(day.hall, "w1", day.now, 1)
    assert (shown.tidal, [queue.id for queue in shown.queues]) == (True, ["advice", "papers"])
    day.do(c.OpenWindow(window="w1", queues=("social", "papers")), "pad-1")
    assert day.hall.state.windows["w1"].serves == usual
    assert not window_snapshot(day.hall, "w1", day.now, 1).tidal


def test_a_window_that_leaves_out_a_queue_or_takes_another_keeps_the_lags_of_those_that_stay() -> None:
    usual = window("w1", "papers", ("social", 10))
    day = Acting(replace(HALL, windows=(usual, *HALL.windows[1:]))).open("w1")
    day.take("social")
    day.do(c.OpenWindow(window="w1", queues=("social", "advice")), "pad-1")
    queues = window_snapshot(day.hall, "w1", day.now, 1).queues
    assert [(queue.id, queue.lag_minutes) for queue in queues] == [("social", 10), ("advice", 0)]
    assert day.revived().hall.state.windows["w1"].serves == day.hall.state.windows["w1"].serves
    assert day.refused(c.CallNext(window="w1")) is Code.QUEUE_EMPTY
    assert day.later(minutes=10).call() == "B001"


def test_the_queues_of_a_window_that_is_not_tidal_are_changed_by_the_supervisor_alone() -> None:
    fixed = replace(HALL.windows[0], tidal=False)
    desk = Device(id="desk", role=Role.SUPERVISOR)
    day = Acting(replace(HALL, windows=(fixed, *HALL.windows[1:]), devices=(*HALL.devices, desk))).open()
    asked = c.OpenWindow(window="w1", queues=("advice",))
    assert day.refused(asked, "pad-1") is Code.WINDOW_NOT_TIDAL
    day.do(asked, "desk")
    day.do(asked)  # the hall itself
    day.do(c.OpenWindow(window="w1", queues=("papers", "social")), "pad-1")  # back to the usual is no change of them
    assert not day.hall.state.windows["w1"].tidal
