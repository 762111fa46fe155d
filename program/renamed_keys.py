"""Renamed keys of the configuration files: a file with an old name is still read, with a warning.

A key that is renamed or moved is entered in `KEYS`, and stays there as long as files with its old name may exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Table = dict[str, Any]

KEYS: Mapping[str, Mapping[str, str]] = {
    "hall.toml": {},
    "staff.toml": {},
    "terminal.toml": {},
}
"""File: old key path → new key path. `queues[].icon_name` is that key of every queue. A key may move to another table;
lists must be at the same place in both paths.
"""


@dataclass(frozen=True, slots=True)
class OldKey:
    """A key that was found under its old name. `both`: the file has the new name too, and nothing was changed."""

    old: str
    new: str
    both: bool


def bring_up(table: Table, keys: Mapping[str, str]) -> Iterator[OldKey]:
    """Move values under old names in a file's `table` to the new names, and return what was found."""
    for old, new in keys.items():
        yield from _move(table, old.split("."), new.split("."), "")


def _move(table: Table, old: list[str], new: list[str], at: str) -> Iterator[OldKey]:
    if min(len(old), len(new)) > 1 and old[0] == new[0]:
        for place, inner in _tables(table, old[0]):
            yield from _move(inner, old[1:], new[1:], f"{at}{place}.")
        return
    source = _inner(table, old[:-1])
    if source is None or old[-1] not in source:
        return
    target = _inner(table, new[:-1], made=True)
    if target is None:  # not a table, although it should be one: the reader of the file says so
        return
    both = new[-1] in target
    if not both:
        target[new[-1]] = source.pop(old[-1])
        _leave_out_empty(table, old[:-1])
    yield OldKey(at + ".".join(old), at + ".".join(new), both)


def _leave_out_empty(table: Table, path: list[str]) -> None:
    """Remove tables that have become empty, because an empty table may have a meaning of its own."""
    while path and not _inner(table, path):
        holder = _inner(table, path[:-1])
        assert holder is not None
        del holder[path[-1]]
        path = path[:-1]


def _tables(table: Table, step: str) -> Iterator[tuple[str, Table]]:
    """The tables that a step of a path leads to: one, or for `queues[]` each table of the list."""
    name = step.removesuffix("[]")
    found = table.get(name)
    if name == step:
        found, places = [found], [name]
    else:
        found = found if isinstance(found, list) else []
        places = [f"{name}[{index}]" for index in range(len(found))]
    for place, inner in zip(places, found, strict=True):
        if isinstance(inner, dict):
            yield place, inner


def _inner(table: Table, path: list[str], *, made: bool = False) -> Table | None:
    for name in path:
        inner = table.setdefault(name, {}) if made else table.get(name)
        if not isinstance(inner, dict):
            return None
        table = inner
    return table
