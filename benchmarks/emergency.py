"""An emergency notice: from the supervisor's request leaving until it stands on each kind of screen, and until that is
its own again. Each program has a glass of its own, one after the other, as each has a machine of its own in a hall.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.demo_hall import HALL, demo_hall
from benchmarks.glass import glass
from benchmarks.row import Row
from benchmarks.screens import Supervisor, on
from demo.folder import SEATS, DemoFolder, Seat
from demo.programs import COMMANDS
from demo.stage import PLACES

TURNS = 10
CALL_MS = 150
"""What a call may take to the hall's screen (p99, `benchmarks/screens.py`)."""


def took(folder: DemoFolder, port: int, seat: Seat) -> tuple[list[float], list[float]]:
    """Milliseconds until the notice is shown, and until it is gone."""
    place = replace(PLACES[seat.program], left=0, top=0)
    config = folder.write_seat(seat, HALL, port, place)
    supervisor = Supervisor(port)
    there: list[float] = []
    gone: list[float] = []
    with (
        glass(place.width, place.height) as screen,
        on(screen, [*COMMANDS[seat.program], "--config", str(config)]),
    ):
        screen.settle(still_s=2.0, timeout_s=60)
        shown = replace(screen, top=0.3, bottom=0.6)  # where no clock and no page turns by itself
        for _ in range(TURNS):
            for says, into in ((True, there), (False, gone)):
                before = shown.settle(still_s=0.5, timeout_s=60)
                start = time.perf_counter()
                supervisor.send("hall.emergency", on=says, text="请从东门离开" if says else "")
                into.append((shown.wait_change(before, timeout_s=10) - start) * 1e3)
                supervisor.answer()
    supervisor.close()
    return there, gone


def rows() -> list[Row]:
    found = []
    with tempfile.TemporaryDirectory() as name, demo_hall(Path(name)) as (folder, port):
        for seat in SEATS:
            there, gone = took(folder, port, seat)
            for what, times in (("drawn", there), ("gone", gone)):
                worst = max(times)
                found.append(
                    Row(name=f"emergency notice -> {what} on {seat.program}, longest of {TURNS}", unit="ms", ours=worst,
                        aim=f"<= {CALL_MS} ms, as a call", met=worst <= CALL_MS)
                )  # fmt: skip
    return found
