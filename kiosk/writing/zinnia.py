"""Handwriting by zinnia, through its C interface: the only file that knows it.

The model of Debian's tegaki-zinnia-simplified-chinese knows the 6,763 characters of GB 2312. A square of 1000 by 1000
is what it was trained on; `hand.py` fits what was drawn into it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.writing.library import library
from kiosk.writing.port import EngineMissingError, Stroke

LIBRARY = "libzinnia.so.0"
MODEL = Path("/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model")
PACKAGES = "libzinnia0 and tegaki-zinnia-simplified-chinese"
SIDE = 1000

POINTER, SIZE, INT, TEXT, FLOAT = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_char_p, ctypes.c_float
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "recognizer_new": (POINTER, ()),
    "recognizer_open": (INT, (POINTER, TEXT)),
    "recognizer_classify": (POINTER, (POINTER, POINTER, SIZE)),
    "recognizer_destroy": (None, (POINTER,)),
    "character_new": (POINTER, ()),
    "character_clear": (None, (POINTER,)),
    "character_set_width": (None, (POINTER, SIZE)),
    "character_set_height": (None, (POINTER, SIZE)),
    "character_add": (INT, (POINTER, SIZE, INT, INT)),
    "character_strokes_size": (SIZE, (POINTER,)),
    "character_destroy": (None, (POINTER,)),
    "result_value": (TEXT, (POINTER, SIZE)),
    "result_score": (FLOAT, (POINTER, SIZE)),
    "result_size": (SIZE, (POINTER,)),
    "result_destroy": (None, (POINTER,)),
}
"""For each function used: its result and its arguments. All names begin with `zinnia_`."""


class Zinnia:
    """The recogniser with its model. Raises `EngineMissingError`."""

    def __init__(self) -> None:
        if said := missing():
            raise EngineMissingError(said)
        try:
            loaded = ctypes.CDLL(str(library(LIBRARY)))
        except OSError as error:
            raise EngineMissingError(f"Handwriting is not offered: {error}") from error
        self._call = {}
        for name, (returns, takes) in FUNCTIONS.items():
            function = getattr(loaded, f"zinnia_{name}")
            function.restype, function.argtypes = returns, takes
            self._call[name] = function
        self._recognizer = self._call["recognizer_new"]()
        self._character = self._call["character_new"]()
        if not self._call["recognizer_open"](self._recognizer, str(MODEL).encode()):
            self.close()
            raise EngineMissingError(f"Handwriting is not offered: {LIBRARY} does not open {MODEL}")

    def scores(self, strokes: Sequence[Stroke], most: int) -> dict[str, float]:
        """The likeliest characters, each with its score, for strokes within `SIDE` by `SIDE`."""
        call, character = self._call, self._character
        try:
            call["character_set_width"](character, SIDE)
            call["character_set_height"](character, SIDE)
            for at, stroke in enumerate(strokes):
                for x, y in stroke:
                    call["character_add"](character, at, round(x), round(y))
            result = call["recognizer_classify"](self._recognizer, character, most)
        finally:
            call["character_clear"](character)
        if not result:
            return {}
        try:
            count = call["result_size"](result)
            return {call["result_value"](result, at).decode(): call["result_score"](result, at) for at in range(count)}
        finally:
            call["result_destroy"](result)

    def held(self) -> int:
        return int(self._call["character_strokes_size"](self._character))

    def close(self) -> None:
        recognizer, character = self._recognizer, self._character
        self._recognizer = self._character = None
        if recognizer:
            self._call["character_destroy"](character)
            self._call["recognizer_destroy"](recognizer)


def missing() -> str:
    """A sentence about what this machine lacks for it; empty if nothing is missing."""
    if library(LIBRARY) is None or not MODEL.is_file():
        return f"Handwriting is not offered: this machine has no {PACKAGES}"
    return ""
