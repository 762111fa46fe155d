"""The hall's store is damaged in every way that disks know: no number that anybody holds is given again, and as much as
can be of what was answered is there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from quiet_hall import DAY
from sample_hall import TOML

from domain.health.alarm_codes import alarm
from domain.health.alarms import RESTORED
from hall.copies import opening, reserve, restoring
from hall.copies.gather import UNTOLD, Gather
from tests.ground.safe_hall import SafeHall, reserved_in

PHONES = [f"1390000{number:04d}" for number in range(63)]
Damage = Callable[[Path], None]


def cut(name: str, keep: Callable[[int], int]) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / name
        with path.open("r+b") as file:
            file.truncate(keep(path.stat().st_size))

    return damage


def fill(name: str, place: float, content: bytes) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / name
        at = int(path.stat().st_size * place) // 1024 * 1024
        with path.open("r+b") as file:
            file.seek(at)
            file.write(content)

    return damage


def gone(*names: str) -> Damage:
    def damage(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return damage


def both(*damages: Damage) -> Damage:
    def damage(folder: Path) -> None:
        for one in damages:
            one(folder)

    return damage


def no_log(folder: Path) -> None:
    for path in (folder / "copies").glob("since-*.log"):
        path.unlink()


def torn_log(folder: Path) -> None:
    newest = max((folder / "copies").glob("since-*.log"))
    with newest.open("r+b") as file:
        file.truncate(newest.stat().st_size - 10)


def log_without_last_lines(folder: Path) -> None:
    """What is left of it looks whole."""
    for path in (folder / "copies").glob("since-*.log"):
        head, *lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([head, *lines[:-3]]))


def empty_log(folder: Path) -> None:
    newest = max((folder / "copies").glob("since-*.log"))
    newest.write_bytes(b"")


def no_newest_log(folder: Path) -> None:
    max((folder / "copies").glob("since-*.log")).unlink()


def no_copies(folder: Path) -> None:
    for path in (folder / "copies").glob("hall-*.db"):
        path.unlink()


ZEROS = bytes(4096)
NOISE = bytes(range(256)) * 16

WAL = "hall.db-wal"
DB = "hall.db"
HEALED: dict[str, Damage] = {
    "nothing": lambda _: None,
    "the last 100 bytes of the log are gone": cut(WAL, lambda size: size - 100),
    "the last 40,000 bytes of the log are gone": cut(WAL, lambda size: size - 40_000),
    "zeros in the middle of the log": fill(WAL, 0.5, ZEROS),
    "zeros at the head of the log": fill(WAL, 0, ZEROS),
    "the log is gone": gone(WAL),
    "the log is empty": cut(WAL, lambda _: 0),
    "half of the store": cut(DB, lambda size: size // 2),
    "the first page is zero": fill(DB, 0, ZEROS),
    "zeros at 20 %": both(fill(DB, 0.2, ZEROS), gone(WAL)),
    "zeros at 40 %": both(fill(DB, 0.4, ZEROS), gone(WAL)),
    "zeros at 60 %": both(fill(DB, 0.6, ZEROS), gone(WAL)),
    "zeros at 80 %": both(fill(DB, 0.8, ZEROS), gone(WAL)),
    "noise at 50 %": both(fill(DB, 0.5, NOISE), gone(WAL)),
    "an empty file": both(cut(DB, lambda _: 0), gone(WAL)),
    "an empty file, and the log": cut(DB, lambda _: 0),
    "noise from end to end": both(fill(DB, 0, NOISE * 200), gone(WAL)),
    "no file": gone(DB, WAL),
    "no file, and the log": gone(DB),
    "no reserve": gone("hall.reserve"),
    "no reserve, and zeros in the log": both(gone("hall.reserve"), fill(WAL, 0.5, ZEROS)),
    "no reserve, and no log": gone("hall.reserve", WAL),
    "no reserve, and no file": gone("hall.reserve", DB, WAL),
    "the store is gone, and the newest copy is spoilt": both(
        gone(DB, WAL),
        lambda folder: fill(f"copies/{max((folder / 'copies').glob('hall-*.db')).name}", 0, ZEROS)(folder),
    ),
}
"""Of all these nothing is lost: the log of what happened since the newest copies has it."""

LOST: dict[str, Damage] = {
    "the log, and what stands beside the store": both(gone(WAL), no_log),
    "the log, and the last line beside the store": both(gone(WAL), torn_log),
    "the log, and the last whole lines beside the store": both(gone(WAL), log_without_last_lines),
    "the log, and all lines beside the store": both(gone(WAL), empty_log),
    "the log, and the newest file beside the store": both(gone(WAL), no_newest_log),
    "the store, and the newest file beside it": both(fill(DB, 0, ZEROS), no_newest_log),
    "half of the store, and the last whole lines": both(cut(DB, lambda size: size // 2), log_without_last_lines),
    "the store, and what stands beside it": both(fill(DB, 0, ZEROS), no_log),
    "the store, and every copy": both(fill(DB, 0, ZEROS), no_log, no_copies),
}
"""Of these some is lost: numbers go on above all that were reserved."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a hall leaves that was killed at work, with a copy from the morning and one from noon."""
    folder = tmp_path_factory.mktemp("hall")
    (folder / "before").mkdir()
    small = SafeHall(folder / "before")
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    phones = iter(PHONES)
    for number in (20, 20, 23):
        issued = [small.request("kiosk-1", "ticket.issue", queue="social") for _ in range(number)]
        issued += [small.request("kiosk-1", "ticket.issue", queue="civil", phone=next(phones)) for _ in range(number)]
        for place in range(0, len(issued), 3):
            assert all(answer["ok"] for answer in small.handle(*issued[place : place + 3]))
        if number == 20:
            small.copy()
    assert small.ask("pad-1", "ticket.call_next", window="w1")["data"]["number"] == "A001"
    assert small.copier.made == 2
    left = small.killed(folder / "after")
    small.store.close()
    return left


