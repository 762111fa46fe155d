"""Reads `hall.toml`: a whole hall, or everything that is wrong with it (`xiaochuang check-config`)."""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from domain.config import HallConfig
from hall.config import checks, holidays, values
from hall.config.national import with_levels
from hall.config.warnings import warnings
from hall.staff.check import findings
from program.renamed_keys import KEYS
from program.toml_file import Mistake, Warn, log, print_on_stderr, read_toml

logger = logging.getLogger(__name__)


def read_hall(path: Path, *, works: bool = False, warn: Warn = log) -> HallConfig | list[Mistake]:
    """The hall of this file, or its mistakes: first those of form, and if there are none, those of sense.

    `works`: it is to be worked in, whatever a picture beside it is like; what is missing is logged. `warn` is
    told of keys under old names.
    """
    config = read_toml(HallConfig, path, renamed=KEYS["hall.toml"], warn=warn)
    if isinstance(config, list):
        return config
    years = holidays.read(path.parent, config)
    if isinstance(years, list):
        return years
    config = with_levels(replace(config, years=years))
    wrong = list(checks.mistakes(config, path.parent)) or values.too_large(config)
    found = [Mistake(str(path), *one) for one in wrong]
    missing = [Mistake(str(path), *one) for one in checks.missing_portraits(config, path.parent)]
    if works and not found:
        for mistake in missing:
            logger.warning("%s", mistake)
        for warning in warnings(config):
            logger.warning("%s", Mistake(str(path), *warning))
        return holidays.followed(config)
    return [*found, *missing] or holidays.followed(config)


MOVED = 3
"""The file is in order, and people in the hall are moved by it."""


def check(paths: Iterable[Path], data: Path | None = None) -> int:
    """Print the mistakes and warnings of each file, one a line. 0 if there are no mistakes, else 1.

    With `data`, the folder of a hall's store, also what a start with the file does to the people in it: `MOVED` if
    it moves anybody, 1 if the store cannot be read.
    """
    wrong = moved = False
    for path in paths:
        found = read_hall(path, warn=print_on_stderr)
        if isinstance(found, list):
            wrong = True
            for mistake in found:
                print(mistake, file=sys.stderr)
        else:
            print(f"{path}: hall {found.id!r}, {len(found.queues)} queues, {len(found.windows)} windows, all in order")
            staff = findings(path, found)
            wrong = wrong or bool(staff.mistakes)
            for mistake in staff.mistakes:
                print(mistake, file=sys.stderr)
            for warning in (*(Mistake(str(path), *one) for one in warnings(found)), *staff.warnings):
                print(f"warning: {warning}", file=sys.stderr)
            if data is not None:
                people = _people(path, found, data)
                wrong, moved = wrong or people is None, moved or bool(people)
    return 1 if wrong else MOVED if moved else 0


def _people(path: Path, config: HallConfig, data: Path) -> list[str] | None:
    from hall.config.people import what_becomes  # noqa: PLC0415 - few who check a file have a hall with people in it

    try:
        lines = what_becomes(config, data)
    except (sqlite3.Error, ValueError) as error:
        print(f"{data} cannot be read: {error}", file=sys.stderr)
        return None
    for line in lines or [f"nobody in {data} is moved by it"]:
        print(f"{path}: {line}")
    return lines
