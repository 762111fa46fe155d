"""Reviews (好差评): sessions, what makes a review valid, and the chain that shows tampering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.events import RatingGiven

GENESIS = "0" * 64
"""`previous` of the first review of a hall."""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`count` reviews are sound; `broken_session` is the first that is not (None: all are)."""

    count: int
    broken_session: str | None = None
    reason: str = ""


def signed_bytes(
    session: str, nonce: str, level: int, tags: tuple[str, ...], comment: str, given_at: int, monotonic_ms: int
) -> bytes:
    """What a pad signs with its Ed25519 key: canonical JSON (UTF-8, sorted keys, no spaces)."""
    raise NotImplementedError


def verify_chain(events: Iterable[RatingGiven], previous: str = GENESIS) -> ChainReport:
    """Recompute the chain of reviews, oldest first."""
    raise NotImplementedError
