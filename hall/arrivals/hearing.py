"""Which topics the hall hears: all that any device says or, while some are unheard, what each of the others says."""

from __future__ import annotations

from collections.abc import Iterable, Set

from kiosk.mqtt.topics import Topics


class Hearing:
    """The topic filters of one hall."""

    def __init__(self, topics: Topics, devices: Iterable[str], others: Iterable[str]) -> None:
        """`devices`: those of the hall. `others`: filters of topics that are no device's."""
        self._topics = topics
        self._devices = tuple(sorted(devices))
        self._others = tuple(others)

    @property
    def always(self) -> tuple[str, ...]:
        """While nobody floods: devices that the hall does not know are heard as well, and told so."""
        return self._of("+") + self._others

    @property
    def each(self) -> tuple[str, ...]:
        """The filters of single devices."""
        return tuple(name for device in self._devices for name in self._of(device))

    def without(self, unheard: Set[str], probed: Set[str] = frozenset()) -> tuple[str, ...]:
        """While these are not heard, and those that are `probed` are `lightly`; of devices that the hall does not know
        nothing is."""
        if not unheard and not (probed & {*self._devices}):
            return self.always
        heard = (name for device in self._devices if device not in unheard | probed for name in self._of(device))
        return (*heard, *self._others)

    def lightly(self, probed: Set[str]) -> tuple[str, ...]:
        """The filters of devices that were too loud, and are heard for a moment to see whether they still are. The
        broker keeps nothing of them, so that no flood takes the room of what the others say."""
        return tuple(name for device in self._devices if device in probed for name in self._of(device))

    def _of(self, device: str) -> tuple[str, ...]:
        return self._topics.command(device), self._topics.event(device), self._topics.device_state(device)
