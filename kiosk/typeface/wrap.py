"""Where a line of text may end: between words and between Chinese characters, never before a closing mark.

Among all ways with the fewest lines it chooses the one that ends lines at marks, keeps words whole and leaves no short
last line. Screens and paper use it; widths are in the caller's unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kiosk.typeface.chinese import FOLLOWS, LEADS, starts

NOT_FIRST = frozenset("，。、；：！？）》」』】〕”’…%％·,.;:?!)]}–-/℃→")
"""Marks that may not begin a line (避头点)."""

NOT_LAST = frozenset("（《「『【〔“‘([{$#¥约")
"""Marks that may not end a line (避尾点); and 约, which belongs to the figure after it."""

UNITS = frozenset("年月日号时分秒人位个项次张份岁周天楼层元米内")
"""Units, which stay with the figure before them."""

_JOINTS = "of to or and at in on for from with without by as that until below above"
_LEANS = """
a an the is are it this there no not your our my about under over be will can do does did could please
"""
JOINTS = frozenset(_JOINTS.split())
"""English words that begin a phrase: better at the start of a line than at the end of one."""

LEANS = JOINTS | frozenset(_LEANS.split())
"""English words that lead to the next one: a line that ends with them reads badly."""

CLOSE = 5
"""A figure up to this length (a window, a time) stays with the word before it; a longer one (a telephone number) need
not."""

# Costs of ending a line at a place; an empty line would cost 1
SENTENCE, MARK, PHRASE, ROUGH, LOOSE, INSIDE = 0.0, 0.05, 0.15, 0.3, 0.55, 1.1
LONELY = 0.8
"""The cost of a last line with a single character; a single word costs half."""


NEARLY = 1e-6
"""Of the caller's unit: the sum of a line's parts may differ from its width by less."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that must stay together, with the marks and the space after it. `cost`: of ending a line after it."""

    text: str
    cost: float

    @property
    def bare(self) -> str:
        """The text as it appears at the end of a line, without the space."""
        return self.text.rstrip(" ·")


def _wide(char: str) -> bool:
    """Whether the character is written without spaces, so that a line may end on either side of it."""
    return char >= "\u2e80" or char in "…“”‘’"


@lru_cache(maxsize=512)
def pieces(paragraph: str) -> tuple[Piece, ...]:
    """A word, a figure with its unit, a telephone number, or one Chinese character, with the marks around it."""
    inside, begins = starts(paragraph)
    cuts = [at for at in range(1, len(paragraph)) if not _stays(paragraph, at)]
    ends = [*cuts, len(paragraph)]
    return tuple(
        Piece(paragraph[start:end], _cost(paragraph, start, end, inside, begins))
        for start, end in zip([0, *cuts], ends, strict=True)
        if paragraph
    )


def _stays(text: str, at: int) -> bool:
    """Whether the character at `at` must stay with the one before it."""
    char, before = text[at], text[at - 1]
    if char == " " or char in NOT_FIRST or before in NOT_LAST:
        return True
    if before == " ":
        ahead = text[:at].rstrip(" ")[-1:]
        # 010-0000 8100 is one number, 3 人 a figure with its unit, 11 月 23 日 a date
        return (ahead.isdigit() and (char.isdigit() or char in UNITS)) or (ahead == "月" and char.isdigit())
    return not _wide(char) and not _wide(before)


def _cost(text: str, start: int, end: int, inside: frozenset[int], begins: frozenset[int]) -> float:
    """The cost of ending a line before `end`."""
    if end >= len(text):
        return SENTENCE
    piece, after = text[start:end].rstrip(" "), text[end]
    last = piece[-1:]
    if last in "。；！？…·;!?" or (last == "." and not piece[:-1].isdigit()):
        return SENTENCE
    if last in "，：,:）)":
        return MARK
    if last == "、":
        return PHRASE
    if end in inside:
        return INSIDE
    if text[end - 1] == " ":
        return _cost_at_space(piece, text[end:])
    alone = start not in begins and end - start == 1 and start not in inside
    if (after in FOLLOWS and end not in begins) or (alone and last in LEADS):
        return LOOSE
    return ROUGH


