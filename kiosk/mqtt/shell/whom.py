"""Which hall a shell command asks, and as which device: read from a hall's site folder or from a demo's folder.

DIR/hall.toml                        the hall's id, and the supervisor's device
DIR/secrets/DESK.password            in a site: that device's password at the broker
DIR/broker/mosquitto.conf            in a demo: the port of its broker
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from program.toml_text import read_table

HALL_TOML = "hall.toml"
DESK = "desk"
"""The value of `Role.SUPERVISOR`, the role that sees most."""


class NoSuchHallError(ValueError):
    """The folder does not have what is needed; the text is for the person who named it."""


@dataclass(frozen=True, slots=True)
class Whom:
    """`password_file`: None where there is none; then no name is told to the broker. `broker`: HOST:PORT, or None."""

    hall: str
    device: str
    password_file: str | None = None
    broker: str | None = None


def usual_folders() -> Iterable[Path]:
    """The folders to try if none is named: the current one, a site in it, this user's demo."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return Path(), Path("site"), data / "xiaochuang-demo"


def whom(folder: Path | None) -> Whom:
    """`folder`: None for the usual ones. Raises `NoSuchHallError`."""
    if folder is None:
        folder = next((one for one in usual_folders() if (one / HALL_TOML).is_file()), None)
        if folder is None:
            raise NoSuchHallError("which hall? say --dir with its site folder or a demo's, or --hall")
    table = _table(folder / HALL_TOML)
    desk = next((str(one.get("id")) for one in _devices(table) if one.get("role") == DESK), None)
    if desk is None:
        raise NoSuchHallError(
            f'{folder / HALL_TOML} has no desk to ask as: add [[devices]] with id = "desk-1", role = "{DESK}"'
        )
    password = folder / "secrets" / f"{desk}.password"
    return Whom(str(table.get("id")), desk, str(password) if password.exists() else None, _listener(folder))


def _table(path: Path) -> dict[str, Any]:
    try:
        found = read_table(path)
    except OSError as error:
        raise NoSuchHallError(f"{path} cannot be read: {error.strerror}") from None
    if isinstance(found, str):
        raise NoSuchHallError(f"{path} {found}")
    return found


def _devices(table: dict[str, Any]) -> list[dict[str, Any]]:
    found = table.get("devices")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _listener(folder: Path) -> str | None:
    try:
        text = (folder / "broker/mosquitto.conf").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"^listener (\d+) (\S+)$", text, re.MULTILINE)
    return f"{found[2]}:{found[1]}" if found else None
