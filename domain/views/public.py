"""Snapshots for everyone in the hall: queues, calls, notices. Nothing personal is in here.

A snapshot is always whole. Within one `store`, `version` only grows, also over restarts of the hall: a reader that has
seen version n drops every snapshot of the same topic with a version ≤ n. When `host/state` names another store, the
reader forgets these versions and drops snapshots of the store before. `store` is empty in snapshots of a hall from
before stores had ids. `at` is the hall's time when the snapshot was made: readers carry it on with their own monotonic
clock, never with their wall clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.config import NoticeBoard, Text


class QueueStatus(StrEnum):
    OPEN = "open"
    EARLY = "early"  # before service begins; numbers are given already
    BREAK = "break"  # between two stretches of service; no numbers are given
    CLOSED = "closed"  # for today, or not yet
    FULL = "full"  # today's numbers are used up
    PAUSED = "paused"  # every window that serves it is paused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """An estimated wait, as a range of minutes."""

    low: int
    high: int


SOON_MINUTES = 5
"""Waits up to this many minutes are not told apart."""


def windows_elsewhere(ahead: int | None, wait: Wait | None) -> bool:
    """Whether nobody is ahead in the queue but there is a wait, because its windows serve other queues first.

    Then people are told only the minutes.
    """
    return ahead == 0 and wait is not None and wait.high > SOON_MINUTES


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
    next: tuple[str, ...] = ()  # the next numbers, in order (up to 5)
    windows: int = 0  # windows open that serve it
    longest_wait_at: int | None = None  # issue time of the one who waits longest
    opens_at: int | None = None  # when numbers are given again, if they are not now
    closes_at: int | None = None
    pause: Pause | None = None  # while it is paused: the pause of its windows that ends first
    given: int = 0  # counter of the last number it gave today, not counting machines' blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuesSnapshot:
    """The retained message `public/queues`."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    day: str
    queues: tuple[QueueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call. `seq` grows with every call and recall in the hall, so a new `seq` means a new call."""

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
    """`public/content`: which set of content the hall has. Terminals fetch it over HTTP and check its signature (ADR
    32)."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    set: str = ""  # SHA-256 of its manifest; "": the hall has none
    number: int = 0  # grows from set to set
    size: int = 0  # bytes of all its files
    address: str = ""  # http://host:port, where sets/{set}/manifest.json and objects/{sha256} are


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesSnapshot:
    """The retained message `public/notices`."""

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    boards: tuple[NoticeBoard, ...]
    hours: tuple[HoursLine, ...]
    today: tuple[HoursLine, ...]
