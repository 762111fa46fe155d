"""Remembers which devices and blocks of numbers `hall.toml` had, as long as papers or reviews from them may arrive.

A row of `meta` holds all of them, each with the day when the file last had it. It is written at each start.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.config import Device, HallConfig, Role
from domain.decide.numbers import is_block_of
from domain.state.former import Former, FormerBlock

FORMER = "devices"
"""The key in `meta`."""

KEPT = timedelta(days=32)
"""How long a report of an offline number is accepted (`decide/fold_time.py: OFFLINE_KEPT`)."""

_Rows = dict[str, list[dict[str, Any]]]


def renewed(said: str | None, config: HallConfig, now: int) -> str:
    """The new text of that row. `said`: the present text, or None. `now`: ms since 1970."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    kept = _read(said)
    devices = {row["id"]: row for row in kept["devices"] if _fresh(row, today)}
    devices |= {row["id"]: row | {"seen": today.isoformat()} for row in _devices(config)}
    blocks = {_key(row): row for row in kept["blocks"] if _fresh(row, today)}
    blocks |= {_key(row): row | {"seen": today.isoformat()} for row in _blocks(config)}
    return json.dumps({"devices": list(devices.values()), "blocks": list(blocks.values())})


def former(said: str | None, config: HallConfig) -> Former:
    """What the row has and `config` no longer has."""
    kept, known = _read(said), {device.id for device in config.devices}
    devices = (
        Device(id=row["id"], role=Role(row["role"]), window=row["window"], public_key=row["public_key"])
        for row in kept["devices"]
        if row["id"] not in known
    )
    blocks = (FormerBlock(**{name: row[name] for name in _BLOCK}) for row in kept["blocks"])
    return Former(devices={device.id: device for device in devices}, blocks=tuple(blocks))


_BLOCK = ("device", "queue", "first", "last", "prefix", "width")


def _read(said: str | None) -> _Rows:
    rows: _Rows = json.loads(said) if said else {"devices": [], "blocks": []}
    return rows


def _fresh(row: dict[str, Any], today: date) -> bool:
    return today - date.fromisoformat(row["seen"]) <= KEPT


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _BLOCK)


def _devices(config: HallConfig) -> Iterator[dict[str, Any]]:
    for device in config.devices:
        yield {"id": device.id, "role": device.role.value, "window": device.window, "public_key": device.public_key}


def _blocks(config: HallConfig) -> Iterator[dict[str, Any]]:
    """The blocks, those of a series once for each of its queues, because a paper names its queue."""
    for device in config.devices:
        for block in device.offline:
            for queue in (one for one in config.queues if is_block_of(block, one)):
                yield {"device": device.id, "queue": queue.id, "first": block.first, "last": block.last,
                       "prefix": queue.prefix, "width": queue.width}  # fmt: skip
