"""Commands at a window besides serving a ticket: open, pause and close it; transfer, change or reprint a ticket."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWindow:
    """Open, or open again after a pause. `queues` replaces the queues it serves (潮汐窗口), without lag. Naming exactly
    the configured queues restores the configuration with its lags. `pin` or `card` prove who the clerk is
    (`domain/staff/`). They are needed to open the window, not to end a pause, and are not stored."""

    window: str
    clerk: str | None = None  # needed unless the window has a clerk already, or a card says who it is
    queues: tuple[str, ...] | None = None
    pin: str | None = field(default=None, repr=False)  # the clerk's PIN, or
    card: str | None = field(default=None, repr=False)  # the clerk's card as the reader reports it


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
    """转移, to a queue or straight to a window (`to_window`). The ticket keeps its issue time."""

    window: str
    ticket: str
    queue: str | None = None
    to_window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTicket:
    """改号: another class or other items, while the ticket waits, is called, served or held. What is left out stays as
    it is.

    The ticket gets the place in line that it would have had with these from the beginning. `priority`: id of a class,
    "" for none.
    """

    window: str
    ticket: str
    priority: str | None = None
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintTicket:
    """补打: a machine prints a copy of an open ticket. `device`: the machine; if left out, the hall chooses."""

    window: str
    ticket: str
    device: str | None = None
