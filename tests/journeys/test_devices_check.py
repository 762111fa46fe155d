"""The daily check of a terminal from a shell: beside its program, and without it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory

from bench.fake_cards import FakeCards
from bench.fake_printer import FakePrinter
from bench.fake_scanner import FakeScanner
from bench.memory_broker import MemoryBroker
from domain.health.health import Health
from domain.statuses import PrinterStatus
from kiosk.hw.both_cards import BothCards
from kiosk.hw.gpio_header import HeaderContacts
from kiosk.hw.wiring import GpioWiring
from kiosk.number_machine.machine import NumberMachine
from kiosk.number_machine.machine import Parts as MachineParts
from kiosk.terminal.check.devices import devices_main
from kiosk.terminal.check.probe import ProbedParts
from kiosk.terminal.check.rows import rows
from kiosk.terminal.check.words import FINE, NOT_KNOWN, PARTS, WORDS
from kiosk.terminal.health import FirstFrame
from kiosk.terminal.program import REPORT_SOCKET
from kiosk.terminal.settings import CardDriver, Hardware, PrinterDriver, ScannerDriver, Terminal
from kiosk.terminal.terminal_file import read_terminal
from program.control_socket import FOLDER
from program.vitals import screens
from xiaochuang import main

TOML = """
hall = "longgang"
device = "m1"
data = "data"
[broker]
port = {port}
[screen]
width_px = 1080
height_px = 1920
[hardware]
cards = "pcsc"
printer = "escpos"
scanner = "evdev"
[hardware.gpio]
door = 20
tamper = 12
keys = [5, 6]
"""


class Shell:
    """Somebody at a terminal, and the parts that hang on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.config = folder / "terminal.toml"
        self.config.write_text(TOML.format(port=self.listening.getsockname()[1]))
        self.data = folder / "data"
        self.pins = MockFactory()
        self.cards: FakeCards | BothCards = FakeCards()
        self.scanner = FakeScanner()
        self.paper = PrinterStatus.READY

    def parts(self, _hardware: Hardware) -> ProbedParts:
        wires = GpioWiring(door=20, tamper=12, keys=(5, 6), bounce_ms=0, stuck_seconds=0.0)
        printer = FakePrinter()  # a closed one stays closed
        printer.state = self.paper
        return ProbedParts(self.cards, self.scanner, printer, HeaderContacts(wires, lambda: self.pins))

    def check(self, *more: str) -> tuple[int, str]:
        code = devices_main(["--config", str(self.config), *more], self.parts)
        return code, self.capsys.readouterr().out

    def statuses(self) -> dict[str, str]:
        _, out = self.check("--json")
        return {part["part"]: part["status"] for part in json.loads(out)["parts"]}


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setattr("kiosk.terminal.check.probe.probe.__defaults__", (0.05,))
    monkeypatch.setattr("program.vitals.clock", lambda: "synced")
    made = Shell(tmp_path, capsys)
    yield made
    made.listening.close()
    made.pins.reset()


# ---- without the program


def test_a_terminal_in_order_says_so_and_ends_well(shell: Shell) -> None:
    code, out = shell.check()
    assert code == 0, out
    assert "✗" not in out
    assert "读卡器" in out


def test_every_part_that_is_wrong_is_found_and_said_in_plain_words(shell: Shell) -> None:
    shell.cards = FakeCards(plugged=False)
    shell.paper = PrinterStatus.PAPER_OUT
    shell.scanner.unplug()
    code, out = shell.check("--language", "en")
    assert code == 1
    assert "out of paper: put in a new roll" in out
    statuses = shell.statuses()
    assert (statuses["cards"], statuses["printer"], statuses["scanner"]) == ("gone", "paper_out", "gone")


def test_of_two_card_readers_the_one_that_is_gone_is_named(shell: Shell) -> None:
    shell.cards = BothCards(pcsc=FakeCards(), sam=FakeCards(plugged=False))
    code, out = shell.check("--language", "en")
    assert code == 1
    assert "the identity-card reader is not found or unwell" in out
    assert shell.statuses()["cards"] == "sam_gone"
    shell.cards = BothCards(pcsc=FakeCards(plugged=False), sam=FakeCards(plugged=False))
    assert shell.statuses()["cards"] == "gone"


def test_a_hall_that_cannot_be_reached_is_found(shell: Shell) -> None:
    assert shell.statuses()["hall"] == "reachable"
    shell.listening.close()
    assert shell.statuses()["hall"] == "no_broker"


def test_the_parts_are_let_go_again(shell: Shell) -> None:
    assert shell.statuses() == shell.statuses()
    assert shell.cards._on_card is None


def bind_there(made: socket.socket, folder: Path) -> None:
    """However long the path of a test's folder is: a socket's own has at most 107 bytes."""
    opened = os.open(folder, os.O_DIRECTORY)
    made.bind(f"/proc/self/fd/{opened}/{REPORT_SOCKET}")
    os.close(opened)


def test_a_socket_that_a_killed_program_left_behind_is_no_program(shell: Shell) -> None:
    (shell.data / FOLDER).mkdir(parents=True)
    left = socket.socket(socket.AF_UNIX)
    bind_there(left, shell.data / FOLDER)
    left.close()
    assert shell.statuses()["program"] == "stopped"


