"""What `sign_in` comes to: in a hall that says nothing it depends on whether there is a list of people."""

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
    """The hall with its `sign_in` said. One made before there was such a key has no list, and goes on with names; as
    soon as it has a list, that is what counts, from the next start on. `folder` is where hall.toml lies.
    """
    if config.sign_in is not None:
        return config
    listed = any((folder / name).exists() for name in (STAFF_FILE, KEY_FILE))  # a list that is lost still counts
    if not listed:
        logger.warning("a name alone opens a window here: xiaochuang staff add makes the list that ends it")
    return dataclasses.replace(config, sign_in=SignIn.PIN_OR_CARD if listed else SignIn.NAMES)


def staff_list(config: HallConfig, folder: Path) -> Path | None:
    """Where the list of people is, if this hall has one or must have one."""
    path = folder / STAFF_FILE
    return None if config.sign_in in (None, SignIn.NAMES) and not path.exists() else path
