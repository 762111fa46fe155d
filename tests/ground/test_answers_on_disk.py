"""Answers on disk: without a ticket's key, and found again by the request's id after a restart and an update."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from quiet_hall import QuietHall
from sample_hall import TOML

from hall import keys
from hall.disk import migrations, pages
from hall.disk.store import Store
from program import data_version

PERSON = "ab" * 16


class KeyedHall(QuietHall):
    """The hall with the hall's ticket keys, as the service makes it."""

    def restart(self) -> None:
        super().restart()
        self.writer._ticket_key = keys.ticket_keys(self.folder)
        self.writer._load()


def in_the_folder(folder: Path, words: str) -> list[str]:
    """The files in which these words stand."""
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and words.encode() in path.read_bytes()]


def test_no_key_of_a_ticket_stands_on_the_disk_and_who_asks_again_gets_it(tmp_path: Path) -> None:
    small = KeyedHall(tmp_path, TOML)
    given = [small.ask("kiosk-1", "ticket.issue", f"id-{n}", queue="social") for n in range(20)]
    given.append(small.ask("kiosk-1", "ticket.issue", "id-20", queue="civil", person=PERSON))
    refused = small.ask("kiosk-1", "ticket.issue", "id-21", queue="civil", person=PERSON)
    assert refused["error"]["code"] == "person.has_ticket"
    issued = [answer["data"]["key"] for answer in given]
    assert len({*issued}) == 21
    assert issued == [keys.ticket_keys(tmp_path)(answer["data"]["ticket"]) for answer in given]
    small.writer.snapshot()
    for _ in range(2):
        assert [key for key in issued if in_the_folder(tmp_path, key)] == []
        assert [small.ask("kiosk-1", "ticket.issue", f"id-{n}", queue="social") for n in range(21)] == given
        assert small.ask("kiosk-1", "ticket.issue", "id-21", queue="civil", person=PERSON) == refused
        small.restart()


def second_version(path: Path, answers: int = 3) -> list[str]:
    """A store as the first release left it, with keys in its answers. Returns these."""
    issued = [f"key{n:09d}" for n in range(answers)]
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;" + migrations.SCHEMA)
        migrations.MIGRATIONS[0](db)
        db.execute("PRAGMA user_version = 2")
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO answers VALUES (?, ?, ?)",
            [
                (f"kiosk-1/id-{n}", n, f'{{"id": "id-{n}", "ok": true, "data": {{"ticket":"t-{n}","key":"{key}"}}}}')
                for n, key in enumerate(issued)
            ],
        )
        db.execute("COMMIT")
    return issued


def test_keys_that_an_earlier_version_wrote_are_gone_after_the_update(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    issued = second_version(path)
    assert in_the_folder(tmp_path, issued[0])
    store = Store(path)
    assert [key for key in issued if in_the_folder(tmp_path, key)] == []
    found = store.answers(["kiosk-1/id-1", "kiosk-1/id-9"])
    assert found == {"kiosk-1/id-1": '{"ok": true, "data": {"ticket":"t-1","key":""}}'}
    store.close()


def page_size(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(db.execute("PRAGMA page_size").fetchone()[0])


KILLED_AMONG_PAGES = """
import os, signal, sys, threading, time
from pathlib import Path
from hall.disk import pages
from hall.disk.store import Store

path, after_s = Path(sys.argv[1]), float(sys.argv[2])
begun, done = threading.Event(), threading.Event()

def kill():
    begun.wait()
    while not (path.with_name("hall.db-journal").exists() or done.is_set()):  # a disk in memory may be quicker
        pass
    time.sleep(after_s)
    os.kill(os.getpid(), signal.SIGKILL)

threading.Thread(target=kill, daemon=True).start()
set_size = pages.set_size
pages.set_size = lambda db: begun.set() or set_size(db)
Store(path)
done.set()
time.sleep(60)
"""


@pytest.mark.parametrize("after_s", [0, 0.002, 0.01, 0.04])
def test_a_power_cut_while_pages_are_made_smaller_loses_nothing(tmp_path: Path, after_s: float) -> None:
    path = tmp_path / "hall.db"
    second_version(path, 20_000)
    argv = [sys.executable, "-c", KILLED_AMONG_PAGES, str(path), str(after_s)]
    ended = subprocess.run(argv, cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert data_version.version_of(path) == data_version.newest(migrations.MIGRATIONS)
    store = Store(path)
    assert len(store.answers(f"kiosk-1/id-{n}" for n in range(20_000))) == 20_000
    store.close()
    assert page_size(path) == pages.PAGE_BYTES


def test_a_store_without_room_for_smaller_pages_goes_on_as_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "hall.db"
    second_version(path, 2_000)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()  # whoever reads holds the file as it is
        store = Store(path)
        assert "keeps pages of 4096 bytes for now" in caplog.text
        assert len(store.answers(["kiosk-1/id-7"])) == 1
        store.close()
    Store(path).close()
    assert page_size(path) == pages.PAGE_BYTES


def test_a_mistake_of_the_asker_is_refused_again_and_not_written_down(tmp_path: Path) -> None:
    small = QuietHall(tmp_path)
    written = len(small.store._answered)
    mistakes = [small.ask("kiosk-1", "ticket.issue", "id-1", queue="nowhere") for _ in range(3)]
    assert {one["error"]["code"] for one in mistakes} == {"queue.unknown"}
    assert len(small.store._answered) == written
    assert small.ask("pad-1", "ticket.call_next", "id-2", window="w1")["error"]["code"] == "window.not_open"
    assert len(small.store._answered) == written + 1, "what may be otherwise a moment later is"
