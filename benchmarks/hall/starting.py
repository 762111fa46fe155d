"""Measures how soon a hall answers after its start, without data and with a day of 30,000 tickets, and its memory.

The builds start by turns, so that a machine that becomes slow meanwhile is slow for all.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import load, sample_hall
from benchmarks.hall.asker import OneAsker
from benchmarks.hall.running import builds, running
from benchmarks.row import Row, percentile

STARTS = 7
TICKETS, CLIENTS = 30_000, 20
BARE = "import paho.mqtt.client, sqlite3, ssl, json, logging, argparse, tomllib"


def bare_s() -> float:
    """Starting Python, and importing what any hall service on paho and SQLite imports."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], check=True)
    return time.perf_counter() - start


def fill(port: int, folder: Path, build: Path) -> Path:
    """A data folder in which a hall of that build was killed after a day of many tickets."""
    data = folder / "full"
    with running(port, sample_hall.write(folder), data, build) as hall:
        given = load.run(
            port,
            sample_hall.HALL,
            sample_hall.KIOSK,
            clients=CLIENTS,
            each=TICKETS // CLIENTS,
            body={"queue": "a"},
            limit_s=300,
        )
        assert len(given.answers) == TICKETS, given.refused[:1]
        hall.kill()
    return data


def first_answer(port: int, folder: Path, data: Path, build: Path) -> tuple[float, float, float]:
    """Seconds from the start to the first answer (asked as soon as the hall is online), seconds of CPU time until then,
    and resident megabytes."""
    asker = OneAsker(port, sample_hall.HALL, sample_hall.DESK)
    with running(port, folder / "hall.toml", data, build) as hall:
        asked = time.perf_counter()
        asker.ask("hall.snapshot")
        seconds = hall.seconds + time.perf_counter() - asked
        cpu, memory = hall.cpu_s(), hall.rss_mb()
        hall.kill()
    asker.close()
    return seconds, cpu, memory


def rows(port: int, folder: Path) -> list[Row]:
    full: dict[str, Path] = {}
    for name, build in builds().items():
        (folder / name).mkdir(parents=True)
        full[name] = fill(port, folder / name, build)
    took: dict[str, list[float]] = defaultdict(list)
    worked: dict[str, list[float]] = defaultdict(list)
    memory: dict[str, list[float]] = defaultdict(list)
    floor = []
    for number in range(STARTS):
        floor.append(bare_s())
        for name, build in builds().items():
            new = folder / name / f"new-{number}"
            for kind, data in (("new", new), ("full", full[name])):
                seconds, cpu, mb = first_answer(port, folder / name, data, build)
                took[name + kind].append(seconds)
                worked[name + kind].append(cpu)
                memory[name + kind].append(mb)
            shutil.rmtree(new)

    def middle(values: dict[str, list[float]], key: str) -> float | None:
        return percentile(values[key], 0.5) if key in values else None

    found = []
    for kind, what, aim in (("new", "start -> first answer", 0.5), ("full", f"the same with {TICKETS} tickets", None)):
        ours, other = middle(took, "ours" + kind), middle(took, "other" + kind)
        assert ours is not None
        met = ours <= 0.5 if aim is None else None if other is None else ours <= aim * other
        found.append(
            Row(name=what, unit="s", ours=ours, floor=percentile(floor, 0.5), other=other,
                aim="<= 0.5 s" if aim is None else f"<= {aim} x other", met=met)
        )  # fmt: skip
        cpu_s = middle(worked, "ours" + kind)
        assert cpu_s is not None
        found.append(Row(name=f"{what}: CPU time", unit="s", ours=cpu_s, other=middle(worked, "other" + kind)))
        mb, other_mb = middle(memory, "ours" + kind), middle(memory, "other" + kind)
        assert mb is not None
        found.append(
            Row(name=f"{what}: RSS", unit="MB", ours=mb, other=other_mb, aim="<= 0.8 x other",
                met=None if other_mb is None else mb <= 0.8 * other_mb)
        )  # fmt: skip
    return found
