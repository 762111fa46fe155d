"""Whether the reviews on disk carry the true signatures of their pads. Needs hall.toml, which has the pads' keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.commands import GiveRating
from domain.config import HallConfig, Role
from domain.events import Channel, RatingGiven
from domain.state.rating import signed_bytes
from hall import keys


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """`true` signatures of pads with a key, `unsigned` reviews of pads without one, those made `by_phone`, the first
    session that is false."""

    true: int
    unsigned: int
    by_phone: int
    false_session: str | None = None


def verify_signatures(config: HallConfig, reviews: Iterable[RatingGiven], nonces: Mapping[str, str]) -> SignatureReport:
    """`nonces` of the rating sessions, as the hall invited to them: a pad signs its session's nonce too.

    A review by phone has no signature and comes from a phone page, one at the pad does not.
    """
    public_keys = {device.id: device.public_key for device in config.devices if device.public_key}
    roles = {device.id: device.role for device in config.devices}
    true = unsigned = by_phone = 0
    for review in reviews:
        key = public_keys.get(review.device)
        phone = review.channel is Channel.PHONE
        if review.device in roles and phone != (roles[review.device] is Role.PHONE_PAGE):
            return SignatureReport(true, unsigned, by_phone, review.session)
        if phone:
            by_phone += 1
        elif key is None:
            unsigned += 1
        elif keys.verify(key, signed_bytes(as_given(review, nonces.get(review.session, ""))), review.signature):
            true += 1
        else:
            return SignatureReport(true, unsigned, by_phone, review.session)
    return SignatureReport(true, unsigned, by_phone)


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
