"""What happened to reviews: somebody was asked for one, gave it, or did not answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingInvited:
    """A rating session begins at this window's pad."""

    at: int
    session: str
    nonce: str
    ticket: str
    window: str
    clerk: str
    expires_at: int


class Channel(StrEnum):
    """Where a review was made. Stored by name, because the published number codes for this differ from place to
    place."""

    PAD = "pad"  # the citizen's screen of the window
    PHONE = "phone"  # the page behind the ticket's QR code
    KIOSK = "kiosk"  # a self-service terminal, to which the ticket's QR code is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven:
    """A citizen's review. `previous` and `hash` chain it to the one before (see `state/rating.py`).

    A review by phone or at a kiosk has no signature, and its `given_at` is the hall's clock, because a phone's clock
    cannot be trusted. Of the hall as a whole: `window` and `clerk` are empty, and `session` is one of no window.
    """

    at: int
    session: str
    ticket: str
    window: str
    clerk: str
    device: str
    level: int
    tags: tuple[str, ...]
    comment: str
    given_at: int
    monotonic_ms: int
    signature: str
    previous: str
    hash: str
    channel: Channel = Channel.PAD


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLapsed:
    """The session ended without an answer. No level is recorded."""

    at: int
    session: str
    window: str
