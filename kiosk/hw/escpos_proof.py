"""How a printer proves that it has worked off all that it was sent: by answers that noise on its line cannot be.

A single `GS r` is answered with 00, and so is a break on the line, a line end, half an automatic status. So a row of
questions stands behind the cut, drawn anew for each ticket out of two that this printer answers differently, and the
row of answers must be of the same pattern: no byte too few and none too many.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

ANSWER_MASK, ANSWER_FIXED = 0x90, 0x00  # 10 and 80 never; DLE EOT always has 10

IN_ORDER = (b"\x1d\x72\x01", b"\x1d\x72\x02", b"\x1d\x49\x01", b"\x1d\x49\x02")
"""GS r 1 (paper), GS r 2 (drawer), GS I 1 (model), GS I 2 (type): one byte each, when all before has been done.
The first is known to all printers with `in_order_status`; GS r 2 and GS I tell nothing that is needed here."""

PAIR_ROW = 8
LONE_ROW = range(6, 22)


class Proof:
    """What one ticket is confirmed by. `questions` are those of `IN_ORDER` to ask: two, or the one there is."""

    def __init__(self, questions: Sequence[bytes]) -> None:
        self._row = _drawn(questions)
        self._heard = b""

    @property
    def asked(self) -> bytes:
        return b"".join(self._row)

    def hear(self, heard: bytes) -> None:
        """All that came since the ticket was sent. What answers DLE EOT, or no question at all, says nothing."""
        self._heard = (self._heard + in_order(heard))[: len(self._row) + 1]  # one too many is enough

    @property
    def holds(self) -> bool:
        """One answer to each question: the same to the same, another to another."""
        if len(self._heard) != len(self._row):
            return False
        pairs = set(zip(self._row, self._heard, strict=True))
        return len(pairs) == len(set(self._row)) == len(set(self._heard))


def in_order(heard: bytes) -> bytes:
    """Those bytes that may answer a question of `IN_ORDER`."""
    return bytes(answer for answer in heard if answer & ANSWER_MASK == ANSWER_FIXED)


def _drawn(questions: Sequence[bytes]) -> list[bytes]:
    """A row in which every question stands; of a single one, its length is what is drawn."""
    if len(questions) == 1:
        return [*questions] * secrets.choice(LONE_ROW)
    while True:
        row = [secrets.choice(questions) for _ in range(PAIR_ROW)]
        if len(set(row)) == len(questions):
            return row
