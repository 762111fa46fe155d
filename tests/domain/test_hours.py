"""Service hours: sessions, lunch, delayed service, bookings only, holidays, early numbers, and after closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from acting import HALL, MINUTE, Acting, at, text
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.calendar.day import Days
from domain.calendar.hours import Hours, Moment
from domain.config import Calendar, HallConfig, NoticeBoard, ServiceHours, ServiceHoursKind, SpecialDay
from domain.refusal import Code
from domain.show.public import notices_snapshot
from domain.show.snapshots import queues_snapshot
from domain.views.public import QueueStatus

WORKDAYS = (1, 2, 3, 4, 5)
CALENDAR = Calendar(
    id="default",
    sessions=(
        ServiceHours(days=WORKDAYS, opens=time(9), closes=time(12)),
        ServiceHours(days=WORKDAYS, opens=time(13, 30), closes=time(17)),
        ServiceHours(days=WORKDAYS, opens=time(17), closes=time(18), kind=ServiceHoursKind.DELAYED),
        ServiceHours(days=(6,), opens=time(9), closes=time(12), kind=ServiceHoursKind.BOOKED),
    ),
    special=(
        SpecialDay(day=date(2026, 10, 1), name=text("National Day")),
        SpecialDay(
            day=date(2026, 10, 10),
            name=text("working Saturday"),
            sessions=(ServiceHours(days=(), opens=time(9), closes=time(17)),),
        ),
    ),
    early_minutes=15,
)
OPEN, EARLY, BREAK, CLOSED = QueueStatus.OPEN, QueueStatus.EARLY, QueueStatus.BREAK, QueueStatus.CLOSED


def moment(when: str) -> Moment:
    return Hours(CALENDAR, Days("Asia/Shanghai", time(4))).at(at(when))


def test_a_working_day_from_morning_to_night() -> None:
    day = "2026-11-20"  # a Friday
    assert moment(f"{day} 08:44") == Moment(CLOSED, opens_at=at(f"{day} 08:45"))
    assert moment(f"{day} 08:45") == Moment(EARLY, opens_at=at(f"{day} 09:00"), closes_at=at(f"{day} 12:00"))
    assert moment(f"{day} 09:00") == Moment(OPEN, closes_at=at(f"{day} 12:00"))
    assert moment(f"{day} 12:00") == Moment(BREAK, opens_at=at(f"{day} 13:15"))
    assert moment(f"{day} 13:15").status is EARLY
    assert moment(f"{day} 14:00") == Moment(OPEN, closes_at=at(f"{day} 18:00")), "delayed service follows at once"
    assert moment(f"{day} 17:30") == Moment(OPEN, closes_at=at(f"{day} 18:00"))
    assert moment(f"{day} 18:00") == Moment(CLOSED, opens_at=at("2026-11-23 08:45")), "over the weekend"


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        ("2026-11-20 08:45", CLOSED, EARLY),
        ("2026-11-20 09:00", EARLY, OPEN),
        ("2026-11-20 12:00", OPEN, BREAK),
        ("2026-11-20 13:15", BREAK, EARLY),
        ("2026-11-20 13:30", EARLY, OPEN),
        ("2026-11-20 17:00", OPEN, OPEN),
        ("2026-11-20 18:00", OPEN, CLOSED),
        ("2026-11-21 04:00", CLOSED, CLOSED),
    ],
)
def test_each_edge_of_the_hours_is_sharp_to_the_millisecond(when: str, before: QueueStatus, after: QueueStatus) -> None:
    """Whether asked for the first time or once more, from before or from after."""
    instant = at(when)
    for asked in ((instant - 1, instant), (instant, instant - 1)):
        hours = Hours(CALENDAR, Days("Asia/Shanghai", time(4)))
        told = {now: hours.at(now).status for now in asked}
        assert (told[instant - 1], told[instant]) == (before, after)


def test_what_was_told_in_the_evening_does_not_hold_the_next_day() -> None:
    hours = Hours(CALENDAR, Days("Asia/Shanghai", time(4)))
    asked = ("2026-11-19 20:00", "2026-11-20 10:00", "2026-11-19 20:00", "2026-11-20 03:59", "2026-11-20 08:50")
    assert [hours.at(at(when)).status for when in asked] == [CLOSED, OPEN, CLOSED, CLOSED, EARLY]


@pytest.mark.parametrize("step", [5, -5])
def test_whoever_asks_the_whole_day_long_is_told_the_same_as_who_asks_once(step: int) -> None:
    """From Friday noon to Tuesday noon, with the edges of all sessions, forward and backward."""
    first, last = sorted((at("2026-11-20 12:00"), at("2026-11-24 12:00")))
    asked = range(first, last + 1, 5 * MINUTE)
    hours = Hours(CALENDAR, Days("Asia/Shanghai", time(4)))
    for now in asked[:: step // 5]:
        assert hours.at(now) == Hours(CALENDAR, Days("Asia/Shanghai", time(4))).at(now)


def test_two_sessions_with_a_gap_of_a_minute_are_two_stretches() -> None:
    sessions = (
        ServiceHours(days=(5,), opens=time(13), closes=time(17)),
        ServiceHours(days=(5,), opens=time(9), closes=time(12, 59)),
    )
    hours = Hours(Calendar(id="x", sessions=sessions, early_minutes=0), Days("Asia/Shanghai", time(4)))
    assert hours.at(at("2026-11-20 09:00")) == Moment(OPEN, closes_at=at("2026-11-20 12:59"))
    assert hours.at(at("2026-11-20 12:59")) == Moment(BREAK, opens_at=at("2026-11-20 13:00"))


def test_sessions_that_overlap_are_one_stretch_to_the_later_end() -> None:
    sessions = (
        ServiceHours(days=(5,), opens=time(9), closes=time(12)),
        ServiceHours(days=(5,), opens=time(11), closes=time(13)),
    )
    hours = Hours(Calendar(id="x", sessions=sessions, early_minutes=0), Days("Asia/Shanghai", time(4)))
    assert hours.at(at("2026-11-20 09:00")) == Moment(OPEN, closes_at=at("2026-11-20 13:00"))


def test_early_numbers_say_when_the_stretch_that_follows_ends() -> None:
    assert moment("2026-11-20 13:20") == Moment(
        EARLY, opens_at=at("2026-11-20 13:30"), closes_at=at("2026-11-20 18:00")
    )


@pytest.mark.parametrize(("days", "opens"), [(31, True), (32, False)])
def test_the_next_day_with_numbers_is_looked_for_a_month_ahead(days: int, opens: bool) -> None:
    opening = date(2026, 11, 20) + timedelta(days=days)
    special = SpecialDay(day=opening, name=text("x"), sessions=(ServiceHours(days=(), opens=time(9), closes=time(10)),))
    hours = Hours(Calendar(id="x", sessions=(), special=(special,)), Days("Asia/Shanghai", time(4)))
    wanted = at(f"{opening} 08:45") if opens else None
    assert hours.at(at("2026-11-20 10:00")) == Moment(CLOSED, opens_at=wanted)
    assert hours.opens_after(at("2026-11-20 10:00")) == wanted


def test_a_session_that_ends_as_it_begins_is_none() -> None:
    nothing = Calendar(id="x", sessions=(ServiceHours(days=(5,), opens=time(9), closes=time(9)),))
    hours = Hours(nothing, Days("Asia/Shanghai", time(4)))
    assert hours.spans(date(2026, 11, 20)) == ()
    assert hours.at(at("2026-11-20 09:00")).status is CLOSED


def test_a_queue_without_a_calendar_is_always_open_and_has_no_next_day() -> None:
    always = Hours(None, Days("Asia/Shanghai", time(4)))
    assert always.at(at("2026-11-20 03:00")) == Moment(OPEN)
    assert always.opens_after(at("2026-11-20 03:00")) is None
    assert always.spans(date(2026, 11, 20)) == ()


def test_a_saturday_for_booked_people_is_closed_to_others() -> None:
    assert moment("2026-11-21 10:00") == Moment(CLOSED, opens_at=at("2026-11-23 08:45"))


def test_a_holiday_has_no_hours_and_a_working_weekend_has_its_own() -> None:
    assert moment("2026-10-01 10:00") == Moment(CLOSED, opens_at=at("2026-10-02 08:45"))
    assert moment("2026-10-10 12:30") == Moment(OPEN, closes_at=at("2026-10-10 17:00"))


def test_a_calendar_without_sessions_never_opens() -> None:
    hours = Hours(Calendar(id="x", sessions=()), Days("UTC", time(4)))
    assert hours.at(at("2026-11-20 10:00")) == Moment(CLOSED)


def test_a_session_after_midnight_belongs_to_the_evening_before() -> None:
    late = Calendar(id="x", sessions=(ServiceHours(days=(5,), opens=time(22), closes=time(1)),), early_minutes=0)
    hours = Hours(late, Days("Asia/Shanghai", time(4)))
    assert hours.at(at("2026-11-21 00:30")).status is OPEN
    assert hours.at(at("2026-11-21 01:00")).status is CLOSED


@given(minutes=st.lists(st.integers(0, 14 * 24 * 60), min_size=2, max_size=20))
def test_what_was_asked_before_never_changes_the_answer(minutes: list[int]) -> None:
    asked_before = Hours(CALENDAR, Days("Asia/Shanghai", time(4)))
    for minute in minutes:
        now = at("2026-09-28 00:00") + minute * MINUTE
        assert asked_before.at(now) == Hours(CALENDAR, Days("Asia/Shanghai", time(4))).at(now)


def hall(calendar: Calendar = CALENDAR) -> HallConfig:
    return replace(HALL, calendars=(calendar,))


def test_numbers_are_given_from_early_to_closing() -> None:
    day = Acting(hall(), now=at("2026-11-20 08:44"))
    refusal = day.refusal(c.IssueTicket(queue="papers"))
    assert refusal.code is Code.HALL_CLOSED
    assert refusal.data == {"opens_at": at("2026-11-20 08:45")}
    day.later(minutes=1).take()
    day.now = at("2026-11-20 12:10")
    assert day.refused(c.IssueTicket(queue="papers")) is Code.QUEUE_CLOSED
    day.now = at("2026-11-20 17:59")
    day.take()
    day.later(minutes=1)
    assert day.refused(c.IssueTicket(queue="papers")) is Code.HALL_CLOSED


def test_a_queue_may_be_closed_while_the_hall_is_open() -> None:
    mornings = Calendar(id="mornings", sessions=(ServiceHours(days=WORKDAYS, opens=time(9), closes=time(12)),))
    queues = (replace(HALL.queues[0], calendar="mornings"), *HALL.queues[1:])
    day = Acting(replace(HALL, queues=queues, calendars=(CALENDAR, mornings)), now=at("2026-11-20 15:00"))
    assert day.refused(c.IssueTicket(queue="papers")) is Code.QUEUE_CLOSED
    day.take("social")


def test_numbers_already_taken_are_served_after_closing() -> None:
    day = Acting(hall(), now=at("2026-11-20 17:50")).open()
    numbers = [day.take(), day.take()]
    day.now = at("2026-11-20 20:30")
    assert [day.serve(), day.serve()] == numbers


def test_hours_follow_the_clock_even_when_the_day_does_not() -> None:
    day = Acting(hall(), now=at("2026-11-21 10:00"))  # Saturday, by a clock that was wrong
    day.do(c.Tick())
    day.now = at("2026-11-20 10:00")
    assert day.take() == "A001"
    assert day.hall.day == "2026-11-21"


def test_the_queues_say_when_numbers_are_given_again() -> None:
    day = Acting(hall(), now=at("2026-11-20 19:00"))
    day.do(c.Tick())
    view = queues_snapshot(day.hall, day.now, 7).queues[0]
    assert (view.status, view.opens_at, view.wait) == (CLOSED, at("2026-11-23 08:45"), None)


def test_a_full_queue_says_when_the_next_day_with_numbers_begins() -> None:
    config = replace(hall(), queues=(replace(HALL.queues[0], daily_limit=1), *HALL.queues[1:]))
    day = Acting(config, now=at("2026-11-20 08:50"))
    day.take()
    for when in ("08:50", "10:00", "14:00"):
        day.now = at(f"2026-11-20 {when}")
        view = queues_snapshot(day.hall, day.now, 7).queues[0]
        assert (view.status, view.opens_at) == (QueueStatus.FULL, at("2026-11-23 08:45")), when
    for when in ("08:00", "12:30"):
        day.now = at(f"2026-11-20 {when}")
        assert queues_snapshot(day.hall, day.now, 8).queues[0].opens_at == at("2026-11-23 08:45"), when
        assert day.refusal(c.IssueTicket(queue="papers")).data == {"opens_at": at("2026-11-23 08:45")}, when


def test_the_hours_board_says_the_week_and_today() -> None:
    board = NoticeBoard(id="old", text=text("old"), until=date(2026, 11, 19))
    config = replace(hall(), boards=(board, replace(board, id="new", until=date(2026, 11, 20))))
    snapshot = notices_snapshot(config, at("2026-11-20 23:00"), 3)
    assert [(line.title.zh, line.text.zh) for line in snapshot.hours] == [
        ("对外服务时间", "周一至周五 9:00–12:00 13:30–17:00"),
        ("延时服务时间", "周一至周五 17:00–18:00"),
        ("预约服务时间", "周六 9:00–12:00"),
    ]
    assert snapshot.hours[0].text.en == "Monday–Friday 9:00–12:00 13:30–17:00"
    assert [line.text.zh for line in snapshot.today] == ["9:00–12:00 13:30–17:00", "17:00–18:00"]
    assert [board.id for board in snapshot.boards] == ["new"]
    holiday = notices_snapshot(config, at("2026-10-01 10:00"), 3)
    assert [line.text.en for line in holiday.today] == ["National Day: closed today"]
