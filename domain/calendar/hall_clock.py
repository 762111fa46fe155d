"""The hall's time: when the machine's clock is believed, and how the hall's time runs on while it is not (ADR 28).

Two clocks are read. The wall clock says what time it is and may be set to anything by anyone; the boot clock
(CLOCK_BOOTTIME) says how much time has passed, suspension included, and is never set. The hall's time follows the wall
clock while that agrees with the time passed since the *anchor*, the last wall time that was believed. A wall clock that
jumps is not believed: the hall's time then runs on by the boot clock until a time server or a person confirms a time.
*Held* below means this. All times are ms.

    clock = begin(reading, last_ms, usually_synced=…)      # at the start of the service
    clock = read(clock, wall_ms, boot_ms)                  # whenever the time is wanted: clock.at_ms
    clock, shift_ms = look(clock, reading)                 # once a second; a shift is a correction, committed first
    clock = corrected(clock, shift_ms, confirmed=…)        # after that commit

| what is seen                                                     | what becomes of it                                |
|------------------------------------------------------------------|---------------------------------------------------|
| a step of `STEP_MS` or less against what has passed              | followed; back: by going at half speed            |
| a larger one, no time server                                     | held                                              |
| a larger one, a time server, the time never confirmed before     | corrected at once                                 |
| a larger one, a time server, against a confirmed time            | held, corrected when it is still so `AGAIN_MS` on |
| the same, by more than `FAR_MS`                                  | held until a person says so                       |
| a time before this program was made (`EARLIEST_MS`)              | held                                              |
| at the start: at most `FAR_MS` after the last event              | believed; `LONG_MS` or more after it, and usually |
|                                                                  | with a time server: `GRACE_MS` later, or synced   |
| at the start: before the last event, or longer after it; or the  | held until a time server or a person says so      |
| wall clock was wrong when the machine was stopped                |                                                   |
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

EARLIEST_MS = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp()) * 1000
"""No release of this program is older than this: a clock that shows an earlier time was never set."""

STEP_MS = 10 * 60_000
FAR_MS = 45 * 86_400_000
"""No hall is closed for longer than this: the longest holiday with its working weekends is far shorter."""

AGAIN_MS = 10 * 60_000
LONG_MS = 12 * 3_600_000
GRACE_MS = 5 * 60_000
"""How long after its start a machine that usually has a time server may take to find it."""

DRIFT = 1_000
"""A clock without a time server may drift by one part in this many: 86 s a day, ten times the drift of a cheap
quartz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """Both clocks at one moment. `synced`: the machine says that its wall clock follows a time server."""

    wall_ms: int
    boot_ms: int
    synced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HallClock:
    """`at_ms` was the hall's time at `boot_ms`.

    anchor_ms, anchor_boot_ms: the last time that was believed, and when.
    confirmed: a time server or a person has confirmed the time; else only the wall clock says it.
    blind: the wall clock was never believed since the start: only the time of the last event is known.
    patient: a time server is likely to come soon.
    distrusted: the wall clock was wrong before the machine's start, and nobody has put it right.
    unsure_ms: from this hall time on, the time may be wrong; None while it is confirmed and not contradicted.
    started: the time may be wrong since a start; before that start any length of time may have passed.
    against_ms, against_boot_ms: by how much a time server contradicts it, and since when.
    off_ms: how far the wall clock was off when it was last looked at; None: it was believed.
    """

    at_ms: int
    boot_ms: int
    anchor_ms: int
    anchor_boot_ms: int
    confirmed: bool
    blind: bool = False
    patient: bool = False
    distrusted: bool = False
    unsure_ms: int | None = None
    started: bool = False
    against_ms: int | None = None
    against_boot_ms: int = 0
    off_ms: int | None = None


