"""A device that floods: what it sends is dropped, and if that is much, the broker is told to keep it.

No work is cheaper than a message that never comes: while a device is *unheard*, the hall is subscribed to what the
others say and not to what it says. Every few seconds it is heard again for a moment, to see whether the flood is over.
"""

from __future__ import annotations

from kiosk.mqtt.port import Incoming

REPLIES = 5
"""So many requests a second of a device that floods are answered `hall.busy`; the others are not answered at all."""

CALM, CALM_LOOKS = 20, 2
"""A flood is over when fewer messages than that came in a second, twice."""

LOUD = 200
"""A device that sends more in a second is not heard …"""

UNHEARD_S = (1, 2, 4, 8)
"""… for so many seconds the first time, the second, …"""


class WildDevice:
    """`drop` is called on the wire's thread, `look` once a second under the hall's lock.

    dropped: how many messages in all. rate: messages a second, as it was last heard. newest: of its states.
    unheard: it sends so much that the broker should keep it.
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
        """It was not heard, and is heard now to see whether the flood is over."""
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
        """Whether the flood is over."""
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
