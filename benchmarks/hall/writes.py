"""Bytes written to the disk for one ticket: issued, called, started, finished. As the kernel counts them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from benchmarks import sample_hall
from benchmarks.hall.asker import OneAsker
from benchmarks.hall.running import builds, running
from benchmarks.row import Row

TICKETS = 400
PAYLOAD = (420, 380, 380, 380)
"""What the four commits have to keep: an event and an answer each."""


def own_written() -> int:
    return int(Path("/proc/self/io").read_text(encoding="ascii").split("\nwrite_bytes:")[1].split()[0])


def bare(folder: Path) -> float:
    """Four commits of the same payload into one table, with the pragmas of the hall and SQLite's own page size."""
    store = sqlite3.connect(folder / "bare.db", isolation_level=None)
    store.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
    store.execute("CREATE TABLE e (body BLOB)")
    before = 0
    for ticket in range(50 + TICKETS):
        before = own_written() if ticket == 50 else before
        for size in PAYLOAD:
            store.execute("INSERT INTO e VALUES (?)", (b"x" * size,))
    store.close()
    return (own_written() - before) / TICKETS


def of_hall(port: int, folder: Path, build: Path) -> float:
    with running(port, sample_hall.write(folder), folder / "data", build) as hall:
        asker = OneAsker(port, sample_hall.HALL, sample_hall.DESK)
        asker.ask("window.open", window="w1", clerk="c1")
        before = 0
        for ticket in range(50 + TICKETS):
            before = hall.written() if ticket == 50 else before
            asker.ask("ticket.issue", queue="a")
            called = asker.ask("ticket.call_next", window="w1")["ticket"]
            asker.ask("ticket.start", window="w1", ticket=called)
            asker.ask("ticket.finish", window="w1", ticket=called)
        written = hall.written() - before
        asker.close()
    return written / TICKETS


def rows(port: int, folder: Path) -> list[Row]:
    measured = {}
    for name, build in builds().items():
        (folder / name).mkdir(parents=True)
        measured[name] = of_hall(port, folder / name, build) / 1e3
    other = measured.get("other")
    return [
        Row(
            name="written to disk for a ticket (issue, call, start, finish)",
            unit="kB",
            ours=measured["ours"],
            floor=bare(folder) / 1e3,
            other=other,
            aim="<= 0.5 x other",
            met=None if other is None else measured["ours"] <= 0.5 * other,
        )
    ]
