"""A text that a person writes piece by piece: words, letters, whole sentences, in the order they were touched.

All businesses in which people write share these rules; the last touch can be taken back as one piece.
"""

from __future__ import annotations


def with_piece(pieces: tuple[str, ...], piece: str, most: int) -> tuple[str, ...]:
    """The pieces with one more; without it, if it is empty, cannot be printed, or the text would exceed `most`
    characters."""
    fits = bool(piece) and piece.isprintable() and sum(map(len, pieces)) + len(piece) <= most
    return (*pieces, piece) if fits else pieces


def without_last(pieces: tuple[str, ...], *, all_of_it: bool = False) -> tuple[str, ...]:
    """The pieces without the last one, or none of them."""
    return () if all_of_it else pieces[:-1]


DIGIT_SIGNS = frozenset("0123456789")
CODE_SIGNS = DIGIT_SIGNS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ-")
"""What codes, receipts and ticket numbers are typed with."""


def with_key(before: str, key: str, signs: frozenset[str], most: int) -> str:
    """A code after one key: a sign, `delete` or `clear`. Small letters are written large; what is no sign or exceeds
    `most` characters changes nothing."""
    key = key.upper()
    if key == "CLEAR":
        return ""
    if key == "DELETE":
        return before[:-1]
    return (before + key)[:most] if key in signs else before
