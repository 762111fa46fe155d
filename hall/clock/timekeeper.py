"""Gives the hall's time to all parts of the service, and says when it has to be corrected."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.calendar.day import Days
from domain.calendar.hall_clock import ClockReading, HallClock, begin, corrected, look, read
from domain.commands import CorrectTime, SetDay
from domain.decide.new_day import asked_day, same_time
from domain.refusal import Refusal
from hall.clock.machine_clocks import Clocks
from hall.disk.store import Store
from kiosk.mqtt import messages

logger = logging.getLogger(__name__)

CLOCK = "hall_clock"
"""The key in `meta` for the clock as it was believed."""

SAME_MS = 1_000
"""Two times closer than this count as the same: nobody in a hall notices the difference."""


class HallTimekeeper(Protocol):
    """What the writer needs of a timekeeper."""

    def now_ms(self) -> int:
        """The hall's time in ms since 1970."""

    def look(self) -> CorrectTime | None:
        """Call once a second. Returns the correction to commit, if there is one."""

    def to_day(self, asked: SetDay, days: Days) -> CorrectTime | Refusal:
        """The correction that leads to the hall day that a supervisor named, or a refusal."""

    def is_so(self, correction: CorrectTime, after: Sequence[CorrectTime] = ()) -> bool:
        """Whether the time is already right and confirmed: `after` these corrections, `correction` would change
        nothing."""

    def kept_if(self, corrections: Sequence[CorrectTime]) -> dict[str, str]:
        """The `meta` entries to commit together with these corrections."""

    def corrected(self, correction: CorrectTime) -> None:
        """Apply a correction that is on disk."""

    @property
    def off_ms(self) -> int | None:
        """By how much the machine's clock is not believed; None: it is."""

    def news(self) -> dict[str, str]:
        """The `meta` entries to commit, if they have changed since the last `kept`."""

    def kept(self, meta: Mapping[str, str]) -> None:
        """Note that these entries are on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptClock:
    """The clock as it is stored. `boot`: the machine's boot; in another one the clock has no meaning. `synced`: a time
    server was there."""

    boot: str
    synced: bool
    clock: HallClock


class Timekeeper:
    """The time of one run of the service. `now_ms` may be called from any thread, everything else under the hall's
    lock."""

    def __init__(self, clocks: Clocks, store: Store, boot: str) -> None:
        """`boot`: the id of the machine's boot; "" if it has none."""
        self._clocks = clocks
        self._boot = boot
        self._lock = threading.Lock()
        kept = _kept(store.meta(CLOCK))
        same = kept is not None and kept.boot == boot != ""
        self._synced = kept is not None and kept.synced
        earlier = kept.clock if kept is not None and same else None
        self._clock = begin(
            self._reading(),
            _last_at(store),
            earlier,
            usually_synced=self._synced,
            distrusted=kept is not None and kept.clock.off_ms is not None,
        )
        self._last: tuple[tuple[int, int], HallClock] | None = None
        self._kept: object = None
        self._said: int | None = None
        self._say()

    def _reading(self) -> ClockReading:
        wall_ms, boot_ms = self._clocks.times()
        return ClockReading(wall_ms=wall_ms, boot_ms=boot_ms, synced=self._clocks.synced())

    def now_ms(self) -> int:
        with self._lock:
            return self._read()

    def _read(self) -> int:
        times = self._clocks.times()
        if (
            self._last is None or self._last[0] != times or self._last[1] is not self._clock
        ):  # called several times for each request
            self._clock = read(self._clock, *times)
            self._last = times, self._clock
        return self._clock.at_ms

    def look(self) -> CorrectTime | None:
        with self._lock:
            reading = self._reading()
            self._clock, shift_ms = look(self._clock, reading)
            self._synced = self._synced or (reading.synced and self._clock.off_ms is None)
            self._say()
            return self._correction(shift_ms, confirmed=reading.synced) if shift_ms else None

    def _correction(self, shift_ms: int, *, confirmed: bool) -> CorrectTime:
        clock = self._clock
        since = clock.at_ms if clock.unsure_ms is None else clock.unsure_ms
        return CorrectTime(shift_ms=shift_ms, since=since, started=clock.started, confirmed=confirmed)

    def to_day(self, asked: SetDay, days: Days) -> CorrectTime | Refusal:
        """The wall clock's time if it lies in that day; else that day at the present time of day."""
        day = asked_day(asked, days)
        if isinstance(day, Refusal):
            return day
        with self._lock:
            now, (wall_ms, _) = self._read(), self._clocks.times()
            right = wall_ms if days.of(wall_ms) == asked.day else same_time(now, day, days)
            return self._correction(right - now, confirmed=True)

    def is_so(self, correction: CorrectTime, after: Sequence[CorrectTime] = ()) -> bool:
        clock = self._clock
        for one in after:
            clock = corrected(clock, one.shift_ms, confirmed=one.confirmed)
        known = clock.confirmed and not clock.blind and clock.unsure_ms is None and clock.off_ms is None
        return known and abs(correction.shift_ms) < SAME_MS

    def kept_if(self, corrections: Sequence[CorrectTime]) -> dict[str, str]:
        clock = self._clock
        for one in corrections:
            clock = corrected(clock, one.shift_ms, confirmed=one.confirmed)
        return self._written(clock) if corrections else {}

    def corrected(self, correction: CorrectTime) -> None:
        with self._lock:
            self._clock = corrected(self._clock, correction.shift_ms, confirmed=correction.confirmed)
        logger.warning("the hall's time is corrected by %+.0f s", correction.shift_ms / 1000)

    @property
    def off_ms(self) -> int | None:
        """How many ms the machine's clock is off; None: it is believed."""
        return self._clock.off_ms

    def news(self) -> dict[str, str]:
        """The `meta` entries about the clocks for the next start of the service, if they have changed."""
        return {} if self._gist() == self._kept else self._written(self._clock)

    def kept(self, meta: Mapping[str, str]) -> None:
        if CLOCK in meta:
            self._kept = self._gist()

    def _gist(self) -> object:
        """The part of the clock that must be stored: the rest follows from it and from the time that passes."""
        clock = self._clock
        return clock.confirmed, clock.blind, clock.off_ms is None, clock.started, self._synced, clock.unsure_ms

    def _written(self, clock: HallClock) -> dict[str, str]:
        whole = KeptClock(boot=self._boot, synced=self._synced, clock=clock)
        return {CLOCK: messages.write(whole).decode()}

    def _say(self) -> None:
        """Log when the machine's clock is no longer believed, and when it is believed again."""
        off, was = self._clock.off_ms, self._said
        self._said = off
        if off is not None and was is None:
            logger.error("the machine's clock is %+.0f s off and not believed: the hall's time goes on", off / 1000)
        elif off is None and was is not None:
            logger.warning("the machine's clock is believed again")


