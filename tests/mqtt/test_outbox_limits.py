"""The edges of the outbox: who is turned away when, what is stored of a refusal and how long, in which order."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from complaints import Complaints

from kiosk.mqtt.outbox import DiskFull, Held, Outbox, OutboxFull, Recorded

SEVEN_DAYS_S = 7 * 86_400


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


def record(outbox: Outbox, type_: str, data: dict[str, Any] | None = None) -> str:
    recorded = outbox.append(type_, data or {})
    assert isinstance(recorded, Recorded), recorded
    return recorded.id


@pytest.mark.parametrize(("capacity", "notes"), [(0, 0), (1, 0), (2, 1), (5, 2), (10, 5)])
def test_notes_have_half_of_the_room_and_tickets_all_of_it(
    tmp_path: Path, complaints: Complaints, capacity: int, notes: int
) -> None:
    outbox = Outbox(tmp_path / "outbox.db", capacity=capacity, on_complaint=complaints)
    for _ in range(notes):
        record(outbox, "ticket.printed")
    assert outbox.append("device.fault", {}) == OutboxFull()
    assert complaints == [("outbox.full", f"device.fault is not recorded: {notes} events wait")]
    for _ in range(capacity - notes):
        record(outbox, "ticket.issued_offline")
    assert outbox.append("ticket.issued_offline", {}) == OutboxFull()
    record(outbox, "rating.given")
    assert len(outbox) == capacity + 1


def test_there_is_room_again_when_the_hall_has_taken_one(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db", capacity=2)
    first = record(outbox, "ticket.printed")
    assert outbox.append("ticket.printed", {}) == OutboxFull()
    assert outbox.delete(first)
    record(outbox, "ticket.printed")


def test_a_row_comes_back_as_it_was(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    assert outbox.oldest() is None
    id_ = record(outbox, "rating.given", {"comment": "好", "level": 5})
    row = outbox.oldest()
    assert row is not None
    assert (row.id, row.type, row.data) == (id_, "rating.given", {"comment": "好", "level": 5})


def test_what_waits_of_one_type_comes_oldest_first(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    for number in (3, 1, 2):
        record(outbox, "ticket.issued_offline", {"number": number})
        record(outbox, "ticket.printed", {"number": number})
    assert [data["number"] for data in outbox.waiting("ticket.issued_offline")] == [3, 1, 2]
    assert outbox.waiting("rating.given") == []


def test_deleting_takes_that_row_alone_and_one_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    ids = [record(outbox, "rating.given") for _ in range(3)]
    assert outbox.delete(ids[1])
    assert outbox.delete(ids[1])
    assert len(outbox) == 2
    assert (row := outbox.oldest()) is not None
    assert row.id == ids[0]


def test_a_row_that_the_disk_does_not_let_go_stays(tmp_path: Path, complaints: Complaints) -> None:
    outbox = Outbox(tmp_path / "outbox.db", on_complaint=complaints)
    id_ = record(outbox, "rating.given")
    outbox._file.db().execute("PRAGMA query_only = ON")
    assert not outbox.delete(id_)
    assert not outbox.refuse(id_, "rating.over")
    assert [code for code, _ in complaints] == ["outbox.disk"] * 2
    outbox._file.db().execute("PRAGMA query_only = OFF")
    assert (row := outbox.oldest()) is not None
    assert row.id == id_
    assert outbox.refused() == []


def test_a_refusal_of_a_row_that_is_gone_is_no_trouble_and_no_alarm(tmp_path: Path, complaints: Complaints) -> None:
    outbox = Outbox(tmp_path / "outbox.db", on_complaint=complaints)
    assert outbox.refuse("gone", "rating.over")
    assert complaints == []
    assert outbox.refused() == []


def test_refused_rows_are_listed_oldest_first_and_neither_phone_nor_person_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    ids = [record(outbox, "ticket.issued_offline", {"phone": "138", "person": "ab", "n": n}) for n in range(3)]
    for place in (1, 2, 0):
        assert outbox.refuse(ids[place], f"code-{place}")
    assert outbox.refused() == [(ids[place], "ticket.issued_offline", f"code-{place}") for place in (1, 2, 0)]
    stored = [row[0] for row in sqlite3.connect(path).execute("SELECT data FROM refused ORDER BY seq")]
    assert stored == ['{"n": 1}', '{"n": 2}', '{"n": 0}']


def test_a_refused_row_is_stored_for_seven_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    begun = 1_800_000_000
    monkeypatch.setattr("time.time", lambda: float(begun))
    first = record(outbox, "rating.given")
    assert outbox.refuse(first, "rating.over")
    for later, known in ((SEVEN_DAYS_S, 2), (SEVEN_DAYS_S + 1, 2)):
        monkeypatch.setattr("time.time", lambda later=later: float(begun + later))
        assert outbox.refuse(record(outbox, "rating.given"), "rating.over")
        assert len(outbox.refused()) == known
    assert first not in [row[0] for row in outbox.refused()]


def test_rows_are_off_the_log_when_the_last_one_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    first, second = (record(outbox, "ticket.issued_offline", {"phone": "13800138000"}) for _ in range(2))
    outbox.delete(first)
    log = path.with_name("outbox.db-wal")
    assert log.stat().st_size > 0
    outbox.delete(second)
    assert log.stat().st_size == 0


def test_a_file_that_cannot_be_put_aside_is_an_alarm_and_the_event_is_not_recorded(
    tmp_path: Path, complaints: Complaints, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"no database" * 500)

    def denied(*_given: object) -> Path:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "replace", denied)
    outbox = Outbox(path, on_complaint=complaints)
    assert isinstance(outbox.append("rating.given", {}), DiskFull)
    assert {code for code, _ in complaints} == {"outbox.corrupt", "outbox.disk"}
    assert path.read_bytes() == b"no database" * 500


def test_a_transaction_is_all_or_nothing_and_leaves_the_file_usable(
    tmp_path: Path, complaints: Complaints, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox(tmp_path / "outbox.db", on_complaint=complaints)
    id_ = record(outbox, "rating.given")
    outbox._file.db().execute(
        "CREATE TEMP TRIGGER no_room BEFORE INSERT ON refused BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    assert not outbox.refuse(id_, "rating.over")
    assert len(outbox) == 1
    assert complaints == [("outbox.disk", "disk is full")]
    assert "outbox.disk: disk is full" in caplog.text
    outbox._file.db().execute("DROP TRIGGER no_room")
    assert outbox.refuse(id_, "rating.over")
    assert len(outbox) == 0


def no_room(outbox: Outbox) -> None:
    """The disk takes no events."""
    outbox._file.db().execute("PRAGMA query_only = ON")


def test_what_is_held_in_memory_goes_first_and_the_hall_may_take_it_or_not(
    tmp_path: Path, complaints: Complaints
) -> None:
    outbox = Outbox(tmp_path / "outbox.db", on_complaint=complaints)
    on_disk = record(outbox, "rating.given")
    no_room(outbox)
    held = [outbox.append("rating.given", {"level": level}, hall_is_there=True) for level in (1, 2)]
    assert all(isinstance(one, Held) for one in held)
    assert isinstance(outbox.append("rating.given", {}), DiskFull), "the hall is away: nobody has it"
    assert isinstance(outbox.append("ticket.issued_offline", {}, hall_is_there=True), DiskFull)
    assert len(outbox) == 3
    first, second = (one.id for one in held if isinstance(one, Held))
    assert (row := outbox.oldest()) is not None
    assert (row.id, row.type, row.data) == (first, "rating.given", {"level": 1})
    assert outbox.refuse(first, "rating.over")
    assert complaints[-1] == ("outbox.refused", "rating.given: rating.over")
    assert outbox.delete(second)
    assert (row := outbox.oldest()) is not None
    assert row.id == on_disk


def test_a_hundred_are_held_and_no_more(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    no_room(outbox)
    given = [outbox.append("rating.given", {}, hall_is_there=True) for _ in range(101)]
    assert [isinstance(one, Held) for one in given] == [True] * 100 + [False]
    outbox._file.db().execute("PRAGMA query_only = OFF")
    outbox.try_writing()
    outbox.try_writing()
    stored = sqlite3.connect(tmp_path / "outbox.db").execute("SELECT count(*) FROM outbox").fetchone()[0]
    assert (len(outbox), stored) == (100, 100), "each is on disk once, and held no more"


def test_one_trouble_with_the_disk_is_logged_once_and_again_after_it_was_over(
    tmp_path: Path, complaints: Complaints, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox(tmp_path / "outbox.db", on_complaint=complaints)
    for _ in range(2):
        no_room(outbox)
        for _ in range(3):
            assert isinstance(outbox.append("rating.given", {}), DiskFull)
        outbox._file.db().execute("PRAGMA query_only = OFF")
        record(outbox, "rating.given")
    assert len(complaints) == 6, "who watches the program is told each time"
    assert len([line for line in caplog.messages if line.startswith("outbox.disk")]) == 2


def test_a_list_of_refused_ones_leaves_out_what_is_old_and_erases_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    begun = 1_800_000_000
    monkeypatch.setattr("time.time", lambda: float(begun))
    assert outbox.refuse(record(outbox, "rating.given"), "rating.over")
    stored = sqlite3.connect(path)
    for later, known in ((SEVEN_DAYS_S, 1), (SEVEN_DAYS_S + 1, 0)):
        monkeypatch.setattr("time.time", lambda later=later: float(begun + later))
        assert len(outbox.refused()) == known
        assert stored.execute("SELECT count(*) FROM refused").fetchone()[0] == known


def test_what_is_taken_from_the_copy_is_in_the_database_for_good_and_what_the_hall_has_is_not(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    taken, waiting = record(outbox, "rating.given", {"level": 1}), record(outbox, "rating.given", {"level": 2})
    assert outbox.delete(taken)
    outbox.close()
    path.unlink()
    outbox = Outbox(path)
    assert [row["level"] for row in outbox.waiting("rating.given")] == [2]
    assert [row[0] for row in sqlite3.connect(path).execute("SELECT id FROM outbox")] == [waiting]


def test_a_line_of_the_copy_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    for level in (1, 2):
        record(outbox, "rating.given", {"level": level})
    outbox.close()
    path.unlink()
    copy = path.with_suffix(".copy")
    copy.write_bytes(copy.read_bytes().replace(b'\\"level\\":1', b'\\"level\\":5'))
    assert [row["level"] for row in Outbox(path).waiting("rating.given")] == [2]


def test_what_is_on_disk_is_not_held_as_well(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    assert isinstance(outbox.append("rating.given", {}, hall_is_there=True), Recorded)
    assert len(outbox) == 1


def test_nobody_else_on_the_machine_reads_the_copy(tmp_path: Path) -> None:
    record(Outbox(tmp_path / "outbox.db"), "rating.given", {"comment": "secret"})
    assert (tmp_path / "outbox.copy").stat().st_mode & 0o777 == 0o600
