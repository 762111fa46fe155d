"""The edges of what is shown: whose held and missed tickets, which status of a queue, which of two pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from acting import HALL, MINUTE, Acting, at, hall_with

from domain import commands as c
from domain.config import Calendar, Device, Role, ServiceHours
from domain.show.snapshots import hall_snapshot, queues_snapshot, window_snapshot
from domain.views.public import QueueStatus, QueueView
from domain.views.window import WindowSnapshot

OPENS = Calendar(id="default", sessions=(ServiceHours(days=(5,), opens=time(9), closes=time(12)),))
FRIDAY = "2026-11-20"


def papers(day: Acting) -> QueueView:
    return queues_snapshot(day.hall, day.now, 1).queues[0]


def shown(day: Acting, window: str = "w1") -> WindowSnapshot:
    return window_snapshot(day.hall, window, day.now, 1)


@pytest.mark.parametrize(
    ("clock", "used_up", "paused", "status"),
    [
        ("08:44", False, False, QueueStatus.CLOSED),
        ("08:44", True, True, QueueStatus.CLOSED),
        ("08:45", False, False, QueueStatus.EARLY),
        ("08:45", True, False, QueueStatus.FULL),
        ("08:45", False, True, QueueStatus.PAUSED),
        ("10:00", False, False, QueueStatus.OPEN),
        ("10:00", True, True, QueueStatus.FULL),
        ("10:00", False, True, QueueStatus.PAUSED),
        ("12:00", False, True, QueueStatus.CLOSED),
    ],
)
def test_the_calendar_comes_first_then_the_numbers_then_the_windows(
    clock: str, used_up: bool, paused: bool, status: QueueStatus
) -> None:
    queue = replace(HALL.queues[0], daily_limit=0 if used_up else None)
    config = replace(HALL, queues=(queue, *HALL.queues[1:]), calendars=(OPENS,))
    day = Acting(config, now=at(f"{FRIDAY} {clock}")).open()
    if paused:
        for name in ("w1", "w3"):
            day.do(c.PauseWindow(window=name, reason="tea"))
    view = papers(day)
    assert view.status is status
    assert (view.pause is not None) is (status is QueueStatus.PAUSED)
    assert (view.wait is not None) is (clock in {"08:45", "10:00"} and not paused)
    assert view.windows == (0 if paused else 2)
    assert view.closes_at == (at(f"{FRIDAY} 12:00") if clock in {"08:45", "10:00"} else None)


def test_a_queue_that_no_window_serves_is_open_all_the_same() -> None:
    assert papers(Acting()).status is QueueStatus.OPEN


@pytest.mark.parametrize(
    ("first", "second", "wins"),
    [(None, 20, "second"), (20, None, "first"), (10, 20, "first"), (20, 10, "second"), (None, None, "first")],
)
def test_of_two_pauses_the_one_that_ends_sooner_is_told(first: int | None, second: int | None, wins: str) -> None:
    day = Acting().open("w1", "w3")
    for name, reason, minutes in (("w1", "first", first), ("w3", "second", second)):
        until = None if minutes is None else day.now + minutes * MINUTE
        day.do(c.PauseWindow(window=name, reason=reason, until=until))
    pause = papers(day).pause
    assert pause is not None
    assert pause.reason == wins


def test_a_pause_without_an_end_says_more_than_one_whose_end_has_passed() -> None:
    day = Acting().open("w1", "w3")
    day.do(c.PauseWindow(window="w1", reason="late", until=day.now + MINUTE))
    day.do(c.PauseWindow(window="w3", reason="open end"))
    pause = papers(day.later(minutes=1)).pause
    assert pause is not None
    assert pause.reason == "open end"


def hold(day: Acting, window: str) -> str:
    number = day.start(day.call(window))
    day.do(c.HoldTicket(window=window, ticket=day.id(number)))
    return number


def test_whom_a_closed_window_holds_is_seen_where_that_queue_is_served_and_nowhere_else() -> None:
    day = Acting().open()
    day.take("papers")
    held = hold(day, "w1")
    assert [[t.number for t in shown(day, name).held] for name in ("w1", "w2", "w3")] == [[held], [], []]
    day.do(c.CloseWindow(window="w1"))
    assert [[t.number for t in shown(day, name).held] for name in ("w1", "w2", "w3")] == [[held], [], [held]]


def test_whom_a_paused_window_holds_is_its_own() -> None:
    day = Acting().open()
    day.take("papers")
    hold(day, "w1")
    day.do(c.PauseWindow(window="w1", reason="tea"))
    assert shown(day, "w3").held == ()


def test_a_missed_call_is_seen_at_its_window_and_where_its_queue_is_served() -> None:
    day = Acting().open()
    day.take("advice")
    missed = day.miss("w3")
    assert [[t.number for t in shown(day, name).no_show] for name in ("w1", "w2", "w3")] == [[], [], [missed]]
    day.do(c.OpenWindow(window="w3", queues=("papers",)))
    assert [t.number for t in shown(day, "w3").no_show] == [missed], "called here, whatever it serves now"
    day.do(c.OpenWindow(window="w2", queues=("advice",)))
    assert [t.number for t in shown(day, "w2").no_show] == [missed]


def test_a_window_without_a_clerk_a_ticket_or_a_review_shows_none() -> None:
    view = shown(Acting())
    assert (view.clerk, view.ticket, view.rating, view.pause, view.reprint) == (None, None, None, None, None)
    assert (view.recalls_left, view.served_today, view.tidal) == (3, 0, False)


def test_a_clerk_whom_the_configuration_has_lost_is_not_shown() -> None:
    before = Acting().open("w1")
    day = Acting(replace(HALL, clerks=()), before.now)
    for event in before.log:
        day.hall.apply(event)
    assert shown(day).clerk is None


def test_who_was_recalled_more_often_than_a_new_configuration_allows_has_no_recall_left() -> None:
    before = Acting().open("w1")
    before.take()
    number = before.call("w1")
    for _ in range(3):
        before.do(c.RecallTicket(window="w1", ticket=before.id(number)))
    day = Acting(hall_with(recall_limit=1), before.now)
    for event in before.log:
        day.hall.apply(event)
    assert shown(day).recalls_left == 0


def test_the_whole_snapshot_has_every_queue_window_call_and_alarm_of_the_configuration() -> None:
    day = Acting().open()
    day.take()
    day.call()
    day.do(c.RecordFault(code="x", detail="d"), "kiosk-1")
    whole = hall_snapshot(day.hall, day.now, 7, ({"device": "kiosk-1"},))
    assert (whole.version, whole.at, whole.day) == (7, day.now, FRIDAY)
    assert [queue.id for queue in whole.queues] == ["papers", "social", "advice"]
    assert [window.window for window in whole.windows] == ["w1", "w2", "w3"]
    assert [call.number for call in whole.calls] == ["A001"]
    assert [(alarm.device, alarm.code, alarm.since, alarm.detail) for alarm in whole.alarms] == [
        ("kiosk-1", "x", day.now, "d")
    ]
    assert whole.devices == ({"device": "kiosk-1"},)


def test_a_window_shows_how_long_each_of_its_queues_has_waited() -> None:
    day = Acting().open()
    first = day.ticket(day.take("papers", priority="elder"))
    day.later(minutes=1).take("papers", priority="soldier")
    queues = shown(day).queues
    assert [(q.id, q.waiting, q.longest_wait_at) for q in queues] == [
        ("papers", 2, first.issued_at),
        ("social", 0, None),
    ]


def test_where_phones_review_every_window_asks_for_a_review() -> None:
    page = Device(id="page", role=Role.PHONE_PAGE)
    for devices, asked in ((HALL.devices, False), ((*HALL.devices, page), True)):
        day = Acting(replace(HALL, devices=devices)).open()
        day.take("advice")
        day.serve("w3")
        assert (shown(day, "w3").rating is not None) is asked
