"""Once a machine's parts have started, printing and showing a number loads no library, on whatever threads they do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PRINT_AND_SHOW = """
import json, sys, threading
from pathlib import Path
sys.path.append("tests/contracts")
from kiosk.terminal import drivers
from kiosk.terminal.settings import Hardware, PrinterDriver, Screen
from kiosk.hw.wiring import PrinterLine, PrinterWiring
from kiosk.widgets.window import prepare
prepare(Path(sys.argv[1]), Screen(width_px=300, height_px=300))
from kivy.core.window import Window
from kiosk.widgets.qr import code_texture
from kiosk.number_machine.parts import Printing
from kiosk.hw.printer import TicketPaper
from bench.picture_printer import PicturePrinter
from escpos_peer import TcpPrinter

peer = TcpPrinter()
wiring = PrinterWiring(line=PrinterLine.NETWORK, host="127.0.0.1", port=peer.port)
printing = Printing(drivers.printer(Hardware(printer=PrinterDriver.ESCPOS, escpos=wiring)))
printing.look()  # as the machine does at its start
paper = TicketPaper(hall="大厅", number="A001", queue="社保", ahead="前面 3 人", time="9:41", guide="", rule="", qr="https://a.example/t/1")
before = set(sys.modules)
ended = []
printer = threading.Thread(target=lambda: ended.append(printing.print("t", paper, copy=False)))
picture = threading.Thread(target=lambda: PicturePrinter(Path(sys.argv[1]) / "paper").print(paper))
printer.start(); picture.start()
code_texture("https://a.example/t/1")
printer.join(); picture.join()
libraries = {"qrcode", "PIL", "escpos", "evdev", "usb", "serial"}
print(json.dumps([ended[0].fault, sorted(n for n in set(sys.modules) - before if n.split(".")[0] in libraries)]))
"""


def test_printing_and_showing_a_number_loads_no_library(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINT_AND_SHOW, str(tmp_path)],
        check=False,
        cwd=ROOT,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    fault, loaded = json.loads(done.stdout.splitlines()[-1])
    assert not fault
    assert loaded == []


def test_what_is_drawn_can_be_imported_before_the_window_is_open(tmp_path: Path) -> None:
    """Else it would open one, of a size that is not the terminal's."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import tests.screens.measure\nfrom kivy.base import EventLoop\nprint(EventLoop.window)",
        ],
        check=False,
        cwd=ROOT,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen", "KIVY_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "None"
