"""Measures bookings of fifty people at once, each durable before its answer, and the look-up of one case among 100,000.

The floor of bookings is a bare responder that commits each request by itself; that of the look-up is SQLite by an
index.
"""

from __future__ import annotations

import csv
import itertools
import sqlite3
import tempfile
import time
from pathlib import Path

from bench.mosquitto import Mosquitto
from benchmarks import load, sample_hall
from benchmarks.hall.running import running
from benchmarks.row import Row, percentile
from benchmarks.service import FLOOR_HALL, bare, commits_s
from domain.progress.settings import FolderSource, SourceFields, SourceStages
from hall.progress.folder import FolderCases
from hall.progress.rows import RowReader

CLIENTS, EACH = 50, 60
WANTED = 200.0
"""Durable bookings a second (issue of the self-service kiosk)."""

CASES = 100_000
LOOK_UPS = 2_000


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        broker = Mosquitto(folder / "broker")
        broker.start()
        try:
            found = booking(broker.port, folder)
        finally:
            broker.stop()
    with tempfile.TemporaryDirectory() as name:
        return [*found, *looking_up(Path(name))]


def hall_that_is_booked(folder: Path) -> Path:
    """Write a hall whose slots take twenty people each, so that nobody is refused and the hall has bookings to look
    through."""
    path = sample_hall.write(folder)
    toml = path.read_text(encoding="utf-8")
    toml = toml.replace("[rules]", "[booking]\nlatest_minutes = 0\n\n[rules]", 1)
    toml = toml.replace("[[queues]]", "[[queues]]\nbooking = { minutes = 30, people = 20 }", 1)
    toml = toml.replace("[[calendars]]", "[[calendars]]\nstatutory = false", 1)  # every day can be booked
    path.write_text(toml, encoding="utf-8")
    return path


def booking(port: int, folder: Path) -> list[Row]:
    people = itertools.count()
    with running(port, hall_that_is_booked(folder), folder / "data"):
        slots = load.run(
            port, sample_hall.HALL, sample_hall.KIOSK, clients=1, each=1, body={"queue": "a"}, asks="appointment.slots"
        )
        told: list[dict[str, int]] = slots.answers[0]["data"]["slots"]  # type: ignore[index]
        places = [slot["starts_at"] for slot in told for _ in range(slot["free"])]
        assert len(places) > CLIENTS * EACH + 300, "the hall offers too few places"

        def body() -> dict[str, object]:
            number = next(people)
            return {"queue": "a", "starts_at": places[number], "person": f"{number:032x}"}

        commits = commits_s(folder, 300)
        with bare(port, str(folder / "bare.db")):
            floor = load.run(port, FLOOR_HALL, sample_hall.KIOSK, clients=CLIENTS, each=EACH, body={"queue": "a"})
        one = load.run(
            port, sample_hall.HALL, sample_hall.KIOSK, clients=1, each=300, body=body, asks="appointment.book"
        )
        many = load.run(
            port, sample_hall.HALL, sample_hall.KIOSK, clients=CLIENTS, each=EACH, body=body, asks="appointment.book"
        )
    assert not one.refused, one.refused[:1]
    assert not many.refused, many.refused[:1]
    codes = [answer["data"]["code"] for answer in one.answers + many.answers]  # type: ignore[index]
    assert len(set(codes)) == len(codes), "a code was given twice"
    rate = many.per_second
    return [
        Row(
            name=f"{CLIENTS} clients booking, durable answers",
            unit="per s",
            ours=rate,
            floor=floor.per_second,
            aim=f">= {WANTED:.0f}",
            met=rate >= WANTED,
        ),
        Row(
            name="appointment.book, one client, p50, beside a bare commit",
            unit="ms",
            ours=percentile(one.latencies, 0.5) * 1e3,
            floor=percentile(commits, 0.5) * 1e3,
        ),
    ]


def looking_up(folder: Path) -> list[Row]:
    """Measure looking up cases by receipt, each time another one, all over the file."""
    source = folder / "cases"
    source.mkdir()
    receipts = [f"511Z{number:08}" for number in range(CASES)]
    with (source / "all.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("receipt", "phone", "name", "item", "stage", "accepted_on"))
        for number, receipt in enumerate(receipts):
            writer.writerow((receipt, f"139{number:08}", "王小明", "高龄老年人津贴", "受理", "2026-11-02"))
    time.sleep(1.2)  # a file that has just changed is not read yet
    cases = FolderCases(FolderSource(path="cases"), source, RowReader(SourceFields(), SourceStages()))
    cases.look()
    asked = [receipts[number * 47 % CASES] for number in range(LOOK_UPS)]
    ours = [_timed(lambda receipt=receipt: cases.by_receipt(receipt)) for receipt in asked]  # type: ignore[misc]
    found = cases.by_receipt(asked[0])
    assert isinstance(found, tuple)
    assert len(found) == 1
    cases.close()
    db = sqlite3.connect(folder / "floor.db")
    db.execute("CREATE TABLE cases (receipt TEXT PRIMARY KEY, body TEXT)")
    db.executemany("INSERT INTO cases VALUES (?, ?)", ((receipt, "王小明" * 20) for receipt in receipts))
    db.commit()
    look = "SELECT body FROM cases WHERE receipt = ?"
    floor = [_timed(lambda receipt=receipt: db.execute(look, (receipt,)).fetchone()) for receipt in asked]  # type: ignore[misc]
    db.close()
    p95 = percentile(ours, 0.95)
    return [
        Row(
            name=f"one of {CASES} cases in a folder by receipt, p95",
            unit="ms",
            ours=p95 * 1e3,
            floor=percentile(floor, 0.95) * 1e3,
            aim="<= 5 ms",
            met=p95 <= 0.005,
        )
    ]


def _timed(ask: object) -> float:
    start = time.perf_counter()
    ask()  # type: ignore[operator]
    return time.perf_counter() - start
