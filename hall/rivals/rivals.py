"""Which of two hall services under one name works: the one that was there (ADR 19).

The broker allows one connection under a hall's name: a service that connects pushes the other one off, which comes back
a moment later. So a start that finds a retained online state of another service waits. If the other publishes again, it
is alive, and this one gives way. If not, the other was cut off, or ended together with the broker.

| standing | what it does | what ends it                                                                              |
|----------|--------------|-------------------------------------------------------------------------------------------|
| ASKS     | no work      | its own birth comes back: WORKS; before that another's word, kept as online: WAITS         |
| WAITS    | no work      | the other speaks again: YIELDS; it says goodbye, or nothing for `WAIT_MS`: WORKS           |
| WORKS    | all          | away for `AWAY_MS`: ASKS; two that work take turns for the `TURNS`th time: one YIELDS      |
| YIELDS   | ends         |                                                                                           |
"""

from __future__ import annotations

from enum import Enum, auto

from kiosk.mqtt.messages import HostState

ASK_MS = 2_000
"""After this time the service works even without its own birth: retained messages would have come before."""

WAIT_MS = 5_000
"""How long to wait for the other one: a service that is alive is back within a second of being pushed off."""

AWAY_MS = 10_000
"""After a longer absence the broker has published this service's will, and another one may have begun."""

TURNS, TURNS_MS = 3, 60_000


class Standing(Enum):
    ASKS = auto()
    WAITS = auto()
    WORKS = auto()
    YIELDS = auto()


class Rivals:
    """Decides which service works. `mono_ms`: a clock in ms that never jumps. `own`: the instance of this start."""

    def __init__(self, own: str) -> None:
        self._own = own
        self.standing = Standing.ASKS
        self.rival: HostState | None = None
        """The other one, once there was one."""
        self._serials: dict[str, int] = {}  # instance of each other start → its newest serial
        self._birth = 0
        self._since_ms: int | None = None  # when this link began; None: no link
        self._seen_ms = 0  # when there was last a link
        self._turns: list[int] = []

    def linked(self, serial: int, mono_ms: int) -> None:
        """Note a new link, whose birth has this serial."""
        if self.standing is Standing.WORKS and self._since_ms is None and mono_ms - self._seen_ms >= AWAY_MS:
            self.standing = Standing.ASKS
        self._birth, self._since_ms = serial, mono_ms

    def lost(self, mono_ms: int) -> None:
        """Note that the link is lost."""
        if self._since_ms is not None:
            self._since_ms, self._seen_ms = None, mono_ms

    def heard(self, state: HostState, mono_ms: int) -> None:
        """Take in a message on the hall's own topic, its own ones included."""
        who = state.instance or f"{state.store}/{state.session}"
        if who == self._own:
            if self.standing is Standing.ASKS and state.serial >= self._birth:
                self.standing = Standing.WORKS
        elif not state.online:
            if self.standing is Standing.WAITS and self.rival is not None and self.rival.instance == state.instance:
                self.standing = Standing.WORKS
        else:
            news = state.serial > self._serials.get(who, state.serial)
            self._serials[who] = max(state.serial, self._serials.get(who, 0))
            self._spoken(state, who, mono_ms, news=news)

    def _spoken(self, state: HostState, who: str, mono_ms: int, *, news: bool) -> None:
        """Another service is online, or was at its last message. `news`: it has published again since it was first
        heard."""
        self.rival = state
        first = who < self._own  # decides between two of the same standing
        if self.standing is Standing.ASKS:
            self.standing, self._since_ms = Standing.WAITS, mono_ms
        elif self.standing is Standing.WAITS and news and (first or not state.waits):
            self.standing = Standing.YIELDS
        elif self.standing is Standing.WORKS and news and not state.waits:
            self._turns = [at for at in self._turns if mono_ms - at < TURNS_MS] + [mono_ms]
            if first and len(self._turns) >= TURNS:
                self.standing = Standing.YIELDS

    def passes(self, mono_ms: int) -> None:
        """Let time pass. Without a link, time proves nothing."""
        if self._since_ms is None:
            return
        most = {Standing.ASKS: ASK_MS, Standing.WAITS: WAIT_MS}.get(self.standing)
        if most is not None and mono_ms - self._since_ms >= most:
            self.standing = Standing.WORKS

    @property
    def waits(self) -> bool:
        """Whether this service must not work or publish anything but its birth."""
        return self.standing is not Standing.WORKS
