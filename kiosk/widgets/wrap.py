"""Where a line of text may end: between Chinese characters and between words, never before a closing mark."""

from __future__ import annotations

from collections.abc import Callable

NOT_FIRST = frozenset("，。、；：？！）》」』】”’…%·,.;:?!)]}–-/℃")
"""Marks that may not begin a line (避头点)."""

NOT_LAST = frozenset("（《「『【“‘([{$#¥")
"""Marks that may not end a line (避尾点)."""


def _wide(char: str) -> bool:
    """Written without spaces, so that a line may end on either side of it."""
    return char >= "\u2e80" or char in "…“”‘’"


def pieces(paragraph: str) -> list[str]:
    """What must stay together: a word with the marks around it, or one Chinese character with its marks."""
    found: list[str] = []
    joined = False  # the piece before wants this one with it
    for char in paragraph:
        if found and char == " ":
            found[-1] += char
            joined = False
        elif found and (
            joined or char in NOT_FIRST or not (_wide(char) or _wide(found[-1][-1]) or found[-1][-1] == " ")
        ):
            found[-1] += char
            joined = char in NOT_LAST
        else:
            found.append(char)
            joined = char in NOT_LAST
    return found


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Lines of `text` no wider than `width`; a single piece wider than that stands alone on its line.

    Lines are balanced: a paragraph takes as few lines as it can, and then each is about as long as the next.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        parts = [(piece, measure(piece)) for piece in pieces(paragraph)]
        filled = _fill(parts, width)
        if len(filled) > 1:
            filled = _balance(parts, width, len(filled))
        lines += filled or [""]
    return lines


def _fill(parts: list[tuple[str, float]], width: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece, wide in parts:
        bare = wide if not piece.endswith(" ") else wide * len(piece.rstrip()) / len(piece)
        if line and used + bare > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line += piece
        used += wide
    if line:
        lines.append(line.rstrip())
    return lines


def _balance(parts: list[tuple[str, float]], width: float, count: int) -> list[str]:
    """The narrowest filling with `count` lines: a title never leaves one character alone on its last line."""
    low, high = max(wide for _, wide in parts), width
    best = _fill(parts, width)
    for _step in range(7):
        middle = (low + high) / 2
        tried = _fill(parts, middle)
        if len(tried) <= count:
            best, high = tried, middle
        else:
            low = middle
    return best
