"""One device sends as fast as it can: what the others feel, what comes to the disk, and how soon it is over.

By turns without and with the flood, so that a machine that becomes slow meanwhile becomes so for both.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.mosquitto import Mosquitto
from benchmarks import load, sample_hall
from benchmarks.hall.asker import OneAsker
from benchmarks.hall.running import OURS, running
from benchmarks.row import Row, percentile

KINDS = (
    ("ticket.issue", "wild"),
    ("ticket.lookup", "wild"),
    ("hall.snapshot", "wild"),
    ("device.fault", "wild"),
    ("ticket.finish", "wild-desk"),
    ("no.such", "wild"),
)
SECONDS = 8.0
FIFTY, EACH = 50, 60
BODY: dict[str, object] = {"queue": "b"}


@dataclass
class Felt:
    """`one`: seconds of one machine's requests; `rate`: of fifty machines, answers a second."""

    one: list[float]
    rate: float
    refused: int


def feel(port: int, seconds: float) -> Felt:
    """One machine asks every few milliseconds for some seconds; then fifty ask without pause."""
    asker = OneAsker(port, sample_hall.HALL, "kiosk-0")
    one: list[float] = []
    until = time.perf_counter() + seconds
    lost = 0
    while time.perf_counter() < until:
        start = time.perf_counter()
        answer = asker.try_to("ticket.issue", **BODY)
        lost += answer is None or not answer["ok"]
        one.append(time.perf_counter() - start)
        time.sleep(0.01)
    asker.close()
    names = [f"kiosk-{n}" for n in range(FIFTY)]
    try:
        fifty = load.run(port, sample_hall.HALL, names, clients=FIFTY, each=EACH, body=BODY, limit_s=20)
    except TimeoutError:  # the hall does not come to them any more
        return Felt(one, 0.0, lost + FIFTY)
    return Felt(one, fifty.per_second, lost + len(fifty.refused))


@contextlib.contextmanager
def flooding(port: int, kind: str, device: str, qos: int) -> Iterator[None]:
    argv = ["-m", "benchmarks.hall.flooder", str(port), sample_hall.HALL, device, kind, str(qos), "600"]
    env = {**os.environ, "PYTHONPATH": str(OURS)}
    process = subprocess.Popen([sys.executable, *argv], cwd=OURS, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


def size(data: Path) -> int:
    return sum(path.stat().st_size for path in data.iterdir() if path.is_file())


def rows_of(port: int, data: Path, kind: str, device: str, qos: int) -> list[Row]:
    quiet = feel(port, SECONDS / 4)
    with flooding(port, kind, device, qos):
        time.sleep(1.0)
        wild = feel(port, SECONDS / 2)
    ended = time.perf_counter()
    asker = OneAsker(port, sample_hall.HALL, "kiosk-1")
    late = 0.0
    while time.perf_counter() - ended < 5:
        start = time.perf_counter()
        asker.try_to("ticket.issue", **BODY)
        late = max(late, time.perf_counter() - start) if start - ended > 4 else late
        time.sleep(0.02)
    again = feel(port, SECONDS / 4)
    asker.close()
    with flooding(port, kind, device, qos):
        time.sleep(2.0)
        before = size(data)
        time.sleep(5.0)
        grown = (size(data) - before) / 5
    name = f"flood of {kind} at QoS {qos}"
    p99, quiet_p99 = percentile(wild.one, 0.99) * 1e3, percentile(quiet.one + again.one, 0.99) * 1e3
    rate = (quiet.rate + again.rate) / 2
    time.sleep(4.0)
    return [
        Row(name=f"{name}: ticket.issue of another, p99", unit="ms", ours=p99, floor=quiet_p99, aim="<= 3 x quiet",
            met=p99 <= 3 * quiet_p99 and not wild.refused),
        Row(name=f"{name}: of fifty others", unit="per s", ours=wild.rate, floor=rate, aim=">= 0.7 x quiet",
            met=wild.rate >= 0.7 * rate),
        Row(name=f"{name}: the hall's disk grows", unit="kB/s", ours=grown / 1e3, aim="<= 1 kB/s", met=grown <= 1e3),
        Row(name=f"{name}: slowest in the fifth second after it", unit="ms", ours=late * 1e3, floor=quiet_p99,
            aim="<= 3 x quiet + 20 ms", met=late * 1e3 <= 3 * quiet_p99 + 20),
    ]  # fmt: skip


def write_hall(folder: Path) -> Path:
    """The sample hall with fifty machines, and two devices that will run wild."""
    path = sample_hall.write(folder)
    devices = [(f"kiosk-{n}", "kiosk") for n in range(FIFTY)] + [("wild", "kiosk"), ("wild-desk", "desk")]
    more = "".join(f'\n[[devices]]\nid = "{name}"\nrole = "{role}"\n' for name, role in devices)
    text = path.read_text(encoding="utf-8")
    at = text.index("\n[[windows]]")
    path.write_text(text[:at] + more + text[at:], encoding="utf-8")
    return path


def rows() -> list[Row]:
    build = Path(os.environ.get("XIAOCHUANG_BENCH_FLOODED", OURS))
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        broker = Mosquitto(folder / "broker")
        broker.start()
        try:
            with running(broker.port, write_hall(folder), folder / "data", build):
                for kind, device in KINDS:
                    for qos in (0, 1):
                        found += rows_of(broker.port, folder / "data", kind, device, qos)
                        print(found[-4:], file=sys.stderr)
        finally:
            broker.stop()
    return found
