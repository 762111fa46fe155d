"""Who looks into cases, and how many may be opened: the table `cases` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRules:
    """Each kind of case is seen at one window. Left out: at the windows of the kind `unsolved`."""

    unsolved: str | None = None  # id of the window that sees 办不成事
    complaint: str | None = None  # likewise complaints
    praise: str | None = None  # likewise praise
    keep_days: int = 60  # so long the hall shows a case and knows the phone that was left with it
    per_minute: int = 10  # opened in the whole hall: nobody floods it with words
    per_day: int = 200  # likewise on one day
