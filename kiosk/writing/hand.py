"""The engine for handwriting: fits the drawing into the recogniser's square, and weighs its answers.

Measured with the strokes of 1,000 common characters, bent as a hand bends them (docs/adr/0015): the right one is first
in 77 of 100 and among eight in 90. Without the fitting and the weighing it is 51 and 77.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from heapq import heappop, heappush
from pathlib import Path

from kiosk.writing import zinnia
from kiosk.writing.port import NOTHING, Candidates, Stroke

MOST_WORDS = 8
ASKED = 40
"""How many of the recogniser's answers are weighed."""

FILL = 0.6
"""Share of the square's side that a drawing fills: with this margin the recogniser knows characters best."""

MOST_POINTS = 16
"""Most points of one stroke: no character has a stroke with more corners."""

WEIGHT = 0.1
"""Weight of the logarithm of how common a character is, beside the recogniser's score."""

PARTS = frozenset(
    "丨丶丿亠冂冖冫勹匚卩阝廴凵厶夂宀彡彳犭饣纟氵灬爿疒礻衤罒钅讠艹辶攵殳疋耒亻囗忄刂廾屮巛彐虍豸隹髟丌乜"
)
"""Characters that are only parts of others: nobody writes them alone."""

COUNTED = Path("/usr/share/rime-data/pinyin_simp.dict.yaml")
"""The list of how often each word is used. It comes with the tables of pinyin."""

SINGLE = re.compile(r"^(.)\t\w+\t(\d+)$", re.MULTILINE)
"""A line of that list for one character: the character, its sound, how often it is used."""


class Hand:
    """`counts`: how often each character is used. Without it all count as equally common."""

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
        """What is added to a character's score: less for a rarer one."""
        return WEIGHT * math.log((self._counts.get(char, 0) + 1) / self._total)

    def after(self, composed: tuple[Stroke, ...], word: str) -> tuple[Stroke, ...]:
        """Nothing: a character uses all strokes."""
        return ()

    def held(self) -> int:
        return self._zinnia.held()

    def close(self) -> None:
        self._zinnia.close()


def missing() -> str:
    return zinnia.missing()


def fitted(strokes: tuple[Stroke, ...]) -> list[Stroke]:
    """The drawing in the middle of the square, its longer side scaled to `FILL`, its proportions kept."""
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
    """The point between these two that is farthest from their line, as (minus its distance, its index, the two)."""
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
    """The counts of the dictionary that pinyin uses; empty where it is not installed."""
    counts: dict[str, int] = {}
    if COUNTED.is_file():
        for char, count in SINGLE.findall(COUNTED.read_text(encoding="utf-8")):
            counts[char] = counts.get(char, 0) + int(count)
    return counts
