"""One ticket as the hall keeps it, and the table of what may happen to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from domain.commands import (
    CallNext,
    CallTicket,
    CancelTicket,
    Command,
    FinishService,
    HoldTicket,
    LeavePhone,
    NoShow,
    RecallTicket,
    ReinstateTicket,
    ResumeTicket,
    StartService,
    TransferTicket,
)
from domain.views import TicketState as S

TABLE: Mapping[type[Command], Mapping[S, S]] = {
    CallNext: {S.WAITING: S.CALLED},
    # 叫号: a chosen number; a held one is resumed, one that missed its call is reinstated first
    CallTicket: {S.WAITING: S.CALLED, S.HELD: S.SERVING, S.NO_SHOW: S.CALLED},
    RecallTicket: {S.CALLED: S.CALLED},  # 重呼
    StartService: {S.CALLED: S.SERVING},
    NoShow: {S.CALLED: S.NO_SHOW},  # 过号
    ReinstateTicket: {S.NO_SHOW: S.WAITING},
    HoldTicket: {S.SERVING: S.HELD},  # 挂起
    ResumeTicket: {S.HELD: S.SERVING},
    TransferTicket: {S.SERVING: S.WAITING},  # 转移
    FinishService: {S.SERVING: S.SERVED},  # 办结; WAITING again if the visit has another stop
    CancelTicket: {S.WAITING: S.CANCELLED},
    LeavePhone: {state: state for state in (S.WAITING, S.CALLED, S.HELD, S.NO_SHOW)},
}
"""Command → state it is allowed in → state it leads to. What is not in here is `ticket.wrong_state`.

The end of the hall day is no command: it makes what is WAITING, CALLED, SERVING or HELD EXPIRED, and leaves a
NO_SHOW one.
"""

OPEN_STATES = frozenset({S.WAITING, S.CALLED, S.SERVING, S.HELD})
"""The person still has something to wait for: no second number meanwhile. A missed call leaves them free."""

IN_HAND = frozenset({S.CALLED, S.SERVING})
"""The one ticket a window is busy with."""


@dataclass(slots=True, eq=False)
class Ticket:
    """A number and all that happened to it. Only `domain/fold.py` and the files it calls write to it.

    `place_at` and `order` are its place in line: effective time, then order of issue.
    `base_at` is the instant from which the starvation bound counts (see `order.py`).
    """

    id: str
    number: str
    queue: str
    issued_at: int
    place_at: int
    order: int
    base_at: int
    state: S = S.WAITING
    items: tuple[str, ...] = ()
    priority: str | None = None
    person: str | None = None
    phone: str | None = None
    appointment: str | None = None
    language: str = "zh_CN"
    device: str = ""
    offline: bool = False
    window: str | None = None  # where it is, or was last
    kept_for: str | None = None  # transferred straight to this window
    called_at: int | None = None  # the last call or recall
    started_at: int | None = None
    finished_at: int | None = None
    held_at: int | None = None
    missed_at: int | None = None
    recalls: int = 0
    returns: int = 0
    printed: bool | None = None
    visited: tuple[str, ...] = ()  # queues whose windows have dealt with it
    pickup: str | None = None  # 取件码

    def row(self) -> list[Any]:
        """All fields in their order, ready for JSON."""
        row = list(_ROW(self))
        row[_STATE] = self.state.value
        row[_ITEMS] = list(self.items)
        row[_VISITED] = list(self.visited)
        return row

    @classmethod
    def of_row(cls, row: list[Any]) -> Ticket:
        ticket = cls(*row)
        ticket.state = S(ticket.state)
        ticket.items = tuple(ticket.items)
        ticket.visited = tuple(ticket.visited)
        return ticket


_NAMES = [field.name for field in fields(Ticket)]
_ROW = attrgetter(*_NAMES)
_STATE, _ITEMS, _VISITED = (_NAMES.index(name) for name in ("state", "items", "visited"))


def ticket_id(day: str, number: str) -> str:
    """`20261121-A012`: unique because a number is used once a hall day."""
    return f"{day.replace('-', '')}-{number}"
