"""Reads a TOML file into a frozen dataclass, or reports all its mistakes at once.

All our programs read their configuration files here (`hall.toml`, `terminal.toml`). A mistake names the file, the line,
the entry, the key, the value, the reason and the nearest valid word. A renamed key is read under its old name too
(`renamed_keys.py`), with a warning.

A mistake does not keep the rest of the file from being checked: see `FileReading`.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from program import renamed_keys
from program.mistakes.file_text import KEY_PATH, FileText
from program.mistakes.form import STAND_IN, Found, Loc, as_json, in_words, key_path, repair
from program.plain.reading import reader
from program.plain.shapes import NotPlainError
from program.toml_text import read_parsed

if TYPE_CHECKING:
    from pydantic import TypeAdapter

logger = logging.getLogger(__name__)

T = TypeVar("T")

LAST = 10**9
"""The line number of a mistake that has no line: it is reported after the others."""

ROUNDS = 6
"""Rounds of reading and repairing. Mistakes inside a wrong value are found in the next round."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file. `key` is a path such as `queues[2].prefix`, empty for the file itself.

    `source`: the text in which line and names are looked up; `at`: the line, if no key is known.
    """

    file: str
    key: str
    reason: str
    nearest: str | None = None
    source: FileText | None = field(default=None, compare=False, repr=False)
    at: int | None = field(default=None, compare=False)

    @property
    def line(self) -> int | None:
        return self.source.line(self.key) if self.source is not None and self.key else self.at

    def __str__(self) -> str:
        return self.said()

    def said(self, *, in_chinese: bool = False) -> str:
        """In one line: `hall.toml:214: window "w3": serves "advise": queue: there is no queue 'advise' (…)`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        key = [self.key] if self.source is None else self.source.named(self.key, chinese=in_chinese)
        reason = KEY_PATH.sub(lambda found: self._elsewhere(found[0], in_chinese=in_chinese), self.reason)
        meant = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        if in_chinese:
            from program.mistakes import chinese  # noqa: PLC0415 - a file is seldom wrong

            reason, meant = chinese.of(reason), f"（是不是 {self.nearest!r}？）" if self.nearest else ""
        return ": ".join(part for part in (place, *key, reason) if part) + meant

    def _elsewhere(self, key: str, *, in_chinese: bool) -> str:
        """The words for another key path of the file that the reason names."""
        if self.source is None:
            return key
        line = self.source.line(key)
        return ", ".join(self.source.named(key, chinese=in_chinese)) + (f" (line {line})" if line else "")


Warn = Callable[[Mistake], None]


def log(warning: Mistake) -> None:
    """Log a warning, as programs do at their start."""
    logger.warning("%s", warning)


def print_on_stderr(warning: Mistake) -> None:
    """Print a warning, as commands do."""
    print(warning, file=sys.stderr)


def no_source() -> FileText:
    return FileText("", {})


def source_of(path: Path) -> FileText:
    """The text of a file that is read elsewhere; empty if it cannot be read."""
    try:
        parsed = read_parsed(path)
    except OSError:
        return no_source()
    return FileText(parsed.text, parsed.table or {})


