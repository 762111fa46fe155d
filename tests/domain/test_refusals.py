"""A refusal: what the asker learns of it, which are worth trying again, which are told to the supervisor."""

from __future__ import annotations

from acting import Acting

from domain import commands as c
from domain.refusal import RETRYABLE, Code, no


def test_only_what_the_hall_could_not_do_at_that_moment_is_worth_trying_again() -> None:
    assert {code.value for code in RETRYABLE} == {"hall.disk_full", "hall.busy"}


def test_a_refusal_tells_what_is_known_and_nothing_where_nothing_is() -> None:
    assert no(Code.QUEUE_CLOSED, "why", opens_at=5, closes_at=None).data == {"opens_at": 5}
    assert no(Code.QUEUE_CLOSED, "why", opens_at=None).data is None
    assert no(Code.QUEUE_CLOSED, opens_at=0).data == {"opens_at": 0}


def test_who_acts_for_somebody_else_is_recorded_and_who_asks_in_vain_is_not() -> None:
    day = Acting()
    cancel = c.CancelTicket(ticket=day.id(day.take(device="kiosk-1")))
    refusal = day.refusal(cancel, device="kiosk-2")
    assert (refusal.code, refusal.record) == (Code.DEVICE_NOT_ALLOWED, True)
    assert not day.refusal(c.CancelTicket(ticket="unknown"), device="kiosk-2").record
