"""Handwriting as an engine of the pad: fits what was drawn into the recogniser's square, and weighs what it answers.

Measured with the strokes of 1,000 common characters, bent as a hand bends them (docs/adr/0015): the right one is first
in 77 of 100 and among eight in 90. Without the fitting and the weighing it is 51 and 77.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from heapq import heappop, heappush
from pathlib import Path

from review_pad.writing import zinnia
from review_pad.writing.port import NOTHING, Candidates, Stroke

MOST_WORDS = 8
ASKED = 40
"""How many are weighed."""

FILL = 0.6
"""Of the square's side: the recogniser knows characters best with so much air around them."""

MOST_POINTS = 16
"""Of a stroke: no character has one with more corners."""

WEIGHT = 0.1
"""Of the logarithm of how common a character is, beside the recogniser's score."""

PARTS = frozenset(
    "丨丶丿亠冂冖冫勹匚卩阝廴凵厶夂宀彡彳犭饣纟氵灬爿疒礻衤罒钅讠艹辶攵殳疋耒亻囗忄刂廾屮巛彐虍豸隹髟丌乜"
)
"""What is only a part of others: nobody writes it by itself."""

COUNTED = Path("/usr/share/rime-data/pinyin_simp.dict.yaml")
"""How often each word is used; there where pinyin is offered."""

SINGLE = re.compile(r"^(.)\t\w+\t(\d+)$", re.MULTILINE)
"""A line of it with one character: that, how it sounds, how often it is used."""


class Hand:
    """`counts`: how often each character is used; without it all are as common."""

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self._zinnia = zinnia.Zinnia()
        self._counts = counted() if counts is None else counts
        self._total = sum(self._counts.values()) or 1

    def candidates(self, composed: tuple[Stroke, ...]) -> Candidates:
        if not composed:
            return NOTHING
        scores = self._zinnia.scores(fitted(composed), ASKED)
        weighed = {char: score + self._common(char) for char, score in scores.items() if char not in PARTS}
        return Candidates(tuple(sorted(weighed, key=weighed.__getitem__, reverse=True)[:MOST_WORDS]))

    def _common(self, char: str) -> float:
        """What a character's score gets: the rarer the less."""
        return WEIGHT * math.log((self._counts.get(char, 0) + 1) / self._total)

    def after(self, composed: tuple[Stroke, ...], word: str) -> tuple[Stroke, ...]:
        """A character takes all that was drawn."""
        return ()

    def held(self) -> int:
        return self._zinnia.held()

    def close(self) -> None:
        self._zinnia.close()


def missing() -> str:
    return zinnia.missing()


def fitted(strokes: tuple[Stroke, ...]) -> list[Stroke]:
    """In the middle of the square, the longer of its two sides as long as `FILL` says, its form kept."""
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    side = max(max(xs) - min(xs), max(ys) - min(ys), 1)
    scale, half = FILL * zinnia.SIDE / side, zinnia.SIDE / 2
    strokes = tuple(thinned(stroke) for stroke in strokes)
    across, down = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return [tuple(((x - across) * scale + half, (y - down) * scale + half) for x, y in stroke) for stroke in strokes]


def thinned(stroke: Stroke) -> Stroke:
    """Its ends and the corners between them, the sharpest first, `MOST_POINTS` in all.

    The recogniser splits a stroke at its farthest point, and the halves again: what it needs doubles with each level,
    and the many turns of a spiral or a scribble would be more memory than there is.
    """
    last = len(stroke) - 1
    kept = {0, last}
    spans = [_corner(stroke, 0, last)] if last > 0 else []
    while spans and len(kept) < MOST_POINTS:
        away, at, begin, end = heappop(spans)
        if away == 0:
            break
        kept.add(at)
        for half in ((begin, at), (at, end)):
            heappush(spans, _corner(stroke, *half))
    return tuple(stroke[at] for at in sorted(kept))


def _corner(stroke: Stroke, begin: int, end: int) -> tuple[float, int, int, int]:
    """The point between these two that lies farthest from their line: less that distance, where, and between which."""
    (x, y), (to_x, to_y) = stroke[begin], stroke[end]
    across, down = to_x - x, to_y - y
    length = math.hypot(across, down)
    farthest = (0.0, begin, begin, end)
    for at in range(begin + 1, end):
        right, below = stroke[at][0] - x, stroke[at][1] - y
        away = abs(right * down - below * across) / length if length else math.hypot(right, below)
        farthest = min(farthest, (-away, at, begin, end))
    return farthest


def counted() -> dict[str, int]:
    """Of the dictionary that pinyin works with; empty where it is not."""
    counts: dict[str, int] = {}
    if COUNTED.is_file():
        for char, count in SINGLE.findall(COUNTED.read_text(encoding="utf-8")):
            counts[char] = counts.get(char, 0) + int(count)
    return counts
