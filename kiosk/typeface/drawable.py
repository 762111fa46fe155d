"""Words with signs that the typeface does not have, such as emoji from a phone: a mark stands in their place.

Without it SDL draws an empty box for each, and several for one emoji that is made of several signs.
"""

from __future__ import annotations

import unicodedata
from typing import Protocol

MISSING = "〓"
"""The typesetter's mark for a sign that is not in the case."""

_PARTS = frozenset({"Cf", "Mn", "Me", "Sk", "Co", "Cs"})
"""What joins or colours the sign before it, or is no sign at all: it gets no mark of its own."""


class Covers(Protocol):
    def covers(self, text: str) -> bool: ...


def drawable(text: str, face: Covers, emoji: str = MISSING) -> str:
    """`text` itself if `face` has all of it. `emoji`: what stands for a run of pictures, `MISSING` for others."""
    if face.covers(text):
        return text
    said: list[str] = []
    marked = False  # the sign before was replaced, too
    for sign in text:
        if sign in "\r\n\t":
            said.append("\n" if sign == "\n" else " ")
            marked = False
        elif face.covers(sign):
            said.append(sign)
            marked = False
        elif not marked and (kind := unicodedata.category(sign)) not in _PARTS:
            said.append(emoji if kind == "So" else MISSING)
            marked = True
    return "".join(said)
