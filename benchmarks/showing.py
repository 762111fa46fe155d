"""A call that comes while a page of content stands on the hall's screen, beside one that finds the calls there."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.demo_hall import HALL, demo_hall
from benchmarks.glass import glass
from benchmarks.machine import OnGlass
from benchmarks.row import Row, percentile
from benchmarks.screens import NEWEST, Supervisor, on
from content.packing.key import ContentKey
from demo.content_server.packing import pack_if_changed
from demo.folder import CONTENT, SAMPLE, SEATS, DemoFolder
from demo.programs import COMMANDS
from demo.stage import PLACES

CALLS = 15
PAGES = """
[showing]
quiet_seconds = 1
page_seconds = 600
board_seconds = 600
documents = []
pictures = false
films = false
"""
PROGRAM = "screen-hall"


def took(folder: DemoFolder, port: int, *, sets: Path | None, key: str) -> Sequence[float]:
    """Milliseconds from the request leaving until the number stands in the large place."""
    seat, place = next(one for one in SEATS if one.program == PROGRAM), replace(PLACES[PROGRAM], left=0, top=0)
    config = folder.write_seat(seat, HALL, port, place, content=key if sets is not None else "")
    if sets is not None:
        with config.open("a", encoding="utf-8") as file:
            file.write(f'folder = "{sets}"\n{PAGES}')  # [content] is the last table
    supervisor = Supervisor(port)
    found = []
    with (
        glass(place.width, place.height) as screen,
        on(screen, [*COMMANDS[PROGRAM], "--config", str(config)]) as (process, _),
    ):
        screen.settle(still_s=2.0, timeout_s=60)
        stands = OnGlass(screen, process, folder.path / PROGRAM)
        shown = replace(screen, top=NEWEST[0], bottom=NEWEST[1])
        for _ in range(CALLS):
            supervisor.ask("ticket.issue", queue="elderly")
            if sets is not None:
                stands.see("承诺时限")
            before = shown.settle(still_s=3.0, timeout_s=60)
            start = time.perf_counter()
            supervisor.send("ticket.call_next", window="w1")
            found.append((shown.wait_change(before, timeout_s=10) - start) * 1e3)
            ticket = supervisor.answer()["ticket"]
            supervisor.ask("ticket.start", window="w1", ticket=ticket)
            supervisor.ask("ticket.finish", window="w1", ticket=ticket)
    supervisor.close()
    return found


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, demo_hall(Path(name)) as (folder, port):
        secret = folder.path / "content.key"
        pack_if_changed(SAMPLE.parent / CONTENT, folder.path / "sets", secret)
        key = ContentKey(secret).public
        supervisor = Supervisor(port)
        supervisor.ask("window.open", window="w1", clerk="lin")
        supervisor.close()
        bare = took(folder, port, sets=None, key="")
        over = took(folder, port, sets=folder.path / "sets", key=key)
    found = []
    for share in (0.5, 1.0):
        ours, floor = percentile(over, share), percentile(bare, share)
        found.append(
            Row(name=f"call -> drawn where a page of content stood, p{share * 100:.0f}", unit="ms", ours=ours,
                floor=floor, aim="<= 1.3 x a call without", met=ours <= 1.3 * floor)
        )  # fmt: skip
    return found
