"""Which numbers of a `hall.toml` are too small to mean anything, or longer than a year."""

from __future__ import annotations

from collections.abc import Iterator

from domain.config import HallConfig

Found = tuple[str, str, str | None]
Numbers = tuple[tuple[str, float | None], ...]

RULES = {
    0: (
        "recall_limit", "no_show_after_seconds", "return_behind", "return_minutes", "return_limit", "hold_minutes",
        "hold_limit", "appointment_early_minutes", "appointment_late_minutes",
    ),
    1: ("ratio_priority", "ratio_ordinary", "items_per_ticket", "numbers_per_person_and_day"),
}  # fmt: skip
"""The least value: the rules that have it."""
RATINGS = ("lapse_seconds", "comment_limit", "mend_days")
"""At 0 nobody could review, write a word, or be answered in time."""

YEAR = {"seconds": 31_536_000, "minutes": 525_600, "days": 365}
"""The most of what lasts, by the last word of its key: a longer time is a slip, and one without end fits no column."""


def mistakes(config: HallConfig) -> Iterator[Found]:
    """Each number below the least or above the most it can be, which the reason names."""
    for least, names in RULES.items():
        yield from _beyond(least, tuple((f"rules.{name}", getattr(config.rules, name)) for name in names))
    yield from _beyond(1, tuple((f"ratings.{name}", getattr(config.ratings, name)) for name in RATINGS))
    for index, queue in enumerate(config.queues):
        key = f"queues[{index}]"
        limits = (f"{key}.daily_limit", queue.daily_limit), (f"{key}.target_wait_minutes", queue.target_wait_minutes)
        yield from _beyond(1, limits)
        if not 0 < queue.service_minutes <= YEAR["minutes"]:
            yield f"{key}.service_minutes", "must be minutes above 0, and at most a year", None
    for index, priority in enumerate(config.priorities):
        yield from _beyond(0, ((f"priorities[{index}].head_start_minutes", priority.head_start_minutes),))
        yield from _beyond(1, ((f"priorities[{index}].min_age", priority.min_age),))
    for index, window in enumerate(config.windows):
        lags = ((f"windows[{index}].serves[{n}].lag_minutes", one.lag_minutes) for n, one in enumerate(window.serves))
        yield from _beyond(0, tuple(lags))
    for index, calendar in enumerate(config.calendars):
        yield from _beyond(0, ((f"calendars[{index}].early_minutes", calendar.early_minutes),))
    if config.notices is not None:
        yield from _beyond(1, (("notices.expires_minutes", config.notices.expires_minutes),))


def _beyond(least: int, numbers: Numbers) -> Iterator[Found]:
    for key, number in numbers:
        most = YEAR.get(key.rpartition("_")[2])
        if number is not None and number < least:
            yield key, f"is {number}, but must be at least {least}", None
        elif number is not None and most is not None and number > most:
            yield key, f"is {number}, but must be at most {most}", None
