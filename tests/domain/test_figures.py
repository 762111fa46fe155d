"""The hall in numbers: they add up, and nobody is named."""

from __future__ import annotations

import json
from dataclasses import asdict

from acting import MINUTE, Acting

from domain import commands as c
from domain.show.figures import hall_figures
from domain.views.figures import AlarmFigure, HallFigures, QueueFigures
from domain.views.queries import AlarmView


def papers(seen: HallFigures) -> QueueFigures:
    return next(queue for queue in seen.queues if queue.id == "papers")


def test_every_number_of_the_day_counts_once_where_it_stands_now() -> None:
    day = Acting().open()
    first = day.take()
    day.take()
    day.start(day.call())
    day.later(minutes=3).do(c.FinishService(window="w1", ticket=day.id(first)))
    seen = hall_figures(day.hall, day.now)
    assert papers(seen).today == {"served": 1, "waiting": 1}
    assert (papers(seen).waiting, seen.windows["open"]) == (1, len(day.hall.state.windows))
    assert day.now - (papers(seen).longest_wait_at or 0) == 3 * MINUTE


def test_an_alarm_is_told_without_its_detail_which_may_name_somebody() -> None:
    day = Acting().open()
    day.do(c.RecordFault(code="printer.paper_out", detail="said of Wang"), "kiosk-1")
    unwritten = AlarmView(device="hall", code="hall.disk_full", since=day.now, detail="of Li")
    seen = hall_figures(day.hall, day.now, unwritten=[unwritten])
    assert seen.alarms == (
        AlarmFigure(device="kiosk-1", code="printer.paper_out", since=day.now),
        AlarmFigure(device="hall", code="hall.disk_full", since=day.now),
    )


def test_no_number_and_no_person_is_in_the_figures() -> None:
    day = Acting().open()
    number = day.take(person="p" * 64, phone="13800138000")
    told = json.dumps(asdict(hall_figures(day.hall, day.now)), default=str)
    for word in (number, day.id(number), "13800138000", "p" * 64, "wang", "li"):
        assert f'"{word}"' not in told
