"""Fake writing engines for tests and pictures: they know a few words, and forget them as real ones do."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.writing.port import NOTHING, Candidates, Stroke

SOUNDS = {"hao": "好号毫", "ni": "你呢泥", "nihao": ("你好",), "fuwu": ("服务", "付误"), "henhao": ("很好",)}
SHAPES = {1: "一七长干下也不她", 2: "十七也在开带长女", 6: "好如吗她奶姑妈始"}


class FakePinyin:
    """`sounds`: letters → the words that they may mean. Words for only the first of the letters follow, longest
    first."""

    def __init__(self, sounds: Mapping[str, str | tuple[str, ...]] | None = None) -> None:
        self._sounds = SOUNDS if sounds is None else sounds
        self.closed = False

    def candidates(self, composed: str) -> Candidates:
        heads = [composed[:end] for end in range(len(composed), 0, -1)]
        words = dict.fromkeys(word for head in heads for word in self._sounds.get(head, ()))
        return Candidates(tuple(words), composed) if words else NOTHING

    def after(self, composed: str, word: str) -> str:
        heads = (composed[:end] for end in range(len(composed), 0, -1))
        head = next((head for head in heads if word in self._sounds.get(head, ())), "")
        return composed[len(head) :]

    def held(self) -> int:
        return 0

    def close(self) -> None:
        self.closed = True


class FakeHand:
    """`shapes`: number of strokes → the characters that they may be."""

    def __init__(self, shapes: Mapping[int, str] | None = None) -> None:
        self._shapes = SHAPES if shapes is None else shapes
        self.closed = False

    def candidates(self, composed: tuple[Stroke, ...]) -> Candidates:
        return Candidates(tuple(self._shapes.get(len(composed), ""))) if composed else NOTHING

    def after(self, composed: tuple[Stroke, ...], word: str) -> tuple[Stroke, ...]:
        return ()

    def held(self) -> int:
        return 0

    def close(self) -> None:
        self.closed = True
