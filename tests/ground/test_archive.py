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
from small_desk import DAY, MINUTE, SmallDesk

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
def desk(tmp_path: Path) -> SmallDesk:
    made = SmallDesk(tmp_path)
    made.now += 36 * DAY  # the twenty-sixth of December
    return made


def a_day(desk: SmallDesk, people: int = 2) -> None:
    """People are served and review; the day closes."""
    assert desk.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    for _ in range(people):
        assert desk.ask("kiosk-1", "ticket.issue", queue="social", phone="13800000001")["ok"]
        ticket = desk.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"]
        for step in ("ticket.start", "ticket.finish"):
            assert desk.ask("pad-1", step, window="w1", ticket=ticket)["ok"]
        invited = [one for one in desk.events if type(one).__name__ == "RatingInvited"][-1]
        review = {"session": invited.session, "nonce": invited.nonce, "level": 5, "given_at": desk.now}
        assert desk.ask("pad-1", "rating.given", **review)["ok"]
    desk.now += DAY
    desk.tick()


def days(desk: SmallDesk, count: int) -> SmallDesk:
    for _ in range(count):
        a_day(desk)
    return desk


def move(desk: SmallDesk) -> Mover:
    """All that may leave the store leaves it."""
    moving = Mover(desk.store)
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


def whole(desk: SmallDesk, capsys: pytest.CaptureFixture[str]) -> str:
    assert verify_main([str(desk.folder)]) == 0
    return capsys.readouterr().out


