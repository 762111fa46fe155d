"""Overwrites the memory of short texts that are no longer used.

A text of Python cannot be wiped, and its memory keeps what it said until another object of about the same size takes
the place. Python looks for places among the freed ones first, so as many new texts of each size fill them all.
"""

from __future__ import annotations

SIZES = range(64, 144, 16)
"""Bytes of the objects, in the steps of Python's allocator: an identity number, a name, a phone, a hash lie here."""

COUNT = 4_000
"""New texts of each size; more than a terminal ever has freed at once."""

_HEAD = 52
"""Bytes of a text that are not its letters: 41 or 49, by the version of Python; any rest up to 15 is the same size."""


def overwrite_freed_texts() -> None:
    """A few milliseconds. To be called when a person has gone."""
    for size in SIZES:
        texts = ["." * length for length in [size - _HEAD] * COUNT]
        texts.clear()