@pytest.fixture
def day(left: Path, tmp_path: Path) -> tuple[Path, dict[str, int]]:
    """A folder of it, and the numbers that were given."""
    shutil.copytree(left, tmp_path / "hall")
    return tmp_path / "hall", {"social": 63, "civil": 63}


@pytest.mark.parametrize("damage", HEALED.values(), ids=HEALED.keys())
def test_a_damaged_store_has_all_that_was_answered(day: tuple[Path, dict[str, int]], damage: Damage) -> None:
    folder, given = day
    damage(folder)
    small = SafeHall(folder)
    assert len(small.waiting()) == sum(given.values())
    assert small.writer.hall.state.tickets["20261120-A001"].window == "w1", "who was called is not called again"
    assert small.take("social") == "A064"
    assert small.take("civil") == "B0064"
    phones = [ticket.phone for ticket in small.writer.hall.state.tickets.values() if ticket.queue == "civil"]
    assert phones[:63] == PHONES
    small.stop()
    again = SafeHall(folder)
    assert again.take("social") == "A065", "and the next start is as any other"
    again.stop()


@pytest.mark.parametrize("damage", LOST.values(), ids=LOST.keys())
def test_where_something_is_lost_no_number_is_given_a_second_time(
    day: tuple[Path, dict[str, int]], damage: Damage
) -> None:
    folder, given = day
    reserved = reserved_in(folder)
    damage(folder)
    small = SafeHall(folder)
    for queue, prefix in (("social", "A"), ("civil", "B")):
        number = int(small.take(queue).removeprefix(prefix))
        assert given[queue] < number == reserved[queue] + 1
    small.stop()


def test_the_desk_is_told_of_a_store_that_was_put_aside_until_the_day_is_over(
    day: tuple[Path, dict[str, int]],
) -> None:
    folder, _ = day
    fill(DB, 0, ZEROS)(folder)
    no_log(folder)
    spoilt = (folder / DB).read_bytes()
    small = SafeHall(folder)
    told = small.alarms["store.restored"]
    assert "the hall goes on from hall-" in told
    assert "what happened last may be missing" in told
    (aside,) = (folder / "damaged").iterdir()
    assert (aside / DB).read_bytes() == spoilt
    assert (aside / WAL).exists()
    small.stop()
    small.restart()
    assert "store.restored" in small.alarms, "it is told once, and stands"
    small.now += 24 * 3_600_000
    small.look()
    small.look()
    assert "store.restored" not in small.alarms
    small.stop()


def test_what_others_have_seen_is_told_beside_what_the_start_has_found(day: tuple[Path, dict[str, int]]) -> None:
    folder, _ = day
    fill(DB, 0, ZEROS)(folder)
    small = SafeHall(folder)
    today = small.writer.hall.day
    gather: Gather[object] = Gather(small.writer, "a", small.store.identity.id, pending=False, lost=True)
    for seen in (700, 800):
        claim = {
            "state": "ready",
            "session": 9,
            "at": small.now,
            "seen": {"social": seen},
            "seen_day": today,
        }
        gather.heard_device(json.dumps(claim).encode())
        for _ in range(3):
            small.writer.tick(gather.faults(small.writer.hall, small.now))
        told = small.alarms["store.restored"]
        assert "the hall goes on from hall-" in told
        assert told.endswith(f"above social {seen + UNTOLD}")
    assert told.count("others have seen") == 1
    first = [alarm(small.now, "hall", RESTORED, "found")]
    gather.heard_device(json.dumps(claim | {"seen": {"social": 850}}).encode())
    assert gather.faults(small.writer.hall, small.now, first) == [], "with the next tick"
    small.stop()


