"""Gathers a terminal's health: its parts, its machine, and what waits for the hall.

Values are rounded and held steady, so that noise does not count as a change: the health differs from the last one only
when something has really changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from domain.health.health import Health
from domain.statuses import ClockStatus, TouchStatus
from program import vitals

CLOCK_STEP_S = 2.0
STILL_C = 4
PARTS_OF_ROOM = 20  # free space is reported anew when it has changed by a twentieth

Attach = Callable[[Health], Health]
"""Adds the status of a program's own parts to a health."""


@dataclass(frozen=True, slots=True)
class FirstFrame:
    """What the window reports after its first frame."""

    width: int
    height: int
    ms: int  # since the start of the process
    touch: TouchStatus = TouchStatus.NONE  # now
    strange: str = ""  # other devices that sent input lately


class HealthReport:
    """`attach`: adds the program's own parts. `window`: set to a function that gives the window's report. `gather` runs
    on one thread only."""

    def __init__(
        self,
        data: Path,
        attach: Attach,
        *,
        heat: Callable[[], int | None] = vitals.temperature,
        clock: Callable[[], str] = vitals.clock,
        room: Callable[[Path], vitals.Room | None] = vitals.room,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._data = data
        self._attach = attach
        self._heat = heat
        self._clock = clock
        self._room = room
        self._wall = wall
        self._monotonic = monotonic
        self._offset = wall() - monotonic()
        self._last = Health()
        self.window: Callable[[], FirstFrame | None] = lambda: None

    def gather(self) -> Health:
        """The present health."""
        before = self._last
        self._last = self._attach(
            replace(
                Health(),
                clock=ClockStatus(self._clock()),
                clock_steps=before.clock_steps + self._clock_was_set(),
                temperature=steady(before.temperature, self._heat(), STILL_C),
                **self._room_left(before),
                **self._screen(),
            )
        )
        return self._last

    def _clock_was_set(self) -> int:
        """1 if the machine's clock has jumped since the last call, else 0."""
        offset = self._wall() - self._monotonic()
        jumped = abs(offset - self._offset) > CLOCK_STEP_S
        self._offset = offset
        return int(jumped)

    def _room_left(self, before: Health) -> dict[str, Any]:
        now = self._room(self._data)
        if now is None:
            return {}
        mb = steady(before.storage_mb, now.mb, max(10, now.mb // PARTS_OF_ROOM))
        return {"storage_mb": mb, "storage_percent": before.storage_percent if mb == before.storage_mb else now.percent}

    def _screen(self) -> dict[str, Any]:
        frame = self.window()
        return (
            {
                "screen": f"{frame.width}x{frame.height}",
                "first_frame_ms": frame.ms,
                "touch": frame.touch,
                "input_unknown": frame.strange,
            }
            if frame
            else {}
        )


def steady(before: int | None, now: int | None, step: int) -> int | None:
    """`now` if it differs from `before` by at least `step`, else `before`."""
    return before if before is not None and now is not None and abs(now - before) < step else now


def told(health: Health) -> dict[str, Any]:
    """The health for the wire: only values that differ from their default, ready for JSON."""
    nothing = asdict(Health())
    given = {name: value for name, value in asdict(health).items() if value != nothing[name]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