def begin(
    reading: ClockReading,
    last_ms: int | None,
    kept: HallClock | None = None,
    *,
    usually_synced: bool,
    distrusted: bool = False,
) -> HallClock:
    """The hall's time at the start of the service.

    last_ms: the time of the last event; None in a new store. kept: the clock of an earlier run, if the machine was not
    restarted since; then the boot clock has run on. usually_synced: an earlier run had a time server. distrusted: the
    wall clock was wrong at the end of the last run, before the machine was restarted.
    """
    wall, boot = reading.wall_ms, reading.boot_ms
    if kept is not None and boot >= kept.boot_ms:
        clock = read(kept, wall, boot)
        return replace(clock, at_ms=max(clock.at_ms, last_ms or 0))
    doubted = distrusted and not reading.synced
    believed = wall if _credible(reading, last_ms, patient=usually_synced) and not doubted else None
    at = max(last_ms or 0, EARLIEST_MS if believed is None else believed)
    confirmed = reading.synced and believed is not None
    return HallClock(
        at_ms=at,
        boot_ms=boot,
        anchor_ms=at if believed is None else believed,
        anchor_boot_ms=boot,
        confirmed=confirmed,
        blind=believed is None,
        patient=usually_synced and believed is None,
        distrusted=doubted,
        unsure_ms=None if confirmed else at + 1,  # the last event was before the start
        started=not confirmed,
        off_ms=wall - at if believed is None else None,
    )


def read(clock: HallClock, wall_ms: int, boot_ms: int) -> HallClock:
    """The clock as it is now: its `at_ms` is the hall's time, which never goes back."""
    passed = max(0, boot_ms - clock.boot_ms)
    own = clock.at_ms + passed
    if _fits(clock, wall_ms, boot_ms):
        own = wall_ms if wall_ms >= own else max(wall_ms, own - passed // 2)
    return replace(clock, at_ms=own, boot_ms=clock.boot_ms + passed)


def look(clock: HallClock, reading: ClockReading) -> tuple[HallClock, int]:
    """The clock as it is now, and by how many ms the hall's time is to be corrected: 0 if it is not known to be
    wrong."""
    clock = read(clock, reading.wall_ms, reading.boot_ms)
    wall, boot = reading.wall_ms, clock.boot_ms
    off = wall - clock.at_ms
    if _fits(clock, wall, boot):
        clock = replace(clock, against_ms=None, off_ms=None)
        if reading.synced:
            clock = _anchored(clock, wall, boot)
        elif clock.confirmed:
            clock = replace(clock, unsure_ms=None)
        return clock, 0
    clock = replace(clock, off_ms=off, unsure_ms=clock.at_ms if clock.unsure_ms is None else clock.unsure_ms)
    if clock.blind:
        patient = clock.patient and boot - clock.anchor_boot_ms < GRACE_MS
        credible = _credible(reading, clock.at_ms, patient=patient) and not clock.distrusted
        return clock, off if credible or _known(reading) else 0
    if not _known(reading):
        return replace(clock, against_ms=None), 0
    if not clock.confirmed:
        return clock, off
    if clock.against_ms is None or abs(off - clock.against_ms) > STEP_MS:
        return replace(clock, against_ms=off, against_boot_ms=boot), 0
    agreed = boot - clock.against_boot_ms >= AGAIN_MS and abs(off) <= FAR_MS
    return clock, off if agreed else 0


def corrected(clock: HallClock, shift_ms: int, *, confirmed: bool) -> HallClock:
    """The clock after a correction by `shift_ms`. `confirmed`: a time server or a person has confirmed the new time."""
    at = clock.at_ms + shift_ms
    return HallClock(
        at_ms=at,
        boot_ms=clock.boot_ms,
        anchor_ms=at,
        anchor_boot_ms=clock.boot_ms,
        confirmed=confirmed,
        unsure_ms=None if confirmed else at,
        started=not confirmed,
    )


def _anchored(clock: HallClock, wall_ms: int, boot_ms: int) -> HallClock:
    return replace(
        clock, anchor_ms=wall_ms, anchor_boot_ms=boot_ms, confirmed=True, unsure_ms=None, started=False, patient=False
    )


def _fits(clock: HallClock, wall_ms: int, boot_ms: int) -> bool:
    """Whether the wall clock agrees with the time passed since it was last believed."""
    if clock.blind:
        return False
    passed = max(0, boot_ms - clock.anchor_boot_ms)
    return abs(wall_ms - clock.anchor_ms - passed) <= STEP_MS + passed // DRIFT


def _known(reading: ClockReading) -> bool:
    return reading.synced and reading.wall_ms >= EARLIEST_MS


def _credible(reading: ClockReading, last_ms: int | None, *, patient: bool) -> bool:
    """Whether to believe a wall clock at the start, when only the time of the last event is known."""
    wall = reading.wall_ms
    if wall < EARLIEST_MS:
        return False
    if last_ms is None:
        return True
    if wall < last_ms - STEP_MS:
        return False
    return reading.synced or wall - last_ms < (LONG_MS if patient else FAR_MS)
