"""What is shown of the hall: every snapshot of `domain/views.py`, made from the state. Nothing here changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.config import HallConfig
from domain.events import Event
from domain.hall import Hall
from domain.views import (
    CallsSnapshot,
    Catalogue,
    HallSnapshot,
    NoticesSnapshot,
    QueuesSnapshot,
    WindowSnapshot,
)


@dataclass(frozen=True, slots=True)
class Touched:
    """Which snapshots a number of events may have changed."""

    queues: bool = False
    calls: bool = False
    windows: frozenset[str] = frozenset()


def touched(hall: Hall, events: Iterable[Event]) -> Touched:
    """What to publish after `events` (applied already)."""
    raise NotImplementedError


def queues_snapshot(hall: Hall, now: int, version: int) -> QueuesSnapshot:
    raise NotImplementedError


def calls_snapshot(hall: Hall, now: int, version: int) -> CallsSnapshot:
    raise NotImplementedError


def window_snapshot(hall: Hall, window: str, now: int, version: int) -> WindowSnapshot:
    """`window` must be one of the configuration."""
    raise NotImplementedError


def notices_snapshot(config: HallConfig, now: int, version: int) -> NoticesSnapshot:
    raise NotImplementedError


def catalogue(config: HallConfig, now: int, version: int) -> Catalogue:
    raise NotImplementedError


def hall_snapshot(hall: Hall, now: int, version: int, devices: tuple[dict[str, object], ...] = ()) -> HallSnapshot:
    raise NotImplementedError
