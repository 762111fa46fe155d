"""A hall with a million events behind it: how soon it answers after a power cut, and what moving days costs answers."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import load, sample_hall
from benchmarks.hall.running import running
from benchmarks.row import Row, percentile
from domain.decide.hall import Hall
from domain.events import DayClosed, DayOpened
from hall.archive.files import ARCHIVE, ArchiveFiles
from hall.archive.files import Row as EventRow
from hall.archive.mover import DELETED_AT_ONCE, Mover
from hall.disk.states import DAYS
from hall.disk.store import Batch, Store

EVENTS, A_DAY, TODAY = 1_000_000, 2_500, 2_000
STEPS = ("issued", "called", "started", "finished")
BODY: dict[str, object] = {"queue": "a"}


def rows(port: int, folder: Path, imports_s: Callable[[], float]) -> list[Row]:
    return [*restarting(port, folder / "history", imports_s), *moving(folder / "moving")]


def restarting(port: int, folder: Path, imports_s: Callable[[], float]) -> list[Row]:
    """Killed in the middle of a day with a million events behind it, and started again; to READY, beyond imports."""
    toml = sample_hall.write(_made(folder))
    data = folder / "data"
    write_history(data, EVENTS // A_DAY, archived=True)
    with running(port, toml, data) as hall:
        load.run(port, sample_hall.HALL, sample_hall.KIOSK, clients=20, each=TODAY // 20, body=BODY)
        hall.kill()
    seconds, imports = [], []
    for _ in range(5):  # by turns: a machine that becomes slow meanwhile becomes so for both
        imports.append(imports_s())
        with running(port, toml, data) as hall:
            seconds.append(hall.seconds)
            hall.kill()
    floor = percentile(imports, 0.5)
    ours = max(percentile(seconds, 0.5) - floor, 0.0)
    name = f"restart after kill -9 with {EVENTS:,} events and {TODAY:,} tickets today, beyond imports"
    size = (data / "hall.db").stat().st_size / 1e6
    return [
        Row(name=name, unit="s", ours=ours, floor=floor, aim="<= 0.5 s", met=ours <= 0.5),
        Row(name="hall.db with them", unit="MB", ours=size),
    ]


def moving(folder: Path) -> list[Row]:
    """Twenty days leave the store while somebody commits: a commit beside the thread, and a step under the lock."""
    _made(folder)
    write_history(folder, DAYS + 20, archived=False)
    with contextlib.closing(Store(folder / "hall.db")) as store:
        quiet = [_commit(store, number) for number in range(300)]
        mover = Mover(store)
        mover.begin()
        beside, number = [], 300
        while mover.busy or number < 400:
            beside.append(_commit(store, number))
            number += 1
        steps = []
        while True:
            start = time.perf_counter()
            more = mover.rest(calm=False)
            steps.append(time.perf_counter() - start)
            if not more:
                break
    floor, ours = percentile(quiet, 0.99) * 1e3, percentile(beside, 0.99) * 1e3
    return [
        Row(name="a commit while days go to the archive, p99", unit="ms", ours=ours, floor=floor),
        Row(name=f"deleting {DELETED_AT_ONCE} archived events, p50", unit="ms", ours=percentile(steps, 0.5) * 1e3),
        Row(name="the same, p99", unit="ms", ours=percentile(steps, 0.99) * 1e3, floor=floor),
    ]  # fmt: skip


def _commit(store: Store, number: int) -> float:
    start = time.perf_counter()
    store.commit(Batch(meta={"bench": str(number)}))
    return time.perf_counter() - start


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def write_history(data: Path, days: int, *, archived: bool) -> None:
    """Write `days` closed days up to yesterday, and the state after them. `archived`: the older ones are in the
    archive."""
    first = datetime.now(UTC).date() - timedelta(days=days)
    hall = Hall(sample_hall.config(data.parent))
    hall.apply(DayOpened(at=1, day=first.isoformat()))
    seq = 0
    live: list[EventRow] = []
    archive = ArchiveFiles(data / ARCHIVE)
    for place in range(days):
        day = first + timedelta(days=place)
        of_day = _day(seq, day.isoformat())
        seq = of_day[-1][0]
        if archived and place < days - DAYS:
            archive.append(str(day.year), of_day)
        else:
            live += of_day
    hall.apply(DayClosed(at=1, day=day.isoformat(), issued=0, served=0, no_show=0, cancelled=0, expired=0))
    hall.state.day = day.isoformat()
    Store(data / "hall.db").close()
    with contextlib.closing(sqlite3.connect(data / "hall.db", isolation_level=None)) as db:
        db.execute("BEGIN")
        db.executemany("INSERT INTO events (seq, at, type, body) VALUES (?, ?, ?, ?)", live)
        db.execute("INSERT INTO snapshots (id, seq, body) VALUES (1, ?, ?)", (seq, json.dumps(hall.dump())))
        db.execute("COMMIT")


def _day(after: int, day: str) -> list[EventRow]:
    """Events as they stand on disk, of people who were served one after the other."""
    at = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)
    made: list[EventRow] = []
    for place in range(A_DAY - 1):
        step, number = STEPS[place % 4], f"A{place // 4:07d}"
        ticket = f"{day.replace('-', '')}-{number}"
        body: dict[str, object] = {"at": at + place, "ticket": ticket, "window": "w1"}
        if step == "issued":
            body = {"at": at + place, "ticket": ticket, "number": number, "queue": "a", "counter": place // 4,
                    "items": [], "language": "zh_CN", "device": "kiosk", "offline": False}  # fmt: skip
        made.append((after + place + 1, at + place, f"ticket.{step}", json.dumps(body, separators=(",", ":"))))
    counts = dict.fromkeys(("issued", "served", "no_show", "cancelled", "expired"), 0)
    closed = json.dumps({"at": at + A_DAY, "day": day, **counts}, separators=(",", ":"))
    return [*made, (after + A_DAY, at + A_DAY, "day.closed", closed)]
