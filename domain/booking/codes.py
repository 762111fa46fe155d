"""The codes of the hall's own bookings: eight characters that nobody guesses and nobody misreads."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

ALPHABET = "346789ACDEFGHJKMNPQRTWXY"
"""Without those that are taken for one another: 0 and O, 1, I and L, 2 and Z, 5 and S, B (for 8), U and V."""

LENGTH = 8
"""24 to the power of 8 are a hundred thousand million codes."""


def codes(token: str) -> Iterator[str]:
    """Codes made of random hex digits, without end: the first one that is free is taken."""
    count = 0
    while True:
        number = int.from_bytes(sha256(f"booking {token} {count}".encode()).digest())
        letters = []
        for _ in range(LENGTH):
            number, place = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[place])
        yield "".join(letters)
        count += 1
