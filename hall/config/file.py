"""Reads `hall.toml`: a whole hall, or everything that is wrong with it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from domain.config import HallConfig
from hall.config import checks, holidays, numbers, values
from hall.config.national import with_levels
from hall.config.warnings import warnings
from program.mistakes.file_text import FileText
from program.renamed_keys import KEYS
from program.toml_file import LAST, Mistake, Warn, log, read_partly

logger = logging.getLogger(__name__)


RESTS_ON = {
    "there is no queue": ("queues", "queues.id"),
    "there is no series": ("series", "series.id"),
    "no queue has the series": ("queues", "queues.series"),
    "is missing: a queue has a prefix": ("queues.series",),
    "there is no window": ("windows", "windows.id"),
    "there is no item": ("items", "items.id"),
    "there is no calendar": ("calendars", "calendars.id"),
    "no window serves": ("windows", "windows.serves", "windows.serves.queue"),
    "no queue has": ("queues", "queues.items"),
    "has no slots": ("calendars",),
}
"""Beginning of a reason of `checks.py` → keys that it depends on. If one of these is wrong itself, the reason may be a
mere consequence."""


@dataclass(frozen=True, slots=True)
class HallReading:
    """A hall.toml that was read, with all findings. `config` is None if the file is no table at all.

    If there are `mistakes`, `config` may differ from what the file means; without mistakes, it follows the holidays.
    """

    config: HallConfig | None
    source: FileText
    mistakes: list[Mistake] = field(default_factory=list)
    missing: list[Mistake] = field(default_factory=list)  # missing pictures
    warnings: list[Mistake] = field(default_factory=list)


def reading_of(path: Path, *, warn: Warn = log, today: date | None = None) -> HallReading:
    """Read and check the whole file: a mistake in form hides no other mistake. `today`: for checks of what is due, such
    as next year's holidays."""
    reading = read_partly(HallConfig, path, renamed=KEYS["hall.toml"], warn=warn)
    if reading.value is None:
        return HallReading(None, reading.source, reading.mistakes)
    wrong, config = list(reading.mistakes), reading.value
    years = holidays.read(path.parent, config)
    if isinstance(years, list):
        wrong += years
    else:
        config = replace(config, years=years)
    config = with_levels(config)
    wrong += reading.judged(numbers.mistakes(config, reading.source.has), RESTS_ON)
    config = numbers.with_series(config)
    wrong += reading.judged(checks.mistakes(config, path.parent), RESTS_ON)
    if not wrong:
        wrong += reading.judged(values.too_large(config))
    return HallReading(
        config if wrong else holidays.followed(config),
        reading.source,
        sorted(wrong, key=lambda one: (one.file, one.line or LAST)),
        reading.judged(checks.missing_portraits(config, path.parent)),
        reading.judged(warnings(config, today), RESTS_ON),
    )


def read_hall(path: Path, *, works: bool = False, warn: Warn = log) -> HallConfig | list[Mistake]:
    """The hall of this file, or all its mistakes.

    `works`: the hall starts with it, so missing pictures are only logged. `warn` is called for keys under old names.
    """
    found = reading_of(path, warn=warn, today=datetime.now(UTC).date() if works else None)
    if found.config is None or found.mistakes or (found.missing and not works):
        return [*found.mistakes, *found.missing]
    if works:
        for warning in (*found.missing, *found.warnings):
            logger.warning("%s", warning)
    return found.config
