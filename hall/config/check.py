"""`check-config` of a hall.toml: reports everything that is wrong with it and with the files beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from domain.config import HallConfig
from hall.config.file import HallReading, reading_of
from hall.staff.check import findings
from program.mistakes.telling import Telling
from program.toml_file import Mistake

MOVED = 3
"""Exit status: the file is in order, but a start with it moves people who are in the hall."""


def check(paths: Iterable[Path], data: Path | None = None) -> int:
    """Report the mistakes and warnings of each file, one per line. Returns 0 if there are no mistakes, else 1.

    With `data`, the folder of a hall's store, it also reports what a start with the file does to people in the hall.
    Then it returns `MOVED` if anybody is moved, 1 if the store cannot be read.
    """
    telling, moved = Telling(), False
    for path in paths:
        reading = told(path, telling)
        if data is not None and reading.config is not None and not (reading.mistakes or reading.missing):
            moved |= told_people(path, reading.config, data, telling)
    return 1 if telling.mistakes else MOVED if moved else 0


def told(path: Path, telling: Telling) -> HallReading:
    """Read this hall.toml with its holidays and staff, and report the findings."""
    reading = reading_of(path, warn=telling.warning, today=datetime.now(UTC).date())
    config = reading.config
    wrong = [*reading.mistakes, *reading.missing]
    for mistake in wrong:
        telling.mistake(mistake)
    if config is None:
        return reading
    staff = findings(path, config, reading.source)
    for mistake in staff.mistakes:
        telling.mistake(mistake)
    if not wrong:
        queues, windows = len(config.queues), len(config.windows)
        telling.note(path, f"hall {config.id!r}, {queues} queues, {windows} windows, all in order")
    for warning in (*reading.warnings, *staff.warnings):
        telling.warning(warning)
    return reading


def told_people(path: Path, config: HallConfig, data: Path, telling: Telling) -> bool:
    """Report and return whether the file moves anybody. Review keys that the file has lost are reported as warnings."""
    from hall.config.people import lost_keys, what_becomes  # noqa: PLC0415 - few who check a file have a hall with people in it

    try:
        lines = what_becomes(config, data)
        keys = list(lost_keys(config, data))
    except (sqlite3.Error, ValueError) as error:
        telling.mistake(Mistake(str(data), "", f"cannot be read: {error}"))
        return False
    for line in lines or [f"nobody in {data} is moved by it"]:
        telling.note(path, line)
    for reason in keys:
        telling.warning(Mistake(str(path), "ratings.former_keys", reason))
    return bool(lines)