def _last_at(store: Store) -> int | None:
    """The hall's time at the last event; None in a new store."""
    return next((event.at for event in store.events(store.last_seq() - 1, 1)), None)


def _kept(text: str | None) -> KeptClock | None:
    """The clock that an earlier run stored; None if there is none or it cannot be read."""
    try:
        return None if text is None else messages.read(KeptClock, text)
    except messages.NotReadableError:
        return None


class FollowedClock:
    """A timekeeper that always believes its clock, for a clock that is moved by hand (demo, tests)."""

    off_ms = None

    def __init__(self, clock_ms: Callable[[], int]) -> None:
        self._clock_ms = clock_ms
        self._shift_ms = 0

    def now_ms(self) -> int:
        return self._clock_ms() + self._shift_ms

    def look(self) -> CorrectTime | None:
        return None

    def to_day(self, asked: SetDay, days: Days) -> CorrectTime | Refusal:
        day = asked_day(asked, days)
        if isinstance(day, Refusal):
            return day
        return CorrectTime(shift_ms=same_time(self.now_ms(), day, days) - self.now_ms(), since=0)

    def is_so(self, correction: CorrectTime, after: Sequence[CorrectTime] = ()) -> bool:
        return abs(correction.shift_ms) < SAME_MS

    def kept_if(self, corrections: Sequence[CorrectTime]) -> dict[str, str]:
        return {}

    def corrected(self, correction: CorrectTime) -> None:
        self._shift_ms += correction.shift_ms

    def news(self) -> dict[str, str]:
        return {}

    def kept(self, meta: Mapping[str, str]) -> None:
        return
