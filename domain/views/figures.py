"""The hall in numbers, for whoever watches over it (`hall.figures`). No person, no ticket, no clerk is in here."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.views.public import QueueStatus, Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresQuestion:
    """`hall.figures {}` → `HallFigures`: all that a program which watches over a hall may ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """One queue. `today`: how many of today's tickets are in which state (`TicketState`), states without any left out.

    A ticket that was transferred counts in the queue where it is now.
    """

    id: str
    status: QueueStatus
    waiting: int
    windows: int  # windows open that serve it
    longest_wait_at: int | None = None  # issue time of the one who waits longest
    wait: Wait | None = None  # for someone who comes now; None when it cannot be known
    today: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFigures:
    """One device of hall.toml as it says it is. `parts`: part → status, of those that it has."""

    device: str
    role: str
    state: str  # ready, lost, stopped, never
    program: str = ""
    version: str = ""
    temperature: int | None = None  # °C
    storage_mb: int | None = None  # free
    outbox: int = 0  # events that the hall has not acknowledged yet
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFigure:
    """An alarm without its detail, which may name somebody."""

    device: str
    code: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFigures:
    """Answer to `hall.figures`. `windows`: how many windows of hall.toml are in which state (`WindowState`)."""

    at: int
    day: str
    queues: tuple[QueueFigures, ...]
    windows: dict[str, int]
    devices: tuple[DeviceFigures, ...] = ()
    alarms: tuple[AlarmFigure, ...] = ()
