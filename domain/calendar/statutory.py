"""Whether the statutory calendar of a year is missing or known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.config import Calendar, StatutoryYear

ANNOUNCED_BY = 11
"""The month in which next year's notice comes: 2026's came on 4 November 2025."""


def is_missing(years: Sequence[StatutoryYear], today: date) -> bool:
    """Whether the calendar of this year, or from November on of the next year, is missing in a hall that keeps the
    statutory calendar."""
    known = {year.year for year in years}
    if not known:
        return False
    return today.year not in known or (today.month >= ANNOUNCED_BY and today.year + 1 not in known)


def is_announced(years: Sequence[StatutoryYear], calendar: Calendar, day: date) -> bool:
    """Whether it is known if `day` is a working day. It always is for a calendar of the hall's own, and in a hall that
    keeps no statutory calendar."""
    known = {year.year for year in years}
    return not calendar.statutory or not known or day.year in known
