"""Removes retained messages that no longer belong to this hall: states of windows and devices and portraits of clerks
that only an earlier `hall.toml` or store had, and device states that are too large. Otherwise the broker would send
them to every new subscriber. Each is removed with an empty retained message.

The hall subscribes to windows and pictures only after a change, because pictures are large; states of devices come
anyway. Nothing else is touched, neither topics of other halls nor other retained messages of this one.
"""

from __future__ import annotations

from pathlib import PurePath

from domain.config import HallConfig
from kiosk.mqtt.port import Incoming, Publication, Wire
from kiosk.mqtt.topics import Topics

RETAINED = "retained"
"""The key in `meta` for the windows and pictures that the hall had when it was last on the wire."""

LARGEST_STATE = 16 * 1024
"""The largest state of a device, in bytes. A birth with every figure and forty queues with ids of 64 letters has
3,587."""


class Leftovers:
    """Call `heard` for each message, then `clear`; both under the hall's lock."""

    def __init__(self, topics: Topics, config: HallConfig, before: str | None) -> None:
        """`before`: the value in `meta`; None: there is none, as in a new store."""
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
        """Take in a message. Returns whether nobody else needs it."""
        of = self._topics.device_of(incoming.topic)
        if of is not None:
            return of[1] == "state" and self._device_state(incoming, of[0])
        shown = self._topics.window_of(incoming.topic) or self._topics.picture_of(incoming.topic)
        if shown and incoming.retained and incoming.payload and incoming.topic not in self._own:
            self._found[incoming.topic] = None
        return bool(shown)

    def _device_state(self, incoming: Incoming, device: str) -> bool:
        """A state that is too large is removed even if it is not retained here, because the broker retains it; nobody
        else reads it."""
        large = len(incoming.payload) > LARGEST_STATE
        if large or (incoming.retained and incoming.payload and device not in self._devices):
            self._found[incoming.topic] = None
        return large

    def clear(self, wire: Wire) -> None:
        """Send the empty retained messages. Those that the wire does not take are tried again at the next call."""
        for topic in list(self._found):
            if wire.publish(Publication(topic, b"", retain=True)):
                del self._found[topic]
