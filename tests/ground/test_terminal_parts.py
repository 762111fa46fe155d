"""The parts of a terminal that live on its disk, one by one: missing, said, and back; nothing is thought to be kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.memory_broker import MemoryBroker
from domain.commands import RecordFault
from domain.health.health import Health
from domain.views.catalogue import Block
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.number_machine.offline import OwnNumbers
from kiosk.terminal.hall_cache import HallCache
from kiosk.terminal.own_disk import OwnDisk
from kiosk.terminal.settings import Terminal
from tests.ground.small_disk import SmallDisk
from tests.journeys.machine_sample import catalogue

BLOCK = Block(device="m1", queue="social", first=900, last=949)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def machine_on(folder: Path) -> NumberMachine:
    terminal = Terminal(hall="longgang", device="m1", data=str(folder))
    return NumberMachine(terminal, MemoryBroker().dial, Parts(), key=b"", wake=lambda: None, show=lambda _state: None)


def health(machine: NumberMachine) -> Health:
    return machine.program.disk.attach(machine.program.link.with_outbox(Health()))


@pytest.mark.parametrize(
    ("how", "kind", "mend"),
    [
        (SmallDisk.fill, "full", SmallDisk.make_room),
        (SmallDisk.read_only, "read_only", SmallDisk.writable),
    ],
)
def test_a_machine_is_alive_without_a_disk_and_has_all_its_parts_when_it_is_back(
    how: Callable[[SmallDisk], None], kind: str, mend: Callable[[SmallDisk], None], disk: SmallDisk
) -> None:
    how(disk)
    machine = machine_on(disk.folder)
    machine.start()
    try:
        assert machine.alive
        assert not machine.program.recorded(RecordFault(code="door.open"))
        ill = health(machine)
        assert (ill.disk, ill.outbox_trouble) == (kind, "outbox.disk")
        assert {"copies", "outbox", "own_numbers", "session"} <= set(ill.disk_parts.split(", "))
        mend(disk)
        machine.program.disk.look_again()
        assert health(machine) == Health()
        assert machine.program.recorded(RecordFault(code="door.open"))
        names = {path.name for path in disk.folder.iterdir()}
        assert {"session", "outbox.db", "own_numbers.db", "copies.db", "desk"} <= names
    finally:
        machine.stop()


def test_an_outbox_that_takes_no_writes_is_no_well_one_because_nothing_waits_in_it(tmp_path: Path) -> None:
    machine = machine_on(tmp_path)
    outbox = machine.program.link.outbox
    outbox._file.db().execute("PRAGMA query_only = ON")
    assert not machine.program.recorded(RecordFault(code="door.open"))
    for _ in range(2):
        machine.program.disk.look_again()
        assert health(machine).outbox_trouble == "outbox.disk"
    outbox._file.db().execute("PRAGMA query_only = OFF")
    machine.program.disk.look_again()
    assert health(machine) == Health()
    machine.stop()


def test_no_own_number_is_given_that_is_not_on_disk_and_a_lost_request_is_remembered_later(disk: SmallDisk) -> None:
    own_disk = OwnDisk(disk.folder)
    disk.read_only()
    numbers = OwnNumbers(disk.folder / "own.db", lambda error, again: own_disk.failed("own_numbers", error, again))
    with pytest.raises(Exception, match=r"unable to open|Read-only"):
        numbers.take(BLOCK, "2026-11-21", sure=True)
    numbers.remember("r1")
    assert numbers.lost() == ()
    disk.writable()
    own_disk.look_again()
    assert own_disk.trouble == ""
    assert numbers.lost() == ("r1",)
    assert numbers.take(BLOCK, "2026-11-21", sure=True) == ("2026-11-21", 900)
    numbers.close()


def test_what_a_full_disk_refused_of_the_hall_is_stored_when_there_is_room(disk: SmallDisk) -> None:
    refused: list[OSError] = []
    cache = HallCache(disk.folder, refused.append)
    disk.fill()
    assert cache.store_catalogue(catalogue(version=7)), "it is shown all the same"
    assert cache.store_picture("lin", PNG) is None
    assert len(refused) == 2
    with pytest.raises(OSError, match="No space"):
        cache.store_again()
    disk.make_room()
    assert [path.name for path in cache.store_again()] == ["catalogue.json", "lin.png"]
    again = HallCache(disk.folder)
    assert again.catalogue() == catalogue(version=7)
    assert again.picture("lin") is not None
    assert cache.store_again() == []
