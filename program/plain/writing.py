"""Writes a dataclass as JSON: fields that are None are left out, enums become their values."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from program.plain.shapes import Many, Named, NotPlainError, Optional, never, shapes

Write = Callable[[Any], Any]
Text = Callable[[Any], str]

NOTHING: frozenset[str] = frozenset()

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    """JSON of dicts, lists, tuples, texts and numbers. Raises NotPlainError for anything else."""
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        raise NotPlainError("JSON") from None


def write(value: object) -> bytes:
    """JSON of a dataclass. Raises NotPlainError."""
    try:
        return text(value).encode()
    except UnicodeEncodeError:
        raise NotPlainError("surrogates") from None


def text(value: object, without: frozenset[str] = NOTHING) -> str:
    """The same as a string, which may hold lone surrogates. `without`: fields that are left out. Raises
    NotPlainError."""
    kind: Any = type(value)
    return _texts(kind, without)(value)


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
    values = _values(names)

    def write_fields(value: Any) -> dict[str, Any]:
        if type(value) is not cls:
            raise NotPlainError(cls.__name__)
        found = {name: one for name, one in zip(names, values(value), strict=True) if one is not None}
        for name, write in changed:
            if name in found:
                found[name] = write(found[name])
        return found

    return write_fields


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that returns the values of these fields."""
    if len(names) == 1:
        return lambda one: (getattr(one, names[0]),)
    return attrgetter(*names) if names else lambda _: ()


@functools.cache
def _texts(cls: type, without: frozenset[str]) -> Text:
    """A function, made for the class, that writes its JSON directly. A dict in between, or a loop over the fields,
    would take half of the time for a small object."""
    try:
        kinds = {name: shape for name, shape in shapes(cls).items() if name not in without}
        scope: dict[str, Any] = {f"_{name}": _text_of(shape) for name, shape in kinds.items()}
    except NotPlainError:
        return never
    lines, always = ["text = ''"], ""
    for name, shape in kinds.items():
        if isinstance(shape, Optional):
            lines += [f"text += f'{always}'"] if always else []
            lines += [f"if (one := value.{name}) is not None:", f" text += ',\"{name}\":' + _{name}(one)"]
            always = ""
        else:
            always += f',"{name}":{{_{name}(value.{name})}}'
    lines.append(f"return '{{' + (text + f'{always}')[1:] + '}}'")
    exec("def write(value):\n " + "\n ".join(lines), scope)  # noqa: S102 - only names of fields
    write: Text = scope["write"]

    def write_text(value: Any) -> str:
        if type(value) is not cls:
            raise NotPlainError(cls.__name__)
        try:
            return write(value)
        except (TypeError, ValueError, LookupError, AttributeError, RecursionError):
            raise NotPlainError(cls.__name__) from None

    return write_text


def _text_of(shape: Any) -> Text:
    """The function that writes a value of this shape; the value is not None."""
    if isinstance(shape, Optional):
        return _text_of(shape.of)
    if shape is str:
        return encode_basestring
    if shape is int:
        return int.__repr__
    if shape is bool:
        return {False: "false", True: "true"}.__getitem__
    if isinstance(shape, type) and issubclass(shape, Enum):
        return {one: to_json(one.value) for one in shape}.__getitem__
    write = _of(shape)
    changed: Text = to_json if write is None else lambda value: to_json(write(value))
    return (lambda value: changed(value) if value else "[]") if isinstance(shape, Many) else changed


def _of(shape: Any) -> Write | None:
    """The function that converts a value of this shape; None: no conversion is needed. The value is not None."""
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
    """Convert a value of any JSON type, with enums."""
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
