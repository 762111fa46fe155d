"""Measures thirty-two clients that ask without pause: how much longer the slowest answers take than most.

The floor is a program that commits each batch with one bare statement and answers. Both write to one disk by turns:
when that is slow now and then, it is so for both.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks import load, sample_hall
from benchmarks.hall.running import builds, running
from benchmarks.row import Row, percentile

CLIENTS, EACH, ROUNDS = 32, 100, 5
BODY: dict[str, object] = {"queue": "a"}
FLOOR = "floor"


@contextlib.contextmanager
def bare(port: int, database: Path) -> Iterator[None]:
    """The bare responder, once it listens; as a hall of its own."""
    database.parent.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, "-m", "benchmarks.bare_responder", str(port), FLOOR, str(database)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, hall: str, middles: list[float], shares: list[float]) -> None:
    """Ask, and add the median in ms, and how many medians the slowest hundredth takes."""
    load.run(port, hall, sample_hall.KIOSK, clients=CLIENTS, each=10, body=BODY)
    latencies = load.run(port, hall, sample_hall.KIOSK, clients=CLIENTS, each=EACH, body=BODY).latencies
    middle = percentile(latencies, 0.5)
    middles.append(middle * 1e3)
    shares.append(percentile(latencies, 0.99) / middle)


def rows(port: int, folder: Path) -> list[Row]:
    shares: dict[str, list[float]] = defaultdict(list)
    middles: dict[str, list[float]] = defaultdict(list)
    for round_ in range(ROUNDS):
        with bare(port, folder / f"bare-{round_}.db"):
            ask(port, FLOOR, middles[FLOOR], shares[FLOOR])
        for name, build in builds().items():
            place = folder / f"{name}-{round_}"
            place.mkdir(parents=True)
            with running(port, sample_hall.write(place), place / "data", build):
                ask(port, sample_hall.HALL, middles[name], shares[name])
    ours = percentile(shares["ours"], 0.5)
    return [
        Row(name=f"{CLIENTS} clients at once, p50", unit="ms", ours=percentile(middles["ours"], 0.5),
            floor=percentile(middles[FLOOR], 0.5),
            other=percentile(middles["other"], 0.5) if "other" in middles else None),
        Row(name=f"{CLIENTS} clients at once, p99 / p50", unit="x", ours=ours, floor=percentile(shares[FLOOR], 0.5),
            other=percentile(shares["other"], 0.5) if "other" in shares else None, aim="<= 3", met=ours <= 3),
    ]  # fmt: skip
