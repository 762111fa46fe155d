"""What is being composed and not in the text yet: letters of pinyin, strokes of a character.

It lives on the screen alone. `forget` wipes it; an engine holds nothing of it between two calls.
"""

from __future__ import annotations

from typing import Generic

from review_pad.writing.port import NOTHING, Candidates, Composed, Engine, Stroke
from review_pad.writing.rime import MOST_LETTERS

SEPARATOR = "'"


class Composing(Generic[Composed]):
    """`nothing`: what is composed at first."""

    def __init__(self, engine: Engine[Composed], nothing: Composed) -> None:
        self._engine = engine
        self._nothing = nothing
        self.composed = nothing
        self.candidates = NOTHING

    def choose(self, word: str) -> str:
        """The word for the text; what of the composed comes after it stays."""
        self.put(self._engine.after(self.composed, word))
        return word

    def finish(self) -> str:
        """All of it as the text would best have it: for whoever goes on without choosing."""
        words = []
        while self.composed:
            words.append(self.choose(self.best) if self.best else "")
            if not words[-1]:
                self.forget()
        return "".join(words)

    @property
    def best(self) -> str:
        return next(iter(self.candidates.words), "")

    def put(self, composed: Composed) -> None:
        self.composed = composed
        self.candidates = self._engine.candidates(composed) if composed else NOTHING

    def erase(self) -> bool:
        """Take back what came last. False: there was nothing."""
        there = bool(self.composed)
        self.put(self.composed[:-1])
        return there

    def forget(self) -> None:
        self.put(self._nothing)


class Drawing(Composing[tuple[Stroke, ...]]):
    """One character, stroke by stroke."""

    def __init__(self, engine: Engine[tuple[Stroke, ...]]) -> None:
        super().__init__(engine, ())

    def add(self, stroke: Stroke) -> None:
        self.put((*self.composed, stroke))


class Spelling(Composing[str]):
    """Letters. They themselves are the last candidate, for a word that is not Chinese."""

    def __init__(self, engine: Engine[str]) -> None:
        super().__init__(engine, "")

    def key(self, char: str) -> str:
        """A key: a letter is composed; any other takes the best of what was, and then itself (a space: that alone)."""
        if "a" <= char <= "z" or (char == SEPARATOR and self.composed):
            if len(self.composed) < MOST_LETTERS:
                self.put(self.composed + char)
            return ""
        return self.finish() + (char if char != " " or not self.composed else "")

    def choose(self, word: str) -> str:
        if word != self.composed:
            return super().choose(word)
        self.forget()
        return word

    def put(self, composed: str) -> None:
        super().put(composed)
        found = self.candidates
        if composed:
            self.candidates = Candidates((*found.words, composed), found.spelt or composed)
