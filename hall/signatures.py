"""Checks the signatures of the reviews on disk, with the pads' keys in hall.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.commands import GiveRating
from domain.config import HallConfig, Role
from domain.events import Channel, RatingGiven
from domain.state.rating import signed_bytes
from hall import keys
from hall.config.review_keys import public_keys

CHANNELS = {Role.PHONE_PAGE: Channel.PHONE, Role.KIOSK: Channel.KIOSK}
"""Role of a device → channel of its reviews; devices of all other roles are pads."""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """How many reviews have a `true` signature, are `unsigned` (of pads without a key, or from before they had it) or
    were made `by_phone` or at a kiosk; and the first session with a false signature."""

    true: int
    unsigned: int
    by_phone: int
    false_session: str | None = None


def verify_signatures(config: HallConfig, reviews: Iterable[RatingGiven], nonces: Mapping[str, str]) -> SignatureReport:
    """`nonces`: session → its nonce, which a pad signs too.

    Reviews by phone or at a kiosk have no signature; their device must have the role of their channel. A pad that was
    replaced has several keys. A pad that got its key late has unsigned reviews, all before its first signed one.
    """
    known = public_keys(config)
    signing: set[str] = set()  # pads with a true signature so far
    roles = {device.id: device.role for device in config.devices}
    true = unsigned = by_phone = 0
    for review in reviews:
        keys_of_pad = known.get(review.device, ())
        if review.device in roles and review.channel is not CHANNELS.get(roles[review.device], Channel.PAD):
            return SignatureReport(true, unsigned, by_phone, review.session)
        if review.channel is not Channel.PAD:
            by_phone += 1
        elif not keys_of_pad or (not review.signature and review.device not in signing):
            unsigned += 1
        elif _is_signed(review, nonces.get(review.session, ""), keys_of_pad):
            signing.add(review.device)
            true += 1
        else:
            return SignatureReport(true, unsigned, by_phone, review.session)
    return SignatureReport(true, unsigned, by_phone)


def _is_signed(review: RatingGiven, nonce: str, keys_of_pad: Sequence[str]) -> bool:
    signed = signed_bytes(as_given(review, nonce))
    return any(keys.verify(key, signed, review.signature) for key in keys_of_pad)


def as_given(review: RatingGiven, nonce: str) -> GiveRating:
    """The review as the pad signed and sent it."""
    return GiveRating(
        session=review.session,
        nonce=nonce,
        level=review.level,
        tags=review.tags,
        comment=review.comment,
        given_at=review.given_at,
        monotonic_ms=review.monotonic_ms,
        signature=review.signature,
    )
