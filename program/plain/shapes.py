"""The shape of a field, read from its annotation: one of a few.

"str" → str    "int | None" → Optional    "tuple[Text, ...]" → Many    "dict[str, int]" → Mapping    "Any" → object
"""

from __future__ import annotations

import builtins
import dataclasses
import functools
import re
import sys
import typing
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Any

_MANY = re.compile(r"tuple\[(.+), \.\.\.\]")
_DICT = re.compile(r"dict\[str, (.+)\]")
_LEAVES = frozenset({str, int, float, bool, date, time})


class NotPlainError(Exception):
    """Left to pydantic: another shape, or a value that does not fit its shape exactly."""


def never(_value: object) -> Any:
    """The reader or writer of a class that has a field of another shape: it always raises."""
    raise NotPlainError("not for this room")


@dataclass(frozen=True, slots=True)
class Optional:
    """A value that may be None."""

    of: Any


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple of any length."""

    of: Any


@dataclass(frozen=True, slots=True)
class Named:
    """A dict with texts as keys."""

    of: Any


@functools.cache
def shapes(cls: type) -> dict[str, Any]:
    """Field → its shape: a class, `object` for any JSON value, or one of the classes above.

    Raises NotPlainError for a class that has a field of another shape, or a field that is not an argument of its
    constructor.
    """
    owners = {name: one for one in reversed(cls.__mro__) for name in vars(one).get("__annotations__", ())}
    found = {}
    for field in dataclasses.fields(cls):
        if not field.init or not isinstance(field.type, str):
            raise NotPlainError(f"{cls.__name__}.{field.name}")
        found[field.name] = _shape(field.type, vars(sys.modules[owners[field.name].__module__]))
    return found


def _shape(text: str, names: dict[str, Any]) -> Any:
    if not text.isidentifier():
        if text.endswith(" | None"):
            return Optional(_shape(text[:-7], names))
        if many := _MANY.fullmatch(text):
            return Many(_shape(many[1], names))
        if named := _DICT.fullmatch(text):
            return Named(_shape(named[1], names))
    found = names.get(text, getattr(builtins, text, None))
    if found is Any or found is object:
        return object
    if not isinstance(found, type) or typing.get_origin(found) is not None:
        raise NotPlainError(text)
    if found in _LEAVES or issubclass(found, Enum) or dataclasses.is_dataclass(found):
        return found
    raise NotPlainError(text)
