"""What is kept beside the store, batch by batch: numbers reserved, people forgotten with their day, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from hall.copies.copy_file import CopyStoppedError
from hall.copies.reserve import AHEAD, RESERVE, Reserve, read_reserve
from hall.copies.safe_store import DAY, PERSONAL, PUT_ASIDE, SINCE_PERSONAL, Beside, SafeStore
from hall.disk.store import Batch, WriteFailureKind
from tests.ground.open_files import open_below

TODAY, TOMORROW = "2026-11-20", "2026-11-21"
FULL = OSError(28, "No space left on device")


def fails(*_args: object, **_more: object) -> NoReturn:
    raise FULL


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Beside]:
    made = Beside(tmp_path / "data")
    made.begin(5, TODAY, "store-1")
    yield made
    made.since.close()
    made.reserve.close()


def batch(seq: int, counter: int = 0, **more: object) -> Batch:
    given = {"papers": (counter, 899)} if counter else {}
    return Batch(events=[(seq, 1, "x", "{}")], day=TODAY, given=given, **more)  # type: ignore[arg-type]


def commit(beside: Beside, one: Batch) -> None:
    beside.before_commit(one)
    beside.committed(one)


def test_the_folders_are_there_and_people_stand_where_nobody_else_looks(beside: Beside) -> None:
    assert beside.copies.is_dir()
    assert beside.personal.stat().st_mode & 0o777 == 0o700
    now = beside.reserve.now
    assert (now.running, now.store, now.since, beside.seq, beside.day) == (True, "store-1", beside.since.name, 5, TODAY)


def test_a_disk_that_takes_no_log_is_known_and_the_hall_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Beside(tmp_path / "data")
    monkeypatch.setattr(made.since, "begin", fails)
    made.begin(5, TODAY, "store-1")
    assert made.since.broken
    assert (made.reserve.now.running, made.reserve.now.since) == (True, "")
    made.reserve.close()


def test_numbers_are_reserved_before_the_store_has_them_and_more_while_nobody_waits(beside: Beside) -> None:
    beside.before_commit(batch(6, 1))
    assert dict(beside.reserve.now.counters) == {"papers": 1 + AHEAD}
    assert beside.seq == 5, "nothing is committed yet"
    beside.committed(batch(6, 1))
    assert beside.seq == 6
    serial = beside.reserve.now.serial
    beside.rest()
    assert beside.reserve.now.serial == serial
    for counter in range(2, 2 + AHEAD // 2):
        commit(beside, batch(5 + counter, counter))
    beside.rest()
    assert dict(beside.reserve.now.counters) == {"papers": 1 + AHEAD + AHEAD // 2}


def test_a_batch_without_events_reserves_nothing(beside: Beside) -> None:
    serial = beside.reserve.now.serial
    commit(beside, Batch(meta={"a": "b"}))
    assert (beside.reserve.now.serial, beside.seq) == (serial, 5)


def test_of_a_closed_day_nothing_is_reserved_ahead(beside: Beside) -> None:
    commit(beside, batch(6, 1))
    closing = Batch(events=[(7, 1, "x", "{}")], day=TOMORROW, closed=7)
    commit(beside, closing)
    beside.rest()
    assert (beside.reserve.now.day, dict(beside.reserve.now.counters)) == (TOMORROW, {})


def test_a_disk_that_takes_no_reserve_ahead_stops_nobody(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(beside, batch(6, 1))
    commit(beside, batch(7, 15))
    monkeypatch.setattr(beside.reserve, "_write", fails)
    beside.rest()


def test_without_a_reserved_number_the_store_takes_nothing(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SafeStore(beside.copies.parent / "hall.db", beside)
    monkeypatch.setattr(beside.reserve, "_write", fails)
    failure = store.commit(batch(1, 1))
    assert failure is not None
    assert (failure.kind, failure.detail) == (
        WriteFailureKind.DISK,
        "numbers cannot be reserved: No space left on device",
    )
    assert store.last_seq() == 0
    store.close()


# ---- people


def people(beside: Beside) -> list[str]:
    return sorted(path.name for path in beside.personal.iterdir())


def test_the_newest_three_copies_keep_their_people(beside: Beside) -> None:
    for seq in (1, 2, 3, 4):
        beside.keep_people(seq, {"phone": "1"}, beside.closings)
    assert people(beside) == ["000000000002.json", "000000000003.json", "000000000004.json", SINCE_PERSONAL]


@pytest.mark.parametrize("erasing", [{"closed": 6}, {"living": ()}])
def test_a_copy_that_read_people_of_a_day_that_is_closed_does_not_keep_them(
    beside: Beside, erasing: dict[str, object]
) -> None:
    before = beside.closings
    beside.before_commit(batch(6, **erasing))
    with pytest.raises(CopyStoppedError):
        beside.keep_people(6, {"phone": "1"}, before)
    assert people(beside) == [SINCE_PERSONAL]


@pytest.mark.parametrize("erasing", [{"closed": 6}, {"living": ()}])
def test_with_their_day_people_go_from_everywhere(beside: Beside, erasing: dict[str, object]) -> None:
    beside.keep_people(5, {"phone": "1"}, beside.closings)
    beside.since.write(5, 5, Batch(private=[(5, "t", "13900000001")]))
    aside = beside.copies.parent / PUT_ASIDE / "1"
    (aside / "folder").mkdir(parents=True)
    (aside / "hall.db").write_bytes(b"13900000001")
    commit(beside, batch(6, **erasing))
    assert people(beside) == [DAY, SINCE_PERSONAL]
    assert (beside.personal / SINCE_PERSONAL).read_bytes() == b""
    assert [path.name for path in aside.iterdir()] == ["folder"]
    assert beside.day_of_people() == TODAY


def test_another_day_is_another_day_also_without_a_close(beside: Beside) -> None:
    beside.keep_people(5, {"phone": "1"}, beside.closings)
    commit(beside, batch(6))
    assert "000000000005.json" in people(beside), "the same day"
    commit(beside, Batch(meta={"a": "b"}))
    assert "000000000005.json" in people(beside), "a batch that says nothing of the day"
    commit(beside, Batch(events=[(7, 1, "x", "{}")], day=TOMORROW))
    assert (people(beside), beside.day, beside.day_of_people()) == ([DAY, SINCE_PERSONAL], TOMORROW, TOMORROW)


def test_a_disk_that_erases_nobody_does_not_end_the_hall(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside.since, "forget_personal", fails)
    commit(beside, batch(6, closed=6))
    assert beside.day_of_people() == "", "so the next start erases them"


def test_at_a_start_people_of_an_earlier_day_go_and_those_of_today_stay(beside: Beside) -> None:
    commit(beside, batch(6, 1))
    beside.forget_people()
    beside.keep_people(6, {"phone": "1"}, beside.closings)
    beside.forget_yesterday()
    assert "000000000006.json" in people(beside)
    (beside.personal / DAY).unlink()
    beside.forget_yesterday()
    assert people(beside) == [DAY, SINCE_PERSONAL], "nothing says whose day it was"
    beside.keep_people(6, {"phone": "1"}, beside.closings)
    (beside.personal / DAY).write_text("2026-11-19")
    beside.forget_yesterday()
    assert (people(beside), beside.day, beside.day_of_people()) == ([DAY, SINCE_PERSONAL], TODAY, TODAY)


def test_before_the_first_day_there_is_nobody(tmp_path: Path) -> None:
    made = Beside(tmp_path / "data")
    made.forget_yesterday()
    assert (made.personal / DAY).read_text() == ""
    made.reserve.close()


# ---- the end


def test_an_end_as_it_should_be_is_known_and_leaves_no_file_open(tmp_path: Path) -> None:
    made = Beside(tmp_path / "data")
    made.begin(5, TODAY, "store-1")
    commit(made, batch(6, 1))
    made.end()
    assert open_below(tmp_path) == []
    found = read_reserve(tmp_path / "data" / RESERVE)
    assert found is not None
    assert (found.running, found.ended) == (False, 6)
    assert (tmp_path / "data" / PERSONAL / SINCE_PERSONAL).exists()
    again = Reserve(tmp_path / "data" / RESERVE)
    assert again.now == found
    again.close()
