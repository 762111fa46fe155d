"""What the broker has kept of this hall that should not be there: states of windows and devices and pictures of clerks
that another `hall.toml`, or the store before this one, had, and states of devices that are too large: they would be
sent to everybody who comes. Each is taken from the broker with an empty retained message.

Windows and pictures are asked for only after a change, since pictures are large; states of devices come anyway. Nothing
else is touched: topics of other halls, and what is retained elsewhere below this one's, are not asked for.
"""

from __future__ import annotations

from pathlib import PurePath

from domain.config import HallConfig
from kiosk.mqtt.port import Incoming, Publication, Wire
from kiosk.mqtt.topics import Topics

RETAINED = "retained"
"""Under this key of `meta` stands which windows and pictures the hall had when it was last on the wire."""

LARGEST_STATE = 16 * 1024
"""Bytes of a device's state. A birth with every figure and forty queues, their ids of 64 letters, has 3,587."""


class Leftovers:
    """`heard` each message, then `clear`; both under the hall's lock."""

    def __init__(self, topics: Topics, config: HallConfig, before: str | None) -> None:
        """`before`: what `meta` has; None: nothing, as in a new store."""
        self._topics = topics
        self._devices = {device.id for device in config.devices}
        windows = {topics.window_state(window.id) for window in config.windows}
        pictures = {topics.picture(PurePath(clerk.portrait).stem) for clerk in config.clerks if clerk.portrait}
        self._own = windows | pictures
        self.meta = {RETAINED: " ".join(sorted(self._own))}
        """What `meta` is to keep once the hall is on the wire."""
        self.asked_for = () if before == self.meta[RETAINED] else (topics.window_state("+"), topics.picture("+"))
        """Topic filters of which the hall wants what the broker has kept."""
        self._found: dict[str, None] = {}

    def heard(self, incoming: Incoming) -> bool:
        """Whether this is nobody else's affair."""
        of = self._topics.device_of(incoming.topic)
        if of is not None:
            return of[1] == "state" and self._device_state(incoming, of[0])
        shown = self._topics.window_of(incoming.topic) or self._topics.picture_of(incoming.topic)
        if shown and incoming.retained and incoming.payload and incoming.topic not in self._own:
            self._found[incoming.topic] = None
        return bool(shown)

    def _device_state(self, incoming: Incoming, device: str) -> bool:
        """One that is too large is kept by the broker also if it came just now, and nobody else looks at it."""
        large = len(incoming.payload) > LARGEST_STATE
        if large or (incoming.retained and incoming.payload and device not in self._devices):
            self._found[incoming.topic] = None
        return large

    def clear(self, wire: Wire) -> None:
        """What the wire does not take is tried again with the next call."""
        for topic in list(self._found):
            if wire.publish(Publication(topic, b"", retain=True)):
                del self._found[topic]
