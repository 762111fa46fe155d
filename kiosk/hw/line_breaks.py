"""Words on paper: of one line, without what a printer or a font could obey, and wrapped as on the screens."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.typeface.wrap import wrap


def one_line(words: str) -> str:
    """`words` without line ends, control characters and doubled spaces: nothing a printer or a font could obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())


def lines_of(words: str, width: float, length: Callable[[str], float]) -> list[str]:
    """`words` in lines no longer than `width`; a single word that is too long is broken where it must be."""
    return wrap(words, width, length, cut=True)
