"""What businesses may know of the hall at one moment: who is at work, when it opens, which day it is, what prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from kiosk_sample import SERVED, KioskWalk, kiosk
from machine_sample import NINE, catalogue, machine, queues

from domain.flow import Arrived
from domain.number_machine.inputs import PrinterChanged
from domain.number_machine.state import Page
from domain.self_service.inputs import SlipEnded
from domain.self_service.moment import hall_day
from domain.self_service.slip import SlipPrint, ended
from domain.statuses import PrinterStatus
from domain.views.public import QueuesSnapshot, QueueStatus

HOUR = 3_600_000


def told(snapshot: QueuesSnapshot) -> KioskWalk:
    walk = KioskWalk()
    walk.give(Arrived(snapshot))
    return walk


def all_but_one(status: QueueStatus, other: QueueStatus) -> QueuesSnapshot:
    return queues(2, **{card.id: status for card in SERVED} | {SERVED[1].id: other})


@pytest.mark.parametrize("status", [QueueStatus.CLOSED, QueueStatus.BREAK, QueueStatus.FULL])
def test_somebody_is_at_work_while_one_queue_gives_numbers(status: QueueStatus) -> None:
    assert not told(all_but_one(status, status)).moment.staffed
    assert told(all_but_one(status, QueueStatus.OPEN)).moment.staffed
    assert told(all_but_one(status, QueueStatus.PAUSED)).moment.staffed


def test_of_a_hall_that_has_said_nothing_of_its_queues_it_is_not_said_that_nobody_is_there() -> None:
    assert KioskWalk(known=False).moment.staffed
    assert KioskWalk(known=False).moment.opens_at is None
    assert told(replace(queues(2), queues=())).moment.staffed
    assert told(queues(2)).moment.opens_at is None


def test_it_opens_when_the_first_queue_does() -> None:
    def opens(*times: int | None) -> int | None:
        views = [replace(view, opens_at=at) for view, at in zip(queues().queues, times, strict=False)]
        return told(replace(queues(2), queues=tuple(views))).moment.opens_at

    assert opens(NINE + 3 * HOUR, None, NINE + 2 * HOUR, NINE - HOUR) == NINE + 2 * HOUR
    assert opens(NINE, NINE + 1) == NINE + 1, "what has opened opens no more"
    assert opens(NINE - 1, NINE) is None


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-21T04:30:00+08:00", date(2026, 11, 21)),
        ("2026-11-21T04:29:59+08:00", date(2026, 11, 20)),
        ("2026-11-22T00:00:00+08:00", date(2026, 11, 21)),
    ],
)
def test_a_hall_day_begins_when_the_hall_says(at: str, day: date) -> None:
    known = catalogue(day_starts_minutes=4 * 60 + 30)
    assert hall_day(known, round(datetime.fromisoformat(at).timestamp() * 1000)) == day


def test_of_an_unknown_hall_it_is_the_day_in_beijing() -> None:
    midnight = round(datetime.fromisoformat("2026-11-21T00:00:00+08:00").timestamp() * 1000)
    assert hall_day(None, midnight) == date(2026, 11, 21)
    assert hall_day(None, midnight - 1) == date(2026, 11, 20)


@pytest.mark.parametrize(("has", "can"), [(True, True), (True, False), (False, True)])
def test_a_slip_is_printed_by_a_printer_that_is_there_and_works(has: bool, can: bool) -> None:
    walk = KioskWalk(kiosk(machine=machine(page=Page.HOME, has_printer=has)))
    walk.give(PrinterChanged(can_print=can))
    assert walk.moment.prints is (has and can)


@pytest.mark.parametrize(("fault", "after"), [(None, SlipPrint.PRINTED), (PrinterStatus.PAPER_OUT, SlipPrint.FAILED)])
def test_only_a_print_that_is_waited_for_ends(fault: Any, after: SlipPrint) -> None:
    for before in SlipPrint:
        assert ended(before, SlipEnded("t", fault)) is (after if before is SlipPrint.PRINTING else before)
