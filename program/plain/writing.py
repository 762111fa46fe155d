"""From a dataclass to JSON: fields that are None are left out, enums are their values."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from operator import attrgetter
from typing import Any

from program.plain.shapes import Many, Named, NotPlainError, Optional, never, shapes

Write = Callable[[Any], Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    """JSON of what JSON can hold: dicts, lists, tuples, texts, numbers. Raises NotPlainError for anything else."""
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        raise NotPlainError("JSON") from None


def write(value: object) -> bytes:
    """JSON of a dataclass. Raises NotPlainError."""
    try:
        return to_json(as_dict(value)).encode()
    except UnicodeEncodeError:
        raise NotPlainError("surrogates") from None


def as_dict(value: object) -> dict[str, Any]:
    """The same before it becomes text. Raises NotPlainError."""
    kind: Any = type(value)
    found: dict[str, Any] = _writer(kind)(value)
    return found


@functools.cache
def _writer(cls: type) -> Write:
    try:
        return _made(cls)
    except NotPlainError:
        return never


def _made(cls: type) -> Write:
    kinds = shapes(cls)
    names = tuple(kinds)
    changed = [(name, write) for name, shape in kinds.items() if (write := _of(shape)) is not None]
    if len(names) == 1:
        values: Callable[[Any], tuple[Any, ...]] = lambda one: (getattr(one, names[0]),)  # noqa: E731
    else:
        values = attrgetter(*names) if names else lambda _: ()

    def write_fields(value: Any) -> dict[str, Any]:
        if type(value) is not cls:
            raise NotPlainError(cls.__name__)
        found = {name: one for name, one in zip(names, values(value), strict=True) if one is not None}
        for name, write in changed:
            if name in found:
                found[name] = write(found[name])
        return found

    return write_fields


def _of(shape: Any) -> Write | None:
    """What has to be done with a value that is not None; nothing: None."""
    if shape in {str, int, bool}:
        return None
    if isinstance(shape, Optional):
        return _of(shape.of)
    if isinstance(shape, Many):
        return _many(_of(shape.of))
    if isinstance(shape, Named):
        inner = _of(shape.of)
        return dict if inner is None else lambda value: {name: inner(one) for name, one in value.items()}
    if shape is object:
        return _anything
    if shape is float:
        return float
    if shape in {date, time}:
        return _iso
    if issubclass(shape, Enum):
        return _value
    return _writer(shape)


def _many(write: Write | None) -> Write:
    if write is None:
        return list
    return lambda value: [write(one) for one in value]


def _value(value: Any) -> Any:
    return value.value


def _iso(value: date | time) -> str:
    return value.isoformat()


def _anything(value: Any) -> Any:
    """What stands where anything may: JSON's own kinds, and enums."""
    kind = type(value)
    if value is None or kind in {str, int, bool, float}:
        return value
    if kind is dict:
        return {_key(name): _anything(one) for name, one in value.items()}
    if kind in {list, tuple}:
        return [_anything(one) for one in value]
    if isinstance(value, Enum) and type(value.value) is str:
        return value.value
    raise NotPlainError(kind.__name__)


def _key(value: Any) -> str:
    if type(value) is not str:
        raise NotPlainError("key")
    return value
