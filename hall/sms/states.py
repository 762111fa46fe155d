"""The states of a message, and which may follow which. What is final is never left."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class SmsState(StrEnum):
    """The values stand on disk: they never change their spelling."""

    QUEUED = "queued"  # is sent when it is due
    SENDING = "sending"  # may have been handed to the back end, whose answer is not known
    ACCEPTED = "accepted"  # the operator has it
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"
    SKIPPED = "skipped"  # is not sent: its reader has just read the same elsewhere; the row says that it was decided


_S = SmsState

TABLE: Mapping[SmsState, frozenset[SmsState]] = {
    # expired: its time ran out before the back end could take it
    _S.QUEUED: frozenset({_S.SENDING, _S.EXPIRED}),
    # queued again: it certainly did not go out. Failed: refused, or not known until its time ran out
    _S.SENDING: frozenset({_S.ACCEPTED, _S.QUEUED, _S.FAILED}),
    # what the operator reports
    _S.ACCEPTED: frozenset({_S.DELIVERED, _S.FAILED, _S.EXPIRED}),
    _S.DELIVERED: frozenset(),
    _S.FAILED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.SKIPPED: frozenset(),
}
"""State → the states that may follow it."""

OPEN_STATES = tuple(state for state in SmsState if TABLE[state])
"""Something is still to come of such a message: queued, sending, accepted."""
