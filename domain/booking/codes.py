"""The codes of the hall's own bookings: eight characters that nobody can guess and nobody misreads."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

ALPHABET = "346789ACDEFGHJKMNPQRTWXY"
"""Without characters that look alike: 0 and O; 1, I and L; 2 and Z; 5 and S; U and V; and without B, which looks like
8."""

LENGTH = 8
"""There are 24 to the power of 8 codes: about a hundred thousand million."""


def codes(token: str) -> Iterator[str]:
    """Endless codes made from the random hex digits of `token`; the caller takes the first one that is free."""
    count = 0
    while True:
        number = int.from_bytes(sha256(f"booking {token} {count}".encode()).digest())
        letters = []
        for _ in range(LENGTH):
            number, place = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[place])
        yield "".join(letters)
        count += 1
