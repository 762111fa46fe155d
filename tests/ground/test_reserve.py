"""The reserve alone: what it writes before numbers are given, how far ahead, and what it returns after a power cut."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hall.copies import reserve as module
from hall.copies.reserve import AHEAD, EVENTS_AHEAD, SPOILT, Reserve, Reserved, boot, read_mark, read_reserve

PLACE, BLOCK = 16 * 1024, 4096
DAY = "2026-11-20"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "hall.reserve"


@pytest.fixture
def reserve(path: Path) -> Iterator[Reserve]:
    made = Reserve(path)
    yield made
    made.close()


def read(path: Path) -> Reserved:
    found = read_reserve(path)
    assert found is not None
    return found


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was flushed, in order."""
    seen: list[str] = []

    def noted(name: str, real: Callable[[int], None]) -> Callable[[int], None]:
        def call(number: int) -> None:
            seen.append(name)
            real(number)

        return call

    monkeypatch.setattr(os, "fsync", noted("file", os.fsync))
    monkeypatch.setattr(os, "fdatasync", noted("data", os.fdatasync))
    monkeypatch.setattr(module, "sync_folder", lambda folder: seen.append(folder.name))
    return seen


def test_a_new_reserve_has_its_room_on_disk_and_is_nobodys_else(path: Path, flushed: list[str]) -> None:
    made = Reserve(path)
    assert path.read_bytes() == bytes(2 * PLACE + BLOCK)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert flushed == ["file"] * 9 + ["data"], "each block, and the folder's entry"
    assert made.now == Reserved()
    made.close()
    flushed.clear()
    Reserve(path).close()
    assert flushed == [], "one that is there has its room"


def test_a_file_that_says_nothing_is_no_new_one(path: Path) -> None:
    Reserve(path).close()
    again = Reserve(path)
    assert again.now == SPOILT, "nothing is known, so nothing is certain"
    again.close()


def test_every_change_is_flushed_before_it_is_known(reserve: Reserve, path: Path, flushed: list[str]) -> None:
    for change in (
        lambda: reserve.begin("store-1", "since-1.log"),
        lambda: reserve.log_begun("since-2.log"),
        lambda: reserve.before(DAY, {"papers": (1, 899)}, 7),
        lambda: reserve.tell_damaged("page 7"),
        lambda: reserve.adopt(replace(reserve.now, store="store-2")),
        lambda: reserve.end(9),
    ):
        serial = reserve.now.serial
        change()
        assert (flushed, reserve.now.serial) == (["data"], serial + 1)
        assert read(path) == reserve.now
        flushed.clear()
    assert reserve.now == Reserved(
        serial=6,
        running=False,
        boot=boot(),
        damaged="page 7",
        store="store-2",
        since="since-2.log",
        day=DAY,
        counters={"papers": 21},
        seq=2007,
        ended=9,
    )


def test_a_start_forgets_what_was_damaged(reserve: Reserve) -> None:
    reserve.tell_damaged("page 7")
    reserve.begin("store-1", "since-1.log")
    now = reserve.now
    assert (now.running, now.boot, now.damaged, now.store, now.since) == (True, boot(), "", "store-1", "since-1.log")
    assert now.boot != ""


def test_a_cut_in_the_midst_of_a_change_leaves_the_one_before(path: Path) -> None:
    made = Reserve(path)
    made.begin("store-1", "a")
    made.log_begun("b")
    made.close()
    whole = path.read_bytes()
    for torn in (1, 0):
        at = torn * PLACE
        for length in (0, 5, 23, 60):
            path.write_bytes(whole[: at + length] + bytes(PLACE - length) + whole[at + PLACE :])
            assert read(path).since == ("b" if torn == 1 else "a"), (torn, length)
    path.write_bytes(whole.replace(b'"since": "b"', b'"since": "c"'))
    assert read(path).since == "a", "the checksum"
    path.write_bytes(bytes(2 * PLACE))
    assert read_reserve(path) is None
    path.unlink()
    assert read_reserve(path) is None


def test_another_kind_of_file_is_not_read(path: Path) -> None:
    made = Reserve(path)
    made.begin("store-1", "a")
    made.close()
    path.write_bytes(path.read_bytes().replace(b"XCR1", b"XCR2"))
    assert read_reserve(path) is None


def test_what_does_not_fit_into_its_place_is_refused_and_nothing_is_lost(reserve: Reserve, path: Path) -> None:
    reserve.begin("store-1", "a")
    before = reserve.now
    with pytest.raises(OSError, match="more queues"):
        reserve.before(DAY, {f"queue-{n:04d}": (0, 899) for n in range(1_000)}, 1)
    assert reserve.now == before == read(path)


# ---- before numbers are given


def counters(reserve: Reserve) -> dict[str, int]:
    return dict(reserve.now.counters)


def test_so_many_numbers_are_reserved_at_once_and_one_flush_serves_them(reserve: Reserve) -> None:
    reserve.before(DAY, {"papers": (1, 899)}, 1)
    assert (reserve.now.day, counters(reserve), reserve.now.seq) == (DAY, {"papers": 1 + AHEAD}, 1 + EVENTS_AHEAD)
    serial = reserve.now.serial
    reserve.before(DAY, {"papers": (1 + AHEAD, 899)}, 1 + EVENTS_AHEAD)
    assert reserve.now.serial == serial
    reserve.before(DAY, {"papers": (2 + AHEAD, 899)}, 0)
    assert (reserve.now.serial, counters(reserve)) == (serial + 1, {"papers": 2 + 2 * AHEAD})
    assert reserve.now.seq == 1 + EVENTS_AHEAD, "never less"


