"""The line of each key in a TOML file, which the TOML library does not tell.

Only for text that the library accepts, so it is enough to find where keys and values begin and end.
"""

from __future__ import annotations

import bisect
import contextlib
import json
import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""`("queues", 2, "prefix")`."""

DEEPEST = 16
"""Deepest nesting in our files; deeper keys get no line of their own."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_NAME = re.compile(r"""[ \t]*("(?:\\.|[^"\\\n])*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*""")
_TEXT = re.compile(
    r'''"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:'{0,2})|"(?:\\.|[^"\\\n])*"|'[^'\n]*\'''', re.DOTALL
)
_OTHER = re.compile(r"[^,\]}\n#]*")


def places(text: str) -> Mapping[Path, int]:
    """Key path → line, from 1. The tables of a list are numbered from 0."""
    scan = _Scan(text)
    with contextlib.suppress(RecursionError, IndexError):  # not valid TOML: what was found so far counts
        scan.document()
    return scan.found


class _Scan:
    """Walks over the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self._starts = [0, *(one.end() for one in re.finditer("\n", text))]
        self._counts: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._next():
            if self.text.startswith("[[", self.at):
                table = self._header(2)
            elif self.text[self.at] == "[":
                table = self._header(1)
            else:
                self._pair(table)

    def _next(self) -> str:
        """The next character that is no blank and no comment; "" at the end."""
        found = _BLANK.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return self.text[self.at : self.at + 1]

    def _header(self, brackets: int) -> Path:
        line = self._line()
        self.at += brackets
        *outer, last = self._names()
        self.at += brackets
        path: Path = ()
        for name in outer:
            path = self._newest((*path, name))
            self._put(path, line)
        path = (*path, last)
        if brackets == 2:
            self._counts[path] = self._counts.get(path, -1) + 1
            self._put(path, line)
            path = self._newest(path)
        self._put(path, line)
        return path

    def _newest(self, path: Path) -> Path:
        """The table that a path means now: in a list of tables, the last one."""
        count = self._counts.get(path)
        return path if count is None else (*path, count)

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for name in self._names():
            path = (*path, name)
            self._put(path, line)
        self.at += 1  # =
        self._value(path)

    def _names(self) -> list[str]:
        """The parts of a key, which may have dots."""
        names = list[str]()
        while True:
            found = _NAME.match(self.text, self.at)
            if found is None:
                raise IndexError
            if len(names) < DEEPEST:
                names.append(_plain(found[1]))
            self.at = found.end()
            if self.text[self.at : self.at + 1] != ".":
                return names
            self.at += 1

    def _value(self, path: Path) -> None:
        sign = self._next()
        if sign == "[":
            self._list(path)
        elif sign == "{":
            self._table(path)
        else:
            found = (_TEXT if sign in {'"', "'"} else _OTHER).match(self.text, self.at)
            if found is None or not found[0]:  # a list of no values would never end
                raise IndexError
            self.at = found.end()

    def _list(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self._next() not in {"]", ""}:
            self._put((*path, number), self._line())
            self._value((*path, number))
            number += 1
            if self._next() == ",":
                self.at += 1
        self.at += 1

    def _table(self, path: Path) -> None:
        self.at += 1
        while self._next() not in {"}", ""}:
            self._pair(path)
            if self._next() == ",":
                self.at += 1
        self.at += 1

    def _line(self) -> int:
        return bisect.bisect_right(self._starts, self.at)

    def _put(self, path: Path, line: int) -> None:
        if len(path) <= DEEPEST:
            self.found.setdefault(path, line)


def _plain(name: str) -> str:
    """A part of a key without its quotation marks."""
    if name.startswith("'"):
        return name[1:-1]
    if not name.startswith('"'):
        return name
    try:
        return str(json.loads(name, strict=False))
    except ValueError:  # \U0001f600, which JSON has not
        return name[1:-1]
