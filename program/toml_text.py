"""Parses the text of a TOML file, or says in words what is wrong with it.

People write these files with whatever editor a machine has. A byte order mark before the text is accepted. A character
that only looks right, such as a full-width comma, is named together with the right one, because the library only says
that something else was expected.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_TIME = re.compile(r"[=\[{,]\s*(\d{1,2}:\d{2}(?::\d{2})?)(?![\d:])")
_DATE = re.compile(r"[=\[{,]\s*((\d{4})[-/.](\d{1,2})[-/.](\d{1,2}))(?![\d:T])")
_WORD = re.compile(
    r"(?:=|,|(?<=\S)\[)[ \t]*([^\W\d][^\s\"'\[\]{}=,#]*)[ \t]*(?=[,\]}\r]|$)"
    r"|^[ \t]*([^\W\d][^\s\"'\[\]{}=,#.]*)[ \t]*(?=[,\]])"
)
_ASSIGNED = re.compile(r"[ \t]*(?:[A-Za-z0-9_-]+|\"[^\"\n]*\")[ \t]*=")
_PLAIN_WORDS = {"true", "false", "inf", "nan"}
_WHOLE_TIME = re.compile(r"\d{2}:\d{2}:\d{2}")
_STRING = re.compile(r'''"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*''', re.DOTALL)
"""Strings and comments of TOML 1.0, which may hold any character."""
_QUOTES = dict.fromkeys("“”„‟〝〞＂", '"') | dict.fromkeys("‘’‚‛＇", "'")
_MEANT = _QUOTES | {"，": ",", "、": ",", "。": ".", "【": "[", "】": "]", "：": ":"}


@dataclass(frozen=True, slots=True)
class Slip:
    """One error in the text: its line (None: the whole file) and its description."""

    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """The errors of a text, and its table if it could be read. If errors could be repaired, there are both."""

    text: str
    table: dict[str, Any] | None
    slips: tuple[Slip, ...] = ()
    lost: frozenset[int] = frozenset()  # lines whose values could not be read and were replaced


MOST_SLIPS = 100
READ_AGAIN = 3_000_000
"""How many characters are read again at most: after each error the whole text is read again."""


def read_table(path: Path) -> dict[str, Any] | str:
    """The table, or the reason why there is none. Raises `OSError`."""
    parsed = read_parsed(path)
    if parsed.table is not None and not parsed.slips:
        return parsed.table
    return parsed.slips[0].reason


def read_parsed(path: Path) -> Parsed:
    """All errors, and the table that was meant. Raises `OSError`."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Parsed("", None, (Slip(None, "is UTF-16 text: save it as UTF-8"),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        reason = "is not UTF-8 text: save it as UTF-8"
        if _is_chinese(raw):
            reason = "is not UTF-8 text: save it as UTF-8 (it looks like GB 18030)"
        return Parsed("", None, (Slip(None, reason),))
    return parse(text)


