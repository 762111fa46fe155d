"""The effective `sign_in`: if hall.toml does not set it, it depends on whether there is a list of people."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

from domain.config import HallConfig
from domain.staff.ways import SignIn
from hall.staff.file import STAFF_FILE
from hall.staff.pins import KEY_FILE

logger = logging.getLogger(__name__)


def settled(config: HallConfig, folder: Path) -> HallConfig:
    """The hall with its effective `sign_in`. A hall from before this key has no list and goes on with names; once it
    has a list, the list counts from the next start on. `folder`: the folder of hall.toml.
    """
    if config.sign_in is not None:
        return config
    listed = any((folder / name).exists() for name in (STAFF_FILE, KEY_FILE))  # a lost list still counts
    if not listed:
        logger.warning("a name alone opens a window here: xiaochuang staff add makes the list that ends it")
    return dataclasses.replace(config, sign_in=SignIn.PIN_OR_CARD if listed else SignIn.NAMES)


def staff_list(config: HallConfig, folder: Path) -> Path | None:
    """The path of the list of people; None if this hall needs none."""
    path = folder / STAFF_FILE
    return None if config.sign_in in (None, SignIn.NAMES) and not path.exists() else path
