"""The hall service's own state on the wire (`host/state`): which start this is, and that it is online."""

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
"""The key in `meta` for the number of the last start."""

_HOUR_MS = 3_600_000
_2026_MS = 1_767_225_600_000


class Host:
    """One start of the service on `store`. `session` is greater than at every earlier start on that store."""

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
        self._said: tuple[str, tuple[str, ...]] | None = self._now  # what the broker has; None: an older state
        self._others = Voices()
        self._waiting: tuple[int, str] | None = None  # when another waiting service was last heard, and its session
        self.rivals = Rivals(self.instance)

    def next_version(self) -> int:
        """The version of the next snapshot. It also grows over restarts, because the session is its upper part."""
        return self.session << 32 | next(self._snapshots)

    def becomes(self, degraded: str, twice: tuple[str, ...] = ()) -> bool:
        """Note how the service works (`degraded`; "": normally) and which devices run twice. Returns whether that is
        new."""
        before, self._now = self._now, (degraded, twice)
        return before != self._now

    def heard(self, payload: bytes, mono_ms: int) -> bool:
        """Take in a message on the hall's own topic, this start's own ones included. False: it is no state."""
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
        """The first message on a new link. Called on the wire's thread."""
        serial = next(self._states)
        self.rivals.linked(serial, mono_ms)
        state = self._state(online=True, serial=serial)
        return Publication(self._topics.host_state, write(state), retain=True)

    def passes(self, mono_ms: int) -> bool:
        """Let time pass. Returns whether a service that waited works from now on."""
        before = self.rivals.waits
        self.rivals.passes(mono_ms)
        self._freed(before)
        return before and not self.rivals.waits

    def _freed(self, waited: bool) -> None:  # noqa: FBT001
        """If it no longer waits, its state is published at the next tick."""
        if waited and not self.rivals.waits:
            self._said = None

    def twice(self, mono_ms: int) -> str:
        """The two hall services that take turns under this hall's name, in words; "" if this is the only one.

        The broker sends the retained state with every new link, also that of an earlier start: hearing it once proves
        nothing.
        """
        if self._waiting is not None and mono_ms - self._waiting[0] < TWICE_MS:
            return self._waiting[1]
        return self._others.twice(mono_ms, returns=2)

    @property
    def unsaid(self) -> bool:
        """Whether the broker has an older state than the present one."""
        return self._said != self._now

    def say(self, wire: Wire) -> None:
        """Publish the present state. It is `unsaid` again if the wire does not take it or the broker refuses it."""
        self._said = self._now
        if not wire.publish(self.state(online=True), self._heard):
            self._said = None

    def _heard(self, outcome: Outcome) -> None:
        """Take in the outcome of a publication, on the wire's thread. After the end of a link the birth carries the
        state."""
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
    """The number of this start, greater than at every earlier start on this store.

    A new store begins with the hours since 2026, because terminals of early versions know a hall only by its session.
    """
    last = store.meta(SESSION)
    return int(last) + 1 if last is not None else max(1, (now - _2026_MS) // _HOUR_MS)
