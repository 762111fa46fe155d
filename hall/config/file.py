"""Reads `hall.toml`: a whole hall, or everything that is wrong with it (`xiaochuang check-config`)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from pathlib import Path

from domain.config import HallConfig
from hall.config import checks
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
    found = [Mistake(str(path), *one) for one in checks.mistakes(config, path.parent)]
    missing = [Mistake(str(path), *one) for one in checks.missing_portraits(config, path.parent)]
    if works and not found:
        for mistake in missing:
            logger.warning("%s", mistake)
        return config
    return [*found, *missing] or config


def check(paths: Iterable[Path]) -> int:
    """Print the mistakes and warnings of each file, one a line. 0 if there are no mistakes, else 1."""
    wrong = False
    for path in paths:
        found = read_hall(path, warn=print_on_stderr)
        if isinstance(found, list):
            wrong = True
            for mistake in found:
                print(mistake, file=sys.stderr)
        else:
            print(f"{path}: hall {found.id!r}, {len(found.queues)} queues, {len(found.windows)} windows, all in order")
    return 1 if wrong else 0
