"""Copies of papers that windows have ordered today: which machine was to print them, and what it reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.events import ReprintOrdered, TicketPrinted, TicketPrintFailed
from domain.state.rows import Rows


@dataclass(slots=True, kw_only=True)
class Reprint:
    order: str
    ticket: str
    window: str
    device: str
    ordered_at: int
    expires_at: int
    ended_at: int | None = None
    fault: str = ""


_ROWS = Rows(Reprint)


class Reprints:
    """The copies ordered today. `ordered` and `ended` fold their events."""

    def __init__(self) -> None:
        self._orders: dict[str, Reprint] = {}
        self._of_ticket: dict[str, list[Reprint]] = {}
        self._of_window: dict[str, Reprint] = {}

    def of(self, order: str) -> Reprint | None:
        return self._orders.get(order)

    def last_of(self, window: str) -> Reprint | None:
        """The last copy that this window ordered; None if there is none."""
        return self._of_window.get(window)

    def fresh_id(self, ticket: str) -> str:
        """`20261121-A012-r1`, the first order for this ticket: unique because a ticket's id is."""
        return f"{ticket}-r{len(self._of_ticket.get(ticket, ())) + 1}"

    def under_way(self, ticket: str, now: int) -> Reprint | None:
        """The order for this ticket that may still be printed; None if there is none."""
        return next((one for one in self._of_ticket.get(ticket, ()) if _open(one, now)), None)

    def open(self, now: int) -> Iterator[Reprint]:
        """Orders without a report that have not expired, oldest first."""
        return (one for one in self._orders.values() if _open(one, now))

    def ordered(self, event: ReprintOrdered) -> None:
        reprint = Reprint(
            order=event.order,
            ticket=event.ticket,
            window=event.window,
            device=event.device,
            ordered_at=event.at,
            expires_at=event.expires_at,
        )
        self._add(reprint)

    def ended(self, event: TicketPrinted | TicketPrintFailed) -> None:
        """Note the end of an order. Only the first report of the machine that got the order counts."""
        one = self._orders.get(event.order)
        if one is not None and one.device == event.device and one.ended_at is None:
            one.ended_at = event.at
            one.fault = event.fault if isinstance(event, TicketPrintFailed) else ""

    def renamed(self, window: str, to: str) -> None:
        """The window has another id now."""
        for one in self._orders.values():
            if one.window == window:
                one.window = to
        if window in self._of_window:
            self._of_window[to] = self._of_window.pop(window)

    def forget(self) -> None:
        self._orders.clear()
        self._of_ticket.clear()
        self._of_window.clear()

    def dump(self) -> dict[str, Any]:
        return _ROWS.write(self._orders.values())

    def load(self, table: dict[str, Any]) -> None:
        for reprint in _ROWS.read(table):
            self._add(reprint)

    def _add(self, one: Reprint) -> None:
        self._orders[one.order] = self._of_window[one.window] = one
        self._of_ticket.setdefault(one.ticket, []).append(one)


def _open(one: Reprint, now: int) -> bool:
    return one.ended_at is None and now < one.expires_at
