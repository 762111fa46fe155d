"""The topic filters that the hall subscribes to: those of all devices together or, while some are unheard, those of
each other device."""

from __future__ import annotations

from collections.abc import Iterable, Set

from kiosk.mqtt.topics import Topics


class Hearing:
    """The topic filters of one hall."""

    def __init__(self, topics: Topics, devices: Iterable[str], others: Iterable[str]) -> None:
        """`devices`: ids of the devices in hall.toml. `others`: filters of topics that belong to no device."""
        self._topics = topics
        self._devices = tuple(sorted(devices))
        self._others = tuple(others)

    @property
    def always(self) -> tuple[str, ...]:
        """The filters while nobody floods. They include unknown devices, whose requests are refused."""
        return self._of("+") + self._others

    @property
    def each(self) -> tuple[str, ...]:
        """The filters of single devices."""
        return tuple(name for device in self._devices for name in self._of(device))

    def without(self, unheard: Set[str], probed: Set[str] = frozenset()) -> tuple[str, ...]:
        """The filters while the devices `unheard` are not heard and those of `probed` are heard `lightly`. Unknown
        devices are not heard then."""
        if not unheard and not (probed & {*self._devices}):
            return self.always
        heard = (name for device in self._devices if device not in unheard | probed for name in self._of(device))
        return (*heard, *self._others)

    def lightly(self, probed: Set[str]) -> tuple[str, ...]:
        """The filters of flooding devices that are heard for a moment to check whether the flood is over. The broker
        queues nothing of them, so that a flood takes no room from the other devices."""
        return tuple(name for device in self._devices if device in probed for name in self._of(device))

    def _of(self, device: str) -> tuple[str, ...]:
        return self._topics.command(device), self._topics.event(device), self._topics.device_state(device)
