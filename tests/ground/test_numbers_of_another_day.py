"""A hall that has lost something begins with a wrong clock: what is known of numbers is of another day than its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mqtt_asker import Asker
from quiet_hall import DAY, MORNING

from bench.mosquitto import Mosquitto
from tests.ground.moved_hall import People, moved_hall
from tests.ground.safe_hall import SafeHall

GIVEN = 9
"""Numbers of the second day, when something is lost; on the first one there were two."""

FIRST, SECOND = "2026-11-20", "2026-11-21"


class NextDay(SafeHall):
    """Started on the second day."""

    def restart(self) -> None:
        self.now = MORNING + DAY
        super().restart()


@pytest.fixture(params=["reserve", "no reserve"])
def lost(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder whose newest copy is of the first day. The store of the second one is spoilt, and the log is gone."""
    (tmp_path / "before").mkdir()
    small = SafeHall(tmp_path / "before")
    for _ in range(2):
        small.take()
    small.copy()
    small.now += DAY
    small.look()
    assert [small.take() for _ in range(GIVEN)][-1] == "A009"
    folder = small.killed(tmp_path / "after")
    small.store.close()
    (folder / "hall.db-wal").unlink()
    (folder / "hall.db").write_bytes(bytes(8192))
    for path in (folder / "copies").glob("since-*.log"):
        path.unlink()
    if request.param == "no reserve":
        (folder / "hall.reserve").unlink()
    return folder


def is_new(number: str) -> bool:
    """Nobody of the second day holds it."""
    return int(number.removeprefix("A")) > GIVEN


def test_numbers_of_the_day_that_a_copy_does_not_know_are_not_given_again(lost: Path) -> None:
    small = NextDay(lost)
    assert small.writer.hall.day == SECOND
    assert is_new(small.take())
    small.stop()


def test_nor_while_the_clock_is_behind_nor_when_somebody_puts_it_right(lost: Path) -> None:
    small = SafeHall(lost)
    assert small.writer.hall.day == FIRST
    given = [small.take()]
    small.now += DAY
    assert small.ask("desk-1", "hall.set_day", day=SECOND)["ok"]
    assert small.writer.hall.day == SECOND
    given += [small.take() for _ in range(2)]
    assert all(is_new(number) for number in given)
    assert len(set(given)) == 3
    small.stop()


def test_nor_when_it_is_put_right_before_anybody_came_or_after_another_kill(lost: Path, tmp_path: Path) -> None:
    SafeHall(lost).store.close()
    again = SafeHall(shutil.copytree(lost, tmp_path / "again"))
    again.now += DAY
    again.look()
    assert again.writer.hall.day == SECOND
    assert is_new(again.take())
    assert again.ask("pad-1", "window.open", window="w1", clerk="c1")["ok"]
    called = again.ask("pad-1", "ticket.call", window="w1", number="A004")
    assert called["data"]["number"] == "A004", "whoever holds a paper of before can be called by it"
    again.stop()


@pytest.mark.parametrize("off", [-DAY, DAY], ids=["behind", "ahead"])
@pytest.mark.parametrize("began", ["anew", "as it was in the morning"])
def test_a_hall_whose_clock_is_wrong_gives_no_number_that_the_broker_has_kept(
    broker: Mosquitto, tmp_path: Path, off: int, began: str
) -> None:
    """All is lost, or a folder of before is brought back; then the clock is put right."""
    asker = Asker(broker.port, "test-hall")
    people = People(asker)
    hall = moved_hall(tmp_path / "hall", broker.port)
    hall.start()
    given = [people.take() for _ in range(2)]
    hall.kill()
    shutil.copytree(hall.data, tmp_path / "morning")
    hall.start()
    given += [people.take() for _ in range(5)]
    asker.wait(lambda: asker.retained(asker.topics.queues)["queues"][0]["given"] == 7)
    hall.kill()
    shutil.rmtree(hall.data)
    if began != "anew":
        shutil.copytree(tmp_path / "morning", hall.data)
    hall.clock_is(off=off)
    hall.start()
    given.append(people.take())
    hall.clock_is()
    people.set_day(hall.today)
    given.append(people.take())
    numbers = [ticket.split("-")[1] for ticket in given]
    assert len(set(numbers)) == len(numbers), numbers
    asker.close()
    hall.kill()
