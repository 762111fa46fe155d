"""Numbers that this machine gave to pick-up codes by itself: until the hall is back nobody else knows of them.

The code goes with its person. What is remembered instead, in memory alone, tells nothing without this run's own secret.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from domain.number_machine.state import Given, Machine

LIMIT = 32
REMEMBERED_MS = 12 * 3_600_000


def remember(state: Machine, code: str, given: Given) -> Machine:
    """`code` was given this number."""
    collected = (*state.collected, (_digest(state, code), given))
    return replace(state, collected=collected[-LIMIT:])


def given_alone(state: Machine, code: str, now_ms: int) -> Given | None:
    """The number that `code` was given."""
    digest, since = _digest(state, code), state.hall_now(now_ms) - REMEMBERED_MS
    return next((given for known, given in state.collected if known == digest and given.issued_at >= since), None)


def _digest(state: Machine, code: str) -> str:
    return hashlib.blake2b(code.encode(), key=state.seed.to_bytes(8, "big"), digest_size=16).hexdigest()
