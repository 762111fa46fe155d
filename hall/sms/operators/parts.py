"""Cuts a text into the parts that phones put together: UCS-2, 70 characters alone, else 67 behind a header."""

from __future__ import annotations

ALONE = 140  # bytes of one message
HEADER = 6  # 05 00 03 ref total n: 3GPP TS 23.040 §9.2.3.24.1
MOST = 255


def parts_of(text: str, number: int) -> list[bytes]:
    """The payloads, each with its header if there are several. `number` must be the same at every attempt.

    A character outside the basic plane takes two units, which are never torn apart.
    """
    whole = text.encode("utf-16-be", errors="replace")
    if len(whole) <= ALONE:
        return [whole]
    pieces = []
    while whole:
        cut = ALONE - HEADER
        if len(whole) > cut and 0xD8 <= whole[cut - 2] <= 0xDB:
            cut -= 2
        pieces.append(whole[:cut])
        whole = whole[cut:]
    pieces = pieces[:MOST]
    head = bytes((5, 0, 3, number & 0xFF, len(pieces)))
    return [head + bytes((index,)) + piece for index, piece in enumerate(pieces, start=1)]
