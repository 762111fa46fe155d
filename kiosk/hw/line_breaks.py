"""Where a line of a ticket may end, for Chinese and English. Widths are whatever the caller measures in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

NO_LINE_START = "，。、；：！？）》」』】〕％…·,.;:!?)%"  # 避头: these never begin a line
NO_LINE_END = "（《「『【〔("  # 避尾: these never end one


def one_line(words: str) -> str:
    """`words` without line ends, control characters and doubled spaces: nothing a printer or a font could obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())


def wrap(words: str, width: float, length: Callable[[str], float]) -> list[str]:
    """Break `words` into lines no longer than `width`: between Chinese characters or at spaces, by the rules for
    punctuation at line ends. A single word that is too long is broken where it must be."""
    lines, line = [], ""
    for piece in _pieces(words):
        if not line or length((line + piece).rstrip()) <= width:
            line += piece
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
        while length(line.rstrip()) > width and len(line) > 1:
            fits = next(count for count in range(len(line) - 1, 0, -1) if count == 1 or length(line[:count]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()]


def balanced(words: str, width: float, length: Callable[[str], float]) -> list[str]:
    """Like `wrap`, in as few lines, but of like length: a centred text never leaves one character alone below."""
    lines = wrap(words, width, length)
    narrower = width / len(lines)
    while len(lines) > 1 and narrower < width:
        tried = wrap(words, narrower, length)
        if len(tried) == len(lines) and all(length(line) <= narrower for line in tried):
            return tried
        narrower += width / 24
    return lines


def _pieces(words: str) -> list[str]:
    """What must stay together: a Chinese character with the punctuation that clings to it, or a word with its space."""
    pieces: list[str] = []
    for letter in words:
        last = pieces[-1] if pieces else ""
        wide = unicodedata.east_asian_width(letter) in "WF"
        clings = (
            letter in NO_LINE_START
            or letter == " "
            or last[-1:] in tuple(NO_LINE_END)
            or (not wide and last and last[-1] != " " and unicodedata.east_asian_width(last[-1]) not in "WF")
        )
        if last and clings:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
