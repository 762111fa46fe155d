"""Makes a dataclass from JSON, or from the content of a TOML file."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from typing import Any, TypeVar

from program.plain.shapes import Many, Named, NotPlainError, Optional, never, shapes

T = TypeVar("T")
Read = Callable[[Any], Any]

_HALF_A_SIGN = re.compile(r"\\u[dD][89a-fA-F]")
"""An escaped surrogate: alone it is not valid text, and pairs are rarely needed."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = 2**53  # above it a float does not hold each whole number
_DEEPEST = 100
"""Deepest nesting that counts as plain: Python's own reader goes ten times as deep as pydantic's, and such values could
not be written again."""


def parsed(payload: bytes | str) -> Any:
    """The value of the JSON text. Raises NotPlainError for invalid JSON, and for JSON that readers understand
    differently."""
    try:
        text = payload if isinstance(payload, str) else payload.decode()
        if text is payload and not text.isascii():
            text.encode()  # raises ValueError for a lone surrogate
        if "\\u" in text and _HALF_A_SIGN.search(text) is not None:
            raise NotPlainError("surrogates")
        if text.startswith("{"):
            found, end = _DECODER.raw_decode(text)
            if end == len(text):
                return found
        return _DECODER.decode(text)  # with blanks around it
    except (ValueError, RecursionError):
        raise NotPlainError("JSON") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def reader(cls: type[T], *, forbid: bool = False, toml: bool = False, longest: int | None = None) -> Callable[[Any], T]:
    """A function that makes a `cls` from a dict, or raises NotPlainError.

    forbid: unknown keys are not plain; otherwise they are ignored.
    toml: the values come from a TOML file, which has types for dates and times.
    longest: the most characters that a text may have.
    """
    kind: Any = cls
    return _made(kind, forbid, toml, longest)


@functools.cache
def _made(cls: type, forbid: bool, toml: bool, longest: int | None) -> Read:  # noqa: FBT001
    try:
        return _Reading(forbid=forbid, toml=toml, longest=longest).of_class(cls)
    except NotPlainError:
        return never


class _Reading:
    """Makes readers for one set of options."""

    def __init__(self, *, forbid: bool, toml: bool, longest: int | None) -> None:
        self._forbid = forbid
        self._known: dict[Any, Read] = {
            str: _text if longest is None else functools.partial(_short, longest),
            int: _exactly(int),
            bool: _exactly(bool),
            float: _float,
            object: _anything,
            date: _date,
        }
        if toml:
            self._known |= {date: _exactly(date), time: _exactly(time)}

    def of_class(self, cls: type) -> Read:
        readers = {name: self._of(shape) for name, shape in shapes(cls).items()}
        forbid = self._forbid

        def read(value: Any) -> Any:
            if type(value) is not dict:
                raise NotPlainError(cls.__name__)
            given = {}
            for name, one in value.items():
                of_field = readers.get(name)
                if of_field is not None:
                    given[name] = of_field(one)
                elif forbid:
                    raise NotPlainError(cls.__name__)
            try:
                return cls(**given)
            except (TypeError, ValueError, AssertionError):  # a field is missing, or the class refuses a value
                raise NotPlainError(cls.__name__) from None

        return read

    def _of(self, shape: Any) -> Read:
        known = self._known.get(shape)
        if known is None:
            known = self._known[shape] = self._made(shape)
        return known

    def _made(self, shape: Any) -> Read:
        if isinstance(shape, Optional):
            return _optional(self._of(shape.of))
        if isinstance(shape, Many):
            return _many(self._of(shape.of))
        if isinstance(shape, Named):
            return _named(self._of(str), self._of(shape.of))
        if issubclass(shape, Enum):
            return _one_of(shape)
        if shape is time:
            raise NotPlainError("time")
        return self._of_class_later(shape)

    def _of_class_later(self, cls: type) -> Read:
        """The reader of a part that few files or messages may have: it is made when the first one has it."""
        made: Read | None = None

        def read(value: Any) -> Any:
            nonlocal made
            if made is None:
                try:
                    made = self.of_class(cls)
                except NotPlainError:
                    made = never
            return made(value)

        return read


def _text(value: Any) -> str:
    if type(value) is not str:
        raise NotPlainError("str")
    return value


def _short(longest: int, value: Any) -> str:
    if type(value) is not str or len(value) > longest:
        raise NotPlainError("str")
    return value


def _exactly(kind: type) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise NotPlainError(kind.__name__)
        return value

    return read


def _float(value: Any) -> float:
    if (type(value) is float and math.isfinite(value)) or (type(value) is int and abs(value) <= _LARGEST):
        return float(value)
    raise NotPlainError("float")


def _date(value: Any) -> date:
    if type(value) is str and _DATE.fullmatch(value) is not None:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise NotPlainError("date")


def _anything(value: Any, deepest: int = _DEEPEST) -> Any:
    inner = value.values() if type(value) is dict else value if type(value) is list else ()
    if inner and not deepest:
        raise NotPlainError("deep")
    for one in inner:
        if type(one) is dict or type(one) is list:
            _anything(one, deepest - 1)
    return value


def _optional(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _many(read: Read) -> Read:
    def read_all(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise NotPlainError("tuple")
        return tuple([read(one) for one in value])

    return read_all


def _named(key: Read, read: Read) -> Read:
    def read_all(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise NotPlainError("dict")
        return {key(name): read(one) for name, one in value.items()}

    return read_all


def _one_of(kind: type[Enum]) -> Read:
    known = {one.value: one for one in kind if type(one.value) is str}

    def read(value: Any) -> Any:
        if type(value) is not str or value not in known:
            raise NotPlainError(kind.__name__)
        return known[value]

    return read
