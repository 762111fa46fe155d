"""A start reads the newest state that can be read; a spoilt one costs the events of a day, not the whole log."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hall_process import HallProcess
from sample_hall import TOML
from small_desk import DAY, MINUTE, SmallDesk

from bench.mosquitto import Mosquitto
from hall.disk import journal
from hall.disk.memory import remember
from hall.disk.states import DAYS

PERSON = "ab" * 16


@pytest.fixture
def desk(tmp_path: Path) -> SmallDesk:
    return SmallDesk(tmp_path)


def a_day(desk: SmallDesk, numbers: int = 3) -> None:
    """Some people come, one is served, and the day closes."""
    assert desk.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    for _ in range(numbers):
        assert desk.ask("kiosk-1", "ticket.issue", queue="social")["ok"]
    ticket = desk.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"]
    desk.now += MINUTE
    for step in ("ticket.start", "ticket.finish"):
        assert desk.ask("pad-1", step, window="w1", ticket=ticket)["ok"]
    desk.now += DAY - MINUTE
    desk.tick()


def reads(desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many events a start reads; the hall is the one before it."""
    before = desk.desk.hall.dump()
    count = 0
    read = journal.read

    def counted(*args: object) -> object:
        nonlocal count
        count += 1
        return read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "read", counted)
    desk.restart()
    monkeypatch.setattr(journal, "read", read)
    assert desk.desk.hall.dump() == before
    return count


def spoil(sql: str) -> Callable[[SmallDesk], None]:
    return lambda desk: desk.store._db.execute(sql)


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
    desk: SmallDesk, damage: Callable[[SmallDesk], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        a_day(desk)
    assert desk.ask("kiosk-1", "ticket.issue", queue="social", person=PERSON)["ok"]
    desk.desk.snapshot()
    assert reads(desk, monkeypatch) == 0
    damage(desk)
    assert reads(desk, monkeypatch) == 3, "the day's opening, a review that lapsed, one number"


def test_if_the_last_closing_is_spoilt_too_the_one_before_it_is_read(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        a_day(desk)
    desk.store._db.execute("DELETE FROM snapshots")
    desk.store._db.execute("UPDATE closings SET body = '{' WHERE seq = (SELECT max(seq) FROM closings)")
    of_a_day = reads(desk, monkeypatch)
    assert 9 <= of_a_day <= 14, of_a_day
    desk.store._db.execute("UPDATE closings SET body = 'x'")
    assert reads(desk, monkeypatch) > 2 * of_a_day, "the whole life, and nothing is lost"


def test_what_the_last_days_closed_with_is_kept_without_a_person(desk: SmallDesk) -> None:
    slot = {"starts_at": desk.now + 20 * DAY, "ends_at": desk.now + 20 * DAY + MINUTE}
    assert desk.ask("desk-1", "appointment.book", code="K1", queue="social", person=PERSON, **slot)["ok"]
    for _ in range(DAYS + 3):
        a_day(desk)
    rows = desk.store._db.execute("SELECT day, body FROM closings ORDER BY seq").fetchall()
    assert len(rows) == DAYS
    assert [day for day, _ in rows] == sorted(day for day, _ in rows)
    assert not any(PERSON in body for _, body in rows)
    assert any(PERSON in body for (body,) in desk.store._db.execute("SELECT body FROM snapshots"))
    desk.store._db.execute("DELETE FROM snapshots")
    hall = remember(desk.config, desk.store, None, None).hall
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
