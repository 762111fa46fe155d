"""What is asked at a window besides the service of a ticket: it opens, pauses and closes; a ticket goes elsewhere, gets
another class or matter, or a copy of its paper."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWindow:
    """Open, or open again after a pause. `queues` replaces what it serves (潮汐窗口), without lag; exactly the
    queues of the configuration are the configuration again, with its lags. `pin` or `card` prove who sits down
    (`domain/staff/`): needed when a clerk opens the window, not to end a pause; neither is kept."""

    window: str
    clerk: str | None = None  # needed unless the window has one already, or a card says who
    queues: tuple[str, ...] | None = None
    pin: str | None = field(default=None, repr=False)  # the clerk's; or
    card: str | None = field(default=None, repr=False)  # what the reader says of the clerk's card


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWindow:
    """暂停服务 with 去向留言 (S1 附件四(六))."""

    window: str
    reason: str
    contact: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseWindow:
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTicket:
    """转移, to a queue or straight to a window (`to_window`); it keeps its original issue time."""

    window: str
    ticket: str
    queue: str | None = None
    to_window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTicket:
    """改号: another class or other matters, while it waits or is dealt with. What is left out stays as it is.

    It stands in line where it would stand had it been taken so. `priority`: id of a class, "" for none.
    """

    window: str
    ticket: str
    priority: str | None = None
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintTicket:
    """补打: a machine prints a copy of an open ticket. `device` chooses the machine; else the hall does."""

    window: str
    ticket: str
    device: str | None = None
