"""The hall day and the numbers of it: 04:00 in Shanghai, midnight in UTC, clocks that jump, power that fails."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from acting import DAY, HALL, HOUR, MINUTE, Acting, at
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.calendar.day import SHANGHAI, Days, zone
from domain.config import Queue
from domain.decide.hall import Hall
from domain.decide.numbers import written
from domain.events import DayClosed, DayOpened, TicketIssued
from domain.refusal import Code, Refusal


def small(last: int = 3, **more: object) -> Queue:
    return replace(HALL.queues[0], last=last, **more)  # type: ignore[arg-type]


def test_the_hall_day_starts_at_four_in_shanghai() -> None:
    days = Days("Asia/Shanghai", time(4, 0))
    assert days.of(at("2026-11-21 03:59")) == "2026-11-20"
    assert days.of(at("2026-11-21 04:00")) == "2026-11-21"
    assert days.of(at("2026-11-20 08:00")) == days.of(at("2026-11-20 07:59")), "midnight UTC is no boundary"


def test_a_hall_day_begins_at_its_first_millisecond_whatever_was_asked_before() -> None:
    starts = at("2026-11-21 04:00")
    asked = [starts, starts - 1, starts, starts + DAY - 1, starts + DAY, starts + DAY - 1]
    told = ["2026-11-21", "2026-11-20", "2026-11-21", "2026-11-21", "2026-11-22", "2026-11-21"]
    days = Days("Asia/Shanghai", time(4, 0))
    assert [days.of(now) for now in asked] == told
    assert [Days("Asia/Shanghai", time(4, 0)).of(now) for now in asked] == told
    assert days.start("2026-11-21") == starts


def test_a_time_of_a_hall_day_before_its_start_is_in_the_night_after_it() -> None:
    days = Days("Asia/Shanghai", time(4, 0))
    day = date(2026, 11, 21)
    assert days.instant(day, time(4, 0)) == at("2026-11-21 04:00")
    assert days.instant(day, time(3, 59)) == at("2026-11-22 03:59")
    assert days.instant(day, time(0, 0)) == at("2026-11-22 00:00")


def test_instants_outside_all_calendars_are_moved_to_their_edges() -> None:
    days = Days("UTC", time(0, 0))
    assert (days.of(0), days.of(-1), days.of(-(10**18))) == ("1970-01-01", "1970-01-01", "1970-01-01")
    assert (days.of(at("8999-12-31 23:59", 0)), days.of(10**18)) == ("8999-12-31", "9000-01-01")


def test_a_machine_without_zone_files_knows_the_time_of_china_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(key: str) -> object:
        raise ZoneInfoNotFoundError(key)

    assert zone("Asia/Shanghai") == ZoneInfo("Asia/Shanghai")
    monkeypatch.setattr("domain.calendar.day.ZoneInfo", none)
    assert zone("Asia/Shanghai") is SHANGHAI
    days = Days("Asia/Shanghai", time(4))
    assert [days.of(at("2026-11-21 04:00") + ms) for ms in (-1, 0)] == ["2026-11-20", "2026-11-21"]
    with pytest.raises(ZoneInfoNotFoundError):
        zone("Asia/Tokyo")


def test_the_day_turns_at_its_start_and_not_a_millisecond_before() -> None:
    day = Acting()
    day.take()
    day.now = at("2026-11-21 04:00") - 1
    day.do(c.Tick())
    assert (day.hall.day, len(day.hall.state.tickets)) == ("2026-11-20", 1)
    day.now += 1
    day.do(c.Tick())
    assert (day.hall.day, len(day.hall.state.tickets)) == ("2026-11-21", 0)


def test_a_hall_that_starts_its_day_at_midnight_utc() -> None:
    days = Days("UTC", time(0, 0))
    assert days.of(at("2026-11-21 00:00", 0)) == "2026-11-21"
    assert days.of(at("2026-11-21 00:00", 0) - 1) == "2026-11-20"


@given(now=st.integers(-(10**18), 10**18))
def test_any_integer_is_in_some_hall_day(now: int) -> None:
    assert len(Days("Asia/Shanghai", time(4, 0)).of(now)) == 10


@given(now=st.integers(at("2020-01-01 00:00"), at("2040-01-01 00:00")))
def test_every_hall_day_of_china_lasts_twenty_four_hours(now: int) -> None:
    days = Days("Asia/Shanghai", time(4, 0))
    start = days.start(days.of(now))
    assert 0 <= now - start < DAY
    assert days.of(start) == days.of(start + DAY - 1) != days.of(start + DAY)


def test_a_day_of_a_place_with_summer_time_may_be_longer() -> None:
    days = Days("Europe/Berlin", time(4, 0))
    autumn = days.start("2026-10-24")
    assert days.start("2026-10-25") - autumn == 25 * HOUR


def test_numbers_are_prefix_and_padded_counter_and_start_again_each_day() -> None:
    day = Acting()
    assert [day.take(), day.take(), day.take("social")] == ["A001", "A002", "B001"]
    day.now = at("2026-11-21 09:00")
    assert day.take() == "A001"
    assert [type(event) for event in day.log[-3:]] == [DayClosed, DayOpened, TicketIssued]
    assert day.id("A001") == "20261121-A001"
    assert written(replace(HALL.queues[0], width=4), 12) == "A0012"


def test_the_day_turns_by_itself_once() -> None:
    day = Acting()
    day.take()
    day.now = at("2026-11-21 04:00")
    day.do(c.Tick())
    assert [type(event) for event in day.log[-2:]] == [DayClosed, DayOpened]
    day.later(minutes=1).do(c.Tick())
    assert len(day.log) == 4


def test_closing_the_day_counts_everybody_and_forgets_everybody() -> None:
    day = Acting().open()
    person = {"person": "hash", "phone": "13800000000"}
    day.take(**person)
    day.serve()
    day.take()
    day.miss()
    day.do(c.CancelTicket(ticket=day.id(day.take())))
    day.take()
    day.start(day.call())  # still at the window at four in the morning
    day.take(person="other")
    day.now = at("2026-11-21 04:00")
    day.do(c.Tick())
    closed = day.log[-2]
    assert isinstance(closed, DayClosed)
    counts = (closed.issued, closed.served, closed.no_show, closed.cancelled, closed.expired)
    assert counts == (5, 1, 1, 1, 2)
    kept = json.dumps(day.hall.dump())
    assert "13800000000" not in kept
    assert "hash" not in kept
    assert all(window["state"] == "closed" for window in day.hall.dump()["windows"].values())


def test_a_command_about_yesterdays_ticket_is_refused_and_changes_nothing() -> None:
    day = Acting().open()
    number = day.take()
    start = c.StartService(window="w1", ticket=day.id(day.call()))
    day.now = at("2026-11-21 09:00")
    assert day.refused(start) is Code.TICKET_UNKNOWN
    assert day.hall.day == "2026-11-20"
    assert day.state(number) == "called"


def test_the_hall_day_never_runs_backwards() -> None:
    day = Acting()
    day.take()
    day.now += DAY
    day.take()
    day.now -= 3 * DAY
    assert day.take() == "A002"
    day.do(c.Tick())
    assert day.hall.day == "2026-11-21"


def test_a_day_the_clock_skipped_is_not_made_up() -> None:
    day = Acting()
    day.take()
    day.now += 30 * DAY
    day.do(c.Tick())
    assert [type(event) for event in day.log[-2:]] == [DayClosed, DayOpened]


def test_a_range_that_is_used_up_is_full() -> None:
    day = Acting(replace(HALL, queues=(small(last=2),), windows=(), devices=()))
    day.take(), day.take()
    assert day.refused(c.IssueTicket(queue="papers")) is Code.QUEUE_FULL


def test_a_daily_limit_is_full_before_the_range() -> None:
    day = Acting(replace(HALL, queues=(small(last=9, daily_limit=1),), windows=(), devices=()))
    day.take()
    assert day.refused(c.IssueTicket(queue="papers")) is Code.QUEUE_FULL


POWER = st.sampled_from(["issue", "offline", "cut", "snapshot", "time", "back", "night"])


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(st.tuples(POWER, st.integers(900, 949)), max_size=60), lost=st.integers(0, 3))
def test_no_number_twice_in_a_hall_day_through_any_crash_and_any_boundary(
    steps: list[tuple[str, int]], lost: int
) -> None:
    """Even if the main range runs into the block of a machine, and if what was decided but not kept is lost."""
    config = replace(HALL, queues=(small(last=905, first=895),), windows=())
    hall, now, log = Hall(config), at("2026-11-20 22:00"), []
    shown: set[str] = set()
    for what, counter in steps:
        if what == "cut":
            for _ in range(lost):  # decided, never kept, never answered: nobody saw these numbers
                hall.decide(c.IssueTicket(queue="papers"), now)
            hall = Hall(config)
            for event in log:
                hall.apply(event)
        elif what == "snapshot":
            hall = Hall.load(config, json.loads(json.dumps(hall.dump())))
        elif what in {"time", "back", "night"}:
            now += {"time": 3 * MINUTE, "back": -5 * HOUR, "night": 7 * HOUR}[what]
        else:
            offline = c.RecordOfflineTicket(number=f"A{counter}", queue="papers", issued_at=now - HOUR)
            command = c.IssueTicket(queue="papers") if what == "issue" else offline
            decision = hall.decide(command, now, device="kiosk-1")
            if isinstance(decision, Refusal):
                continue
            for event in decision:
                hall.apply(event)
                log.append(event)
                if isinstance(event, TicketIssued):
                    assert event.ticket not in shown
                    shown.add(event.ticket)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York"])
def test_a_number_shown_before_the_power_cut_is_called_after_it(zone: str) -> None:
    day = Acting(replace(HALL, timezone=zone)).open("w1")
    number = day.take()
    again = day.revived()
    assert again.call() == number
    assert again.take() == "A002"
