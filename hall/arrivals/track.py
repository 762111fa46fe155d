"""The messages of one asker, that is, one topic and one response topic: whether it waits for its answers or floods.

A flood is not an asker that asks often, but one that does not wait for its answers. A message is *eager* if it comes
before the asker can have read the answer to the one before. Messages of an asker that was eager more often than its
bucket allows are held for a moment. An asker that waits for answers then falls silent: its messages are processed, and
its bucket is fuller from then on. A flood goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from kiosk.mqtt.port import Incoming

AT_ONCE, PER_S = 10, 5
"""The bucket of eager messages: its size, and how many are added per second. A terminal asks one thing after the other;
several at once come only when a link is new."""

GRANTS = (50, 200, 800, 3_200)
"""How many more eager messages are allowed after it fell silent the first time, the second, …: it asks for many
people."""

SILENT_MS = 20
HELD_MS, HELD_MOST, HELD_SLOW = 250, 100, 50
"""More than `HELD_MOST` held messages are a flood; more than `HELD_SLOW` if it was not silent within `HELD_MS`."""


class Judgement(Enum):
    """What is known of an asker whose messages are held."""

    OPEN = auto()
    WAITS = auto()  # for its answers
    FLOODS = auto()


class AskerTrack:
    """`passes` says whether a message may be processed now; if not, it is held, and `judge` decides later.

    turn: the number of the batch that last had a message of it; set by the caller.
    """

    __slots__ = ("_filled_ms", "_granted", "_held", "_held_ms", "_last_ms", "_tokens", "device", "turn")

    def __init__(self, device: str, mono_ms: int) -> None:
        self.device = device
        self.turn = -1
        self._held: list[Incoming] = []
        self._held_ms = self._last_ms = 0
        self.reset(mono_ms)

    def reset(self, mono_ms: int) -> None:
        """Make the bucket as it was at the beginning."""
        self._tokens = AT_ONCE
        self._filled_ms = mono_ms
        self._granted = 0

    @property
    def holds(self) -> bool:
        return bool(self._held)

    def passes(self, incoming: Incoming, mono_ms: int, *, eager: bool) -> bool:
        """Whether this message may be processed now; if not, it is held. `mono_ms`: a clock in ms that never jumps."""
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
        """Add the tokens of the time that has passed. An asker that was not eager for long begins anew with its
        grants."""
        gained = (mono_ms - self._filled_ms) * PER_S // 1000
        if gained > 0:
            self._filled_ms = mono_ms
            self._tokens = min(gained, AT_ONCE)
            if gained >= AT_ONCE:
                self._granted = 0

    def judge(self, mono_ms: int) -> Judgement:
        """The judgement on an asker whose messages are held."""
        number = len(self._held)
        if number > HELD_MOST:
            return Judgement.FLOODS
        if mono_ms - self._last_ms >= SILENT_MS:
            return Judgement.WAITS
        if mono_ms - self._held_ms >= HELD_MS:
            return Judgement.FLOODS if number > HELD_SLOW else Judgement.WAITS
        return Judgement.OPEN

    def due_ms(self, mono_ms: int) -> int:
        """After how many ms `judge` may decide."""
        return max(0, min(self._last_ms + SILENT_MS, self._held_ms + HELD_MS) - mono_ms)

    def release(self, mono_ms: int) -> Sequence[Incoming]:
        """The held messages, to be processed: the asker waits for its answers, so more eager messages are allowed for a
        while."""
        released, self._held = self._held, []
        self._tokens = GRANTS[self._granted]
        self._granted = min(self._granted + 1, len(GRANTS) - 1)
        self._filled_ms = mono_ms
        return released
