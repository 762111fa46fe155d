"""What a start of the hall does with a store that looks whole: when it is checked, and what it is taken for."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from hall.copies import opening, restoring
from hall.copies.copier import Copier, CopyPolicy
from hall.copies.copy_file import copies_in
from hall.copies.found import PENDING
from hall.copies.opening import adopt
from hall.copies.reserve import RESERVE
from hall.copies.restoring import ready, restore
from hall.copies.safe_store import Beside
from hall.disk.store import Batch, Store
from tests.ground.safe_hall import SafeHall

STORE = "hall.db"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SafeHall]:
    (tmp_path / "hall").mkdir()
    made = SafeHall(tmp_path / "hall")
    for _ in range(3):
        made.take()
    yield made
    made.store.close()


def test_a_store_that_has_lost_something_is_another_one(small: SafeHall, tmp_path: Path) -> None:
    """What terminals know of it may be more than it knows."""
    small.store.empty_log()
    small.take()
    folder = small.killed(tmp_path / "next")
    (folder / f"{STORE}-wal").unlink()
    for log in (folder / "copies").glob("since-*.log"):
        log.unlink()
    again = SafeHall(folder)
    assert again.store.identity.id != small.store.identity.id
    assert again.store.identity.parent == small.store.identity.id
    again.stop()
    last = again.store.identity.id
    once_more = SafeHall(folder)
    assert once_more.store.identity.id == last
    once_more.stop()


def test_a_store_that_was_told_to_be_spoilt_is_put_aside_once(small: SafeHall) -> None:
    """Also where a start finds nothing wrong: not every page is read by every check."""
    small.copy()
    small.take()
    small.beside.reserve.tell_damaged("a page at work")
    small.stop()
    for _ in range(2):
        small.restart()
        assert len(list((small.folder / "damaged").iterdir())) == 1
        assert "A004" in small.waiting()
        small.stop()
    small.restart()


def test_a_restore_that_was_cut_in_the_midst_goes_on_with_the_next_start(
    small: SafeHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.copy()
    (copy,) = copies_in(small.beside.copies)
    small.take()
    small.stop()

    def cut(*_: object) -> None:
        raise OSError("power cut")

    beside = Beside(small.folder)
    monkeypatch.setattr(restoring, "take_place", cut)
    with pytest.raises(OSError, match="power cut"):
        restore(small.folder / STORE, beside, "by hand", None, copy)
    monkeypatch.undo()
    beside.reserve.close()
    assert ready(small.folder / STORE).exists()
    small.restart()
    assert not ready(small.folder / STORE).exists()
    assert small.waiting() == {"A001", "A002", "A003"}, "as it was chosen"
    assert int(small.take()[1:]) > 4


@pytest.mark.parametrize(
    ("ended", "smaller_by", "checked"),
    [(True, 0, True), (True, 1, False), (False, 1, True)],
    ids=["a small one always", "a large one not after an end as it should be", "a large one after a kill"],
)
def test_a_store_is_checked_where_it_may_be_spoilt_or_that_is_quick(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ended: bool, smaller_by: int, checked: bool
) -> None:
    small.store.empty_log()
    folder = small.folder
    if ended:
        small.stop()
    else:
        folder = small.killed(tmp_path / "next")
    seen: list[Path] = []
    monkeypatch.setattr(opening, "SMALL_BYTES", (folder / STORE).stat().st_size - smaller_by)

    def check(path: Path) -> str:
        seen.append(path)
        return ""

    monkeypatch.setattr(opening, "check", check)
    again = SafeHall(folder)
    assert bool(seen) is checked
    again.stop()
    if ended:
        small.restart()


def test_a_spare_machine_takes_over_what_the_second_disk_knows_and_nothing_of_its_past(
    small: SafeHall, tmp_path: Path
) -> None:
    """It was at work when it was lost, in a start that this machine knows nothing of."""
    second = tmp_path / "second"
    second.mkdir()
    small.beside.reserve.tell_damaged("a page of the other machine")
    small.copier = Copier(small.folder / STORE, small.beside, CopyPolicy(second), small.spoilt.append)
    small.copy()
    small.copier._keep_up()
    spare = Beside(tmp_path / "spare")
    (tmp_path / "spare" / "archive").mkdir()
    adopt(spare, second)
    now = spare.reserve.now
    assert (now.running, now.boot, now.damaged) == (True, "", "")
    assert now.counters == small.beside.reserve.now.counters
    serial = now.serial
    adopt(spare, second)
    assert spare.reserve.now.serial == serial, "it has one of its own now"
    spare.reserve.close()


def test_a_second_disk_without_a_copy_gives_no_machine_its_place(small: SafeHall, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    shutil.copy(small.folder / RESERVE, second)
    spare = Beside(tmp_path / "spare")
    adopt(spare, second)
    assert not spare.reserve.now.serial
    spare.reserve.close()


def test_a_store_that_has_all_that_its_copy_has_stays_in_its_place(small: SafeHall, tmp_path: Path) -> None:
    """Nothing has happened since the copy was made."""
    small.copy()
    again = SafeHall(small.killed(tmp_path / "next"))
    assert not (again.folder / "damaged").exists()
    assert again.store.identity.id == small.store.identity.id
    again.stop()


def unreadable(*_: object) -> object:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    raise error


@pytest.mark.parametrize("part", ["open_to_read", "data_version"])
def test_a_store_that_cannot_be_read_now_is_not_taken_for_a_spoilt_one(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """The disk may answer again, and everything is in it."""
    small.copy()
    small.take()
    folder = small.killed(tmp_path / "next")
    with monkeypatch.context() as disk:
        disk.setattr(opening, part, unreadable if part == "open_to_read" else SimpleNamespace(check=unreadable))
        with pytest.raises(sqlite3.OperationalError, match="I/O"):
            SafeHall(folder)
    assert not (folder / "damaged").exists()
    again = SafeHall(folder)
    assert again.waiting() == small.waiting()
    again.stop()


def test_a_log_without_its_store_is_put_aside_and_not_read_into_a_new_one(small: SafeHall, tmp_path: Path) -> None:
    small.killed(tmp_path / "whole")
    folder = tmp_path / "next"
    folder.mkdir()
    shutil.copy(tmp_path / "whole" / f"{STORE}-wal", folder)
    again = SafeHall(folder)
    assert "a new store began" in again.alarms["store.restored"]
    assert len(list((folder / "damaged").iterdir())) == 1
    assert again.waiting() == set()
    again.stop()


def test_an_empty_log_without_a_store_is_nothing(tmp_path: Path) -> None:
    (tmp_path / f"{STORE}-wal").touch()
    new = SafeHall(tmp_path)
    assert new.alarms == {}
    new.stop()


def test_a_kill_after_a_spoilt_store_was_put_aside_does_not_put_aside_what_took_its_place(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.copy()
    small.take()
    small.beside.reserve.tell_damaged("a page at work")
    folder = small.killed(tmp_path / "next")

    def killed(*_: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as start:
        start.setattr(Beside, "begin", killed)
        with pytest.raises(OSError, match="killed"):
            SafeHall(folder)
    again = SafeHall(folder)
    assert len(list((folder / "damaged").iterdir())) == 1
    assert again.waiting() == small.waiting()
    again.stop()


def test_a_check_that_may_last_is_told_before_to_whoever_starts_the_hall(
    small: SafeHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else systemd ends a hall that reads its store on a slow disk."""
    said: list[str] = []
    monkeypatch.setattr("hall.copies.opening.sd_notify.tell", said.append)
    monkeypatch.setattr(opening, "check", lambda _path: said.append("checked") or "")
    SafeHall(small.killed(tmp_path / "next")).store.close()
    assert said == ["EXTEND_TIMEOUT_USEC=300000000", "checked"]


def test_a_hall_that_begins_asks_what_others_have_seen_and_one_that_was_here_does_not(tmp_path: Path) -> None:
    """The broker and the terminals may have known another store under its name."""
    new = SafeHall(tmp_path)
    assert new.store.meta(PENDING) == "1"
    assert Store.commit(new.store, Batch(meta={PENDING: ""})) is None
    new.stop()
    new.restart()
    assert not new.store.meta(PENDING), "it is known here, though it has given nothing"
    new.take()
    new.stop()
    for beside in ("hall.reserve", "copies"):
        path = tmp_path / beside
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    new.restart()
    assert not new.store.meta(PENDING), "nor does one of before there was a reserve, for its store is here"
    new.stop()
