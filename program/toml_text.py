"""The text of a TOML file as a table, or in words what keeps it from being one.

People write these files with whatever editor a machine has. One that puts a byte order mark before the text is no
mistake. A sign that looks right and is not, such as a full-width comma, is named with what to write in its place: the
library says only that something was expected there.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_TIME = re.compile(r"[=\[{,]\s*(\d{1,2}:\d{2}(?::\d{2})?)(?![\d:])")
_WHOLE_TIME = re.compile(r"\d{2}:\d{2}:\d{2}")
_STRING = re.compile(r'''"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*''', re.DOTALL)
"""What may hold any sign: strings and comments, as TOML 1.0 has them."""
_QUOTES = dict.fromkeys("“”„‟〝〞＂", '"') | dict.fromkeys("‘’‚‛＇", "'")
_MEANT = _QUOTES | {"，": ",", "、": ",", "。": ".", "【": "[", "】": "]", "：": ":"}


def read_table(path: Path) -> dict[str, Any] | str:
    """The table, or why there is none. Raises `OSError`."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "is UTF-16 text: save it as UTF-8"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is not UTF-8 text" + (": save it as UTF-8 (it looks like GB 18030)" if _is_chinese(raw) else "")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return f"is not TOML: {explained(text, str(error))}"
    except RecursionError:
        return "is not TOML: brackets stand within brackets, too many to be meant"
    except ValueError:
        return "is not TOML: a number in it is too long"


def explained(text: str, said: str) -> str:
    """What the library says of `text`, or the plainer reason that is found where it says so."""
    found = _AT.search(said)
    lines = text.split("\n")
    line = min(int(found[1]), len(lines)) if found and found[1] else len(lines)
    in_a_string = said.startswith(("Illegal character", "Unterminated"))  # then commas may be words
    for number, column, sign in _odd_signs(text):
        if number == line and (sign in _QUOTES or not in_a_string):
            return f"{_named(sign)} (at line {number}, column {column})"
    written = _TIME.search(_outside(lines[line - 1]))
    if written is not None and not _WHOLE_TIME.fullmatch(written[1]):
        return f"{written[1]} is no time: a time is written 09:00:00 (at line {line}, column {written.start(1) + 1})"
    # a string that a plain quotation mark begins and a Chinese one should end goes on to the next plain one
    column = next((at for at, sign in enumerate(lines[line - 1], start=1) if _QUOTES.get(sign) == '"'), 0)
    return f"{_named(lines[line - 1][column - 1])} (at line {line}, column {column})" if column else said


def _odd_signs(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and sign of whatever no TOML has outside of strings and comments."""
    for row, line in enumerate(_outside(text).split("\n"), start=1):
        for column, sign in enumerate(line, start=1):
            if not sign.isascii() and (sign in _MEANT or _replacement(sign) or _invisible(sign)):
                yield row, column, sign


def _outside(text: str) -> str:
    """The text with its strings and comments blanked out, everything else in its place."""
    return _STRING.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _replacement(sign: str) -> str:
    """The plain sign that was meant; "" if there is none."""
    meant = _MEANT.get(sign) or unicodedata.normalize("NFKC", sign)
    return meant if len(meant) == 1 and meant.isascii() else ""


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Zl", "Zp"}


def _named(sign: str) -> str:
    if unicodedata.category(sign) == "Zs":
        kind = "full-width" if sign == "\u3000" else "no-break" if sign == "\u00a0" else "special"
        return f"a {kind} blank (U+{ord(sign):04X}) stands here: write an ordinary blank"
    if _invisible(sign):
        return f"a sign that cannot be seen (U+{ord(sign):04X}) stands here: delete it"
    kind = "a Chinese quotation mark" if sign in _QUOTES else "full-width"
    return f"{sign} is {kind}: write {_replacement(sign)}"


def _is_chinese(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
