"""One ticket as the hall keeps it, and the table of what may happen to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.commands import (
    CallNext,
    CallTicket,
    CancelTicket,
    ChangeTicket,
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
from domain.views.ticket import TicketState as S

TABLE: Mapping[type[Command], Mapping[S, S]] = {
    CallNext: {S.WAITING: S.CALLED},
    # 叫号, a chosen number: a held ticket is resumed, a no-show is reinstated first
    CallTicket: {S.WAITING: S.CALLED, S.HELD: S.SERVING, S.NO_SHOW: S.CALLED},
    RecallTicket: {S.CALLED: S.CALLED},  # 重呼
    StartService: {S.CALLED: S.SERVING},
    NoShow: {S.CALLED: S.NO_SHOW},  # 过号
    ReinstateTicket: {S.NO_SHOW: S.WAITING},
    HoldTicket: {S.SERVING: S.HELD},  # 挂起
    ResumeTicket: {S.HELD: S.SERVING},
    TransferTicket: {S.SERVING: S.WAITING},  # 转移
    FinishService: {S.SERVING: S.SERVED},  # 办结; WAITING again if there is another stop
    CancelTicket: {S.WAITING: S.CANCELLED},
    ChangeTicket: {state: state for state in (S.WAITING, S.CALLED, S.SERVING, S.HELD)},  # 改号
    LeavePhone: {state: state for state in (S.WAITING, S.CALLED, S.HELD, S.NO_SHOW)},
}
"""Command → state it is allowed in → state it leads to. Any other combination is refused as `ticket.wrong_state`.

The end of the hall day is no command: WAITING, CALLED, SERVING and HELD become EXPIRED, and NO_SHOW stays.
"""

IN_HAND = frozenset({S.CALLED, S.SERVING})
"""States of the one ticket that a window is busy with."""


@dataclass(slots=True, eq=False, kw_only=True)
class Ticket:
    """A number and all that happened to it. Only `domain/decide/fold.py` and the files it calls write to it.

    `effective_at` and `order` are its place in line: effective time, then order of issue.
    """

    id: str
    number: str
    queue: str
    issued_at: int
    effective_at: int
    order: int
    state: S = S.WAITING
    items: tuple[str, ...] = ()
    priority: str | None = None
    person: str | None = None
    phone: str | None = None
    appointment: str | None = None
    language: str = "zh_CN"
    device: str = ""
    offline: bool = False
    window: str | None = None  # id of the window where it is, or was last
    kept_for: str | None = None  # transferred straight to this window
    called_at: int | None = None  # the last call or recall
    started_at: int | None = None
    finished_at: int | None = None
    held_at: int | None = None
    missed_at: int | None = None
    recalls: int = 0
    returns: int = 0
    printed: bool | None = None
    visited: tuple[str, ...] = ()  # queues whose windows have served it
    pickup: str | None = None  # 取件码
    returned_to: int | None = None  # its effective time after it came back as a no-show