def test_a_program_that_hangs_is_wrong_and_its_parts_are_left_alone(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("program.control_socket.PEER_SECONDS", 0.1)
    (shell.data / FOLDER).mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as hung:
        bind_there(hung, shell.data / FOLDER)
        hung.listen()
        assert shell.statuses() == {"program": "silent"}
        assert shell.check()[0] == 1


def test_a_mistake_in_the_file_is_named(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.config.write_text(shell.config.read_text().replace('cards = "pcsc"', 'cards = "pcsd"'))
    with pytest.raises(SystemExit) as ended:
        main(["devices", "--config", str(shell.config)])
    assert ended.value.code == 2
    assert "hardware.cards" in capsys.readouterr().err


# ---- beside it


def test_beside_a_running_program_its_own_report_is_shown(shell: Shell) -> None:
    terminal = read_terminal(shell.config)
    machine = NumberMachine(
        terminal,
        MemoryBroker().dial,
        MachineParts(shell.cards, shell.scanner, FakePrinter()),
        key=b"",
        wake=lambda: None,
        show=lambda _state: None,
    )
    machine.watch_window(lambda: FirstFrame(1080, 1920, 930))
    shell.cards = FakeCards(plugged=False)  # what the shell would find itself
    machine.start()
    try:
        code, out = shell.check("--json")
        told = json.loads(out)
        statuses = {part["part"]: part["status"] for part in told["parts"]}
        assert (told["running"], told["device"]) == (True, "m1")
        assert (statuses["program"], statuses["cards"], statuses["screen"]) == ("running", "ready", "ready")
        assert statuses["hall"] == "away"
        assert code == 1
    finally:
        machine.stop()
    assert shell.statuses()["program"] == "stopped"


# ---- the rows


WHOLE = Hardware(
    cards=CardDriver.PCSC,
    printer=PrinterDriver.ESCPOS,
    scanner=ScannerDriver.SERIAL,
    gpio=GpioWiring(keys=(1, 2), door=3, tamper=4),
)
WELL: dict[str, Any] = {
    "cards": "ready",
    "printer": "ready",
    "scanner": "ready",
    "touch": "ready",
    "gpio": "ready",
    "door": "closed",
    "tamper": "closed",
    "screen": "1080x1920",
    "storage_mb": 9000,
    "storage_percent": 50,
    "temperature": 50,
    "clock": "synced",
}


def found(program: str = "running", hall: str = "online", **health: Any) -> dict[str, tuple[str, bool, str]]:
    terminal = Terminal(hall="h", device="d", data="", hardware=WHOLE)
    made = rows(terminal, Health(**{**WELL, **health}), program=program, hall=hall)
    return {row.part: (row.status, row.ok, row.say.en) for row in made}


def test_every_part_has_its_row() -> None:
    assert set(found()) == set(PARTS)
    assert all(ok for _, ok, _ in found().values())


@pytest.mark.parametrize(
    ("health", "part", "status"),
    [
        ({"cards": "gone"}, "cards", "gone"),
        ({"touch": "gone"}, "touch", "gone"),
        ({"touch": "several"}, "touch", "several"),
        ({"input_unknown": "pointer"}, "touch", "strange"),
        ({"disk": "read_only"}, "storage", "read_only"),
        ({"disk": "full"}, "storage", "full"),
        ({"scanner": "gone"}, "scanner", "gone"),
        *(({"printer": status}, "printer", status) for status in ("paper_out", "cover_open", "cutter", "offline")),
        ({"printer": "unknown"}, "printer", "unknown"),
        ({"gpio": "gone"}, "gpio", "gone"),
        ({"door": "open"}, "door", "open"),
        ({"tamper": "open"}, "tamper", "open"),
        ({"keys_stuck": (5,)}, "keys", "stuck"),
        ({"screen": ""}, "screen", "none"),
        ({"screen": "1280x720"}, "screen", "other_size"),
        ({"storage_mb": 100}, "storage", "low"),
        ({"temperature": 84}, "temperature", "high"),
        ({"clock": "unsynced"}, "clock", "unsynced"),
        ({"outbox": 60}, "outbox", "growing"),
        ({"outbox_refused": 1}, "outbox", "refused"),
        ({"outbox_trouble": "outbox.disk"}, "outbox", "trouble"),
        ({"hall": "away"}, "hall", "away"),
        ({"hall": "no_broker"}, "hall", "no_broker"),
    ],
)
def test_whatever_is_wrong_has_words_of_what_to_do(health: dict[str, Any], part: str, status: str) -> None:
    row = found(**health)[part]
    assert row == (status, False, WORDS[part, status].en)
    assert sum(not ok for _, ok, _ in found(**health).values()) == 1


def test_paper_that_is_nearly_used_up_still_prints() -> None:
    assert found(printer="near_end")["printer"] == ("near_end", True, WORDS["printer", "near_end"].en)


def test_what_a_machine_cannot_tell_is_not_wrong() -> None:
    given = found(storage_mb=None, temperature=None, clock="unknown")
    for part in ("storage", "temperature", "clock"):
        assert given[part] == ("unknown", True, NOT_KNOWN.en)


def test_keys_behind_a_header_that_is_gone_are_not_called_in_order() -> None:
    assert "keys" not in found(gpio="gone")


def test_a_turned_screen_is_the_right_size() -> None:
    assert found(screen="1920x1080")["screen"] == ("ready", True, FINE.en)


def test_connected_screens_are_counted_where_the_kernel_tells(tmp_path: Path) -> None:
    assert screens(tmp_path) is None
    for name, status in (("card1-HDMI-A-1", "connected"), ("card1-HDMI-A-2", "disconnected")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "status").write_text(status + "\n")
    assert screens(tmp_path) == 1


def test_every_word_is_polite_and_there_in_both_languages() -> None:
    for text in [*PARTS.values(), *WORDS.values()]:
        assert text.zh
        assert text.en
        assert not set("！!") & set(text.zh + text.en)
