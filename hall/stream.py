"""Publishes the committed events on `…/event`, in order, each at least once. A mark on disk says up to which event the
broker has them.

After a crash the mark may be old, and a broker that was killed has lost what it acknowledged last. So some events are
sent again at each new link; consumers recognise them by their sequence number. The broker keeps nothing for an absent
consumer: it asks for the rest with `event.replay`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from hall.disk import journal
from hall.disk.store import Store
from hall.disk.stored_event import StoredEvent
from kiosk.mqtt.port import CLOUD_EVENT, OnDone, Outcome, Publication
from program.clock import monotonic_ms

MARK = "published"
AT_ONCE = 50
"""How many events are under way to the broker at a time, so that answers never queue behind more than these."""

SETTLED_MS = 10_000
"""An event acknowledged this long ago has been passed on by the broker."""

PAGE = 200
IN_MEMORY = 2_000

Publish = Callable[[Publication, OnDone], bool]


class Stream:
    """Call `committed` for new events, and `pump` to send; all under the hall's lock.

    `mark` is the sequence number up to which the broker has everything: it may be written to disk as published.
    """

    def __init__(
        self,
        hall_id: str,
        topic: str,
        store: Store,
        publish: Publish,
        room: Callable[[], None],
        *,
        mono_ms: Callable[[], int] = monotonic_ms,
    ) -> None:
        """`room` is called, from the wire's thread, when there is room to pump again."""
        self._hall_id = hall_id
        self._topic = topic
        self._store = store
        self._publish = publish
        self._room = room
        self.mark = int(store.meta(MARK) or 0)
        self._next = self.mark + 1
        self._last = store.last_seq()
        self._ready: deque[StoredEvent] = deque()
        self._link = _Link()
        self._mono_ms = mono_ms
        self._marks: deque[tuple[int, int]] = deque([(mono_ms(), self.mark)])  # `(time, mark)`, oldest first

    def committed(self, events: Iterable[StoredEvent]) -> None:
        for event in events:
            follows = event.seq == (self._ready[-1].seq if self._ready else self._next - 1) + 1
            if follows and len(self._ready) < IN_MEMORY:
                self._ready.append(event)
            self._last = event.seq

    def linked(self) -> None:
        """Note a new link: events that were under way are sent again, and those before them that may be lost."""
        self._link = _Link()
        self._next = max(1, min(self.mark + 1 - AT_ONCE, self._settled() + 1))
        self._ready.clear()

    def _settled(self) -> int:
        """The mark of `SETTLED_MS` ago, or of the start. A busy broker may hold acknowledged events for that long, and
        loses them when it is killed."""
        marks, before = self._marks, self._mono_ms() - SETTLED_MS
        while len(marks) > 1 and marks[1][0] <= before:
            marks.popleft()
        return marks[0][1]

    @property
    def behind(self) -> bool:
        """Whether something can be sent now."""
        return self._next <= self._last and self._link.sent - self._link.done < AT_ONCE

    def pump(self, most: int = AT_ONCE) -> None:
        """Send events until `AT_ONCE` are under way, but not more than `most` now."""
        link = self._link
        for _ in range(most):
            if link.sent - link.done >= AT_ONCE or self._next > self._last:
                return
            if not self._ready:
                self._ready.extend(self._store.events(self._next - 1, PAGE))
                if not self._ready:
                    return
            event = self._ready[0]
            publication = Publication(self._topic, journal.cloud_event(self._hall_id, event), content_type=CLOUD_EVENT)
            link.sent += 1
            if not self._publish(publication, self._done(event.seq, link)):
                link.sent -= 1
                return
            self._ready.popleft()
            self._next = event.seq + 1

    def _done(self, seq: int, link: _Link) -> OnDone:
        def done(outcome: Outcome) -> None:  # the wire's thread
            if outcome is Outcome.LOST or link is not self._link:
                return
            self.mark = max(self.mark, seq)
            now = self._mono_ms()
            if now - self._marks[-1][0] >= SETTLED_MS // 10:
                self._marks.append((now, self.mark))
            link.done += 1
            if link.sent - link.done == AT_ONCE // 2 and self._next <= self._last:
                self._room()

        return done


class _Link:
    """Counts of one link: `sent` is written under the hall's lock, `done` on the wire's thread alone."""

    __slots__ = ("done", "sent")

    def __init__(self) -> None:
        self.sent = 0
        self.done = 0
