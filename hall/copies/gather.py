"""Learns at a start which numbers others have seen, so that no number is given twice.

The broker retains the last `public/queues`, which has the last number of each queue; each terminal tells with its birth
what it has seen. Requests are held until the broker has sent its retained messages, which come before it returns the
hall's own birth. So even an old data folder that somebody has restored, and that looks whole, gives no number twice.
Terminals are believed only for some minutes after a loss: a faulty device could otherwise use up a queue's numbers.

The numbers seen may belong to another day than the open one. If it is later, the clock is behind or the store is old,
and the open day may prove to be that day. If it is earlier, it is yesterday, or the clock is ahead: after a loss the
hall cannot know. In both cases the open day goes on above these numbers too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from domain.calendar.day import is_day
from domain.commands import SkipNumbers
from domain.config import Queue
from domain.decide.hall import Hall
from domain.events import DeviceFault, Event
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import RESTORED
from domain.views.public import QueuesSnapshot
from hall.copies.found import PENDING
from hall.writer import Writer
from kiosk.mqtt.messages import DeviceState, HostState, NotReadableError, read

PATIENCE_MS = 2_000
BELIEVED_MS = 10 * 60_000

UNTOLD = 20
"""A hall tells others what it has given four times a second. So many numbers of a queue may be in somebody's hand
already, and known to nobody else, when it dies and its store with it."""

_SEEN_MORE = "others have seen more numbers than this store: they go on above"

T = TypeVar("T")


class Gather(Generic[T]):
    """Call a `heard…` method for each message; `ready` says which requests may be processed. All under the hall's
    lock."""

    def __init__(
        self,
        writer: Writer,
        instance: str,
        store: str,
        *,
        pending: bool,
        lost: bool,
        waits: Callable[[], bool] = lambda: False,
    ) -> None:
        """`instance`: of this start of the hall. `store`: the id of its store. `pending`: wait for the broker's
        retained messages. `lost`: there was a loss, or the store is new: then numbers of another store count too, and
        terminals are believed. `waits()`: whether the hall must not work yet for another reason."""
        self._writer = writer
        self._instance = instance
        self._store = store
        self.asks = pending
        """Whether the broker is asked what it has kept of the numbers."""
        self._waits = waits
        self._lost = self._believes = lost
        self._since_ms: int | None = None
        self._held: list[T] = []
        self._linked = False
        self._echo = False
        self._told: dict[str, int] = {}
        self._news = False

    @property
    def pending(self) -> bool:
        """Whether requests are held and the hall publishes nothing."""
        return self.asks or self._waits()

    def heard_queues(self, payload: bytes, *, retained: bool) -> None:
        """Take in `public/queues` as the broker retained it, before this start publishes its own."""
        if retained and self.asks:
            try:
                seen = read(QueuesSnapshot, payload)
            except NotReadableError:
                return
            if self._lost or seen.store == self._store:  # an old copy of this store has the same id
                self._skip(seen.day, {queue.id: queue.given for queue in seen.queues})

    def heard_hall(self, payload: bytes) -> None:
        """Take in `host/state`: when this start's own birth comes back, all retained messages have come."""
        if self.asks:
            try:
                self._echo = self._echo or read(HostState, payload).instance == self._instance
            except NotReadableError:
                return

    def heard_device(self, payload: bytes) -> None:
        """Take in `dev/{device}/state`."""
        if self._believes and b'"seen"' in payload:
            try:
                state = read(DeviceState, payload)
            except NotReadableError:
                return
            self._skip(state.seen_day, state.seen)

    def ready(self, requests: list[T], mono_ms: int, *, linked: bool) -> tuple[list[T], bool]:
        """The requests that may be processed now, and whether the link counts as new."""
        if not self.asks:
            self._believes = self._believes and mono_ms - (self._since_ms or 0) < BELIEVED_MS
        self._held += requests
        self._linked = self._linked or linked
        if self._since_ms is None and self._linked:
            self._since_ms = mono_ms
        late = self._since_ms is not None and mono_ms - self._since_ms >= PATIENCE_MS
        if self.asks and (late or (self._echo and self._linked)):
            self.asks = False
            if self._lost:
                self._writer.keep(meta={PENDING: ""})
        if self.pending:
            return [], False
        held, self._held = self._held, []
        linked, self._linked = self._linked, False
        return held, linked

    def faults(self, hall: Hall, now: int, others: Sequence[Event] = ()) -> list[DeviceFault]:
        """The alarm that people may hold numbers which this store does not know, after the findings of the start.
        `others`: alarms of the same tick.
        """
        if not self._news or any(isinstance(one, DeviceFault) and one.code == RESTORED for one in others):
            return []
        known = hall.state.faults.of(HALL).get(RESTORED)
        above = ", ".join(f"{queue} {last}" for queue, last in sorted(self._told.items()))
        said = f"{_SEEN_MORE} {above}"
        if known is not None and known.detail.endswith(said):
            self._news = False  # the alarm is on disk
            return []
        before = known.detail.split(_SEEN_MORE)[0].rstrip("; ") if known is not None else ""
        return [alarm(now, HALL, RESTORED, "; ".join(filter(None, (before, said))))]

    def _skip(self, day: str, counters: Mapping[str, int]) -> None:
        """Have the writer skip these numbers, as far as they are above its own, before it decides anything else."""
        today, queues = self._writer.hall.day, self._writer.hall.state.queues
        if not is_day(day) or (day < today and not self._lost):
            return
        if day >= today and any(name in queues and given > queues[name].counter for name, given in counters.items()):
            counters = {name: _untold(queues[name].config, given) for name, given in counters.items() if name in queues}
        above = {name: given for name, given in counters.items() if name in queues and given > queues[name].counter}
        if day < today:  # usually it is the morning after: the new day needs most of its numbers
            above = {name: given for name, given in above.items() if given <= _half(queues[name].config)}
        if day != today:
            self._writer.owe(SkipNumbers(day=day, counters=counters))
        if above:
            self._writer.owe(SkipNumbers(day=today, counters=above))
            self._told |= above
            self._news = True


def _untold(queue: Queue, given: int) -> int:
    """Above what was told, and what may have been given since; near the end of a range half of what is left."""
    given = max(given, queue.first - 1)
    return given + min(UNTOLD, max(0, queue.last - given) // 2)


def _half(queue: Queue) -> int:
    return (queue.first + queue.last) // 2
