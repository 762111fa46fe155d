"""One file as its mistakes point into it: on which line a key stands, and what is there under which name."""

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
"""List of tables: what one of it is called in English and in Chinese, and the key that people know it by."""

_LONGEST_NAME = 40
_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
KEY_PATH = re.compile(r"\b[a-z_]+\[\d+\](?:\.[a-z_]+(?:\[\d+\])*)*")
"""A place of the file that a reason names."""


def path_of(key: str) -> Path:
    """`queues[2].prefix` → `("queues", 2, "prefix")`."""
    return tuple(int(number) if number else name for name, number in _PART.findall(key))


class FileText:
    """`renamed`: key paths of the table that stand under another name in the text, with that name's."""

    def __init__(self, text: str, table: Mapping[str, Any], renamed: dict[str, str] | None = None) -> None:
        self.renamed = {} if renamed is None else renamed
        self._text = text
        self._table = table

    def line(self, key: str) -> int | None:
        """From 1; that of the table around it, if the key is not there. None for the file itself."""
        path = path_of(key)
        for new, old in self.renamed.items():
            began = path_of(new)
            if path[: len(began)] == began:
                path = path_of(old) + path[len(began) :]
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path)

    def has(self, key: str) -> bool:
        """Whether it is given, and not left out."""
        here: Any = self._table
        for step in path_of(key):
            here = _inside(here, step)
        return here is not None

    def at_line(self, line: int) -> list[Path]:
        """What stands there."""
        return [path for path, place in self._places.items() if place == line]

    def named(self, key: str, *, chinese: bool) -> list[str]:
        """`windows[2].serves[0].queue` → `window "w3"`, `serves "elderly"`, `queue`: each of a list by its own name,
        or by its number from 1.
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
