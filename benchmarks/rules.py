"""Measures the rules without MQTT: commands decided and committed in batches; the next ticket of a million."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks import sample_hall
from benchmarks.hall.running import builds
from benchmarks.row import Row, percentile
from domain.commands import CallNext, FinishService, IssueTicket, OpenWindow, StartService
from domain.decide.hall import Hall
from domain.events import Event, TicketCalled
from domain.refusal import Refusal
from domain.show.answers import answer
from hall.disk.store import Store
from hall.queries import Queries
from hall.requests import RawRequest
from hall.writer import Writer
from kiosk.mqtt.messages import new_id

BATCHES, BATCH = 60, 500
TURNS = 3  # of each build, where another one is measured beside this
WAITING = 1_000_000
MORNING = 1_795_208_400_000  # 2026-11-21 05:00 in China: a million numbers, 20 ms apart, fit into the hall day


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def requests(count: int) -> list[RawRequest]:
    """Requests as they come from the wire, each with an id of its own."""
    return [
        RawRequest(
            sample_hall.KIOSK, json.dumps({"id": new_id(), "type": "ticket.issue", "data": {"queue": "a"}}).encode()
        )
        for _ in range(count)
    ]


def committing() -> Row:
    """JSON in, decided, applied, one FULL commit a batch, JSON answers out; beside the bare inserts of as many rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = sample_hall.config(folder)
        store = Store(folder / "hall.db")
        writer = Writer(config, store, clock_ms=now_ms, queries=Queries(config.id, store, lambda: 0, lambda: ()))
        batches = [requests(BATCH) for _ in range(BATCHES)]
        start = time.perf_counter()
        for batch in batches:
            done = writer.handle(batch)
            assert all(text is not None and '"ok": true' in text for text in done.answers), done.answers[0]
        ours = BATCHES * BATCH / (time.perf_counter() - start)
        store.close()
        bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
        bare.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE e (seq INTEGER PRIMARY KEY, body TEXT); CREATE TABLE a (id TEXT PRIMARY KEY, body TEXT)"
        )
        start = time.perf_counter()
        for number, batch in enumerate(batches):
            rows = [(number * BATCH + n, one.payload.decode()) for n, one in enumerate(batch)]
            bare.execute("BEGIN IMMEDIATE")
            bare.executemany("INSERT INTO e VALUES (?, ?)", rows)
            bare.executemany("INSERT INTO a VALUES (?, ?)", [(new_id(), body) for _, body in rows])
            bare.execute("COMMIT")
        floor = BATCHES * BATCH / (time.perf_counter() - start)
    return Row(
        name=f"decide + commit, batches of {BATCH}",
        unit="commands/s",
        ours=ours,
        floor=floor,
        aim=">= 20000",
        met=ours >= 20_000,
    )


def happen(hall: Hall, decided: list[Event] | Refusal) -> list[Event]:
    """Apply the events; a refusal is a mistake of the bench."""
    if isinstance(decided, Refusal):
        raise TypeError(decided)
    for event in decided:
        hall.apply(event)
    return decided


def next_of_a_million() -> list[Row]:
    """`call_next` with a million waiting: the decision alone, and with all that follows from it."""
    with tempfile.TemporaryDirectory() as name:
        hall = Hall(sample_hall.config(Path(name), windows=1))
    now = MORNING
    happen(hall, hall.decide(OpenWindow(window="w1", clerk="c1"), now))
    for n in range(WAITING):
        now += 20
        priority = "senior" if n % 5 == 0 else None
        happen(hall, hall.decide(IssueTicket(queue="ab"[n % 2], priority=priority), now))
    deciding, whole = [], []
    for _ in range(2_000):
        now += 1_000
        start = time.perf_counter()
        command = CallNext(window="w1")
        decided = hall.decide(command, now)
        deciding.append(time.perf_counter() - start)
        events = happen(hall, decided)
        answer(hall, command, events, now)
        whole.append(time.perf_counter() - start)
        called = next(event.ticket for event in events if isinstance(event, TicketCalled))
        happen(hall, hall.decide(StartService(window="w1", ticket=called), now))
        happen(hall, hall.decide(FinishService(window="w1", ticket=called), now))
    p50, p99 = percentile(deciding, 0.5) * 1e6, percentile(deciding, 0.99) * 1e6
    return [
        Row(name="next ticket of 1,000,000, p50", unit="µs", ours=p50, aim="<= 50", met=p50 <= 50),
        Row(name="next ticket of 1,000,000, p99", unit="µs", ours=p99, aim="<= 50", met=p99 <= 50),
        Row(name="the same, applied and answered, p50", unit="µs", ours=percentile(whole, 0.5) * 1e6),
    ]


def elsewhere(build: Path, function: str) -> list[float]:
    """The result of this module's `function` in another checkout."""
    said = f"import json; from benchmarks import rules; made = rules.{function}()"
    said += "; print(json.dumps([row.ours for row in (made if isinstance(made, list) else [made])]))"
    environment = {**os.environ, "PYTHONPATH": str(build)}
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=build, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    figures: list[float] = json.loads(done.stdout)
    return figures


def rows() -> list[Row]:
    other = builds().get("other")
    if other is None:
        return [committing(), *next_of_a_million()]
    turns = [(elsewhere(other, "committing")[0], committing()) for _ in range(TURNS)]
    ours = median(row.ours for _, row in turns)
    row = replace(turns[-1][1], ours=ours, other=median(figure for figure, _ in turns), met=ours >= 20_000)
    beside = elsewhere(other, "next_of_a_million")
    return [row, *(replace(row, other=figure) for row, figure in zip(next_of_a_million(), beside, strict=True))]
