"""A start reads the newest state that can be read; a spoilt one costs the events of a day, not the whole log."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hall_process import HallProcess
from quiet_hall import DAY, MINUTE, QuietHall
from sample_hall import TOML

from bench.mosquitto import Mosquitto
from hall.disk import journal
from hall.disk.memory import remember
from hall.disk.states import DAYS

PERSON = "ab" * 16


@pytest.fixture
def small(tmp_path: Path) -> QuietHall:
    return QuietHall(tmp_path)


def a_day(small: QuietHall, numbers: int = 3) -> None:
    """Some people come, one is served, and the day closes."""
    assert small.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    for _ in range(numbers):
        assert small.ask("kiosk-1", "ticket.issue", queue="social")["ok"]
    ticket = small.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"]
    small.now += MINUTE
    for step in ("ticket.start", "ticket.finish"):
        assert small.ask("pad-1", step, window="w1", ticket=ticket)["ok"]
    small.now += DAY - MINUTE
    small.tick()


def reads(small: QuietHall, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many events a start reads; the hall is the one before it."""
    before = small.writer.hall.dump()
    count = 0
    read = journal.read

    def counted(*args: object) -> object:
        nonlocal count
        count += 1
        return read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "read", counted)
    small.restart()
    monkeypatch.setattr(journal, "read", read)
    assert small.writer.hall.dump() == before
    return count


def spoil(sql: str) -> Callable[[QuietHall], None]:
    return lambda small: small.store._db.execute(sql)


@pytest.mark.parametrize(
    "damage",
    [
        spoil("UPDATE snapshots SET body = substr(body, 1, length(body) / 2)"),
        spoil("UPDATE snapshots SET body = '{}'"),
        spoil("UPDATE snapshots SET body = '[]'"),
        spoil("UPDATE snapshots SET body = replace(body, '\"counter\"', '\"c0unter\"')"),
        spoil("DELETE FROM snapshots"),
    ],
    ids=["torn", "empty", "a list", "another key", "gone"],
)
def test_a_spoilt_state_costs_the_events_of_one_day(
    small: QuietHall, damage: Callable[[QuietHall], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        a_day(small)
    assert small.ask("kiosk-1", "ticket.issue", queue="social", person=PERSON)["ok"]
    small.writer.snapshot()
    assert reads(small, monkeypatch) == 0
    damage(small)
    assert reads(small, monkeypatch) == 3, "the day's opening, a review that lapsed, one number"


def test_if_the_last_closing_is_spoilt_too_the_one_before_it_is_read(
    small: QuietHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        a_day(small)
    small.store._db.execute("DELETE FROM snapshots")
    small.store._db.execute("UPDATE closings SET body = '{' WHERE seq = (SELECT max(seq) FROM closings)")
    of_a_day = reads(small, monkeypatch)
    assert 9 <= of_a_day <= 14, of_a_day
    small.store._db.execute("UPDATE closings SET body = 'x'")
    assert reads(small, monkeypatch) > 2 * of_a_day, "the whole life, and nothing is lost"


def test_what_the_last_days_closed_with_is_kept_without_a_person(small: QuietHall) -> None:
    slot = {"starts_at": small.now + 20 * DAY, "ends_at": small.now + 20 * DAY + MINUTE}
    assert small.ask("desk-1", "appointment.book", code="K1", queue="social", person=PERSON, **slot)["ok"]
    for _ in range(DAYS + 3):
        a_day(small)
    rows = small.store._db.execute("SELECT day, body FROM closings ORDER BY seq").fetchall()
    assert len(rows) == DAYS
    assert [day for day, _ in rows] == sorted(day for day, _ in rows)
    assert not any(PERSON in body for _, body in rows)
    assert any(PERSON in body for (body,) in small.store._db.execute("SELECT body FROM snapshots"))
    small.store._db.execute("DELETE FROM snapshots")
    hall = remember(small.config, small.store, None, None).hall
    booking = hall.state.bookings.get("K1")
    assert booking is not None, "its code is honoured"


class Notified:
    """A real notify socket, as systemd has it."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.settimeout(30)

    def until(self, word: str) -> list[str]:
        heard: list[str] = []
        while word not in heard:
            heard += self._socket.recv(4096).decode().splitlines()
        return heard


@pytest.mark.running
def test_systemd_is_told_to_wait_while_a_long_log_is_read_and_that_the_hall_is_ready_after_it(
    broker: Mosquitto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    process = HallProcess(folder, broker.port)
    process.start()
    process.stop()
    with sqlite3.connect(process.data / "hall.db") as db:
        last = db.execute("SELECT max(seq) FROM events").fetchone()[0]
        body = '{"at": 1, "device": "kiosk-1", "code": "x", "detail": "", "cleared": false}'
        db.executemany(
            "INSERT INTO events (seq, at, type, body) VALUES (?, 1, 'device.fault', ?)",
            ((seq, body) for seq in range(last + 1, last + 20_001)),
        )
        db.execute("UPDATE snapshots SET body = 'spoilt'")
    told = Notified(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    process.start()
    heard = told.until("READY=1")
    process.kill()
    patience = [line for line in heard if line.startswith("EXTEND_TIMEOUT_USEC=")]
    assert len(patience) >= 4
    assert all(int(line.partition("=")[2]) >= 30_000_000 for line in patience)
    assert "STATUS=reads its log: 20000 events" in heard
