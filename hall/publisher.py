"""Publishes what everyone sees of the hall, retained on the broker: whole snapshots, only the newest, and only when
changed.

An emergency notice, a call and what happens at a window go out at once. Mere queue lengths go out at once after a quiet
moment, otherwise four times a second: nobody reads a count faster, and terminals have other work.

A snapshot counts as sent once the wire took it and until the broker refuses it. A snapshot that does not count as sent
is made anew at the next tick, changed or not.

Print orders of clerks for machines, on `dev/{device}/order`, are published here too. An order is an event first, and is
sent when the event is on disk. An order that no machine has reported on is sent again with every new link to the
broker. The machine prints each order once, so sending it twice is safe. An expired order is no longer sent; the clerk
sees that no report came.
"""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.decide.reprinting import print_order
from domain.events import Event, ReprintOrdered
from domain.show import changed, public, snapshots
from domain.state.reprints import Reprint
from domain.views.public import ContentSnapshot, QueuesSnapshot
from kiosk.mqtt.messages import write
from kiosk.mqtt.port import JSON, PNG, Outcome, Publication
from kiosk.mqtt.topics import Topics

if TYPE_CHECKING:
    from content.sets.offer import SetOffer

logger = logging.getLogger(__name__)

PAUSE_MS = 250
REFUSED_TICKS = 32
"""A snapshot that the broker keeps refusing is sent again after 1, 2, 4 … ticks, at most this many, because each
refusal is a line in the log."""


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What to publish now. `line`: the new snapshot of the queues, or None if it has not changed."""

    publications: list[Publication] = field(default_factory=list)
    line: QueuesSnapshot | None = None


def _offer(folder: Path, address: str) -> SetOffer:
    from content.sets.offer import SetOffer  # noqa: PLC0415 - a hall without content does not need it

    return SetOffer(folder, address)


class Publisher:
    """Call `after` each batch, `due` when its time has come, `everything` on a new link: they return what to publish.

    The caller reports the outcome: `took` when the wire took a publication, `heard` when the broker answered.
    `now` is the hall's clock in ms (it stands in the snapshots), `mono_ms` a clock that never jumps.
    All under the hall's lock, but `heard`.
    """

    def __init__(
        self, config: HallConfig, topics: Topics, folder: Path, next_version: Callable[[], int], store: str
    ) -> None:
        """`folder` holds hall.toml, and the portraits beside it; `store` is the id that stands in every snapshot."""
        self._config = config
        self._topics = topics
        self._next_version = next_version
        self._store = store
        offered = config.content
        self._content = _offer(folder / offered.folder, offered.address) if offered is not None else None
        self._windows = {window.id: topics.window_state(window.id) for window in config.windows}
        portraits = [folder / clerk.portrait for clerk in config.clerks if clerk.portrait]
        self._portraits = {topics.picture(path.stem): path for path in portraits}
        self._made: dict[str, tuple[Publication, object]] = {}  # topic → newest publication, its content
        self._sent: dict[str, object] = {}  # topic → the content that the broker has, as far as is known
        self._waiting: set[str] = set()  # topics to check when the pause is over
        self._last_ms = -PAUSE_MS
        self._answers: deque[tuple[Publication, Outcome]] = deque()  # from the wire's thread
        self._refused: Counter[str] = Counter()  # topic → how often in a row its newest publication was refused
        self._ticks = 0

    def after(self, hall: Hall, events: Sequence[Event], now: int, mono_ms: int) -> Snapshots:
        """What must be published at once after these events; the rest waits for `due`."""
        if not events:
            return Snapshots()
        touched = changed.changed(hall, events)
        at_once = {self._windows[window] for window in touched.at_once if window in self._windows}
        if touched.emergency:
            at_once.add(self._topics.emergency)
        if touched.calls:
            at_once.add(self._topics.calls)
        if touched.help:
            at_once.add(self._topics.help)
        self._waiting |= {self._windows[window] for window in touched.windows if window in self._windows}
        if touched.queues:
            self._waiting.add(self._topics.queues)
        self._waiting -= at_once
        return self._snapshots([*sorted(at_once), *self._take_waiting(mono_ms)], hall, now)

    def due(self, hall: Hall, now: int, mono_ms: int) -> Snapshots:
        """What has waited long enough to be published."""
        return self._snapshots(self._take_waiting(mono_ms), hall, now)

    def wait_ms(self, mono_ms: int) -> int:
        """In how many ms something is due, at most `PAUSE_MS`."""
        return max(0, self._last_ms + PAUSE_MS - mono_ms)

    @property
    def waiting(self) -> bool:
        return bool(self._waiting)

    def time_passed(self, hall: Hall, now: int, mono_ms: int) -> Snapshots:
        """Call every second: waits are estimated anew, hours begin and end, and what did not reach the broker is sent
        again."""
        self._ticks += 1
        self._take_answers()
        self._waiting |= {self._topics.queues, self._topics.notices, self._topics.content, *self._windows.values()}
        self._waiting |= self._made.keys() - self._sent.keys()
        self._waiting -= {topic for topic, times in self._refused.items() if self._ticks % _pause_ticks(times)}
        return self.due(hall, now, mono_ms)

    def everything(self, hall: Hall, now: int) -> Snapshots:
        """Everything retained, whether the broker has it or not."""
        for known in (self._made, self._sent, self._answers, self._refused):
            known.clear()
        topics = self._topics
        whole = (
            topics.emergency,
            topics.catalogue,
            *self._portraits,
            topics.notices,
            topics.queues,
            topics.calls,
            topics.help,
            topics.content,
        )
        return self._snapshots((*whole, *self._windows.values()), hall, now)

    def took(self, publication: Publication) -> None:
        """Note that the wire took it. Must be called before any other method."""
        self._sent[publication.topic] = self._made[publication.topic][1]

    def heard(self, publication: Publication, outcome: Outcome) -> None:
        """Note the outcome, from the wire's thread. After the end of a link `everything` is sent anyway."""
        if outcome is Outcome.REFUSED or publication.topic in self._refused:
            self._answers.append((publication, outcome))

    def _take_answers(self) -> None:
        while self._answers:
            publication, outcome = self._answers.popleft()
            topic = publication.topic
            if topic not in self._made or self._made[topic][0] is not publication:
                continue  # a newer one is under way, and its outcome counts
            if outcome is Outcome.REFUSED:
                self._refused[topic] += 1
                self._sent.pop(topic, None)
            else:
                self._refused.pop(topic, None)

    def _take_waiting(self, mono_ms: int) -> list[str]:
        if not self._waiting or self.wait_ms(mono_ms) > 0:
            return []
        waiting, self._waiting = sorted(self._waiting), set()
        self._last_ms = mono_ms
        return waiting

    def _snapshots(self, topics: Iterable[str], hall: Hall, now: int) -> Snapshots:
        publications: list[Publication] = []
        line: QueuesSnapshot | None = None
        for topic in topics:
            if topic in self._portraits:
                publications += self._portrait(topic)
                continue
            view = self._view(topic, hall, now)
            shown = dataclasses.replace(view, at=0)
            if self._sent.get(topic) == shown:
                continue
            if isinstance(view, QueuesSnapshot):
                line = view
            payload = write(dataclasses.replace(view, version=self._next_version(), store=self._store))
            publications.append(self._retained(topic, payload, shown))
        return Snapshots(publications, line)

    def _portrait(self, topic: str) -> list[Publication]:
        """The publication of a portrait; none if its file is gone: then the broker keeps the one it has."""
        path = self._portraits[topic]
        try:
            return [self._retained(topic, path.read_bytes(), path)]
        except OSError as error:
            logger.warning("portrait %s cannot be read: %s", path.name, error.strerror)
            return []

    def _retained(self, topic: str, payload: bytes, shown: object) -> Publication:
        """Make a snapshot, which does not count as sent yet."""
        publication = Publication(topic, payload, retain=True, content_type=PNG if topic in self._portraits else JSON)
        self._made[topic] = (publication, shown)
        self._sent.pop(topic, None)
        return publication

    def _view(self, topic: str, hall: Hall, now: int) -> Any:
        """The snapshot of a topic, with version 0."""
        if topic == self._topics.catalogue:
            return public.catalogue(self._config, now, 0)
        if topic == self._topics.emergency:
            return snapshots.emergency_snapshot(hall, now, 0)
        if topic == self._topics.queues:
            return snapshots.queues_snapshot(hall, now, 0)
        if topic == self._topics.calls:
            return snapshots.calls_snapshot(hall, now, 0)
        if topic == self._topics.help:
            return snapshots.help_snapshot(hall, now, 0)
        if topic == self._topics.notices:
            return public.notices_snapshot(self._config, now, 0)
        if topic == self._topics.content:
            told = self._content.snapshot() if self._content is not None else ContentSnapshot(version=0, at=0)
            return dataclasses.replace(told, at=now)
        window = self._topics.window_of(topic)
        assert window is not None, topic
        return snapshots.window_snapshot(hall, window, now, 0)


def _pause_ticks(times: int) -> int:
    """How many ticks lie between the refusal with this number and the next try."""
    return min(int(2 ** (times - 1)), REFUSED_TICKS)


class Orders:
    """Makes the publications; the caller sends them. `now` is the hall's clock in ms."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def after(self, hall: Hall, events: Iterable[Event], now: int) -> Iterator[Publication]:
        """The orders among `events`, which are on disk."""
        for event in events:
            reprint = hall.state.reprints.of(event.order) if isinstance(event, ReprintOrdered) else None
            if reprint is not None:
                yield self._publication(hall, reprint, now)

    def open(self, hall: Hall, now: int) -> Iterator[Publication]:
        """The orders that may not have arrived."""
        for reprint in hall.state.reprints.open(now):
            yield self._publication(hall, reprint, now)

    def _publication(self, hall: Hall, reprint: Reprint, now: int) -> Publication:
        seconds = max(1, (reprint.expires_at - now) // 1000)
        return Publication(
            self._topics.order(reprint.device), write(print_order(hall.state, reprint, now)), expiry_s=seconds
        )
