"""What the hall service says of itself: which start of it this is, and that it is there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from hall.store import Store
from kiosk.mqtt.messages import HostState, write
from kiosk.mqtt.port import Publication
from kiosk.mqtt.topics import Topics

SESSION = "host_session"
"""Under this key the store keeps the number of the last start."""

_HOUR_MS = 3_600_000
_2026_MS = 1_767_225_600_000


class Host:
    """One start of the service. `session` is greater than at every start before."""

    def __init__(self, topics: Topics, session: int, clock_ms: Callable[[], int], version: str) -> None:
        self.session = session
        self._topics = topics
        self._clock_ms = clock_ms
        self._version = version
        self._snapshots = count(1)
        self._degraded = ""

    def next_version(self) -> int:
        """For a snapshot. Grows over restarts too: the session stands above the count."""
        return self.session << 32 | next(self._snapshots)

    def becomes(self, degraded: str) -> bool:
        """Whether it is new that the service works as `degraded` says ("": as it should)."""
        before, self._degraded = self._degraded, degraded
        return before != degraded

    def state(self, *, online: bool) -> Publication:
        state = HostState(
            online=online,
            session=self.session,
            at=self._clock_ms(),
            version=self._version,
            degraded=self._degraded if online else "",
        )
        return Publication(self._topics.host_state, write(state), retain=True)


def next_session(store: Store, now: int) -> int:
    """Greater than at every start before. On a new disk: hours since 2026, because retained births remember."""
    last = store.meta(SESSION)
    return int(last) + 1 if last is not None else max(1, (now - _2026_MS) // _HOUR_MS)
