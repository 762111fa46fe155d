"""The hours board and the notices (`public/notices`): 对外服务时间, 延时服务时间, by appointment (S4 5.8.3.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, time

from domain.calendar.day import Days
from domain.config import Calendar, HallConfig, ServiceHours, ServiceHoursKind, Text
from domain.views.public import HoursLine, NoticesSnapshot

_TITLES = {
    ServiceHoursKind.SERVICE: Text(zh="对外服务时间", en="Service hours"),
    ServiceHoursKind.DELAYED: Text(zh="延时服务时间", en="Extended hours"),
    ServiceHoursKind.BOOKED: Text(zh="预约服务时间", en="By appointment"),
}
_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def notices_snapshot(config: HallConfig, now: int, version: int) -> NoticesSnapshot:
    """The hall's hours are those of its calendar `default`, or of its first one; today's are those of most queues."""
    day = date.fromisoformat(Days(config.timezone, config.day_starts).of(now))
    calendar = next((c for c in config.calendars if c.id == "default"), next(iter(config.calendars), None))
    followed = Counter(queue.calendar for queue in config.queues).most_common(1)
    today = next((c for c in config.calendars if followed and c.id == followed[0][0]), calendar)
    return NoticesSnapshot(
        version=version,
        at=now,
        boards=tuple(board for board in config.boards if board.until is None or board.until >= day),
        hours=tuple(_usual(calendar)) if calendar else (),
        today=tuple(_today(today, day, config.day_starts)) if today else (),
    )


def _usual(calendar: Calendar) -> Iterable[HoursLine]:
    """One line for all sessions of a kind on the same days."""
    groups: dict[tuple[ServiceHoursKind, tuple[int, ...]], list[ServiceHours]] = {}
    for session in calendar.sessions:
        groups.setdefault((session.kind, tuple(sorted(session.days))), []).append(session)
    for (kind, days), sessions in groups.items():
        times = _times(sessions)
        text = Text(zh=f"{_days(days, _DAYS_ZH, '至', '、')} {times}", en=f"{_days(days, _DAYS_EN, '–', ', ')} {times}")
        yield HoursLine(title=_TITLES[kind], text=text)


def _today(calendar: Calendar, day: date, day_starts: time) -> Iterable[HoursLine]:
    """Today's own lines; a special day also says what it is."""
    special = next((s for s in calendar.special if s.day == day), None)
    sessions = special.sessions if special else tuple(s for s in calendar.sessions if day.isoweekday() in s.days)
    if not sessions:
        text = Text(zh="今日不对外服务", en="Closed today")
        if special:
            text = Text(zh=f"{special.name.zh}，{text.zh}", en=f"{special.name.en}: closed today")
        yield HoursLine(title=_TITLES[ServiceHoursKind.SERVICE], text=text)
    for kind, title in _TITLES.items():
        of_kind = [s for s in sessions if s.kind is kind]
        if any(_all_day(session, day_starts) for session in of_kind):
            yield HoursLine(title=title, text=Text(zh="全天", en="All day"))
        elif of_kind:
            times = _times(of_kind)
            yield HoursLine(title=title, text=Text(zh=times, en=times))


def _all_day(session: ServiceHours, day_starts: time) -> bool:
    """From the start of the hall day to its last minute."""
    minutes = [one.hour * 60 + one.minute for one in (session.opens, session.closes, day_starts)]
    return minutes[0] == minutes[2] and (minutes[1] + 1) % 1440 == minutes[2]


def _times(sessions: list[ServiceHours]) -> str:
    ordered = sorted(sessions, key=lambda s: s.opens)
    return " ".join(f"{s.opens.hour}:{s.opens:%M}–{s.closes.hour}:{s.closes:%M}" for s in ordered)


def _days(days: tuple[int, ...], names: tuple[str, ...], to: str, and_: str) -> str:
    """`周一至周五`, `周六、周日`: runs of three days or more are joined."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said: list[str] = []
    for run in runs:
        if len(run) >= 3:
            said.append(f"{names[run[0] - 1]}{to}{names[run[-1] - 1]}")
        else:
            said += [names[day - 1] for day in run]
    return and_.join(said)