def _cost_at_space(piece: str, after: str) -> float:
    """The cost of ending a line at a space: high between Chinese and a figure, low between words or after a date."""
    last, first = piece[-1:], after[0]
    if _wide(last) or _wide(first):
        return PHRASE if _wide(last) == _wide(first) or last == "日" else LOOSE
    word = after.split(" ", 1)[0].lower()
    if word == "not" or piece.lower() in LEANS or (first.isdigit() and len(word) <= CLOSE):
        return LOOSE
    if last.isdigit():  # 5 min
        return (ROUGH + LOOSE) / 2
    return PHRASE if word in JOINTS else ROUGH


def wrap(
    text: str, width: float, measure: Callable[[str], float], *, cut: bool = False, whole: bool = False
) -> list[str]:
    """Lines of `text` no wider than `width`. A piece that is too wide gets a line of its own, or is broken if `cut` is
    true. `whole`: prefer one more line to breaking a word."""
    lines: list[str] = []
    width = max(width, 1e-6)
    for paragraph in text.split("\n"):
        if measure(paragraph) < width - NEARLY:  # most texts
            lines.append(paragraph.rstrip())
            continue
        parts = _fitting(pieces(paragraph), width, measure, cut=cut)
        widths = [measure(part.text) for part in parts]
        bare = [measure(part.bare) if part.text[-1] in " ·" else wide for part, wide in zip(parts, widths, strict=True)]
        count = _fewest(widths, bare, width)
        ends = [len(parts)] if count <= 1 else _best(parts, widths, bare, width, count)
        if whole and count < len(parts) and _breaks_a_word(parts, ends):
            more = _best(parts, widths, bare, width, count + 1)
            ends = ends if _breaks_a_word(parts, more) else more
        start = 0
        for end in ends:
            line = "".join(part.text for part in parts[start:end])
            lines.append(line.rstrip(" ·") if end < len(parts) else line.rstrip())
            start = end
    return lines


def _fitting(parts: tuple[Piece, ...], width: float, measure: Callable[[str], float], *, cut: bool) -> list[Piece]:
    """`parts`, with those too wide for a line broken at their spaces, or anywhere if `cut`."""
    found: list[Piece] = []
    for part in parts:
        rest = part.text
        while measure(rest.rstrip(" ·")) > width:
            at = rest.rstrip(" ·").find(" ") + 1
            if cut and (not at or measure(rest[: at - 1]) > width):
                at = max((count for count in range(1, len(rest)) if measure(rest[:count]) <= width), default=1)
            if not 0 < at < len(rest):
                break
            found.append(Piece(rest[:at], INSIDE))
            rest = rest[at:]
        found.append(Piece(rest, part.cost))
    return found


def _breaks_a_word(parts: list[Piece], ends: list[int]) -> bool:
    return any(parts[end - 1].cost >= INSIDE for end in ends)


def _fewest(widths: list[float], bare: list[float], width: float) -> int:
    count, used = 1, 0.0
    for at, wide in enumerate(widths):
        if used and used + bare[at] > width:
            count, used = count + 1, 0.0
        used += wide
    return count


def _best(parts: list[Piece], widths: list[float], bare: list[float], width: float, count: int) -> list[int]:
    """The ends of `count` lines with the least cost: the squared empty space, plus the costs of breaks."""
    size = len(parts)
    last = parts[-1].bare.rstrip("。？！.?!")
    lonely = LONELY if len(last) < 2 else 0.0 if last[-1:].isdigit() else LONELY / 2  # a number may stand alone
    costs: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]  # per line: end → (cost, start)
    for _line in range(count):
        row: dict[int, tuple[float, int]] = {}
        for start, (before, _) in costs[-1].items():
            used = 0.0
            for end in range(start + 1, size + 1):
                if used and used + bare[end - 1] > width:
                    break
                slack = max(0.0, 1 - (used + bare[end - 1]) / width)
                cost = before + slack * slack * (0.5 if end == size else 1) + parts[end - 1].cost
                if end == size and start == size - 1:
                    cost += lonely
                if end not in row or cost < row[end][0]:
                    row[end] = (cost, start)
                used += widths[end - 1]
        costs.append(row)
    ends, at = [], size
    for row in reversed(costs[1:]):
        ends.append(at)
        at = row[at][1]
    return ends[::-1]
