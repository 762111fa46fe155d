"""The statutory calendar: what is announced is followed, what is not is never guessed."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from sample_hall import TOML

from domain.calendar.day import Days
from domain.calendar.hours import Hours
from domain.calendar.statutory import is_missing
from domain.config import HallConfig, StatutoryYear
from hall.config import calendar_command, holidays
from hall.config.calendar_command import NotAnnouncedError, announced, calendar_main
from hall.config.file import read_hall
from program.toml_file import read_toml

WORKED_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
OFF_2026 = [("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"), ("06-19", "06-21"),
            ("09-25", "09-27"), ("10-01", "10-07")]  # fmt: skip


def site(tmp_path: Path, more: str = "") -> Path:
    (tmp_path / "hall.toml").write_text(TOML + more, encoding="utf-8")
    return tmp_path


def the_hall(folder: Path) -> HallConfig:
    found = read_hall(folder / "hall.toml")
    assert isinstance(found, HallConfig), found
    return found


def opens(config: HallConfig, day: dt.date) -> bool:
    (calendar,) = config.calendars
    return bool(Hours(calendar, Days(config.timezone, config.day_starts)).spans(day))


def test_every_announced_day_of_2026_is_right() -> None:
    """The State Council's notice of 4 November 2025."""
    year = announced(2026)
    assert [day.strftime("%m-%d") for day in year.work] == WORKED_2026
    off = {one.day for one in year.off}
    spans = [(dt.date.fromisoformat(f"2026-{a}"), dt.date.fromisoformat(f"2026-{b}")) for a, b in OFF_2026]
    assert off == {first + dt.timedelta(n) for first, last in spans for n in range((last - first).days + 1)}
    assert {one.name.zh for one in year.off} == set(calendar_command.NAMES.values())


@pytest.mark.parametrize("year", [2003, 2027, 2099])
def test_a_year_that_nobody_has_announced_is_refused(
    tmp_path: Path, year: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotAnnouncedError, match="not announced"):
        announced(year)
    assert calendar_main(["fill", str(year), "--site", str(tmp_path)]) == 1
    assert "not announced" in capsys.readouterr().err
    assert not (tmp_path / holidays.FILE).exists()


def test_a_machine_without_the_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    with pytest.raises(NotAnnouncedError, match="scripts/install hall"):
        announced(2026)


def test_the_hall_is_shut_on_a_holiday_and_works_on_a_worked_sunday_with_monday_s_hours(tmp_path: Path) -> None:
    folder = site(tmp_path)
    national_day, worked = dt.date(2026, 10, 1), dt.date(2026, 9, 20)
    before = the_hall(folder)
    assert calendar_main(["fill", "2026", "--site", str(folder)]) == 0
    after = the_hall(folder)
    assert opens(before, national_day)
    assert not opens(after, national_day)
    assert opens(after, worked)
    (calendar,) = after.calendars
    hours = Hours(calendar, Days(after.timezone, after.day_starts))
    monday = hours.spans(dt.date(2026, 9, 21))
    week = 24 * 3600_000
    assert [(s.opens_at + week, s.closes_at + week) for s in hours.spans(worked)] == [
        (s.opens_at, s.closes_at) for s in monday
    ]


def test_the_hall_s_own_special_day_comes_before_the_notice(tmp_path: Path) -> None:
    hours = "[{ days = [4], opens = 09:00:00, closes = 10:00:00 }]"
    own = f'special = [{{ day = 2026-10-01, name = {{ zh = "值班", en = "On duty" }}, sessions = {hours} }}]\n'
    text = TOML.replace('[[calendars]]\nid = "default"\n', f'[[calendars]]\nid = "default"\n{own}')
    assert text != TOML
    (tmp_path / "hall.toml").write_text(text, encoding="utf-8")
    calendar_main(["fill", "2026", "--site", str(tmp_path)])
    assert opens(the_hall(tmp_path), dt.date(2026, 10, 1))
    assert not opens(the_hall(tmp_path), dt.date(2026, 10, 2))


def test_a_calendar_that_does_not_follow_it_stays_as_it_is(tmp_path: Path) -> None:
    text = TOML.replace('[[calendars]]\nid = "default"\n', '[[calendars]]\nid = "default"\nstatutory = false\n')
    (tmp_path / "hall.toml").write_text(text, encoding="utf-8")
    calendar_main(["fill", "2026", "--site", str(tmp_path)])
    assert opens(the_hall(tmp_path), dt.date(2026, 10, 1))


def test_filling_a_year_again_keeps_the_others_and_what_is_written_is_read(tmp_path: Path) -> None:
    for year, notice in ((2026, "one"), (2025, ""), (2026, '"二"\\')):
        assert calendar_main(["fill", str(year), "--notice", notice, "--site", str(tmp_path)]) == 0
    found = read_toml(holidays.HolidayFile, tmp_path / holidays.FILE)
    assert isinstance(found, holidays.HolidayFile)
    assert [(one.year, one.notice) for one in found.years] == [(2025, ""), (2026, '"二"\\')]
    assert found.years[1].off == announced(2026).off


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("years = 5", "years"),
        ("[[years]]\nyear = 2026\noff = []\n[[years]]\nyear = 2026\noff = []", "2026 is given twice"),
        ('[[years]]\nyear = 2026\noff = [{ day = 2027-01-01, name = { zh = "x", en = "x" } }]', "is not in 2026"),
        ("[[years]]\nyear = 2026\noff = []\nwork = [2026-11-30]", "is no Saturday or Sunday"),
        ("[[years]]\nyear = 2026\noff = []\nwork = [2026-09-20, 2026-09-20]", "is given twice"),
        (
            '[[years]]\nyear = 2026\noff = [{ day = 2026-09-20, name = { zh = "x", en = "x" } }]\nwork = [2026-09-20]',
            "is a holiday as well",
        ),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, said: str) -> None:
    folder = site(tmp_path)
    (folder / holidays.FILE).write_text(text, encoding="utf-8")
    found = read_hall(folder / "hall.toml")
    assert isinstance(found, list)
    assert said in "\n".join(map(str, found))
    assert holidays.FILE in str(found[0])


def test_years_stand_in_one_place(tmp_path: Path) -> None:
    folder = site(tmp_path, "[[years]]\nyear = 2026\noff = []\n")
    assert len(the_hall(folder).years) == 1
    (folder / holidays.FILE).write_text("[[years]]\nyear = 2026\noff = []\n", encoding="utf-8")
    found = read_hall(folder / "hall.toml")
    assert isinstance(found, list)
    assert "one of the two" in str(found[0])


@pytest.mark.parametrize(
    ("today", "known", "missing"),
    [
        ("2026-10-31", [2026], False),
        ("2026-11-01", [2026], True),
        ("2026-12-31", [2026, 2027], False),
        ("2027-01-01", [2026], True),
        ("2026-11-01", [], False),  # a hall that does not keep it
    ],
)
def test_from_november_on_a_hall_says_that_next_year_is_missing(today: str, known: list[int], missing: bool) -> None:
    years = [StatutoryYear(year=year, off=()) for year in known]
    assert is_missing(years, dt.date.fromisoformat(today)) is missing
