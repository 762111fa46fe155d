"""Which windows handle cases, and how many may be opened: the table `cases` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRules:
    """Each kind of case is handled at one window; if left out, at the windows of the kind `unsolved`."""

    unsolved: str | None = None  # id of the window that handles 办不成事
    complaint: str | None = None  # the same for complaints
    praise: str | None = None  # the same for praise
    keep_days: int = 60  # how long the hall shows a case and keeps its phone
    per_minute: int = 10  # how many may be opened a minute in the whole hall, as a limit against floods
    per_day: int = 200  # the same for one day
