"""The messages of one asker: a topic, and the topic its answers go to. Whether it waits for answers, or floods.

Two askers may ask equally often, and one of them is a flood: it does not wait for its answers. A message that has come
before the answer to the one before it can have been read is *eager*. An asker that was eager more often than its bucket
allows is not worked for a moment. Who waits for answers falls silent then, is worked, and has a fuller bucket from now
on; a flood goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from kiosk.mqtt.port import Incoming

AT_ONCE, PER_S = 10, 5
"""Of eager messages. A terminal asks one thing after the other; more than a few at once come when a link is new."""

GRANTS = (50, 200, 800, 3_200)
"""So many more after it fell silent the first time, the second, …: it asks for many people."""

SILENT_MS = 20
HELD_MS, HELD_MOST, HELD_SLOW = 250, 100, 50
"""More than the most are a flood, and half as many if it was not silent for so long."""


class Judgement(Enum):
    """What is known of an asker that is not worked for a moment."""

    OPEN = auto()
    WAITS = auto()  # for its answers
    FLOODS = auto()


class AskerTrack:
    """`passes` says whether a message may be worked now; else it is held, and `judge` says what becomes of it.

    turn: the number of the batch in which something of it was last looked at; its user's.
    """

    __slots__ = ("_filled_ms", "_granted", "_held", "_held_ms", "_last_ms", "_tokens", "device", "turn")

    def __init__(self, device: str, mono_ms: int) -> None:
        self.device = device
        self.turn = -1
        self._held: list[Incoming] = []
        self._held_ms = self._last_ms = 0
        self.reset(mono_ms)

    def reset(self, mono_ms: int) -> None:
        """Its bucket is as at the beginning."""
        self._tokens = AT_ONCE
        self._filled_ms = mono_ms
        self._granted = 0

    @property
    def holds(self) -> bool:
        return bool(self._held)

    def passes(self, incoming: Incoming, mono_ms: int, *, eager: bool) -> bool:
        """`mono_ms`: a clock in ms that never jumps."""
        if not self._held:
            if not eager:
                return True
            if self._tokens == 0:
                self._fill(mono_ms)
            if self._tokens > 0:
                self._tokens -= 1
                return True
            self._held_ms = mono_ms
        self._held.append(incoming)
        self._last_ms = mono_ms
        return False

    def _fill(self, mono_ms: int) -> None:
        """What has flowed into the bucket since it was last looked at. An asker that was not eager begins anew."""
        gained = (mono_ms - self._filled_ms) * PER_S // 1000
        if gained > 0:
            self._filled_ms = mono_ms
            self._tokens = min(gained, AT_ONCE)
            if gained >= AT_ONCE:
                self._granted = 0

    def judge(self, mono_ms: int) -> Judgement:
        """Of one that `holds`."""
        number = len(self._held)
        if number > HELD_MOST:
            return Judgement.FLOODS
        if mono_ms - self._last_ms >= SILENT_MS:
            return Judgement.WAITS
        if mono_ms - self._held_ms >= HELD_MS:
            return Judgement.FLOODS if number > HELD_SLOW else Judgement.WAITS
        return Judgement.OPEN

    def due_ms(self, mono_ms: int) -> int:
        """In how long `judge` may say more."""
        return max(0, min(self._last_ms + SILENT_MS, self._held_ms + HELD_MS) - mono_ms)

    def release(self, mono_ms: int) -> Sequence[Incoming]:
        """What was held; as it waits for its answers, it may be eager for a while."""
        released, self._held = self._held, []
        self._tokens = GRANTS[self._granted]
        self._granted = min(self._granted + 1, len(GRANTS) - 1)
        self._filled_ms = mono_ms
        return released