def test_a_store_that_goes_on_from_a_copy_is_another_one(day: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    folder, _ = day
    shutil.copytree(folder, tmp_path / "whole")
    whole = SafeHall(tmp_path / "whole")
    fill(DB, 0, ZEROS)(folder)
    small = SafeHall(folder)
    assert small.store.identity.parent == whole.store.identity.id
    assert small.store.identity.id != whole.store.identity.id
    for one in (whole, small):
        one.stop()


def test_a_loss_that_is_doubled_by_the_next_is_not_forgotten(day: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """The start that finds it is killed as well, and what it had found goes with its log."""
    folder, _ = day
    reserved = reserved_in(folder)
    both(gone(WAL), log_without_last_lines)(folder)
    first = SafeHall(folder)
    again = first.killed(tmp_path / "again")
    first.stop()
    both(gone(WAL), log_without_last_lines)(again)
    small = SafeHall(again)
    assert int(small.take("social").removeprefix("A")) > reserved["social"]
    small.stop()


def test_after_an_end_as_it_should_be_an_older_store_is_seen(tmp_path: Path) -> None:
    small = SafeHall(tmp_path)
    small.take()
    small.stop()
    older = (tmp_path / DB).read_bytes()
    small.restart()
    assert small.take() == "A002"
    small.stop()
    (tmp_path / DB).write_bytes(older)
    log_without_last_lines(tmp_path)
    small.restart()
    assert int(small.take().removeprefix("A")) > 2
    assert "may be missing" in small.alarms["store.restored"]
    small.stop()


def test_after_a_power_cut_numbers_go_on_above_those_that_may_be_out(
    day: tuple[Path, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine was off: what its disk had only promised is gone, also where all that is left fits together."""
    folder, given = day
    reserved = reserved_in(folder)
    for module in (reserve, opening, restoring):
        monkeypatch.setattr(module, "boot", lambda: "another start")
    small = SafeHall(folder)
    assert len(small.waiting()) == sum(given.values())
    assert 64 <= int(small.take("social").removeprefix("A")) <= reserved["social"] + 1
    assert "store.restored" not in small.alarms, "nobody has to do anything"
    small.stop()


def test_after_an_end_as_it_should_be_no_number_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = SafeHall(tmp_path)
    assert small.take() == "A001"
    small.stop()
    for module in (reserve, opening, restoring):
        monkeypatch.setattr(module, "boot", lambda: "another start")
    small.restart()
    assert small.take() == "A002"
    small.stop()


def test_events_after_a_loss_have_numbers_that_nobody_knows(day: tuple[Path, dict[str, int]]) -> None:
    folder, _ = day
    last = reserve.read_reserve(folder / "hall.reserve")
    assert last is not None
    both(fill(DB, 0, ZEROS), no_log)(folder)
    small = SafeHall(folder)
    begun = small.store.last_seq()
    assert begun > last.seq
    small.stop()


def test_the_last_numbers_of_a_range_are_not_all_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "before").mkdir()
    small = SafeHall(tmp_path / "before", TOML.replace("last = 899", "last = 30", 1))
    for _ in range(26):
        small.take()
    folder = small.killed(tmp_path / "after")
    both(gone(WAL), no_log)(folder)
    again = SafeHall(folder, TOML.replace("last = 899", "last = 30", 1))
    assert again.take() in {"A028", "A029"}
    small.store.close()
    again.stop()


@pytest.mark.parametrize("reserve_is", ["gone", "noise"])
def test_where_nothing_says_what_was_reserved_many_numbers_are_skipped(
    day: tuple[Path, dict[str, int]], reserve_is: str
) -> None:
    folder, given = day
    both(gone(WAL), no_log)(folder)
    (folder / "hall.reserve").write_bytes(NOISE) if reserve_is == "noise" else (folder / "hall.reserve").unlink()
    small = SafeHall(folder)
    assert int(small.take("social").removeprefix("A")) > given["social"]
    assert "may be missing" in small.alarms["store.restored"]
    small.stop()


def test_what_was_put_aside_goes_with_the_people_in_it_when_the_day_closes(day: tuple[Path, dict[str, int]]) -> None:
    folder, _given = day
    fill(DB, 0, ZEROS)(folder)
    small = SafeHall(folder)
    aside = folder / "damaged"
    assert any(PHONES[-1].encode() in path.read_bytes() for path in aside.glob("*/*"))
    small.now += DAY
    small.look()
    assert [path for path in aside.glob("*/*") if path.is_file()] == []
    small.stop()
