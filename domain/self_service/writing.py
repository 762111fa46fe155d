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
