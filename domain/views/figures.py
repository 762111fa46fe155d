"""The hall in numbers, for monitoring (`hall.figures`). They name no person, ticket or clerk."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.views.public import QueueStatus, Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresQuestion:
    """`hall.figures {}` → `HallFigures`: the only query of a monitoring program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """One queue. `today`: state (`TicketState`) → how many of today's tickets are in it; states without tickets are
    left out.

    A ticket that was transferred counts in the queue where it is now.
    """

    id: str
    status: QueueStatus
    waiting: int
    windows: int  # open windows that serve it
    longest_wait_at: int | None = None  # issue time of the ticket that waits longest, ms since 1970
    wait: Wait | None = None  # for a person who comes now; None: cannot be estimated
    today: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFigures:
    """One device of hall.toml, as it reports itself. `parts`: part → status, of the parts that it has."""

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
    """An alarm without its detail, because that may name a person."""

    device: str
    code: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFigures:
    """Answer to `hall.figures`. `windows`: state (`WindowState`) → how many windows are in it."""

    at: int
    day: str
    queues: tuple[QueueFigures, ...]
    windows: dict[str, int]
    devices: tuple[DeviceFigures, ...] = ()
    alarms: tuple[AlarmFigure, ...] = ()
