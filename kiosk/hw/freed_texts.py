"""Overwrites the memory of texts that are no longer used.

A text of Python cannot be wiped, and its memory keeps what it said until another object of about the same size takes
the place. Python looks for places among the freed ones first, so as many new texts of each size fill them all.
"""

from __future__ import annotations

SHORT, LONG = range(64, 144, 16), range(144, 528, 16)
"""Bytes of the objects, in the steps of Python's allocator, which keeps objects of up to 512 bytes: an identity number,
a name, a phone, a hash are short, what people write of what happened to them is long (219 characters)."""

OF_SHORT, OF_LONG = 20_000, 2_000
"""New texts of each size; more than a terminal ever has freed at once. Short ones are freed by the thousand, whoever
they speak of."""

_HEAD = 52
"""Bytes of a text that are not its letters: 41 or 49, by the version of Python; any rest up to 15 is the same size."""


def overwrite_freed_texts() -> None:
    """Some milliseconds. To be called when a person has gone."""
    for sizes, count in ((SHORT, OF_SHORT), (LONG, OF_LONG)):
        for size in sizes:
            texts = ["." * length for length in [size - _HEAD] * count]
            texts.clear()
