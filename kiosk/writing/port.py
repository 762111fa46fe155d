"""The port of an engine of Chinese writing: from letters or strokes it makes the words that may be meant.

An engine remembers nothing. It gets all that was composed so far and answers from that alone: what one person wrote
never changes an answer for the next, and between two calls the engine holds none of it. A call is shorter than a
frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

Point = tuple[float, float]
"""Pixels to the right of the field's left edge and below its upper edge."""

Stroke = tuple[Point, ...]
"""Where the finger was, from touching down to lifting."""

MOST_LETTERS, MOST_STROKES = 30, 36
"""Most letters and strokes of one composition: no sentence and no character needs more."""

Composed = TypeVar("Composed", str, tuple[Stroke, ...])


@dataclass(frozen=True, slots=True)
class Candidates:
    """`words`: best first, none twice. `spelt`: the letters as a person reads them, `"ni hao"`; empty for strokes."""

    words: tuple[str, ...] = ()
    spelt: str = ""


NOTHING = Candidates()


class Engine(Protocol[Composed]):
    """Offers words of GB 2312 characters alone: the pad's typeface draws those, and people write them."""

    def candidates(self, composed: Composed) -> Candidates:
        """The candidates for a composition; none for an empty one."""

    def after(self, composed: Composed, word: str) -> Composed:
        """What remains of the composition after `word`, one of its candidates, was chosen: always less than before."""

    def held(self) -> int:
        """How many letters or strokes the engine holds now: 0 between two calls."""

    def close(self) -> None:
        """Release everything. After this only `close` may be called."""


class EngineMissingError(RuntimeError):
    """The engine is not on this machine; the text says what to install."""
