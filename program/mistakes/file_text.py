"""The text of a file, for reporting mistakes: on which line a key is, and the name of the entry it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from program.mistakes.places import Path, places

NAMED_BY: Mapping[str, tuple[str, str, str]] = {
    "queues": ("queue", "队列", "id"),
    "series": ("series", "共用号段", "id"),
    "windows": ("window", "窗口", "id"),
    "items": ("item", "事项", "id"),
    "priorities": ("priority", "优先类别", "id"),
    "clerks": ("clerk", "工作人员", "id"),
    "calendars": ("calendar", "日历", "id"),
    "devices": ("device", "设备", "id"),
    "boards": ("notice", "公告", "id"),
    "people": ("person", "人员", "id"),
    "levels": ("level", "等级", "value"),
    "tags": ("tag", "标签", "code"),
    "templates": ("template", "模板", "code"),
    "years": ("year", "年份", "year"),
    "special": ("special", "特殊日", "day"),
    "off": ("off", "放假日", "day"),
    "serves": ("serves", "serves", "queue"),
    "offline": ("offline", "offline", "queue"),
}
"""List of tables → the word for one entry in English and in Chinese, and the key that identifies an entry for
people."""

_LONGEST_NAME = 40
_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
KEY_PATH = re.compile(r"\b[a-z_]+\[\d+\](?:\.[a-z_]+(?:\[\d+\])*)*")
"""A key path in the text of a reason."""


def path_of(key: str) -> Path:
    """`queues[2].prefix` → `("queues", 2, "prefix")`."""
    return tuple(int(number) if number else name for name, number in _PART.findall(key))


class FileText:
    """A file's text. `renamed`: key path → key path under its old name, for keys that the text has under an old
    name."""

    def __init__(self, text: str, table: Mapping[str, Any], renamed: dict[str, str] | None = None) -> None:
        self.renamed = {} if renamed is None else renamed
        self._text = text
        self._table = table

    def line(self, key: str) -> int | None:
        """The line of a key, from 1; the line of the table around it if the key is missing. None for the file
        itself."""
        path = path_of(key)
        for new, old in self.renamed.items():
            began = path_of(new)
            if path[: len(began)] == began:
                path = path_of(old) + path[len(began) :]
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path)

    def has(self, key: str) -> bool:
        """Whether the file has this key."""
        here: Any = self._table
        for step in path_of(key):
            here = _inside(here, step)
        return here is not None

    def at_line(self, line: int) -> list[Path]:
        """The key paths on this line."""
        return [path for path, place in self._places.items() if place == line]

    def named(self, key: str, *, chinese: bool) -> list[str]:
        """`windows[2].serves[0].queue` → `window "w3"`, `serves "elderly"`, `queue`: an entry of a list is named by its
        id, or else by its number from 1.
        """
        path, here, parts = path_of(key), self._table, list[str]()
        for place, step in enumerate(path):
            here = _inside(here, step)
            if isinstance(step, int):
                continue
            number = path[place + 1] if place + 1 < len(path) else None
            one = (
                _one_of(step, number, _inside(here, number), chinese=chinese) if isinstance(number, int) else str(step)
            )
            if place and isinstance(path[place - 1], str):
                parts[-1] += f".{one}"
            else:
                parts.append(one)
        return parts

    @cached_property
    def _places(self) -> Mapping[Path, int]:
        return places(self._text)


def _inside(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _one_of(name: str, number: int, entry: Any, *, chinese: bool) -> str:
    english, in_chinese, by = NAMED_BY.get(name, (name, name, ""))
    known = _inside(entry, by) if by and isinstance(entry, Mapping) else None
    if known is None or not 0 < len(str(known)) <= _LONGEST_NAME or not str(known).isprintable():
        return f"{name} #{number + 1}"
    return f'{in_chinese if chinese else english} "{known}"'
