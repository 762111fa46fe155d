"""Deciding over 取件码: which queue hands out the document, and that one code has one open number."""

from __future__ import annotations

from dataclasses import replace

from domain.commands import IssueTicket
from domain.pickup import fits, queue_of, written
from domain.queue.status import status_data
from domain.refusal import Code, Refusal, no
from domain.state.state import QueueNow, State
from domain.views.ticket import OPEN_STATES


def with_queue(state: State, asked: IssueTicket) -> IssueTicket | Refusal:
    """The request with its code as it is kept, and the queue that hands out what waits under it."""
    if asked.pickup is None:
        return asked
    code = written(asked.pickup)
    queue = queue_of(state.pickup_codes, code)
    if queue is None or asked.queue not in {"", queue} or asked.appointment is not None:
        return no(Code.PICKUP_UNKNOWN, "no queue, or not this one, hands out what waits under such a code")
    return replace(asked, pickup=code, queue=queue)


def has_number(state: State, asked: IssueTicket, now: int) -> Refusal | None:
    """The code was given a number that is still open: the refusal shows it."""
    ticket = state.pickups.get(asked.pickup or "")
    if ticket is None or ticket.state not in OPEN_STATES:
        return None
    return Refusal(Code.PICKUP_HAS_TICKET, ticket.number, status_data(state, ticket, now))


def code_of(queue: QueueNow, told: str | None) -> str | None:
    """The code of a number that a machine gave alone, if it is one of this queue."""
    code = written(told or "")
    return code if fits(queue.config.pickup_code, code) else None
