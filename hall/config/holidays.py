"""The statutory calendar: read from `holidays.toml` beside hall.toml, checked, and merged into the hall's calendars.

People may edit the file, because a notice can be amended within its year. `xiaochuang calendar fill` writes it. A year
that nobody has announced is not in it, and the hall says so from November on (`domain/health/alarms.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from domain.config import Calendar, HallConfig, ServiceHours, SpecialDay, StatutoryYear, Text
from program.mistakes.form import Found
from program.toml_file import Mistake, read_partly

FILE = "holidays.toml"
WORKED = Text(zh="调休上班", en="Working day")


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayFile:
    """`holidays.toml`."""

    years: tuple[StatutoryYear, ...] = ()


def read(folder: Path, config: HallConfig) -> tuple[StatutoryYear, ...] | list[Mistake]:
    """The years in hall.toml, or in the file beside it, or the mistakes in them."""
    path = folder / FILE
    if not path.exists():
        return config.years
    reading = read_partly(HolidayFile, path)
    if reading.value is None:
        return reading.mistakes
    wrong = [*reading.mistakes, *reading.judged(mistakes(reading.value.years))]
    if config.years:
        wrong.append(reading.mistake("years", "stand in hall.toml as well: keep them in one of the two"))
    return wrong or reading.value.years


def mistakes(years: Sequence[StatutoryYear]) -> Iterator[Found]:
    seen: set[int] = set()
    for index, year in enumerate(years):
        key = f"years[{index}]"
        if year.year in seen:
            yield f"{key}.year", f"{year.year} is given twice", None
        seen.add(year.year)
        off = [holiday.day for holiday in year.off]
        for name, days in (("off", off), ("work", list(year.work))):
            for place, day in enumerate(days):
                if day.year != year.year:
                    yield f"{key}.{name}[{place}]", f"{day} is not in {year.year}", None
                if day in days[:place]:
                    yield f"{key}.{name}[{place}]", f"{day} is given twice", None
        for place, day in enumerate(year.work):
            if day in off:
                yield f"{key}.work[{place}]", f"{day} is a holiday as well", None
            if day.isoweekday() < 6:
                yield f"{key}.work[{place}]", f"{day} is no Saturday or Sunday", None


def followed(config: HallConfig) -> HallConfig:
    """The same hall, with the statutory days added to the special days of its calendars."""
    return replace(config, calendars=tuple(_followed(calendar, config.years) for calendar in config.calendars))


def _followed(calendar: Calendar, years: Sequence[StatutoryYear]) -> Calendar:
    if not calendar.statutory:
        return calendar
    own = {special.day for special in calendar.special}
    hours = _of_a_workday(calendar)
    days = [SpecialDay(day=holiday.day, name=holiday.name) for year in years for holiday in year.off]
    days += [SpecialDay(day=day, name=WORKED, sessions=hours) for year in years for day in year.work]
    return replace(calendar, special=calendar.special + tuple(one for one in days if one.day not in own))


def _of_a_workday(calendar: Calendar) -> tuple[ServiceHours, ...]:
    """The hours for a working weekend: those of Monday, or else of the first weekday that has any."""
    of_days = (tuple(one for one in calendar.sessions if day in one.days) for day in range(1, 6))
    return next((hours for hours in of_days if hours), ())
