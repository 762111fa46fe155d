"""Days and hours of bookings in words, shared by screens, paper and the phone page: `12月1日 周二 9:00–9:30`, `Tue 1
Dec 9:00–9:30`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from domain.booking.views import AppointmentView, SlotView
from program.speech import Speaker

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local(at: int, where: tzinfo) -> datetime:
    return datetime.fromtimestamp(at / 1000, where)


def day_words(day: date, say: Speaker) -> str:
    """A day in words. A day in January gets its year, because people may still think of the old one."""
    year = day.year if day.month == 1 else None
    if say.chinese:
        begins = f"{year}年" if year else ""
        return f"{begins}{day.month}月{day.day}日 {WEEKDAYS_ZH[day.weekday()]}"
    ends = f" {year}" if year else ""
    return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]}{ends}"


def clock(at: int, where: tzinfo) -> str:
    moment = local(at, where)
    return f"{moment.hour}:{moment.minute:02}"


def moment_words(at: int, where: tzinfo, say: Speaker) -> str:
    return f"{day_words(local(at, where).date(), say)} {clock(at, where)}"


def hours_words(slot: SlotView | AppointmentView, where: tzinfo) -> str:
    return f"{clock(slot.starts_at, where)}–{clock(slot.ends_at, where)}"


def span_words(slot: SlotView | AppointmentView, where: tzinfo, say: Speaker) -> str:
    return f"{day_words(local(slot.starts_at, where).date(), say)} {hours_words(slot, where)}"


def by_day(slots: Sequence[SlotView], where: tzinfo) -> dict[date, list[SlotView]]:
    """Day in local time → its free slots."""
    days: dict[date, list[SlotView]] = {}
    for slot in slots:
        if slot.free > 0:
            days.setdefault(local(slot.starts_at, where).date(), []).append(slot)
    return days
