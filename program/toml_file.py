"""Reads one TOML file into one frozen dataclass, or says everything that is wrong with it at once.

Every program of the house that has a configuration file reads it here (`hall.toml`, `terminal.toml`). A mistake names
the file, the key path, the reason and, for a key that does not exist, the nearest one that does. A key that has another
name now is read under its old one too (`renamed_keys.py`), with a warning.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import logging
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from program import renamed_keys
from program.toml_text import read_table

logger = logging.getLogger(__name__)

T = TypeVar("T")

_REASONS = {"unexpected_keyword_argument": "unknown key", "missing": "is missing", "missing_argument": "is missing"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file. `key` is a path such as `queues[2].prefix`, empty for the file itself."""

    file: str
    key: str
    reason: str
    nearest: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        meant = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{place}: {self.reason}{meant}"


Warn = Callable[[Mistake], None]


def log(warning: Mistake) -> None:
    """How a program that starts tells of a warning."""
    logger.warning("%s", warning)


def print_on_stderr(warning: Mistake) -> None:
    """How a command tells of it."""
    print(warning, file=sys.stderr)


Found = tuple[str, str, str | None]
"""`(key path, reason, nearest valid word or None)`: a mistake, for who knows the file."""


def read_toml(
    cls: type[T], path: Path, *, renamed: Mapping[str, str] = MappingProxyType({}), warn: Warn = log
) -> T | list[Mistake]:
    """The file as a `cls`, or what is wrong with it. Types are strict: `"5"` is not 5, unknown keys are mistakes.

    `renamed` is the file's part of `renamed_keys.KEYS`; `warn` is told of each key that stands under its old name.
    """
    file = str(path)
    try:
        table = read_table(path)
    except OSError as error:
        return [Mistake(file, "", f"cannot be read: {error.strerror}")]
    if isinstance(table, str):
        return [Mistake(file, "", table)]
    old_keys = list(renamed_keys.bring_up(table, renamed))
    if any(one.both for one in old_keys):
        return [Mistake(file, one.old, f"is {one.new} now, which is given too") for one in old_keys if one.both]
    for one in old_keys:
        warn(Mistake(file, one.old, f"is {one.new} now; it is still read, but not for ever"))
    # a tuple of one, because pydantic takes a configuration for a dataclass only from what is around it
    around: Any = tuple[cls, ...]  # type: ignore[valid-type]
    adapter: TypeAdapter[tuple[T, ...]] = TypeAdapter(around, config=ConfigDict(extra="forbid"))
    try:
        # through JSON, because strict JSON reading takes lists for tuples and text for enums, dates and times
        return adapter.validate_json(json.dumps([table], default=_as_text), strict=True)[0]
    except RecursionError:
        return [Mistake(file, "", "has tables within tables, too many to be meant")]
    except ValidationError as error:
        return [_mistake(cls, file, one) for one in error.errors(include_url=False)]


LIKE = 0.5
"""From here on two words are like enough for one to have been meant."""


def nearest(word: str, known: Iterable[str], like: float = LIKE) -> str | None:
    """The known word that was probably meant: the likest one, if its likeness is `like` or more (0 to 1)."""
    likest = max(((_likeness(word, one), one) for one in sorted(known)), default=(0.0, ""))
    return likest[1] if likest[0] >= like else None


def _likeness(word: str, known: str) -> float:
    """How like two words are, 0 to 1. `idel` is like `idle_seconds`: it may be its beginning alone."""
    whole = difflib.SequenceMatcher(a=word, b=known).ratio()
    begun = difflib.SequenceMatcher(a=word, b=known[: len(word)]).ratio() if len(word) > 2 else 0.0
    return max(whole, 0.9 * begun)


def _mistake(cls: type, file: str, error: ErrorDetails) -> Mistake:
    loc, message = error["loc"][1:], error["msg"]
    meant = None
    if error["type"] == "unexpected_keyword_argument":
        owner = _class_at(cls, loc[:-1])
        meant = nearest(str(loc[-1]), [field.name for field in dataclasses.fields(owner)] if owner else [])
    elif error["type"] == "enum" and isinstance(error["input"], str):
        meant = nearest(error["input"], re.findall(r"'([^']*)'", error["ctx"]["expected"]))
    reason = _REASONS.get(error["type"]) or message[:1].lower() + message[1:]
    return Mistake(file, key_path(loc), reason, meant)


def key_path(loc: Iterable[int | str]) -> str:
    """`("queues", 2, "prefix")` → `queues[2].prefix`."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _class_at(cls: Any, loc: Iterable[int | str]) -> Any:
    """The dataclass that the table at `loc` is read into, or None."""
    here: Any = cls
    for part in loc:
        here = _inner(here) if isinstance(part, int) else typing.get_type_hints(here).get(part)
        here = _without_none(here)
    return here if dataclasses.is_dataclass(here) else None


def _inner(annotation: Any) -> Any:
    arguments = typing.get_args(annotation)
    return arguments[0] if arguments else None


def _without_none(annotation: Any) -> Any:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return next((one for one in typing.get_args(annotation) if one is not type(None)), None)
    return annotation


def _as_text(value: object) -> str:
    """TOML knows dates and times, JSON writes them as text."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
