"""Measures a flood: one device sends as fast as it can. How slow are the others, how much is written to disk, how soon
is it over?

Every type of message is sent, at QoS 0 and 1, by a device that may send it. By turns there is

- no flood (`quiet`);
- the same sender, sending what the broker took to a program that only takes it (`sender`): what it costs by itself,
  since it runs on this machine and no hall's device does;
- the flood on a topic that nobody reads (`nobody`): what mosquitto alone costs the others, without the shipped limit;
- the flood at the hall without that limit (`open`), as from a program of the hall's own machine;
- the flood at the hall as it is shipped: an address may send so many bytes a second (`systemd/mosquitto.nft`).

So a machine that becomes slow meanwhile becomes so for all. Types that the hall would work alike are one row.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.mosquitto import Mosquitto
from benchmarks import load, sample_hall
from benchmarks.hall import rate_line
from benchmarks.hall.asker import OneAsker
from benchmarks.hall.flooding import Flood, flooding, sink
from benchmarks.hall.running import OURS, running
from benchmarks.hall.wild_requests import WORK, every_type
from benchmarks.row import Row, percentile

SECONDS = 0.5
FIFTY, EACH = 50, 15
LEAST = 8
"""The fewest floods of one kind, as the answers that fifty others get in a moment vary by themselves."""

A_HALL = 4
"""How many floods one hall gets before a new hall is started: with a hundred thousand people waiting, results
differ."""

BODY: dict[str, object] = {"queue": "b"}
NOBODY = "nobody"
"""The id of a hall that does not exist: nobody reads its topics."""


@dataclass
class Felt:
    """`one`: seconds of one machine's requests; `rates`: of fifty machines, answers a second; `refused`: how many."""

    one: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def p99_ms(self) -> float:
        return percentile(self.one, 0.99) * 1e3

    @property
    def rate(self) -> float:
        return percentile(self.rates, 0.5)

    def add(self, other: Felt) -> None:
        self.one += other.one
        self.rates += other.rates
        self.refused += other.refused


@dataclass
class Turns:
    """Results while one kind of message was sent. `sent`: messages a second without the limit; `passed`: with it;
    `grown`: bytes a second on disk."""

    quiet: Felt = field(default_factory=Felt)
    sender: Felt = field(default_factory=Felt)
    nobody: Felt = field(default_factory=Felt)
    open: Felt = field(default_factory=Felt)
    wild: Felt = field(default_factory=Felt)
    sent: list[float] = field(default_factory=list)
    passed: list[float] = field(default_factory=list)
    grown: float = 0.0
    late: float = 0.0


def feel(port: int) -> Felt:
    """One machine asks every few milliseconds for a moment; then fifty ask without pause."""
    asker = OneAsker(port, sample_hall.HALL, "kiosk-0")
    felt = Felt()
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        start = time.perf_counter()
        answer = asker.try_to("ticket.issue", queue="b")
        felt.refused += answer is None or not answer["ok"]
        felt.one.append(time.perf_counter() - start)
        time.sleep(0.01)
    asker.close()
    names = [f"kiosk-{n}" for n in range(FIFTY)]
    try:
        fifty = load.run(port, sample_hall.HALL, names, clients=FIFTY, each=EACH, body=BODY, limit_s=20)
    except TimeoutError:  # the hall no longer answers them
        felt.rates.append(0.0)
        felt.refused += FIFTY
    else:
        felt.rates.append(fifty.per_second)
        felt.refused += len(fifty.refused)
    return felt


def size(data: Path) -> int:
    """Bytes in the data folder, without the copies of the store, which the hall makes at fixed times."""
    files = (path for path in data.rglob("*") if path.is_file() and not path.match("copies/hall-*.db"))
    return sum(path.stat().st_size for path in files)


def measure(port: int, data: Path, flood: Flood, turns: Turns) -> None:
    turns.quiet.add(feel(port))
    with flooding(port, NOBODY, flood):
        turns.nobody.add(feel(port))
    time.sleep(0.3)
    with flooding(port, sample_hall.HALL, flood) as rate:
        turns.open.add(feel(port))
    turns.sent += rate
    with sink(rate[0], flood) as at, flooding(at, sample_hall.HALL, flood):
        turns.sender.add(feel(port))
    with shipped(port), flooding(port, sample_hall.HALL, flood) as rate:
        turns.wild.add(feel(port))
    turns.passed += rate


def shipped(port: int) -> contextlib.AbstractContextManager[None]:
    return rate_line.limited(port) if rate_line.usable() else contextlib.nullcontext()


def grows(port: int, data: Path, flood: Flood) -> float:
    """By how many bytes a second the data folder grows, once the alarm is written and nobody else asks."""
    with flooding(port, sample_hall.HALL, flood):
        time.sleep(3)
        before = size(data)
        time.sleep(3)
        return (size(data) - before) / 3