def test_closed_days_go_to_their_year_and_everybody_reads_on(
    desk: SmallDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    days(desk, DAYS + 8)
    before, said, hall = all_events(desk.folder), whole(desk, capsys), desk.desk.hall.dump()
    move(desk)
    assert [path.name for path in sorted((desk.folder / "archive").iterdir())] == ["2026.db", "2027.db"]
    assert live(desk.folder)[0] > before[0][0]
    closed = [seq for seq, _, type_, _ in before if type_ == "day.closed"]
    assert live(desk.folder) == [seq for seq, *_ in before if seq > closed[-DAYS - 1]]
    assert all_events(desk.folder) == before
    assert [(e.seq, e.at, e.type, e.body) for e in desk.store.events(0)] == before
    assert [e.seq for e in desk.store.events(5, 7)] == [seq for seq, *_ in before][5:12]
    assert whole(desk, capsys) == said
    replayed = desk.ask("desk-1", "event.replay", after=0, limit=500)["data"]
    assert [int(one["id"]) for one in replayed["events"]] == [seq for seq, *_ in before][:500]
    assert replayed["last"] == before[-1][0]
    desk.restart()
    assert desk.desk.hall.dump() == hall
    desk.store._db.executescript("DELETE FROM snapshots; DELETE FROM closings")
    desk.restart()
    assert desk.desk.hall.dump() == hall, "by the events alone, from the archive on"
    days(desk, 1)
    move(desk)
    assert all_events(desk.folder)[: len(before)] == before
    assert len(live(desk.folder)) < len(before)


def test_the_days_that_others_need_stay_and_nothing_is_moved_before(desk: SmallDesk) -> None:
    days(desk, DAYS)
    move(desk)
    assert not (desk.folder / "archive").exists()


def test_a_move_begins_when_the_day_is_another_one_and_not_at_once_after_the_start(desk: SmallDesk) -> None:
    days(desk, DAYS + 1)
    moving = Mover(desk.store)
    moving.look(desk.desk.hall.day, 0)
    moving.look(desk.desk.hall.day, mover.FIRST_LOOK_MS - 1)
    assert moving._thread is None
    moving.look(desk.desk.hall.day, mover.FIRST_LOOK_MS)
    moving.settle()
    assert moving.rest(calm=False) is False
    moving.look(desk.desk.hall.day, mover.FIRST_LOOK_MS + 1)
    assert desk.store.archive_last > 0


def test_nothing_is_lost_or_twice_wherever_a_move_is_killed(
    desk: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    days(desk, DAYS + 6)
    before, said = all_events(desk.folder), whole(desk, capsys)
    desk.store.close()
    monkeypatch.setattr(mover, "COPIED_AT_ONCE", 17)
    monkeypatch.setattr(mover, "DELETED_AT_ONCE", 13)
    data = tmp_path / "again"

    def killed_at(line: int) -> bool:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(desk.folder, data, ignore=shutil.ignore_patterns("again"))
        child = os.fork()
        if child == 0:
            _move_until(data, line)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    line, kills = 1, 0
    while killed_at(line):
        kills += 1
        assert all_events(data) == before, f"killed at line {line}"
        again = SmallDesk(data)  # the next start moves on
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
        moving = Mover(SmallDesk(data).store)
        sys.settrace(trace)
        moving._copy()
        while moving.rest(calm=True):
            pass
    finally:
        os._exit(0)


def test_an_older_copy_of_the_store_goes_on_with_what_the_archive_knows(
    desk: SmallDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    days(desk, 3)
    with sqlite3.connect(desk.folder / "copy.db") as copy:
        desk.store._db.backup(copy)
    days(desk, DAYS + 4)
    move(desk)
    archived = desk.store.archive_last
    known = [one for one in all_events(desk.folder) if one[0] <= archived]
    desk.store.close()
    for name in ("hall.db-wal", "hall.db-shm"):
        (desk.folder / name).unlink(missing_ok=True)
    (desk.folder / "copy.db").replace(desk.folder / "hall.db")
    desk.restart()
    assert desk.desk.seq == archived, "what happens now is told after what the archive has"
    days(desk, 2)
    after = all_events(desk.folder)
    assert after[: len(known)] == known
    assert [seq for seq, *_ in after] == sorted({seq for seq, *_ in after})
    assert after[len(known)][0] == archived + 1
    assert "whole" in whole(desk, capsys), "reviews go on from the last one of the archive"
    days(desk, DAYS)
    moving = move(desk)
    assert moving.failed == ""
    assert all_events(desk.folder)[: len(after)] == after


def test_the_archive_of_another_hall_is_put_aside_whole(desk: SmallDesk, tmp_path: Path) -> None:
    other = SmallDesk(_made(tmp_path / "other"))
    other.now = desk.now + MINUTE
    days(other, DAYS + 2)
    move(other)
    theirs = all_events(other.folder)
    days(desk, DAYS + 2)
    before = [(one.seq, one.at, one.type, one.body) for one in desk.store.events(0)]
    shutil.copytree(other.folder / "archive", desk.folder / "archive")
    moving = move(desk)
    assert "put aside as archive.other-1" in moving.failed
    assert next(iter(archive_files.ArchiveFiles(desk.folder / "archive.other-1").events(0))).body == theirs[0][3]
    moving = move(desk)
    assert moving.failed == ""
    assert all_events(desk.folder) == before


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
    desk: SmallDesk, change: Callable[[Path], None], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.now -= 30 * DAY  # all in one year
    days(desk, DAYS + 3)
    move(desk)
    hall = desk.desk.hall.dump()
    change(desk.folder / "archive" / "2026.db")
    desk.restart()
    assert desk.desk.hall.dump() == hall
    days(desk, 2)
    assert len(desk.ask("desk-1", "event.replay", after=0)["data"]["events"]) > 0
    kept = live(desk.folder)
    moving = move(desk)
    (told,) = moving.faults(desk.desk.hall.state, desk.now)
    assert (told.code, told.cleared) == (ARCHIVE, False)
    assert word in told.detail
    assert live(desk.folder) == kept, "nothing leaves the store for an archive that is none"
    assert verify_main([str(desk.folder)]) == 2
    assert word in capsys.readouterr().err


def test_a_store_that_was_mostly_emptied_gives_its_room_back(desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    days(desk, DAYS + 1)
    store = desk.folder / "hall.db"
    first = store.stat().st_size
    desk.store._db.execute("CREATE TABLE much AS SELECT zeroblob(1000) FROM events, events LIMIT 3000")
    desk.store._db.execute("DROP TABLE much")
    desk.store.empty_log()
    assert store.stat().st_size > first + 2_000_000
    moving = move(desk)
    moving.rest(calm=True)
    assert store.stat().st_size > first + 2_000_000, "a little is not worth it"
    monkeypatch.setattr(pages, "FREE_BYTES", 1_000_000)
    moving._shrinks = True
    moving.rest(calm=False)
    assert store.stat().st_size > first + 2_000_000, "a window works"
    before = all_events(desk.folder)
    moving.rest(calm=True)
    assert store.stat().st_size <= first
    assert all_events(desk.folder) == before
