"""What is being composed and not in the text yet: letters of pinyin, strokes of a character.

It lives on the screen alone. `forget` wipes it; an engine holds nothing of it between two calls.
"""

from __future__ import annotations

from typing import Generic

from kiosk.writing.port import MOST_LETTERS, MOST_STROKES, NOTHING, Candidates, Composed, Engine, Stroke

SEPARATOR = "'"
BLANK = " "
VOWELS = frozenset("aeiouv")
LATIN_AT = 3
"""Where the letters stand among the words if they are a short form of pinyin, or no pinyin at all."""


class Composing(Generic[Composed]):
    """`nothing`: the empty composition that it starts with."""

    def __init__(self, engine: Engine[Composed], nothing: Composed) -> None:
        self._engine: Engine[Composed] = engine
        self._nothing: Composed = nothing
        self.composed: Composed = nothing
        self.candidates = NOTHING

    def choose(self, word: str) -> str:
        """Take a candidate as the word for the text. What was composed after it stays composed."""
        self.put(self._engine.after(self.composed, word))
        return word

    def finish(self) -> list[str]:
        """The whole composition as its best words, for a person who goes on without choosing."""
        words = []
        while self.candidates.words:
            words.append(self.choose(self.candidates.words[0]))
        self.forget()
        return words

    def erase(self) -> bool:
        """Take back the last stroke or letter. False if there was none."""
        there = bool(self.composed)
        if there:
            self.put(self.composed[:-1])
        return there

    def forget(self) -> None:
        self.put(self._nothing)

    def put(self, composed: Composed) -> None:
        self.composed = composed
        self.candidates = self._engine.candidates(composed) if composed else NOTHING


class Drawing(Composing[tuple[Stroke, ...]]):
    """One character, stroke by stroke."""

    def __init__(self, engine: Engine[tuple[Stroke, ...]]) -> None:
        super().__init__(engine, ())

    def add(self, stroke: Stroke) -> bool:
        """Add a stroke. False if the character has as many as it can have."""
        if len(self.composed) >= MOST_STROKES:
            return False
        self.put((*self.composed, stroke))
        return True


class Spelling(Composing[str]):
    """Letters of pinyin. The letters themselves are the last candidate, or the fourth if they are hardly pinyin."""

    def __init__(self, engine: Engine[str]) -> None:
        super().__init__(engine, "")

    def key(self, char: str) -> list[str]:
        """What a key puts into the text. A letter only joins the composition. Any other key first puts the best words
        of the composition there and then itself; a blank after letters puts only the words."""
        if "a" <= char <= "z" or (char == SEPARATOR and self.composed):
            if len(self.composed) < MOST_LETTERS:
                self.put(self.composed + char)
            return []
        words = self.finish()
        return words if words and char == BLANK else [*words, char]

    def choose(self, word: str) -> str:
        if word != self.composed:
            return super().choose(word)
        self.forget()
        return word

    def put(self, composed: str) -> None:
        super().put(composed)
        found = self.candidates
        if composed:
            at = len(found.words) if self._sounds_like(found) else LATIN_AT
            words = (*found.words[:at], composed, *found.words[at:])
            self.candidates = Candidates(words, found.spelt or composed)

    def _sounds_like(self, found: Candidates) -> bool:
        """Whether all letters are syllables: each has a vowel, and the best word takes them all."""
        if not found.words or self._engine.after(self.composed, found.words[0]):
            return False
        return all(VOWELS & set(part) for part in found.spelt.split())
