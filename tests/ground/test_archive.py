"""Closed days leave `hall.db` for yearly files; whatever is cut in between, each event is read once, in its order."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from quiet_hall import DAY, MINUTE, QuietHall

from domain.health.alarms import ARCHIVE
from hall.archive import files as archive_files
from hall.archive import history, mover
from hall.archive.mover import Mover
from hall.disk import pages
from hall.disk.migrations import MIGRATIONS
from hall.disk.states import DAYS
from hall.verify_ratings import verify_main
from program import data_version

Event = tuple[int, int, str, str]


@pytest.fixture
def small(tmp_path: Path) -> QuietHall:
    made = QuietHall(tmp_path)
    made.now += 36 * DAY  # the twenty-sixth of December
    return made


def a_day(small: QuietHall, people: int = 2) -> None:
    """People are served and review; the day closes."""
    assert small.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    for _ in range(people):
        assert small.ask("kiosk-1", "ticket.issue", queue="social", phone="13800000001")["ok"]
        ticket = small.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"]
        for step in ("ticket.start", "ticket.finish"):
            assert small.ask("pad-1", step, window="w1", ticket=ticket)["ok"]
        invited = [one for one in small.events if type(one).__name__ == "RatingInvited"][-1]
        review = {"session": invited.session, "nonce": invited.nonce, "level": 5, "given_at": small.now}
        assert small.ask("pad-1", "rating.given", **review)["ok"]
    small.now += DAY
    small.tick()


def days(small: QuietHall, count: int) -> QuietHall:
    for _ in range(count):
        a_day(small)
    return small


def move(small: QuietHall) -> Mover:
    """All that may leave the store leaves it."""
    moving = Mover(small.store)
    moving.begin()
    moving.settle()
    while moving.rest(calm=False):
        pass
    return moving


def all_events(data: Path, types: tuple[str, ...] = ()) -> list[Event]:
    return [(one.seq, one.at, one.type, one.body) for one in history.events(data, MIGRATIONS, types=types)]


def live(data: Path) -> list[int]:
    with sqlite3.connect(data / "hall.db") as db:
        return [seq for (seq,) in db.execute("SELECT seq FROM events ORDER BY seq")]


def whole(small: QuietHall, capsys: pytest.CaptureFixture[str]) -> str:
    assert verify_main([str(small.folder)]) == 0
    return capsys.readouterr().out


def test_closed_days_go_to_their_year_and_everybody_reads_on(
    small: QuietHall, capsys: pytest.CaptureFixture[str]
) -> None:
    days(small, DAYS + 8)
    before, said, hall = all_events(small.folder), whole(small, capsys), small.writer.hall.dump()
    move(small)
    assert [path.name for path in sorted((small.folder / "archive").iterdir())] == ["2026.db", "2027.db"]
    assert live(small.folder)[0] > before[0][0]
    closed = [seq for seq, _, type_, _ in before if type_ == "day.closed"]
    assert live(small.folder) == [seq for seq, *_ in before if seq > closed[-DAYS - 1]]
    assert all_events(small.folder) == before
    assert [(e.seq, e.at, e.type, e.body) for e in small.store.events(0)] == before
    assert [e.seq for e in small.store.events(5, 7)] == [seq for seq, *_ in before][5:12]
    assert whole(small, capsys) == said
    replayed = small.ask("desk-1", "event.replay", after=0, limit=500)["data"]
    assert [int(one["id"]) for one in replayed["events"]] == [seq for seq, *_ in before][:500]
    assert replayed["last"] == before[-1][0]
    small.restart()
    assert small.writer.hall.dump() == hall
    small.store._db.executescript("DELETE FROM snapshots; DELETE FROM closings")
    small.restart()
    assert small.writer.hall.dump() == hall, "by the events alone, from the archive on"
    days(small, 1)
    move(small)
    assert all_events(small.folder)[: len(before)] == before
    assert len(live(small.folder)) < len(before)


def test_the_days_that_others_need_stay_and_nothing_is_moved_before(small: QuietHall) -> None:
    days(small, DAYS)
    move(small)
    assert not (small.folder / "archive").exists()


def test_a_move_begins_when_the_day_is_another_one_and_not_at_once_after_the_start(small: QuietHall) -> None:
    days(small, DAYS + 1)
    moving = Mover(small.store)
    moving.look(small.writer.hall.day, 0)
    moving.look(small.writer.hall.day, mover.FIRST_LOOK_MS - 1)
    assert moving._thread is None
    moving.look(small.writer.hall.day, mover.FIRST_LOOK_MS)
    moving.settle()
    assert moving.rest(calm=False) is False
    moving.look(small.writer.hall.day, mover.FIRST_LOOK_MS + 1)
    assert small.store.archive_last > 0


def test_nothing_is_lost_or_twice_wherever_a_move_is_killed(
    small: QuietHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    days(small, DAYS + 6)
    before, said = all_events(small.folder), whole(small, capsys)
    small.store.close()
    monkeypatch.setattr(mover, "COPIED_AT_ONCE", 17)
    monkeypatch.setattr(mover, "DELETED_AT_ONCE", 13)
    data = tmp_path / "again"

    def killed_at(line: int) -> bool:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(small.folder, data, ignore=shutil.ignore_patterns("again"))
        child = os.fork()
        if child == 0:
            _move_until(data, line)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    line, kills = 1, 0
    while killed_at(line):
        kills += 1
        assert all_events(data) == before, f"killed at line {line}"
        again = QuietHall(data)  # the next start moves on
        move(again)
        assert all_events(data) == before, f"killed at line {line}, and moved again"
        assert len(live(data)) < len(before)
        again.store.close()
        line += 9 + line // 8
    assert kills > 10, kills
    assert verify_main([str(data)]) == 0
    assert capsys.readouterr().out == said


def _move_until(data: Path, last: int) -> None:
    """In a process of its own: moves, and is killed before its `last` line of ours."""
    lines = 0
    ours = {archive_files.__file__, mover.__file__, pages.__file__}

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal lines
        if frame.f_code.co_filename not in ours:
            return None
        if event == "line":
            lines += 1
            if lines == last:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    try:
        moving = Mover(QuietHall(data).store)
        sys.settrace(trace)
        moving._copy()
        while moving.rest(calm=True):
            pass
    finally:
        os._exit(0)


def test_an_older_copy_of_the_store_goes_on_with_what_the_archive_knows(
    small: QuietHall, capsys: pytest.CaptureFixture[str]
) -> None:
    days(small, 3)
    with sqlite3.connect(small.folder / "copy.db") as copy:
        small.store._db.backup(copy)
    days(small, DAYS + 4)
    move(small)
    archived = small.store.archive_last
    known = [one for one in all_events(small.folder) if one[0] <= archived]
    small.store.close()
    for name in ("hall.db-wal", "hall.db-shm"):
        (small.folder / name).unlink(missing_ok=True)
    (small.folder / "copy.db").replace(small.folder / "hall.db")
    small.restart()
    assert small.writer.seq == archived, "what happens now is told after what the archive has"
    days(small, 2)
    after = all_events(small.folder)
    assert after[: len(known)] == known
    assert [seq for seq, *_ in after] == sorted({seq for seq, *_ in after})
    assert after[len(known)][0] == archived + 1
    assert "whole" in whole(small, capsys), "reviews go on from the last one of the archive"
    days(small, DAYS)
    moving = move(small)
    assert moving.failed == ""
    assert all_events(small.folder)[: len(after)] == after


def test_the_archive_of_another_hall_is_put_aside_whole(small: QuietHall, tmp_path: Path) -> None:
    other = QuietHall(_made(tmp_path / "other"))
    other.now = small.now + MINUTE
    days(other, DAYS + 2)
    move(other)
    theirs = all_events(other.folder)
    days(small, DAYS + 2)
    before = [(one.seq, one.at, one.type, one.body) for one in small.store.events(0)]
    shutil.copytree(other.folder / "archive", small.folder / "archive")
    moving = move(small)
    assert "put aside as archive.other-1" in moving.failed
    assert next(iter(archive_files.ArchiveFiles(small.folder / "archive.other-1").events(0))).body == theirs[0][3]
    moving = move(small)
    assert moving.failed == ""
    assert all_events(small.folder) == before


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 40_000)


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {data_version.newest(archive_files.MIGRATIONS) + 1}")


@pytest.mark.parametrize(("change", "word"), [(damaged, "malformed"), (newer, "data of version 2")])
def test_a_hall_works_without_an_archive_that_cannot_be_read_and_says_so(
    small: QuietHall, change: Callable[[Path], None], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small.now -= 30 * DAY  # all in one year
    days(small, DAYS + 3)
    move(small)
    hall = small.writer.hall.dump()
    change(small.folder / "archive" / "2026.db")
    small.restart()
    assert small.writer.hall.dump() == hall
    days(small, 2)
    assert len(small.ask("desk-1", "event.replay", after=0)["data"]["events"]) > 0
    kept = live(small.folder)
    moving = move(small)
    (told,) = moving.faults(small.writer.hall.state, small.now)
    assert (told.code, told.cleared) == (ARCHIVE, False)
    assert word in told.detail
    assert live(small.folder) == kept, "nothing leaves the store for an archive that is none"
    assert verify_main([str(small.folder)]) == 2
    said = capsys.readouterr().err
    assert word in said
    assert said.startswith(f"xiaochuang verify-ratings: {small.folder / 'archive' / '2026.db'} "), "it is no other file"
    assert str(small.folder / "archive" / "2026.db") in told.detail


def test_a_spoilt_event_is_told_with_the_file_that_it_stands_in(
    small: QuietHall, capsys: pytest.CaptureFixture[str]
) -> None:
    days(small, DAYS + 8)
    move(small)
    for path in (small.folder / "archive" / "2027.db", small.folder / "hall.db"):
        with sqlite3.connect(path) as db:
            (last,) = db.execute("SELECT max(seq) FROM events WHERE type = 'rating.given'").fetchone()
            db.execute("UPDATE events SET body = '{}' WHERE seq = ?", (last,))
        assert verify_main([str(small.folder)]) == 2
        assert f" {path}: event " in capsys.readouterr().err
        with sqlite3.connect(path) as db:
            db.execute("DELETE FROM events WHERE body = '{}'")


def test_the_year_that_is_damaged_is_named_and_no_other(small: QuietHall, capsys: pytest.CaptureFixture[str]) -> None:
    days(small, DAYS + 8)
    move(small)
    for name in ("2026.db", "2027.db"):
        path = small.folder / "archive" / name
        whole_one = path.read_bytes()
        for spoilt in (b"", b"no database at all", whole_one[:100] + bytes(len(whole_one) - 100), whole_one[:-4096]):
            path.write_bytes(spoilt)
            code, said = verify_main([str(small.folder)]), capsys.readouterr()
            assert code == (2 if spoilt else 1)
            told = said.err if spoilt else said.out
            assert str(path) in told
            assert "second disk, or of a backup" in told
            assert "hall.db" not in told
        path.write_bytes(whole_one)


def test_a_store_that_was_mostly_emptied_gives_its_room_back(small: QuietHall, monkeypatch: pytest.MonkeyPatch) -> None:
    days(small, DAYS + 1)
    store = small.folder / "hall.db"
    first = store.stat().st_size
    small.store._db.execute("CREATE TABLE much AS SELECT zeroblob(1000) FROM events, events LIMIT 3000")
    small.store._db.execute("DROP TABLE much")
    small.store.empty_log()
    assert store.stat().st_size > first + 2_000_000
    moving = move(small)
    moving.rest(calm=True)
    assert store.stat().st_size > first + 2_000_000, "a little is not worth it"
    monkeypatch.setattr(pages, "FREE_BYTES", 1_000_000)
    moving._shrinks = True
    moving.rest(calm=False)
    assert store.stat().st_size > first + 2_000_000, "a window works"
    before = all_events(small.folder)
    moving.rest(calm=True)
    assert store.stat().st_size <= first
    assert all_events(small.folder) == before
