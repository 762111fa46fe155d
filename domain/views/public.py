"""Snapshots for everyone in the hall: queues, calls, notices. Nothing personal is in here.

A snapshot is always whole. `version` only grows on one `store` (also over restarts of the hall): a reader that has
seen version n drops every snapshot of the same topic with a version ≤ n. When `host/state` names another store, it
forgets what it has seen, and drops what comes of the store before. `store` is empty from a hall of before there were
ids. `at` is the hall's clock when it was made: readers count
time from it with their own monotonic clock and never with their wall clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.config import NoticeBoard, Text


class QueueStatus(StrEnum):
    OPEN = "open"
    EARLY = "early"  # before service begins, numbers are given already
    BREAK = "break"  # between two sessions: numbers are not given
    CLOSED = "closed"  # for today, or not yet
    FULL = "full"  # today's numbers are gone
    PAUSED = "paused"  # every window that serves it is paused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Estimated minutes as a range."""

    low: int
    high: int


SOON_MINUTES = 5
"""Less is not told apart."""


def windows_elsewhere(ahead: int | None, wait: Wait | None) -> bool:
    """Nobody is ahead in the queue and the wait is long all the same: its windows have other queues to serve.

    Then people are told the minutes alone.
    """
    return ahead == 0 and wait is not None and wait.low > SOON_MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    reason: str
    contact: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    id: str
    status: QueueStatus
    waiting: int
    wait: Wait | None = None  # for someone who comes now; None when it cannot be known
    next: tuple[str, ...] = ()  # the next numbers, in the order they stand (up to 5)
    windows: int = 0  # windows open that serve it
    longest_wait_at: int | None = None  # issue time of the one who waits longest
    opens_at: int | None = None  # when numbers are given again, if they are not now
    closes_at: int | None = None
    pause: Pause | None = None  # while it is paused: the one of its windows' that is over first
    given: int = 0  # the counter of the last number it gave today, machines' own blocks aside


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuesSnapshot:
    """`public/queues`."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    day: str
    queues: tuple[QueueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call. `seq` grows with every call and recall of the hall: a change of it is a new call."""

    seq: int
    number: str
    queue: str
    window: str
    window_number: str
    at: int
    times: int  # 1 = first call, 2 = first recall …


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsSnapshot:
    """`public/calls`: newest first, at most 12."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    day: str
    calls: tuple[CallView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """One line of the hours board (S4 5.8.3.1): 对外服务时间 / 延时服务时间, e.g. 周一至周五 9:00–17:00."""

    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSnapshot:
    """`public/content`: which set of content the hall has. It comes over HTTP, and proves itself (ADR 32)."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    set: str = ""  # SHA-256 of its manifest; "": the hall has none
    number: int = 0  # grows from set to set
    size: int = 0  # bytes of all its files
    address: str = ""  # http://host:port, where sets/{set}/manifest.json and objects/{sha256} are


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesSnapshot:
    """`public/notices`."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    boards: tuple[NoticeBoard, ...]
    hours: tuple[HoursLine, ...]
    today: tuple[HoursLine, ...]
