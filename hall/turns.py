"""When the hall's main thread has to work next, and when the event stream may be sent. All times are monotonic ms."""

from __future__ import annotations

from hall.stream import AT_ONCE

TICK_MS = 1_000
QUIET_MS = 2
IDLE_MS = 300
"""After this time without a request there is time for work that would delay one, such as writing the whole state."""

STREAM_LATEST_MS = 250
"""Answers go first: the event stream continues after 2 ms without a request, or at the latest after this time."""

TRICKLE = 12
"""Events of the stream that may be sent between two requests of one asker; they take less than a millisecond."""


class Turns:
    """Remembers when each kind of work was last done. Used under the hall's lock."""

    def __init__(self) -> None:
        self._ticked_ms = 0
        self._asked_ms = 0
        self._streamed_ms = 0
        self._requests = 0  # requests since the stream was last allowed to continue

    def ticked(self, mono_ms: int) -> None:
        """Note that a tick was done."""
        self._ticked_ms = mono_ms

    def asked(self, mono_ms: int) -> None:
        """Note that a request came."""
        self._asked_ms = mono_ms

    def tick_is_due(self, mono_ms: int) -> bool:
        return mono_ms - self._ticked_ms >= TICK_MS

    def quiet(self, mono_ms: int) -> bool:
        """Whether no request has come for a moment."""
        return mono_ms - self._asked_ms >= QUIET_MS

    def idle(self, mono_ms: int) -> bool:
        """Whether no request has come for `IDLE_MS`, longer than the pauses between the requests of a crowd."""
        return mono_ms - self._asked_ms >= IDLE_MS

    def stream_share(self, requests: int, mono_ms: int, *, now: bool) -> int:
        """How many events of the stream the caller may send after `requests` requests.

        As many as may be under way, if the stream continues `now` or has waited long enough; a few while requests come
        one after the other; else none.
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
        """In how many ms the next thing is due. `snapshots_ms`: in how many ms snapshots are due; None: none wait."""
        due = self._ticked_ms + TICK_MS
        if snapshots_ms is not None:
            due = min(due, mono_ms + snapshots_ms)
        if stream_waits:
            due = min(due, max(self._asked_ms, self._streamed_ms) + QUIET_MS)
        return max(0, due - mono_ms)
