"""The hours board and the notices: how days and times are said, whose they are, and until when a notice stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from acting import HALL, at, text

from domain.config import Calendar, HallConfig, NoticeBoard, ServiceHours, ServiceHoursKind, SpecialDay
from domain.show.public import notices_snapshot
from domain.views.public import NoticesSnapshot

FRIDAY = at("2026-11-20 10:00")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def session(days: tuple[int, ...] = EVERY_DAY, opens: time = time(9), closes: time = time(17)) -> ServiceHours:
    return ServiceHours(days=days, opens=opens, closes=closes)


def board(*sessions: ServiceHours, now: int = FRIDAY, **more: object) -> NoticesSnapshot:
    """Of a hall whose one calendar has these sessions."""
    calendar = replace(Calendar(id="default", sessions=sessions), **{k: v for k, v in more.items() if k == "special"})
    others = {k: v for k, v in more.items() if k != "special"}
    return notices_snapshot(replace(HALL, calendars=(calendar,), **others), now, 1)  # type: ignore[arg-type]


def usual(*sessions: ServiceHours) -> list[tuple[str, str]]:
    return [(line.text.zh, line.text.en) for line in board(*sessions).hours]


def today(*sessions: ServiceHours, **more: object) -> list[tuple[str, str, str]]:
    return [(line.title.en, line.text.zh, line.text.en) for line in board(*sessions, **more).today]


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        ((1,), "周一", "Monday"),
        ((1, 2), "周一、周二", "Monday, Tuesday"),
        ((1, 2, 3), "周一至周三", "Monday–Wednesday"),
        ((1, 3, 5), "周一、周三、周五", "Monday, Wednesday, Friday"),
        ((1, 2, 4, 5, 6), "周一、周二、周四至周六", "Monday, Tuesday, Thursday–Saturday"),
        ((6, 7), "周六、周日", "Saturday, Sunday"),
        ((7, 6, 5), "周五至周日", "Friday–Sunday"),
        (EVERY_DAY, "周一至周日", "Monday–Sunday"),
    ],
)
def test_days_are_said_as_people_say_them(days: tuple[int, ...], zh: str, en: str) -> None:
    assert usual(session(days)) == [(f"{zh} 9:00–17:00", f"{en} 9:00–17:00")]


def test_sessions_of_the_same_days_are_one_line_in_the_order_of_the_clock() -> None:
    afternoon, morning = session(opens=time(13, 5)), session(opens=time(8, 30), closes=time(12))
    assert usual(afternoon, morning) == [("周一至周日 8:30–12:00 13:05–17:00", "Monday–Sunday 8:30–12:00 13:05–17:00")]
    assert len(usual(afternoon, session((1,)))) == 2


def test_each_kind_of_hours_has_its_line_and_its_title() -> None:
    kinds = [
        replace(session(), kind=kind)
        for kind in (ServiceHoursKind.BOOKED, ServiceHoursKind.DELAYED, ServiceHoursKind.SERVICE)
    ]
    titles = ["Service hours", "Extended hours", "By appointment"]
    assert [title for title, _, _ in today(*kinds)] == titles
    assert [line.title.en for line in board(*kinds).hours] == titles[::-1], "as the calendar has them"


@pytest.mark.parametrize(
    ("opens", "closes", "day_starts", "all_day"),
    [
        (time(4), time(3, 59), time(4), True),
        (time(4), time(3, 58), time(4), False),
        (time(4, 1), time(3, 59), time(4), False),
        (time(0), time(23, 59), time(0), True),
        (time(0), time(23, 59), time(4), False),
        (time(4, 30), time(4, 29), time(4, 30), True),
    ],
)
def test_from_the_start_of_the_hall_day_to_its_last_minute_is_all_day(
    opens: time, closes: time, day_starts: time, all_day: bool
) -> None:
    (line,) = today(session(opens=opens, closes=closes), day_starts=day_starts)
    assert (line[1:] == ("全天", "All day")) is all_day


def test_a_day_without_sessions_says_so() -> None:
    assert today(session((1,))) == [("Service hours", "今日不对外服务", "Closed today")]


def test_a_holiday_says_which_it_is_and_a_special_day_has_its_own_hours() -> None:
    holiday = SpecialDay(day=date(2026, 11, 20), name=text("a feast"))
    assert today(session(), special=(holiday,)) == [
        ("Service hours", "a feast，今日不对外服务", "a feast: closed today")
    ]
    own = replace(holiday, sessions=(session((), closes=time(12)),))
    assert today(session(), special=(own,)) == [("Service hours", "9:00–12:00", "9:00–12:00")]
    assert today(session(), special=(replace(own, day=date(2026, 11, 21)),))[0][1] == "9:00–17:00"


@pytest.mark.parametrize(("now", "hours"), [("2026-11-21 03:59", "9:00–17:00"), ("2026-11-21 04:00", "9:00–12:00")])
def test_today_is_the_hall_day(now: str, hours: str) -> None:
    assert today(session((5,)), session((6,), closes=time(12)), now=at(now))[0][1] == hours


def test_the_week_is_that_of_the_calendar_default_and_today_that_of_most_queues() -> None:
    default = Calendar(id="default", sessions=(session(),))
    other = Calendar(id="other", sessions=(session(closes=time(12)),))
    queues = tuple(
        replace(q, calendar=name) for q, name in zip(HALL.queues, ("default", "other", "other"), strict=True)
    )
    config = replace(HALL, calendars=(other, default), queues=queues)
    shown = notices_snapshot(config, FRIDAY, 1)
    assert [line.text.en for line in shown.hours] == ["Monday–Sunday 9:00–17:00"]
    assert [line.text.en for line in shown.today] == ["9:00–12:00"]
    swapped = notices_snapshot(replace(config, calendars=(default, other)), FRIDAY, 1)
    assert (swapped.hours, swapped.today) == (shown.hours, shown.today), "whichever comes first"
    unnamed = replace(config, calendars=(other, replace(default, id="third")), queues=HALL.queues)
    shown = notices_snapshot(unnamed, FRIDAY, 1)
    assert [line.text.en for line in shown.hours] == ["Monday–Sunday 9:00–12:00"], "the first calendar, for want of one"
    assert [line.text.en for line in shown.today] == ["9:00–12:00"]


def test_a_hall_without_calendars_or_queues_has_no_hours_to_show() -> None:
    shown = notices_snapshot(HALL, FRIDAY, 1)
    assert (shown.hours, shown.today) == ((), ())
    calendar = Calendar(id="default", sessions=(session(),))
    empty: HallConfig = replace(HALL, queues=(), calendars=(calendar,))
    assert [line.text.en for line in notices_snapshot(empty, FRIDAY, 1).today] == ["9:00–17:00"]


@pytest.mark.parametrize(("until", "stands"), [(None, True), (19, False), (20, True), (21, True)])
def test_a_notice_stands_to_the_end_of_its_last_day(until: int | None, stands: bool) -> None:
    notice = NoticeBoard(id="b", text=text("b"), until=None if until is None else date(2026, 11, until))
    for now in ("2026-11-20 04:00", "2026-11-21 03:59"):
        shown = board(now=at(now), boards=(notice,))
        assert shown.boards == ((notice,) if stands else ())
    assert (shown.version, shown.at) == (1, at("2026-11-21 03:59"))
