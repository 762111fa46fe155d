"""What everyone sees of the hall, retained on the broker: whole snapshots, the newest only, and only when changed.

A call and what happens at a window go out at once. What only moves the line (numbers taken by the dozen) goes out at
once after a quiet moment and else four times a second: nobody reads a count faster, and terminals have other work.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from domain import picture
from domain.config import HallConfig
from domain.events import Event
from domain.hall import Hall
from domain.views import QueuesSnapshot
from kiosk.mqtt.messages import write
from kiosk.mqtt.port import Publication
from kiosk.mqtt.topics import Topics

logger = logging.getLogger(__name__)

PAUSE_MS = 250


class Publisher:
    """`after` a batch, `due` when its time has come, `everything` when the broker is new. Yields publications.

    `now` is the hall's clock (it stands in the snapshots), `passed` a monotonic one in ms.
    """

    def __init__(self, config: HallConfig, topics: Topics, folder: Path, next_version: Callable[[], int]) -> None:
        self._config = config
        self._topics = topics
        self._folder = folder
        self._next_version = next_version
        self._sent: dict[str, object] = {}
        self._waiting: set[str] = set()  # topics that are to be looked at when the pause is over
        self._last_ms = -PAUSE_MS
        self.line: QueuesSnapshot | None = None  # as last published
        self._windows = {window.id: topics.window_state(window.id) for window in config.windows}

    def after(self, hall: Hall, events: Iterable[Event], now: int, passed: int) -> Iterator[Publication]:
        """What must be seen at once of these events; the rest waits for `due`."""
        events = list(events)
        if not events:
            return
        touched = picture.touched(hall, events)
        at_once = {self._windows[one] for event in events if (one := getattr(event, "window", None)) in self._windows}
        if touched.calls:
            at_once.add(self._topics.calls)
        self._waiting |= {self._windows[window] for window in touched.windows if window in self._windows}
        if touched.queues:
            self._waiting.add(self._topics.queues)
        for topic in sorted(at_once):
            self._waiting.discard(topic)
            yield from self._newest(topic, hall, now)
        yield from self.due(hall, now, passed)

    def due(self, hall: Hall, now: int, passed: int) -> Iterator[Publication]:
        """What has waited long enough."""
        if not self._waiting or self.wait_ms(passed) > 0:
            return
        waiting, self._waiting = sorted(self._waiting), set()
        self._last_ms = passed
        for topic in waiting:
            yield from self._newest(topic, hall, now)

    def wait_ms(self, passed: int) -> int:
        """How long until something is due; `PAUSE_MS` or less."""
        return max(0, self._last_ms + PAUSE_MS - passed)

    @property
    def waiting(self) -> bool:
        return bool(self._waiting)

    def time_passed(self, hall: Hall, now: int, passed: int) -> Iterator[Publication]:
        """Every second: waits are estimated anew, hours begin and end."""
        self._waiting |= {self._topics.queues, self._topics.notices, *self._windows.values()}
        yield from self.due(hall, now, passed)

    def everything(self, hall: Hall, now: int) -> Iterator[Publication]:
        """All that is retained, whatever the broker has of it."""
        self._sent.clear()
        topics = self._topics
        yield self._keep(topics.catalogue, write(picture.catalogue(self._config, now, self._next_version())))
        for clerk in self._config.clerks:
            if clerk.portrait:
                yield from self._portrait(self._folder / clerk.portrait)
        for topic in (topics.notices, topics.queues, topics.calls, *self._windows.values()):
            yield from self._newest(topic, hall, now)

    def _portrait(self, path: Path) -> Iterator[Publication]:
        """What the broker has of it already stays, if the file went away while the hall works."""
        try:
            yield self._keep(self._topics.picture(path.stem), path.read_bytes())
        except OSError as error:
            logger.warning("portrait %s cannot be read: %s", path.name, error.strerror)

    def _newest(self, topic: str, hall: Hall, now: int) -> Iterator[Publication]:
        view = self._view(topic, hall, now)
        same = dataclasses.replace(view, at=0)
        if self._sent.get(topic) == same:
            return
        self._sent[topic] = same
        if isinstance(view, QueuesSnapshot):
            self.line = view
        yield self._keep(topic, write(dataclasses.replace(view, version=self._next_version())))

    def _view(self, topic: str, hall: Hall, now: int) -> Any:
        """The snapshot of a topic, with version 0."""
        if topic == self._topics.queues:
            return picture.queues_snapshot(hall, now, 0)
        if topic == self._topics.calls:
            return picture.calls_snapshot(hall, now, 0)
        if topic == self._topics.notices:
            return picture.notices_snapshot(self._config, now, 0)
        window = self._topics.window_of(topic)
        assert window is not None, topic
        return picture.window_snapshot(hall, window, now, 0)

    @staticmethod
    def _keep(topic: str, payload: bytes) -> Publication:
        return Publication(topic, payload, retain=True)
