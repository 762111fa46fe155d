"""When the hall's main thread works next, and when the event stream may go out. All times are monotonic ms."""

from __future__ import annotations

from hall.stream import AT_ONCE

TICK_MS = 1_000
QUIET_MS = 2
IDLE_MS = 300
"""So long nobody has asked: then there is time for what holds the next one up, as writing the whole state does."""

STREAM_LATEST_MS = 250
"""Answers go first: the event stream goes on when nobody has asked for 2 ms, or after a quarter of a second."""

TRICKLE = 12
"""Events of the stream that may go out between two requests of one asker: less than a millisecond."""


class Turns:
    """Remembers when what was done last. Used under the hall's lock."""

    def __init__(self) -> None:
        self._ticked_ms = 0
        self._asked_ms = 0
        self._streamed_ms = 0
        self._requests = 0  # since the stream was last allowed to go on

    def ticked(self, mono_ms: int) -> None:
        """What time brings was worked."""
        self._ticked_ms = mono_ms

    def asked(self, mono_ms: int) -> None:
        """Somebody asked something."""
        self._asked_ms = mono_ms

    def tick_is_due(self, mono_ms: int) -> bool:
        return mono_ms - self._ticked_ms >= TICK_MS

    def quiet(self, mono_ms: int) -> bool:
        """Nobody has asked for a moment."""
        return mono_ms - self._asked_ms >= QUIET_MS

    def idle(self, mono_ms: int) -> bool:
        """Nobody has asked for longer than a crowd takes between two of its questions."""
        return mono_ms - self._asked_ms >= IDLE_MS

    def stream_share(self, requests: int, mono_ms: int, *, now: bool) -> int:
        """How many events of the stream may go out, after so many requests. The caller sends them.

        Everything that may be under way, if it is to go on `now` or has waited long enough; a few when somebody asks
        one thing after the other; else none.
        """
        self._requests += requests
        if now or mono_ms - self._streamed_ms >= STREAM_LATEST_MS:
            self._streamed_ms = mono_ms
            share = AT_ONCE
        elif requests <= 2 and self._requests >= TRICKLE:
            share = TRICKLE
        else:
            return 0
        self._requests = 0
        return share

    def patience_ms(self, mono_ms: int, *, snapshots_ms: int | None, stream_waits: bool) -> int:
        """How long nothing is due. `snapshots_ms`: in how long snapshots are due; None if none wait."""
        due = self._ticked_ms + TICK_MS
        if snapshots_ms is not None:
            due = min(due, mono_ms + snapshots_ms)
        if stream_waits:
            due = min(due, max(self._asked_ms, self._streamed_ms) + QUIET_MS)
        return max(0, due - mono_ms)
