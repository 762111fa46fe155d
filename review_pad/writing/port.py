"""What an engine of Chinese writing owes to the screen: from letters or strokes, the words that may be meant.

An engine remembers nothing. It is given all that was composed so far and answers from that alone: what one person
wrote changes no answer to the next, and between two calls it holds none of it. No call takes longer than a frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

Point = tuple[float, float]
"""Right of the field's left edge and below its upper one, in pixels."""

Stroke = tuple[Point, ...]
"""Where the finger was, from its landing to its lifting."""

MOST_LETTERS, MOST_STROKES = 30, 36
"""More are not composed at a time: no sentence and no character needs them."""

Composed = TypeVar("Composed", str, tuple[Stroke, ...])


@dataclass(frozen=True, slots=True)
class Candidates:
    """`words`: best first, none twice. `spelt`: what was composed as a person reads it, `"ni hao"`; not for strokes."""

    words: tuple[str, ...] = ()
    spelt: str = ""


NOTHING = Candidates()


class Engine(Protocol[Composed]):
    """Every word it offers is made of characters of GB 2312: those the pad's typeface draws and people write."""

    def candidates(self, composed: Composed) -> Candidates:
        """For nothing, nothing."""

    def after(self, composed: Composed, word: str) -> Composed:
        """What of it is left when `word`, one of its candidates, was chosen: always less than before."""

    def held(self) -> int:
        """How many letters or strokes it has in it now. Between two calls: 0."""

    def close(self) -> None:
        """Let go of everything. No other call may follow but this one."""


class EngineMissingError(RuntimeError):
    """It cannot be had on this machine; says what to install."""
