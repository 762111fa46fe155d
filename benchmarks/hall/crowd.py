"""Thirty-two clients that ask without pause: how much longer the slowest wait than most."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from benchmarks import load, sample_hall
from benchmarks.hall.running import builds, running
from benchmarks.row import Row, percentile

CLIENTS, EACH, ROUNDS = 32, 100, 5


def rows(port: int, folder: Path) -> list[Row]:
    shares: dict[str, list[float]] = defaultdict(list)
    middles: dict[str, list[float]] = defaultdict(list)
    for round_ in range(ROUNDS):
        for name, build in builds().items():
            place = folder / f"{name}-{round_}"
            place.mkdir(parents=True)
            with running(port, sample_hall.write(place), place / "data", build):
                load.run(port, sample_hall.HALL, sample_hall.KIOSK, clients=CLIENTS, each=10, body={"queue": "a"})
                one = load.run(
                    port, sample_hall.HALL, sample_hall.KIOSK, clients=CLIENTS, each=EACH, body={"queue": "a"}
                )
            middles[name].append(percentile(one.latencies, 0.5) * 1e3)
            shares[name].append(percentile(one.latencies, 0.99) / percentile(one.latencies, 0.5))
    ours = percentile(shares["ours"], 0.5)
    return [
        Row(name=f"{CLIENTS} clients at once, p50", unit="ms", ours=percentile(middles["ours"], 0.5),
            other=percentile(middles["other"], 0.5) if "other" in middles else None),
        Row(name=f"{CLIENTS} clients at once, p99 / p50", unit="x", ours=ours,
            other=percentile(shares["other"], 0.5) if "other" in shares else None, aim="<= 3", met=ours <= 3),
    ]  # fmt: skip