def test_an_event_beyond_what_is_reserved_is_reserved_before_it_is_written(reserve: Reserve) -> None:
    reserve.before(DAY, {}, 1)
    serial = reserve.now.serial
    reserve.before(DAY, {}, 1 + EVENTS_AHEAD)
    assert reserve.now.serial == serial
    reserve.before(DAY, {}, 2 + EVENTS_AHEAD)
    assert (reserve.now.serial, reserve.now.seq) == (serial + 1, 2 + 2 * EVENTS_AHEAD)


def test_each_queue_of_a_batch_counts_and_a_new_one_is_reserved_from_its_first_number(reserve: Reserve) -> None:
    reserve.before(DAY, {"papers": (1, 899)}, 1)
    reserve.before(DAY, {"papers": (2, 899), "social": (1, 899)}, 2)
    assert counters(reserve) == {"papers": 2 + AHEAD, "social": 1 + AHEAD}
    serial = reserve.now.serial
    reserve.before(DAY, {"civil": (0, 899)}, 3)
    assert (reserve.now.serial, counters(reserve).get("civil")) == (serial, None), "it has given none"


def test_a_new_day_begins_with_nothing_reserved(reserve: Reserve) -> None:
    reserve.before(DAY, {"papers": (40, 899), "social": (7, 899)}, 1)
    reserve.before("2026-11-21", {"papers": (1, 899)}, 2)
    assert (reserve.now.day, counters(reserve)) == ("2026-11-21", {"papers": 1 + AHEAD})
    reserve.before("2026-11-22", {}, 3)
    assert (reserve.now.day, counters(reserve)) == ("2026-11-22", {}), "also where nobody has a number yet"


@pytest.mark.parametrize(("counter", "to"), [(858, 878), (859, 879), (860, 879), (897, 898), (898, 898), (899, 899)])
def test_near_the_end_of_a_range_half_of_what_is_left_is_reserved(reserve: Reserve, counter: int, to: int) -> None:
    reserve.before(DAY, {"papers": (counter, 899)}, 1)
    assert counters(reserve) == {"papers": to}


def test_a_counter_beyond_its_range_is_reserved_as_it_is(reserve: Reserve) -> None:
    """After the range was made smaller in `hall.toml`."""
    reserve.before(DAY, {"papers": (950, 899)}, 1)
    assert counters(reserve) == {"papers": 950}


# ---- between batches


def test_when_half_is_used_up_more_is_reserved_while_nobody_waits(reserve: Reserve) -> None:
    reserve.before(DAY, {"papers": (1, 899), "social": (1, 899)}, 1)
    serial = reserve.now.serial
    reserve.ahead(DAY, {"papers": (AHEAD // 2, 899), "social": (1, 899)}, 1)
    assert reserve.now.serial == serial
    reserve.ahead(DAY, {"papers": (1 + AHEAD // 2, 899), "social": (1, 899)}, 1)
    assert reserve.now.serial == serial + 1
    assert counters(reserve) == {"papers": 1 + AHEAD + AHEAD // 2, "social": 1 + AHEAD}


def test_when_half_of_the_events_are_used_up_more_are_reserved(reserve: Reserve) -> None:
    reserve.before(DAY, {"papers": (1, 899)}, 1)
    serial = reserve.now.serial
    reserve.ahead(DAY, {"papers": (1, 899)}, 1 + EVENTS_AHEAD // 2)
    assert reserve.now.serial == serial
    reserve.ahead(DAY, {"papers": (1, 899)}, 2 + EVENTS_AHEAD // 2)
    assert (reserve.now.serial, reserve.now.seq) == (serial + 1, 2 + EVENTS_AHEAD // 2 + EVENTS_AHEAD)
    assert counters(reserve) == {"papers": 1 + AHEAD}


def test_nothing_is_reserved_ahead_for_another_day_or_a_queue_that_gives_none(reserve: Reserve) -> None:
    reserve.before(DAY, {"papers": (1, 899)}, 1)
    before = reserve.now
    reserve.ahead("2026-11-21", {"papers": (40, 899)}, 9_000)
    reserve.ahead(DAY, {"social": (40, 899)}, 1)
    assert reserve.now == before


def test_a_closed_reserve_may_be_closed_again(path: Path) -> None:
    made = Reserve(path)
    made.close()
    made.close()
    other = path.open("rb")  # it has the number that the reserve's file had
    made.close()
    assert other.read(1) == b"\0"
    other.close()


def test_the_mark_only_rises_costs_no_flush_and_stands_apart(reserve: Reserve, path: Path, flushed: list[str]) -> None:
    reserve.begin("store-1", "since-1.log")
    flushed.clear()
    said = reserve.now
    for seq, marked in ((7, 7), (9, 9), (8, 9)):
        reserve.mark(seq)
        assert reserve.marked == read_mark(path) == marked
    assert flushed == []
    assert read(path) == said
    reserve.end(9)
    assert read_mark(path) == 9
    reserve.close()
    again = Reserve(path)
    assert again.marked == 9
    again.close()


@pytest.mark.parametrize(
    "content", [b"", bytes(4096), b"XCM1 000", b"XCM1 0000000000000009 00000000\n", b"\xff" * 4096]
)
def test_a_mark_that_is_spoilt_says_nothing(reserve: Reserve, path: Path, content: bytes) -> None:
    reserve.begin("store-1", "since-1.log")
    reserve.mark(9)
    kept = path.read_bytes()[: 2 * PLACE]
    path.write_bytes(kept + content)
    assert read_mark(path) == 0
    assert read(path).store == "store-1"


def test_a_disk_that_takes_no_mark_stops_nothing(reserve: Reserve, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    reserve.mark(9)
