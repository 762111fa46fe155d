"""The hall service over a real broker: one asker, fifty askers, and a start with a full day on disk."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.mosquitto import Mosquitto
from benchmarks import load, sample_hall
from benchmarks.hall import crowd, history, starting, writes
from benchmarks.hall.running import Running, running
from benchmarks.row import Row, percentile

ROUNDS, ONE = 6, 300
"""One asker asks the floor and the hall by turns, so that a machine that becomes slow meanwhile is slow for both."""

CLIENTS, EACH = 50, 120
FLOOR_HALL = "floor"
TICKETS = 10_000
BODY: dict[str, object] = {"queue": "a"}


@contextlib.contextmanager
def program(*argv: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, *argv], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def bare(port: int, database: str) -> Iterator[None]:
    """The bare responder, once it listens; as a hall of its own."""
    with program("-m", "benchmarks.bare_responder", str(port), FLOOR_HALL, database) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield


def commits_s(folder: Path, number: int) -> list[float]:
    """Seconds of each of `number` small durable commits."""
    store = sqlite3.connect(folder / "floor.db", isolation_level=None)
    store.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS e (body BLOB)")
    times = []
    for _ in range(number):
        start = time.perf_counter()
        store.execute("INSERT INTO e VALUES (?)", (b"x" * 200,))
        times.append(time.perf_counter() - start)
    store.close()
    return times


@dataclass
class ByTurns:
    """Seconds of one asker's requests: answered by a bare echo, and by the hall; and of bare commits between them."""

    echo: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    hall: list[float] = field(default_factory=list)
    answers: list[dict[str, object]] = field(default_factory=list)

    def floor(self, share: float) -> float:
        return percentile(self.echo, share) + percentile(self.commits, 0.5)


def by_turns(port: int, folder: Path) -> ByTurns:
    """The hall and a bare responder must run."""
    out = ByTurns()
    for _ in range(ROUNDS):
        out.echo += load.run(port, FLOOR_HALL, sample_hall.KIOSK, clients=1, each=ONE, body=BODY).latencies
        out.commits += commits_s(folder, 100)
        ours = load.run(port, sample_hall.HALL, sample_hall.KIOSK, clients=1, each=ONE, body=BODY)
        out.hall += ours.latencies
        out.answers += ours.answers
    return out


def rss_mb(pid: int) -> float:
    return Running(pid, 0).rss_mb()


def import_once_s() -> float:
    """Seconds that starting Python and importing the hall service takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import hall.__main__"], check=True)
    return time.perf_counter() - start


def imports_s() -> float:
    """The median of five."""
    return percentile([import_once_s() for _ in range(5)], 0.5)


def asking(port: int, folder: Path) -> list[Row]:
    """One client, then fifty, against the bare responder and against the hall."""
    with running(port, sample_hall.write(folder), folder / "data") as hall:
        with bare(port, "-"):
            one = by_turns(port, folder)
        with bare(port, str(folder / "bare.db")):
            floor_fifty = load.run(port, FLOOR_HALL, sample_hall.KIOSK, clients=CLIENTS, each=EACH, body=BODY)
        fifty = load.run(port, sample_hall.HALL, sample_hall.KIOSK, clients=CLIENTS, each=EACH, body=BODY)
        memory = hall.rss_mb()
    numbers = [answer["data"]["number"] for answer in one.answers + fifty.answers]  # type: ignore[index]
    assert len(set(numbers)) == ROUNDS * ONE + CLIENTS * EACH, "a number was given twice, or not at all"
    rows = []
    for share, limit in ((0.5, 1.5), (0.99, 3.0)):
        floor, ours = one.floor(share), percentile(one.hall, share)
        rows.append(
            Row(
                name=f"ticket.issue, one client, p{share * 100:.0f}",
                unit="ms",
                ours=ours * 1e3,
                floor=floor * 1e3,
                aim=f"<= {limit} x",
                met=ours <= limit * floor,
            )
        )
    rate, bare_rate = fifty.per_second, floor_fifty.per_second
    rows.append(
        Row(
            name=f"{CLIENTS} clients issuing, durable answers",
            unit="per s",
            ours=rate,
            floor=bare_rate,
            aim=">= 2000 and >= 0.6 x",
            met=rate >= 2_000 and rate >= 0.6 * bare_rate and not fifty.refused,
        )
    )
    rows.append(Row(name="hall service, RSS after that", unit="MB", ours=memory, aim="<= 80", met=memory <= 80))
    return rows


def restarting(port: int, folder: Path) -> list[Row]:
    """Killed with a full day on disk, and started again."""
    data = folder / "restart"
    with running(port, sample_hall.write(folder), data) as hall:
        load.run(port, sample_hall.HALL, sample_hall.KIOSK, clients=20, each=TICKETS // 20, body=BODY)
        hall.kill()
    seconds = []
    memory = 0.0
    for _ in range(3):
        with running(port, folder / "hall.toml", data) as hall:
            seconds.append(hall.seconds)
            memory = hall.rss_mb()
            hall.kill()
    floor = imports_s()
    ours = max(percentile(seconds, 0.5) - floor, 0.0)
    return [
        Row(name=f"restart after kill -9 with {TICKETS} tickets, beyond imports", unit="s", ours=ours, floor=floor,
            aim="<= 0.3 s", met=ours <= 0.3),
        Row(name=f"hall service, RSS with {TICKETS} tickets", unit="MB", ours=memory, aim="<= 80", met=memory <= 80),
    ]  # fmt: skip


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        broker = Mosquitto(folder / "broker")
        broker.start()
        try:
            return [
                *asking(broker.port, folder),
                *restarting(broker.port, folder),
                *writes.rows(broker.port, folder / "writes"),
                *crowd.rows(broker.port, folder / "crowd"),
                *starting.rows(broker.port, folder / "starting"),
                *history.rows(broker.port, folder, import_once_s),
            ]
        finally:
            broker.stop()
