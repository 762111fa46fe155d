"""The parts of a terminal that live on its disk, one by one: missing, said, and back; nothing is thought to be kept."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
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


# ---- the watchdog, and a start that fails

START = """
import sys
from pathlib import Path
from kiosk.terminal.settings import Screen, Terminal
from kiosk.widgets import window
from program import logs
terminal = Terminal(hall="longgang", device="m1", data=sys.argv[1], screen=Screen(width_px=300, height_px=500))
window.prepare(Path(terminal.data), terminal.screen)
from kiosk.widgets import shell
from kiosk.number_machine.app import MachineApp
shell.FAILSAFE_SECONDS = 0.3
class Machine:
    def watch_window(self, window): ...
    def stop(self): ...
    def start(self):
        raise RuntimeError("no part of it stands")
raise SystemExit(MachineApp(terminal, lambda wake, show: Machine()).run())
"""


def test_a_start_that_fails_ends_the_program_and_was_never_called_alive(tmp_path: Path) -> None:
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(str(tmp_path / "notify"))
    notify.settimeout(0)
    reading, writing = os.pipe()
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x640x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        watched = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "300000"}
        shown = {"DISPLAY": display, "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", START, str(tmp_path)],
            env={**os.environ, **watched, **shown},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        xvfb.terminate()
        xvfb.wait(10)
    assert done.returncode == 70, done.stderr
    assert "3 bugs within a minute: the program ends" in done.stderr
    said = [notify.recv(100) for _ in range(2)]
    assert said == [b"READY=1", b"STOPPING=1"], "it was never said to be alive"
    notify.close()
