"""Every file that a terminal keeps, damaged in every way: it starts, is on line, and says so or mends it by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.memory_broker import MemoryBroker
from domain.commands import RecordFault
from domain.health.health import Health
from domain.views.catalogue import Block
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.terminal.settings import Terminal
from program.secret_file import SecretRefusedError, read_secret
from review_pad.signing import Signer
from tests.ground.torn import Damage, cut, empty, gone, noise, zeroed
from tests.journeys.machine_sample import catalogue

ROOT = Path(__file__).parents[2]
BLOCK = Block(device="m1", queue="social", first=900, last=949)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)

FILES = [
    "session",
    "catalogue.json",
    "pictures/lin.png",
    "outbox.db",
    "outbox.copy",
    "own_numbers.db",
    "own_numbers.copy",
    "copies.db",
    "desk/report.sock",
]


def is_a_folder(name: str) -> Damage:
    """What no program of the house does; a file system that was repaired after an error may."""

    def done(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return done


def half(name: str) -> Damage:
    return lambda folder: cut(name, max(1, (folder / name).stat().st_size // 2))(folder)


DAMAGES = {
    "gone": gone,
    "empty": empty,
    "half": half,
    "zeroed": lambda name: zeroed(name, 0),
    "noise": noise,
    "a folder": is_a_folder,
}


def machine_in(folder: Path) -> NumberMachine:
    terminal = Terminal(hall="longgang", device="m1", data=str(folder))
    return NumberMachine(terminal, MemoryBroker().dial, Parts(), key=b"", wake=lambda: None, show=lambda _state: None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a machine that has worked and ended in order."""
    folder = tmp_path_factory.mktemp("whole") / "machine"
    machine = machine_in(folder)
    machine.start()
    machine.program.link.stored.store_catalogue(catalogue(version=7))
    machine.program.link.stored.store_picture("lin", PNG)
    machine._own.take(BLOCK, "2026-11-21", sure=True)
    assert machine.program.recorded(RecordFault(code="door.open"))
    machine.stop()
    (folder / "desk/report.sock").write_bytes(b"left by a program that was killed")
    assert [name for name in FILES if not (folder / name).is_file()] == []
    return folder


@pytest.mark.parametrize("damage", ["half", "zeroed", "a folder"])
@pytest.mark.parametrize("name", FILES)
def test_a_machine_starts_whatever_has_become_of(name: str, damage: str, whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole, tmp_path / "machine")
    DAMAGES[damage](name)(folder)
    machine = machine_in(folder)
    machine.start()
    try:
        assert machine.alive
        machine.program.disk.look_again()
        now = machine.program.disk.attach(machine.program.link.with_outbox(Health()))
        recorded = machine.program.recorded(RecordFault(code="door.open"))
        assert recorded or now.outbox_trouble == "outbox.disk", "an event is on disk, or it is said that it is not"
        if now.disk:
            assert damage == "a folder", "anything else is mended, or missed by nobody"
            assert now.disk_parts, "and which part it is"
    finally:
        machine.stop()


@pytest.mark.parametrize("damage", ["empty", "half", "zeroed", "noise"])
def test_a_damaged_signing_key_is_told_before_any_review(damage: str, tmp_path: Path) -> None:
    signer = Signer(tmp_path / "signing.key")
    signer.ready()
    signer.ready()
    DAMAGES[damage]("signing.key")(tmp_path)
    with pytest.raises(OSError, match="damaged"):
        Signer(tmp_path / "signing.key").ready()


@pytest.mark.parametrize("damage", ["empty", "zeroed"])
def test_a_damaged_secret_is_no_secret(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "person.key"
    path.write_text("a1" * 32)
    path.chmod(0o600)
    assert read_secret(str(path)) == "a1" * 32
    DAMAGES[damage]("person.key")(tmp_path)
    with pytest.raises(SecretRefusedError, match=r"empty|damaged"):
        read_secret(str(path))


@pytest.mark.parametrize("damage", ["empty", "half", "zeroed", "noise"])
def test_a_torn_terminal_toml_ends_with_a_sentence(damage: str, tmp_path: Path) -> None:
    (tmp_path / "terminal.toml").write_text('hall = "h"\ndevice = "d"\ndata = "."\n[screen]\nwidth_px = 1080\n')
    DAMAGES[damage]("terminal.toml")(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "e_screen", "--profile", "hall", "--config", str(tmp_path / "terminal.toml")],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
        timeout=60,
    )
    assert done.returncode == 2
    assert "terminal.toml" in done.stderr
    assert "Traceback" not in done.stderr


PORTRAITS = """
import json, sys
from pathlib import Path
from kiosk.terminal.settings import Screen
from kiosk.widgets.window import prepare
folder = Path(sys.argv[1])
prepare(folder, Screen(width_px=200, height_px=200))
from kivy.clock import Clock
from kivy.core.window import Window
from review_pad.screens.portrait import ClerkPortrait
shown = {}
for path in sorted(folder.glob("*.png")):
    portrait = ClerkPortrait(source=str(path), size=(200, 200))
    portrait.dress()
    shown[path.stem] = portrait._picture is not None
print(json.dumps(shown))
"""


def test_a_torn_portrait_is_a_drawn_head_and_no_bug(tmp_path: Path) -> None:
    portrait = sorted((ROOT / "demo/portraits").glob("*.png"))[0].read_bytes()
    for name in ("whole", *DAMAGES):
        (tmp_path / f"{name}.png").write_bytes(portrait)
        if name in DAMAGES and name != "gone":
            DAMAGES[name](f"{name}.png")(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", PORTRAITS, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout.splitlines()[-1])
    assert [name for name, there in shown.items() if there] == ["gone", "whole"]
