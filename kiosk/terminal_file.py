"""The first things a terminal program does: read its terminal.toml, and log to where systemd listens.

Imports little, so that the window can open before the rest of the program is loaded.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path

from kiosk import touch_matrix
from kiosk.hw.wiring import PrinterLine, PrinterWiring, usb_id
from kiosk.settings import Terminal
from kiosk.toml_file import Mistake, read_toml

ROTATIONS = (0, 90, 180, 270)


def checked_terminal(path: Path) -> Terminal | list[Mistake]:
    """What stands in the file, or all that is wrong with it."""
    found = read_toml(Terminal, path)
    if isinstance(found, list):
        return found
    wrong = {
        "screen.rotation": "" if found.screen.rotation in ROTATIONS else "must be 0, 90, 180 or 270",
        "hardware.escpos.usb": _usb_mistake(found.hardware.escpos),
        "screen.touch_matrix": touch_matrix.mistake(found.screen.touch_matrix),
    }
    return [Mistake(str(path), key, reason) for key, reason in wrong.items() if reason] or found


def _usb_mistake(wiring: PrinterWiring) -> str:
    needed = wiring.line is PrinterLine.USB or wiring.usb
    return 'must be vendor:product as lsusb says, e.g. "0416:5011"' if needed and usb_id(wiring.usb) is None else ""


def read_terminal(path: Path) -> Terminal:
    """The terminal of `terminal.toml`; its paths are taken from where the file is. Mistakes end the program, named."""
    found = checked_terminal(path)
    if isinstance(found, list):
        for mistake in found:
            print(mistake, file=sys.stderr)
        raise SystemExit(2)
    beside = path.parent.resolve()
    data = beside / found.data
    data.mkdir(parents=True, exist_ok=True)
    broker = found.broker
    return replace(
        found,
        data=str(data),
        person_key_file=_beside(beside, found.person_key_file),
        signing_key_file=_beside(beside, found.signing_key_file),
        broker=replace(
            broker,
            password_file=_beside(beside, broker.password_file),
            ca_file=_beside(beside, broker.ca_file),
            cert_file=_beside(beside, broker.cert_file),
            key_file=_beside(beside, broker.key_file),
        ),
    )


def _beside(folder: Path, name: str | None) -> str | None:
    return str(folder / name) if name else None


def log_to_stderr(*, verbose: bool = False) -> None:
    """systemd's journal adds the time and the unit. Nothing personal is ever given to a logger."""
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("kivy").setLevel(logging.WARNING)
