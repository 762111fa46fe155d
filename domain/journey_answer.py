"""Reads the hall's answers out of the wire's plain JSON: total, so that a strange answer is a fault and no crash."""

from __future__ import annotations

from typing import Any

from domain.journey_state import Given
from domain.views import TicketState, Wait


def given_number(data: dict[str, Any]) -> Given | None:
    """An `IssueAnswer` (of `ticket.issue`, or the data of `person.has_ticket`), or None if it is none."""
    ticket, number, queue = data.get("ticket"), data.get("number"), data.get("queue")
    ahead, issued_at = data.get("ahead"), data.get("issued_at")
    if not (isinstance(ticket, str) and isinstance(number, str) and number and isinstance(queue, str)):
        return None
    state = data.get("state", "waiting")
    windows = data.get("windows")
    return Given(
        ticket=ticket,
        number=number,
        queue=queue,
        issued_at=issued_at if isinstance(issued_at, int) else 0,
        ahead=ahead if isinstance(ahead, int) else None,
        wait=_wait(data.get("wait")),
        state=TicketState(state) if state in set(TicketState) else TicketState.WAITING,
        key=key if isinstance(key := data.get("key"), str) else "",
        windows=tuple(str(window) for window in windows) if isinstance(windows, list | tuple) else (),
    )


def _wait(data: object) -> Wait | None:
    if not isinstance(data, dict):
        return None
    low, high = data.get("low"), data.get("high")
    return Wait(low=low, high=high) if isinstance(low, int) and isinstance(high, int) else None
