"""Mistakes in the form of a file, in words, and stand-ins for the wrong values, so that the rest can be checked.

Form is what pydantic checks: unknown and missing keys, and values of a wrong type.
"""

from __future__ import annotations

import dataclasses
import enum
import itertools
import json
import re
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from program.mistakes.nearest import nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Found = tuple[str, str, str | None]
"""A mistake, without its file: `(key path, reason, nearest valid word or None)`."""

Loc = tuple[int | str, ...]

_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "finite": "a number",
    "bool": "true or false",
    "string": "text in quotation marks",
    "time": "a time such as 09:00:00",
    "date": "a date such as 2026-10-01",
    "datetime": "a date such as 2026-10-01",
    "tuple": "a list in [ ]",
    "list": "a list in [ ]",
    "dataclass": "a table in { }",
    "dict": "a table in { }",
}
"""First word of pydantic's error type → what was expected."""

_DAYS = {
    name: day
    for names in ("mon tue wed thu fri sat sun", "一 二 三 四 五 六 日")
    for day, name in enumerate(names.split(), 1)
}
_LONGEST_VALUE = 40


def key_path(loc: Iterable[int | str]) -> str:
    """`("queues", 2, "prefix")` → `queues[2].prefix`."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def in_words(cls: type, error: ErrorDetails, *, secret: bool = False) -> Found:
    """One error of pydantic as a mistake. `secret`: values of this file are not repeated."""
    loc, kind = error["loc"], error["type"]
    if kind == "unexpected_keyword_argument":
        owner = _without_none(hint_at(cls, loc[:-1]))
        known = [field.name for field in dataclasses.fields(owner)] if dataclasses.is_dataclass(owner) else []
        return key_path(loc), "unknown key", nearest(str(loc[-1]), known)
    if kind in {"missing", "missing_argument"}:
        return key_path(loc), "is missing", None
    given = "something else" if secret else _shown(error["input"])
    if kind in {"enum", "literal_error"}:
        known = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
        meant = nearest(error["input"], known) if isinstance(error["input"], str) else None
        return key_path(loc), f"is {given}; it can be {', '.join(known)}", meant
    wanted = _WANTED.get(kind.partition("_")[0])
    if _without_none(hint_at(cls, loc)) is not None and _is_text(_without_none(hint_at(cls, loc))):
        wanted = 'both languages, { zh = "…", en = "…" }'
    if wanted is None or kind.startswith(("too_", "string_too")):
        return key_path(loc), f"is {given}: {error['msg']}", None
    reason = f"is {given}, and {wanted} is wanted"
    if len(loc) > 1 and loc[-2] == "days":
        reason = f"is {given}, and {wanted} is wanted: 1 for Monday to 7 for Sunday"
    return key_path(loc), reason, None if secret else _meant(loc, kind, error["input"])


def _is_text(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) and {one.name for one in dataclasses.fields(hint)} == {"zh", "en"}


def _shown(value: Any) -> str:
    """The value roughly as it is written in the file."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _meant(loc: Loc, kind: str, value: Any) -> str | None:
    """What was probably meant by a value of a wrong type; None if unknown."""
    text = str(value).strip()
    if kind.startswith("int") and len(loc) > 1 and loc[-2] == "days":
        key = text.lower().removeprefix("周").removeprefix("星期").removeprefix("礼拜")[:3]
        return str(_DAYS[key]) if key in _DAYS else None
    if kind.startswith(("int", "float")) and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return text
    if kind.startswith("bool") and text.lower() in {"true", "false"}:
        return text.lower()
    if kind.startswith("string") and isinstance(value, int | float) and not isinstance(value, bool):
        return f'"{text}"'
    if kind.startswith("date") and (found := re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?", text)):
        return f"{found[1]}-{found[2].zfill(2)}-{found[3].zfill(2)}"
    if kind.startswith("time") and (found := re.fullmatch(r"(\d{1,2})[:：.](\d{2})(?:[:：.](\d{2}))?", text)):
        return f"{found[1].zfill(2)}:{found[2]}:{found[3] or '00'}"
    return None


def hint_at(cls: Any, loc: Iterable[int | str]) -> Any:
    """The annotation of the value at `loc`; None if there is none."""
    here: Any = cls
    for part in loc:
        here = _without_none(here)
        if isinstance(part, int):
            arguments = typing.get_args(here)
            here = arguments[min(part, len(arguments) - 1)] if arguments and arguments[-1] is not ... else (
                arguments[0] if arguments else None
            )  # fmt: skip
        else:
            here = typing.get_type_hints(here).get(part) if dataclasses.is_dataclass(here) else None
    return here


def _without_none(annotation: Any) -> Any:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return next((one for one in typing.get_args(annotation) if one is not type(None)), None)
    return annotation


STAND_IN = "stand-in-"
"""Prefix of the stand-in for a missing text."""

_numbers = itertools.count(1)


def repair(cls: type, table: dict[str, Any], wrong: Iterable[Loc], renamed: dict[str, str]) -> list[Loc]:
    """Put a stand-in of the right type at each of these places. Returns the places whose type is not known.

    An unknown key that is probably a misspelt one is moved to that one; `renamed` (new key path → old) gets the pair.
    """
    lost = list[Loc]()
    places = sorted(wrong, key=lambda loc: (len(loc), not _unknown(cls, loc)), reverse=True)
    for loc in reversed(places):
        if _unknown(cls, loc):
            _rename(cls, table, loc, renamed)
    for loc in places:
        if not _unknown(cls, loc) and key_path(loc) not in renamed:
            _stand_in_at(cls, table, loc)
            lost.append(loc)
    return lost


def _unknown(cls: type, loc: Loc) -> bool:
    return isinstance(loc[-1], str) and hint_at(cls, loc) is None


def _rename(cls: type, table: dict[str, Any], loc: Loc, renamed: dict[str, str]) -> None:
    holder, owner = _at(table, loc[:-1]), _without_none(hint_at(cls, loc[:-1]))
    if not isinstance(holder, dict) or loc[-1] not in holder:
        return
    value = holder.pop(loc[-1])
    known = [field.name for field in dataclasses.fields(owner)] if dataclasses.is_dataclass(owner) else []
    meant = nearest(str(loc[-1]), known)
    if meant is not None and meant not in holder:
        holder[meant] = value
        renamed[key_path((*loc[:-1], meant))] = key_path(loc)


def _at(table: Any, loc: Loc) -> Any:
    for step in loc:
        try:
            table = table[step]
        except (KeyError, IndexError, TypeError):
            return None
    return table


def _stand_in_at(cls: type, table: dict[str, Any], loc: Loc) -> None:
    holder, last = _at(table, loc[:-1]), loc[-1]
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = stand_in(hint_at(cls, loc))
    elif isinstance(holder, dict) and isinstance(last, str):
        if last in _needed(_without_none(hint_at(cls, loc[:-1]))):
            holder[last] = stand_in(hint_at(cls, loc))
        else:
            holder.pop(last, None)


def _needed(owner: Any) -> set[str]:
    """The needed keys of a table: those without a default."""
    if not dataclasses.is_dataclass(owner):
        return set()
    nothing = dataclasses.MISSING
    return {one.name for one in dataclasses.fields(owner) if one.default is nothing and one.default_factory is nothing}


def stand_in(hint: Any) -> Any:
    """A stand-in of this type. All text stand-ins differ from each other."""
    hint = _without_none(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return [] if arguments[-1] is ... else [stand_in(one) for one in arguments]
    if origin is typing.Literal:
        return arguments[0]
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(iter(hint)).value
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return {name: stand_in(hints[name]) for name in _needed(hint)}
    if hint is str:
        return f"{STAND_IN}{next(_numbers)}"
    return _OF_KIND.get(hint)


_OF_KIND: Mapping[Any, Any] = {int: 1, float: 1.0, bool: False, time: "09:00:00", date: "2026-01-01"}


def as_json(table: Mapping[str, Any]) -> str:
    """JSON of a list with this table: pydantic's strict JSON mode accepts lists for tuples, and text for enums, dates
    and times."""
    return json.dumps([table], default=_as_text)


def _as_text(value: object) -> str:
    """Dates and times of TOML as text, for JSON."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
