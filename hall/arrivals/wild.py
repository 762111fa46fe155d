"""A device that floods: its messages are dropped, and if they are many, the hall unsubscribes from them.

A message that the broker does not deliver costs nothing: while a device is *unheard*, the hall is subscribed to all
devices but this one. Every few seconds it is heard again for a moment, to check whether the flood is over.
"""

from __future__ import annotations

from kiosk.mqtt.port import Incoming

REPLIES = 5
"""How many requests a second of a flooding device are answered, with `hall.busy`; the others get no answer."""

CALM, CALM_LOOKS = 20, 2
"""A flood is over when fewer than `CALM` messages came in a second, `CALM_LOOKS` times in a row."""

LOUD = 200
"""A device that sends more than this in a second is not heard …"""

UNHEARD_S = (1, 2, 4, 8)
"""… for these numbers of seconds: the first time, the second, …"""


class WildDevice:
    """`drop` is called on the wire's thread, `look` once a second under the hall's lock.

    dropped: how many messages in all. rate: messages a second when it was last heard. newest: its newest state.
    unheard: the hall should not be subscribed to it now.
    """

    __slots__ = (
        "_calm",
        "_heard_ms",
        "_room",
        "_seen",
        "_times",
        "_wait",
        "dropped",
        "newest",
        "rate",
        "refused",
        "unheard",
    )

    def __init__(self, mono_ms: int) -> None:
        self.dropped = self.rate = self._seen = self._calm = self._times = self._wait = 0
        self.refused: list[Incoming] = []
        self.newest: Incoming | None = None
        self.unheard = False
        self._room = REPLIES
        self._heard_ms = mono_ms

    @property
    def probed(self) -> bool:
        """Whether it was unheard and is heard now, to check whether the flood is over."""
        return self._times > 0 and not self.unheard

    def drop(self, incoming: Incoming, mono_ms: int) -> None:
        self.dropped += 1
        if incoming.topic.endswith("/state"):
            self.newest = incoming
        elif self._room > 0:
            self._room -= 1
            self.refused.append(incoming)
        if not self.unheard and self.dropped - self._seen > LOUD:
            self.unheard = True
            self._wait = UNHEARD_S[min(self._times, len(UNHEARD_S) - 1)]
            self._times += 1
            self._measure(mono_ms)

    def look(self, mono_ms: int) -> bool:
        """Call once a second. Returns whether the flood is over."""
        if self.unheard:
            self._wait -= 1
            self.unheard = self._wait > 0
            self._seen, self._heard_ms = self.dropped, mono_ms
        else:
            self._measure(mono_ms)
            self._calm = self._calm + 1 if self.rate < CALM else 0
        self._room = REPLIES
        return self._calm >= CALM_LOOKS

    def _measure(self, mono_ms: int) -> None:
        self.rate = (self.dropped - self._seen) * 1000 // max(1, mono_ms - self._heard_ms)
        self._seen, self._heard_ms = self.dropped, mono_ms
