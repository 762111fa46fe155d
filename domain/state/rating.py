"""Reviews (好差评): what a pad signs, what makes a review valid, and the chain that shows tampering."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from hmac import compare_digest

from domain.commands import GiveRating, RateByPhone, RateHall
from domain.config import Ratings
from domain.events import Channel, RatingGiven
from domain.refusal import Code, Refusal, no

Review = GiveRating | RateByPhone | RateHall
_SIGNATURE = re.compile(r"[ -~]{0,128}")  # 64 bytes in base64, or none
GENESIS = "0" * 64
"""`previous` of the first review of a hall."""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`count`: how many reviews from the first on are intact; `broken_session`: session of the first that is not (None:
    all are)."""

    count: int
    broken_session: str | None = None
    reason: str = ""


def signed_bytes(review: GiveRating) -> bytes:
    """What a pad signs with its Ed25519 key: all of the review but the signature, as canonical JSON."""
    body = asdict(review)
    del body["signature"]
    return _canonical(body)


def chain_hash(event: RatingGiven) -> str:
    """SHA-256 over `previous` (as 64 hex digits), a line feed and the canonical JSON of the rest but `hash`.

    A review at the pad is hashed without its channel, so that old hashes, from before phones could review, stay valid.
    """
    body = asdict(event)
    del body["hash"], body["previous"]
    if event.channel is Channel.PAD:
        del body["channel"]
    return sha256(event.previous.encode() + b"\n" + _canonical(body)).hexdigest()


def chained(event: RatingGiven) -> RatingGiven:
    """The event with its `hash`."""
    return replace(event, hash=chain_hash(event))


def verify_chain(events: Iterable[RatingGiven], previous: str = GENESIS) -> ChainReport:
    """Recompute the chain of reviews, oldest first. A changed, missing, added or moved review breaks it."""
    count = 0
    for event in events:
        if event.previous != previous:
            return ChainReport(count, event.session, "does not follow the review before it")
        if event.hash != chain_hash(event):
            return ChainReport(count, event.session, "was changed after it was given")
        previous = event.hash
        count += 1
    return ChainReport(count)


def same_secret(given: str, wanted: str) -> bool:
    """Compare two secrets in constant time."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def unfit(review: Review, ratings: Ratings) -> Refusal | None:
    """What is wrong with the review itself: a level or tag that is not offered, a bad level without a reason."""
    level = next((level for level in ratings.levels if level.value == review.level), None)
    if level is None:
        return no(Code.RATING_LEVEL, f"no level {review.level}")
    offered = {tag.code for tag in level.tags}
    if not offered.issuperset(review.tags) or len(set(review.tags)) != len(review.tags):
        return no(Code.RATING_TAG, f"a tag is not of level {review.level}, or twice")
    if isinstance(review, GiveRating) and not _SIGNATURE.fullmatch(review.signature):
        return no(Code.RATING_SIGNATURE, "is no signature")
    if len(review.comment) > ratings.comment_limit:
        return no(Code.REQUEST_INVALID, f"comment longer than {ratings.comment_limit}")
    if level.bad and not review.tags and not review.comment.strip():
        return no(Code.RATING_NEEDS_REASON, "a bad level needs a tag or words")
    return None


def _canonical(body: dict[str, object]) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