@dataclass(frozen=True, slots=True)
class FileReading(Generic[T]):
    """A file read as a `T`, with the mistakes in its form.

    `value` has stand-ins of the right type for wrong values, so that the rest can be checked; `judged` leaves out
    findings that only follow from a stand-in. `value` is None if the file is no table at all.
    """

    file: str
    value: T | None
    mistakes: list[Mistake]
    source: FileText
    broken: frozenset[str] = frozenset()

    def with_all(self, more: Iterable[Mistake]) -> FileReading[T]:
        """The same with more mistakes, all of them in the order of their lines."""
        return replace(self, mistakes=sorted((*self.mistakes, *more), key=lambda one: one.line or LAST))

    def mistake(self, key: str, reason: str, nearest: str | None = None) -> Mistake:
        return Mistake(self.file, key, reason, nearest, self.source)

    def judged(self, found: Iterable[Found], rests_on: Mapping[str, tuple[str, ...]] | None = None) -> list[Mistake]:
        """The findings of checks of `value` as mistakes. `rests_on`: beginning of a reason → keys that it depends on,
        e.g. `there is no queue` → `queues` and `queues.id`.
        """
        return [self.mistake(*one) for one in found if not self._follows(one, rests_on or {})]

    def _follows(self, found: Found, rests_on: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether this only follows from a mistake of form, which is reported already."""
        key, reason, _ = found
        if STAND_IN in reason or any(_within(key, one) or _within(one, key) for one in self.broken):
            return True
        table, _, name = key.rpartition(".")
        mates = next((group for group in _TOGETHER if name in group), frozenset())
        if any(f"{table}.{mate}" in self.broken for mate in mates):
            return True
        grounds = next((names for begins, names in rests_on.items() if reason.startswith(begins)), ())
        return any(_NUMBER.sub("", one) in grounds for one in self.broken)


_NUMBER = re.compile(r"\[\d+\]")
_TOGETHER = (frozenset({"first", "last", "width"}), frozenset({"opens", "closes", "days"}))
"""Keys of one table that are checked together."""


def _within(key: str, outer: str) -> bool:
    return key == outer or key.startswith((f"{outer}.", f"{outer}["))


def read_toml(
    cls: type[T],
    path: Path,
    *,
    renamed: Mapping[str, str] = MappingProxyType({}),
    warn: Warn = log,
    secret: bool = False,
) -> T | list[Mistake]:
    """The file as a `cls`, or the mistakes in its form; see `read_partly`."""
    reading = read_partly(cls, path, renamed=renamed, warn=warn, secret=secret)
    if reading.mistakes or reading.value is None:
        return reading.mistakes
    return reading.value


def read_partly(
    cls: type[T],
    path: Path,
    *,
    renamed: Mapping[str, str] = MappingProxyType({}),
    warn: Warn = log,
    secret: bool = False,
) -> FileReading[T]:
    """The file as far as it can be read. Types are strict: `"5"` is not 5, unknown keys are mistakes.

    `renamed`: the file's part of `renamed_keys.KEYS`; `warn`: called for each key under its old name. `secret`:
    mistakes do not repeat values of the file.
    """
    file = str(path)
    try:
        parsed = read_parsed(path)
    except OSError as error:
        return FileReading(file, None, [Mistake(file, "", f"cannot be read: {error.strerror}")], no_source())
    mistakes = [Mistake(file, "", slip.reason, at=slip.line) for slip in parsed.slips]
    if parsed.table is None:
        return FileReading(file, None, mistakes, no_source())
    old_keys = list(renamed_keys.bring_up(parsed.table, renamed))
    aliases = {one.new: one.old for one in old_keys if not one.both}
    source = FileText(parsed.text, parsed.table, aliases)
    for one in old_keys:
        if one.both:
            mistakes.append(Mistake(file, one.old, f"is {_new_name(one)} now, which is given too", source=source))
        else:
            warn(Mistake(file, one.old, f"is {_new_name(one)} now; it is still read, but not for ever", source=source))
    lost = {key_path(loc) for line in parsed.lost for loc in source.at_line(line)}
    lost |= {one.old for one in old_keys if one.both}
    try:
        value, found, broken = _value(cls, parsed.table, source, lost, secret=secret)
    except RecursionError:
        return FileReading(file, None, [Mistake(file, "", "has tables within tables, too many to be meant")], source)
    mistakes += [Mistake(file, *one, source) for one in found]
    return FileReading(
        file, value, mistakes, source, frozenset(broken | lost | {one.new for one in old_keys if one.both})
    )


def _new_name(key: renamed_keys.OldKey) -> str:
    """The new name of a key; only its last part if the table is the same."""
    (table, _, _), (new_table, _, name) = key.old.rpartition("."), key.new.rpartition(".")
    return name if table == new_table else _NUMBER.sub("", key.new)


@cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    """The adapter reads a tuple of one `cls`, because pydantic accepts a configuration for a dataclass only from around
    it.

    Used for what is not plain; loading pydantic takes a tenth of a second.
    """
    from pydantic import ConfigDict, TypeAdapter  # noqa: PLC0415

    around: Any = tuple[cls, ...]
    return TypeAdapter(around, config=ConfigDict(extra="forbid"))


def _value(
    cls: type[T], table: dict[str, Any], source: FileText, lost: set[str], *, secret: bool
) -> tuple[T | None, list[Found], set[str]]:
    """The value, each mistake of form once, and the key paths that have stand-ins."""
    try:
        return reader(cls, forbid=True, toml=True)(table), [], set()
    except NotPlainError:
        return _repaired(cls, table, source, lost, secret=secret)


def _repaired(
    cls: type[T], table: dict[str, Any], source: FileText, lost: set[str], *, secret: bool
) -> tuple[T | None, list[Found], set[str]]:
    """pydantic's findings, and its value once the wrong parts are replaced by stand-ins."""
    from pydantic import ValidationError  # noqa: PLC0415

    kind: Any = cls
    adapter: TypeAdapter[tuple[T, ...]] = _adapter(kind)
    told: dict[str, Found] = {}
    broken = set[str]()
    for _ in range(ROUNDS):
        try:
            value: T = adapter.validate_json(as_json(table), strict=True)[0]
            return value, list(told.values()), broken
        except ValidationError as error:
            wrong = list[Loc]()
            for one in error.errors(include_url=False):
                if not one["loc"]:  # about the whole text: valid JSON, but nested deeper than pydantic reads
                    raise RecursionError from None
                one["loc"] = one["loc"][1:]
                wrong.append(one["loc"])
                found = in_words(cls, one, secret=secret)
                if found[0] not in broken and found[0] not in lost:
                    told.setdefault(found[0], found)
            broken |= {key_path(loc) for loc in repair(cls, table, wrong, source.renamed)}
    return None, list(told.values()), broken
