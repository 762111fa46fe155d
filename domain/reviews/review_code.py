"""The review code of a ticket: six digits on its paper, for a kiosk whose scanner cannot read the QR code, or that has
none.

The code is made of the ticket's key, so whoever prints the paper knows it, and nothing is stored. It does not lead back
to the key.
"""

from __future__ import annotations

import hashlib

DIGITS = 6


def review_code(key: str) -> str:
    """`482917` for the key of a ticket; "" for a ticket without one (a number that a machine gave by itself)."""
    if not key:
        return ""
    made = hashlib.sha256(b"review code " + key.encode("utf-8", "surrogatepass")).digest()
    return f"{int.from_bytes(made, 'big') % 10**DIGITS:0{DIGITS}d}"


def printed(code: str) -> str:
    """`482 917`, as it stands on paper: two groups are read and typed with fewer slips than six digits in a row."""
    half = DIGITS // 2
    return f"{code[:half]} {code[half:]}" if code else ""
