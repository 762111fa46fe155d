"""Whether the reviews on disk carry the true signatures of their pads. Needs hall.toml, which has the pads' keys."""

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
"""Where a device of this role hands reviews in; every other one is a pad."""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """`true` signatures of pads with a key, `unsigned` reviews of pads without one or from before they had it, those
    made `by_phone` or at a kiosk, the first session that is false."""

    true: int
    unsigned: int
    by_phone: int
    false_session: str | None = None


def verify_signatures(config: HallConfig, reviews: Iterable[RatingGiven], nonces: Mapping[str, str]) -> SignatureReport:
    """`nonces` of the rating sessions, as the hall invited to them: a pad signs its session's nonce too.

    A review by phone has no signature and comes from a phone page, one at a kiosk from a kiosk. A pad that was
    replaced has several keys. One that got its key late has reviews without a signature, all before its first true one.
    """
    known = public_keys(config)
    signing: set[str] = set()  # pads of which a true signature was seen
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
    """The review as the pad sent it."""
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
