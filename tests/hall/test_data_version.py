"""Data of an older version become this program's in one step; those of a newer one are refused and left alone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from quiet_hall import QuietHall
from sample_hall import TOML

from domain.state.appointments import Booking
from domain.state.faults import Fault
from domain.state.rating_sessions import RatingSession
from domain.state.reprints import Reprint
from hall.__main__ import main
from hall.disk import migrations, store
from hall.disk.migrations import MIGRATIONS
from hall.sms.ledger import Ledger
from hall.verify_ratings import verify_main
from program import data_version

NEWEST = data_version.newest(MIGRATIONS)
FIRST_STATE = {
    "form": 1, "day": "2026-11-20", "last_issue_at": 5, "order": 1, "seq": 0, "missed": [], "calls": [], "queues": {},
    "totals": {"issued": 1, "served": 0, "cancelled": 0, "expired": 0},
    "tickets": [["20261120-A001", "A001", "social", 5, 5, 1, 5, "waiting", ["pension"], None, None, None, None,
                 "zh_CN", "kiosk-1", False]],
    "windows": {"w1": {"state": "open", "clerk": "c1", "pause": None, "serves": [["civil", 3]], "ticket": None,
                       "held": [], "rating": None, "served": 0, "busy_from": None, "free_at": 5}},
    "ratings": {"chain": "00", "sessions": [["s1", "n1", "20261120-A002", "A002", "w1", "c1", 10, 20, "invited"]]},
    "bookings": [{"code": "Y1", "queue": "civil", "starts_at": 30, "ends_at": 40, "person": "ab", "ticket": None}],
    "reprints": [["20261120-A001-r1", "20261120-A001", "w1", "kiosk-1", 50, 60, 55, "no_paper"]],
    "faults": [["kiosk-1", "printer.no_paper", 70, "tray"]],
}  # fmt: skip
"""A whole state as an early program of version 1 wrote it: it knew of fewer fields than the last one."""


def first_version(path: Path) -> None:
    """A file from before there was a number, with a state in it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = WAL;" + migrations.SCHEMA)
        db.execute("INSERT INTO snapshots VALUES (1, 0, 1, ?)", (json.dumps(FIRST_STATE),))


def content(path: Path) -> dict[str, bytes]:
    """The store's own files, without the index of the log that SQLite makes anew."""
    return {one.name: one.read_bytes() for one in path.parent.glob(path.name + "*") if not one.name.endswith("-shm")}


def rows(path: Path) -> list[str]:
    """All but which store it is: each is one of its own."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        return [line for line in db.iterdump() if "VALUES('store'," not in line]


def test_a_new_store_has_the_newest_version(small: QuietHall) -> None:
    assert data_version.version_of(small.folder / "hall.db") == NEWEST
    small.restart()
    assert data_version.version_of(small.folder / "hall.db") == NEWEST


def test_a_store_of_the_first_version_is_brought_up_to_the_newest(tmp_path: Path) -> None:
    first_version(tmp_path / "hall.db")
    small = QuietHall(tmp_path)
    assert data_version.version_of(tmp_path / "hall.db") == NEWEST
    ticket = small.writer.hall.state.numbers["A001"]
    assert (ticket.state, ticket.items, ticket.device, ticket.pickup) == ("waiting", ("pension",), "kiosk-1", None)
    state = small.writer.hall.state
    (serves,) = state.windows["w1"].serves
    assert (serves.queue, serves.lag_minutes) == ("civil", 3)
    assert state.sessions.chain == "00"
    assert state.sessions.get("s1") == RatingSession(
        id="s1",
        nonce="n1",
        ticket="20261120-A002",
        number="A002",
        window="w1",
        clerk="c1",
        invited_at=10,
        expires_at=20,
    )
    assert state.bookings.get("Y1") == Booking(code="Y1", queue="civil", starts_at=30, ends_at=40, person="ab")
    assert state.reprints.of("20261120-A001-r1") == Reprint(
        order="20261120-A001-r1",
        ticket="20261120-A001",
        window="w1",
        device="kiosk-1",
        ordered_at=50,
        expires_at=60,
        ended_at=55,
        fault="no_paper",
    )
    assert state.faults.of("kiosk-1") == {"printer.no_paper": Fault(70, "tray")}
    small.store.close()


def test_a_new_store_and_one_brought_up_are_alike(tmp_path: Path) -> None:
    first_version(tmp_path / "old.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "old.db", isolation_level=None)) as db:
        db.execute("DELETE FROM snapshots")
    for name in ("old.db", "new.db"):
        store.Store(tmp_path / name).close()
    assert rows(tmp_path / "old.db") == rows(tmp_path / "new.db")


def newer(folder: Path) -> Path:
    """A store that a later program has left, with its last words still in the log."""
    store.Store(folder / "hall.db").close()
    script = (
        "import os, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        f"db.execute('PRAGMA user_version = {NEWEST + 1}')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(folder / "hall.db")], check=False)
    return folder / "hall.db"


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    path = newer(tmp_path)
    before = content(path)
    assert main(["--config", str(tmp_path / "hall.toml"), "--data", str(tmp_path)]) == os.EX_DATAERR
    said = capsys.readouterr().err
    assert f"hall.db holds data of version {NEWEST + 1}, and this program knows none after {NEWEST}" in said
    assert "start the program that wrote them or a newer one" in said
    assert content(path) == before


def test_reviews_of_a_newer_version_are_not_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer(tmp_path)
    assert verify_main([str(tmp_path)]) == 2
    assert f"data of version {NEWEST + 1}" in capsys.readouterr().err


KILLED_IN_A_MIGRATION = """
import os, signal, sys
from pathlib import Path
from hall.disk import migrations, store

def killed(db):
    db.execute("CREATE TABLE half (done TEXT)")
    db.execute("DELETE FROM snapshots")
    db.execute("PRAGMA user_version = 7")
    os.kill(os.getpid(), signal.SIGKILL)

store.MIGRATIONS = (*migrations.MIGRATIONS, killed)
store.Store(Path(sys.argv[1]))
"""


def test_a_power_cut_in_the_midst_of_a_migration_leaves_the_old_data(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    first_version(path)
    before = rows(path)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_IN_A_MIGRATION, str(path)], cwd=Path(__file__).parents[2], check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert data_version.version_of(path) == 0
    assert rows(path) == before
    small = QuietHall(tmp_path)
    assert list(small.writer.hall.state.numbers) == ["A001"]
    small.store.close()


def test_a_migration_that_fails_leaves_the_old_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM snapshots")
        raise OSError

    path = tmp_path / "hall.db"
    first_version(path)
    before = rows(path)
    monkeypatch.setattr(store, "MIGRATIONS", (*migrations.MIGRATIONS, fails))
    with pytest.raises(OSError):  # noqa: PT011 - the one raised above
        store.Store(path)
    assert (data_version.version_of(path), rows(path)) == (0, before)


def test_a_ledger_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    Ledger(tmp_path).close()
    path = tmp_path / "sms.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        db.execute("PRAGMA user_version = 9")
    before = content(path)
    with pytest.raises(data_version.NewerDataError, match="data of version 9, and this program knows none after 1"):
        Ledger(tmp_path)
    assert content(path) == before