def parse(text: str) -> Parsed:
    """Parse the text. An error with a certain correction is corrected; of any other wrong line the value is dropped.
    Then parsing goes on.
    """
    slips: list[Slip] = []
    lost: set[int] = set()
    told: set[tuple[int, str]] = set()
    left = min(MOST_SLIPS, READ_AGAIN // (len(text) + 1))
    while True:
        try:
            return Parsed(text, tomllib.loads(text), tuple(slips), frozenset(lost))
        except tomllib.TOMLDecodeError as error:
            said, line = str(error), _line_of(text, str(error))
            fix = _fix(text, said, line) if left > 0 else None
            if fix is None:
                slips.append(Slip(line, f"is not TOML: {_without_place(said)}"))
                emptied = _emptied(text, line) if line not in lost and left > 0 else None
                if emptied is None:
                    return Parsed(text, None, tuple(slips[:-1] if line in lost else slips))
                lost.add(line)
                text, left = emptied, left - 1
                continue
            if (line, fix.kind) not in told:
                slips.append(Slip(line, f"is not TOML: {fix.reason} (column {fix.column})"))
            told.add((line, fix.kind))
            text, left = fix.text, left - 1
        except RecursionError:
            return _unreadable(text, "is not TOML: brackets stand within brackets, too many to be meant")
        except ValueError:
            return _unreadable(text, "is not TOML: a number in it is too long")


def _emptied(text: str, line: int) -> str | None:
    """The text with the value of this line dropped; None if the line has no key."""
    start = _start_of(text, line)
    found = _ASSIGNED.match(text, start)
    if found is None:
        return None
    end = text.find("\n", start)
    return text[: found.end()] + ' ""' + (text[end:] if end >= 0 else "")


def _unreadable(text: str, reason: str) -> Parsed:
    return Parsed(text, None, (Slip(None, reason),))


@dataclass(frozen=True, slots=True)
class _Fix:
    """The corrected text, and what was corrected. `column`: from 1, in the text before."""

    text: str
    column: int
    reason: str
    kind: str  # kind of error: a line reports one of each kind


def _line_of(text: str, said: str) -> int:
    """The line at which the library stopped."""
    found = _AT.search(said)
    lines = text.count("\n") + 1
    return min(int(found[1]), lines) if found and found[1] else lines


def _start_of(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at


def _without_place(said: str) -> str:
    found = _AT.search(said)
    column = f" (column {found[2]})" if found and found[2] else ""
    return _AT.sub("", said).strip() + column


def _fix(text: str, said: str, line: int) -> _Fix | None:
    """The certain correction in the line where the library stopped; None if there is none."""
    start = _start_of(text, line)
    end = text.find("\n", start)
    here = text[start : end if end >= 0 else len(text)]
    in_a_string = said.startswith(("Illegal character", "Unterminated"))  # then commas may be text

    def changed(column: int, old: str, new: str, reason: str) -> _Fix:
        at = start + column - 1
        kind = "quotation mark" if old in _QUOTES else reason
        return _Fix(text[:at] + new + text[at + len(old) :], column, reason, kind)

    for number, column, sign in _odd_signs(text):
        if number == line and (sign in _QUOTES or not in_a_string):
            return changed(column, sign, _instead(sign), _named(sign))
    for kind in (_time, _date, _word):
        found = kind(_outside(here))
        if found is not None:
            return changed(*found)
    # a string that a plain quotation mark begins and a Chinese one should end goes on to the next plain one
    column = next((at for at, sign in enumerate(here, start=1) if _QUOTES.get(sign) == '"'), 0)
    return changed(column, here[column - 1], '"', _named(here[column - 1])) if column else None


_Change = tuple[int, str, str, str]
"""Column, wrong text, right text, reason."""


def _time(line: str) -> _Change | None:
    for found in _TIME.finditer(line):
        written = found[1]
        if not _WHOLE_TIME.fullmatch(written):
            parts = [*written.split(":"), "00"][:3]
            meant = ":".join(part.zfill(2) for part in parts)
            return found.start(1) + 1, written, meant, f"{written} is no time: a time is written {meant}"
    return None


def _date(line: str) -> _Change | None:
    for found in _DATE.finditer(line):
        meant = f"{found[2]}-{found[3].zfill(2)}-{found[4].zfill(2)}"
        if found[1] != meant:
            return found.start(1) + 1, found[1], meant, f"{found[1]} is no date: a date is written {meant}"
    return None


def _word(line: str) -> _Change | None:
    """The correction of text without quotation marks."""
    for found in _WORD.finditer(line):
        word, at = (found[1] or found[2]).rstrip(), found.start(1 if found[1] else 2)
        if word not in _PLAIN_WORDS:
            meant = word.lower() if word.lower() in _PLAIN_WORDS else f'"{word}"'
            plain = meant[0] != '"'
            reason = f"{word} is written {meant}" if plain else "text stands here without quotation marks"  # a secret?
            return at + 1, word, meant, reason
    return None


def _odd_signs(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and character of everything that TOML does not allow outside strings and comments."""
    for row, line in enumerate(_outside(text).split("\n"), start=1):
        for column, sign in enumerate(line, start=1):
            if not sign.isascii() and (sign in _MEANT or _replacement(sign) or _invisible(sign)):
                yield row, column, sign


def _outside(text: str) -> str:
    """The text with strings and comments replaced by blanks of the same length."""
    return _STRING.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _replacement(sign: str) -> str:
    """The ordinary character for a look-alike; "" if there is none."""
    meant = _MEANT.get(sign) or unicodedata.normalize("NFKC", sign)
    return meant if len(meant) == 1 and meant.isascii() else ""


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Zl", "Zp"}


def _instead(sign: str) -> str:
    """The advice what to write instead."""
    return " " if unicodedata.category(sign) == "Zs" else "" if _invisible(sign) else _replacement(sign)


def _named(sign: str) -> str:
    if unicodedata.category(sign) == "Zs":
        if sign == "\u3000":
            return f"a full-width blank (U+{ord(sign):04X}) stands here: write an ordinary blank"
        return f"a special blank (U+{ord(sign):04X}) stands here: write an ordinary blank"
    if _invisible(sign):
        return f"a sign that cannot be seen (U+{ord(sign):04X}) stands here: delete it"
    if sign in _QUOTES:
        return f"{sign} is a Chinese quotation mark: write {_replacement(sign)}"
    return f"{sign} is full-width: write {_replacement(sign)}"


def _is_chinese(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