def slowest_after(port: int) -> float:
    """The slowest answer, in seconds, in the fifth second from now."""
    asker = OneAsker(port, sample_hall.HALL, "kiosk-1")
    began = time.perf_counter()
    slowest = 0.0
    while time.perf_counter() - began < 5:
        start = time.perf_counter()
        asker.try_to("ticket.issue", queue="b")
        slowest = max(slowest, time.perf_counter() - start) if start - began > 4 else slowest
        time.sleep(0.02)
    asker.close()
    return slowest


def rows_of(work: str, qos: int, turns: Turns) -> list[Row]:
    name = f"flood of {work} at QoS {qos}"
    quiet, nobody, wild, unlimited = turns.quiet, turns.nobody, turns.wild, turns.open
    p99, share = wild.p99_ms / quiet.p99_ms, wild.rate / quiet.rate
    grown, late = turns.grown, turns.late * 1e3
    how = "" if rate_line.usable() else " (no nftables here: not limited)"
    return [
        Row(name=f"{name}: the broker took{how}", unit="per s", ours=percentile(turns.passed, 0.5)),
        Row(name=f"{name}: ticket.issue of another, p99{how}", unit="x quiet", ours=p99,
            aim="<= 3", met=p99 <= 3 and not wild.refused),
        Row(name=f"{name}: answers to fifty others{how}", unit="x quiet", ours=share, aim=">= 0.7", met=share >= 0.7),
        Row(name=f"{name}: the same, the sender's own cost taken off", unit="x quiet",
            ours=wild.rate / turns.sender.rate),
        Row(name=f"{name}, not limited: the broker took", unit="per s", ours=percentile(turns.sent, 0.5)),
        Row(name=f"{name}, not limited: p99 of another", unit="x quiet", ours=unlimited.p99_ms / quiet.p99_ms,
            floor=nobody.p99_ms / quiet.p99_ms),
        Row(name=f"{name}, not limited: answers to fifty others", unit="x quiet", ours=unlimited.rate / quiet.rate,
            floor=nobody.rate / quiet.rate),
        Row(name=f"{name}, not limited: the same, the sender's own cost taken off", unit="x quiet",
            ours=unlimited.rate / turns.sender.rate),
        Row(name=f"{name}, not limited: refused or not answered", unit="requests", ours=unlimited.refused),
        Row(name=f"{name}: the hall's disk grows", unit="kB/s", ours=grown / 1e3, aim="<= 1", met=grown <= 1e3),
        Row(name=f"{name}: slowest in the fifth second after it", unit="ms", ours=late, floor=quiet.p99_ms,
            aim="<= 3 x quiet p99 + 20", met=late <= 3 * quiet.p99_ms + 20),
    ]  # fmt: skip


def write_hall(folder: Path, floods: Sequence[Flood]) -> Path:
    """The sample hall with fifty machines, and a device for each flood."""
    path = sample_hall.write(folder, windows=len(floods) + 4)
    more = "".join(f'\n[[devices]]\nid = "kiosk-{n}"\nrole = "kiosk"\n' for n in range(FIFTY))
    more += "".join(flood.toml() for flood in floods)
    text = path.read_text(encoding="utf-8")
    at = text.index("\n[[windows]]")
    path.write_text(text[:at] + more + text[at:], encoding="utf-8")
    return path


def rows() -> list[Row]:
    build = Path(os.environ.get("XIAOCHUANG_BENCH_FLOODED", OURS))
    groups = [*itertools.product(WORK, (0, 1))]
    sent = [(one, qos) for work, qos in groups for one in every_type() if one.work == work]
    floods = [Flood(number, one, qos) for number, (one, qos) in enumerate(sent, 1)]
    found: list[Row] = []
    for work, qos in groups:
        turns = Turns()
        alike = [flood for flood in floods if (flood.sent.work, flood.qos) == (work, qos)]
        alike *= -(-LEAST // len(alike))
        for first in range(0, len(alike), A_HALL):
            with hall_for(floods, build) as (port, data):
                for flood in alike[first : first + A_HALL]:
                    measure(port, data, flood, turns)
                if first + A_HALL >= len(alike):
                    turns.grown = grows(port, data, flood)
                    turns.late = slowest_after(port)
        found += rows_of(work, qos, turns)
        print(f"  {work} at QoS {qos} done", file=sys.stderr, flush=True)
    return found


@contextlib.contextmanager
def hall_for(floods: Sequence[Flood], build: Path) -> Iterator[tuple[int, Path]]:
    """A new hall and a broker: its port, and the hall's data folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        broker = Mosquitto(folder / "broker")
        broker.start()
        try:
            with running(broker.port, write_hall(folder, floods), folder / "data", build):
                yield broker.port, folder / "data"
        finally:
            broker.stop()
