"""What the hall service says of itself: which start of it this is, and that it is there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from itertools import count

from domain.health.voices import TWICE_MS, Start, Voices
from hall.disk.identity import StoreIdentity
from hall.disk.store import Store
from hall.rivals.rivals import Rivals
from kiosk.mqtt.messages import HostState, NotReadableError, read, write
from kiosk.mqtt.port import Outcome, Publication, Wire
from kiosk.mqtt.topics import Topics

SESSION = "host_session"
"""Under this key the store keeps the number of the last start."""

_HOUR_MS = 3_600_000
_2026_MS = 1_767_225_600_000


class Host:
    """One start of the service on `store`. `session` is greater than at every start on it before."""

    def __init__(
        self, topics: Topics, session: int, clock_ms: Callable[[], int], version: str, store: StoreIdentity
    ) -> None:
        self.session = session
        self.store = store
        self.instance = secrets.token_hex(8)
        self._topics = topics
        self._clock_ms = clock_ms
        self._version = version
        self._snapshots = count(1)
        self._states = count(1)
        self._now: tuple[str, tuple[str, ...]] = ("", ())  # degraded, twice
        self._said: tuple[str, tuple[str, ...]] | None = self._now  # what the broker may have; None: not the newest
        self._others = Voices()
        self._waiting: tuple[int, str] | None = None  # when another one was heard last that waits, and its session
        self.rivals = Rivals(self.instance)

    def next_version(self) -> int:
        """For a snapshot. Grows over restarts too: the session stands above the count."""
        return self.session << 32 | next(self._snapshots)

    def becomes(self, degraded: str, twice: tuple[str, ...] = ()) -> bool:
        """Whether it is new that the service works as `degraded` says ("": as it should), or which devices are `twice`
        at work."""
        before, self._now = self._now, (degraded, twice)
        return before != self._now

    def heard(self, payload: bytes, mono_ms: int) -> bool:
        """Take what is on the hall's own topic, its own words among it; False: it is no state."""
        try:
            state = read(HostState, payload)
        except NotReadableError:
            return False
        if state.online:
            start = Start(state.instance or f"{state.store}/{state.session}", state.session, state.store)
            self._others = self._others.heard(start, mono_ms)
            if state.waits and start.id != self.instance and not self.rivals.waits:
                self._waiting = (mono_ms, f"session {self.session} and session {state.session}, which stands aside")
        before = self.rivals.waits
        self.rivals.heard(state, mono_ms)
        self._freed(before)
        return True

    def birth(self, mono_ms: int) -> Publication:
        """The first word on a new link; on the wire's thread."""
        serial = next(self._states)
        self.rivals.linked(serial, mono_ms)
        state = self._state(online=True, serial=serial)
        return Publication(self._topics.host_state, write(state), retain=True)

    def passes(self, mono_ms: int) -> bool:
        """Time passes; whether a hall that waited works from now on."""
        before = self.rivals.waits
        self.rivals.passes(mono_ms)
        self._freed(before)
        return before and not self.rivals.waits

    def _freed(self, waited: bool) -> None:  # noqa: FBT001
        """That it works is said at the next tick."""
        if waited and not self.rivals.waits:
            self._said = None

    def twice(self, mono_ms: int) -> str:
        """Which two hall services take turns under this hall's name; "" if this is the only one.

        What the broker kept comes again with each link, also of a start before this one: once is no proof.
        """
        if self._waiting is not None and mono_ms - self._waiting[0] < TWICE_MS:
            return self._waiting[1]
        return self._others.twice(mono_ms, returns=2)

    @property
    def unsaid(self) -> bool:
        """The broker has an older state than this one."""
        return self._said != self._now

    def say(self, wire: Wire) -> None:
        """Publish how it is now. It is `unsaid` again if the wire does not take it or the broker refuses it."""
        self._said = self._now
        if not wire.publish(self.state(online=True), self._heard):
            self._said = None

    def _heard(self, outcome: Outcome) -> None:
        """On the wire's thread. After a link's end the birth says how it is."""
        if outcome is Outcome.REFUSED:
            self._said = None

    def state(self, *, online: bool) -> Publication:
        state = self._state(online=online, serial=next(self._states))
        return Publication(self._topics.host_state, write(state), retain=True)

    def _state(self, *, online: bool, serial: int) -> HostState:
        return HostState(
            online=online,
            session=self.session,
            at=self._clock_ms(),
            version=self._version,
            degraded=self._now[0] if online else "",
            twice=self._now[1] if online else (),
            store=self.store.id,
            store_parent=self.store.parent,
            instance=self.instance,
            serial=serial,
            waits=online and self.rivals.waits,
        )


def next_session(store: Store, now: int) -> int:
    """Greater than at every start on this store before.

    On a new store: hours since 2026, for terminals of before stores had ids, which know a hall by its session alone.
    """
    last = store.meta(SESSION)
    return int(last) + 1 if last is not None else max(1, (now - _2026_MS) // _HOUR_MS)
