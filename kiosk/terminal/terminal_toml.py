"""Writes a `Terminal` as a terminal.toml. Values that equal their default are left out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from kiosk.terminal.settings import Terminal


def write_terminal(terminal: Terminal) -> str:
    """TOML of `terminal`: plain keys first, then one table per part."""
    plain, tables = [], []
    for name, value in _set(terminal):
        if dataclasses.is_dataclass(value):
            tables.append("\n".join([f"\n[{name}]", *(f"{key} = {_literal(one)}" for key, one in _set(value))]))
        else:
            plain.append(f"{name} = {_literal(value)}")
    return "\n".join([*plain, *tables]) + "\n"


def _set(part: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a dataclass that differ from their defaults."""
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        made = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
        if value != made:
            yield field.name, value


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str | StrEnum):
        return json.dumps(str(value), ensure_ascii=False)  # a JSON string is a TOML basic string
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    raise TypeError(f"no TOML for {type(value).__name__}")
