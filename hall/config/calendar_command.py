"""`xiaochuang calendar`: fills `holidays.toml` with a year that the State Council has announced, and shows it.

The days come from the package chinesecalendar: its data follow the notices, and it refuses years that it does not know.
Other packages guess such years (docs/dependencies.md), so they are not used.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from domain.config import Holiday, StatutoryYear, Text
from hall.config import holidays
from program.durable import whole_file
from program.start.either_side import on_either_side, parse
from program.toml_file import read_toml

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}
"""The package's English names in Chinese."""

HEAD = """\
# Statutory holidays and working weekends, one table a year, from the State Council's notices. Written by
# `xiaochuang calendar fill YEAR`; a notice may be amended within its year: then edit here. Read when the hall starts.
"""


class NotAnnouncedError(ValueError):
    """The year is not announced yet, or the installed package is older than the notice."""


def calendar_main(argv: Sequence[str]) -> int:
    """Run the command. Returns 0; 1 if the year is not announced or the file cannot be used; 65 for mistakes in the
    file."""
    parser = argparse.ArgumentParser(prog="xiaochuang calendar", description="The statutory calendar of a hall.")
    words = parser.add_subparsers(required=True, dest="what", metavar="COMMAND")
    for name, said in (("fill", "write a year into holidays.toml"), ("show", "print the days of holidays.toml")):
        word = words.add_parser(name, help=said)
        if name == "fill":
            word.add_argument("year", type=int, metavar="YEAR")
            word.add_argument("--notice", default="", metavar="TEXT", help="number of the notice that announced it")
    how: dict[str, Any] = {"type": Path, "metavar": "DIR", "help": "the hall's folder, with hall.toml"}
    on_either_side(parser, [words], "--site", required=True, **how)
    asked = parse(parser, argv)
    path = asked.site / holidays.FILE
    found = read_toml(holidays.HolidayFile, path) if path.exists() else holidays.HolidayFile()
    if isinstance(found, list):
        print(*found, sep="\n", file=sys.stderr)
        return os.EX_DATAERR
    if asked.what == "show":
        print("\n".join(_shown(found.years)) or f"{path}: no year is announced")
        return 0
    try:
        filled = announced(asked.year, asked.notice)
        years = sorted([one for one in found.years if one.year != asked.year] + [filled], key=lambda one: one.year)
        with whole_file(path) as file:
            file.write(written(years).encode())
    except NotAnnouncedError as error:
        print(f"xiaochuang calendar: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"xiaochuang calendar: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{path}: {asked.year}, {len(filled.off)} days off, {len(filled.work)} weekend days worked")
    return 0


def announced(year: int, notice: str = "") -> StatutoryYear:
    """The holidays and working weekends of a year. Raises `NotAnnouncedError`."""
    try:
        import chinese_calendar  # noqa: PLC0415 - asked once a year
    except ImportError:
        raise NotAnnouncedError("the package chinesecalendar is not installed: scripts/install hall") from None
    off, work = [], []
    for day in _days(year):
        try:
            holiday, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            raise NotAnnouncedError(
                f"{year} is not announced, or chinesecalendar is older than its notice: update it, or write "
                f"{holidays.FILE} by hand"
            ) from None
        if holiday and name:
            off.append(Holiday(day=day, name=Text(zh=NAMES.get(name, name), en=name)))
        elif not holiday and day.isoweekday() > 5:
            work.append(day)
    return StatutoryYear(year=year, notice=notice, off=tuple(off), work=tuple(work))


def written(years: Sequence[StatutoryYear]) -> str:
    """The text of `holidays.toml` with these years."""
    return HEAD + "".join("\n".join(_table(year)) + "\n" for year in years)


def _table(year: StatutoryYear) -> Iterator[str]:
    yield "\n[[years]]"
    yield f"year = {year.year}"
    yield f"notice = {_string(year.notice)}"
    yield "off = ["
    for one in year.off:
        yield f"  {{ day = {one.day}, name = {{ zh = {_string(one.name.zh)}, en = {_string(one.name.en)} }} }},"
    yield "]"
    yield f"work = [{', '.join(map(str, year.work))}]"


def _string(text: str) -> str:
    """A basic string of TOML, whose escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False)


def _shown(years: Sequence[StatutoryYear]) -> Iterator[str]:
    for year in years:
        yield f"{year.year}  {year.notice or 'number of the notice not noted'}"
        yield from (f"  {one.day}  off   {one.name.zh}  {one.name.en}" for one in year.off)
        yield from (f"  {day}  work" for day in year.work)


def _days(year: int) -> Iterator[dt.date]:
    day = dt.date(year, 1, 1)
    while day.year == year:
        yield day
        day += dt.timedelta(days=1)
