"""What a HID scanner types for a code: key events as (code, value)."""

from __future__ import annotations

from kiosk.hw.key_decoder import LETTERS

ENTER, SHIFT, ALT = 28, 42, 56
KEY_OF = {letter: (code, shifted) for code, pair in LETTERS.items() if code < 71 for shifted, letter in enumerate(pair)}


def typed(code: str) -> list[tuple[int, int]]:
    """The key events of a scanner that reads `code`."""
    keys = []
    for letter in code:
        key, shifted = KEY_OF[letter]
        shift = [(SHIFT, 1)] if shifted and LETTERS[key][0] != letter else []
        keys += [*shift, (key, 1), (key, 0), *((SHIFT, 0) for _ in shift)]
    return [*keys, (ENTER, 1), (ENTER, 0)]
