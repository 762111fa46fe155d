"""Checks of the parts in a `terminal.toml`: lines used twice, invalid pins, baud rates, profiles.

Without these checks such a mistake would only show as a printer that is "offline" or contacts that are "gone".
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.hw.sam_frames import BAUD_RATES
from kiosk.hw.wiring import GpioWiring, PrinterLine, PrinterWiring, usb_id
from kiosk.terminal.settings import CardDriver, Hardware, PrinterDriver, ScannerDriver
from program.mistakes.form import Found
from program.mistakes.nearest import nearest

RATES = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
LAST_PIN = 27
"""The 40-pin header carries BCM numbers 0 to 27."""

LEVELS = 5
INPUT_DEVICES = "/dev/input/"


def mistakes(hardware: Hardware) -> Iterator[Found]:
    yield from _rate("hardware.escpos.baud", hardware.escpos.baud, RATES)
    yield from _rate("hardware.sam.baud", hardware.sam.baud, BAUD_RATES)
    yield from _rate("hardware.scan.baud", hardware.scan.baud, RATES)
    yield from _printer(hardware.escpos)
    yield from _lines(hardware)
    if hardware.gpio is not None:
        yield from _wires(hardware.gpio)
    yield from _pins(hardware)


def _rate(key: str, rate: int, known: Iterable[int]) -> Iterator[Found]:
    rates = sorted(known)
    if rate not in rates:
        near = str(min(rates, key=lambda one: abs(one - rate)))
        yield key, f"{rate} is no rate it can have: {', '.join(map(str, rates))}", near


def _printer(wiring: PrinterWiring) -> Iterator[Found]:
    line = wiring.line
    if line is PrinterLine.NETWORK and not wiring.host:
        yield "hardware.escpos.host", "is missing: a printer in the network has one", None
    if (line is PrinterLine.USB or wiring.usb) and usb_id(wiring.usb) is None:
        yield "hardware.escpos.usb", 'must be vendor:product as lsusb says, e.g. "0416:5011"', None
    for key, its_line in (("host", PrinterLine.NETWORK), ("usb", PrinterLine.USB)):
        if getattr(wiring, key) and line is not its_line:
            yield "hardware.escpos.line", f"is {line.value!r}, but {key} is set", its_line.value
    profiles = _profiles()
    if profiles and wiring.profile not in profiles:
        near = nearest(wiring.profile, profiles)
        yield "hardware.escpos.profile", f"there is no profile {wiring.profile!r}", near


def _profiles() -> set[str]:
    """The profiles of python-escpos, read without loading it, which takes a third of a second. Empty if it is not
    installed."""
    library = importlib.util.find_spec("escpos")
    if library is None or library.origin is None:
        return set()
    return set(json.loads(Path(library.origin).with_name("capabilities.json").read_text("utf-8"))["profiles"])


def _lines(hardware: Hardware) -> Iterator[Found]:
    """A line belongs to one part only: two parts would take each other's bytes."""
    used: dict[str, str] = {}
    if hardware.printer is PrinterDriver.ESCPOS and hardware.escpos.line in {PrinterLine.SERIAL, PrinterLine.FILE}:
        used["hardware.escpos.path"] = hardware.escpos.path
    if hardware.cards in {CardDriver.SAM, CardDriver.BOTH}:
        used["hardware.sam.path"] = hardware.sam.path
    if hardware.scanner in {ScannerDriver.EVDEV, ScannerDriver.SERIAL}:
        used["hardware.scan.path"] = hardware.scan.path
    if hardware.scanner is ScannerDriver.SERIAL and hardware.scan.path.startswith(INPUT_DEVICES):
        yield "hardware.scan.path", f"{hardware.scan.path!r} is an input device and no serial line", None
    for key, path in used.items():
        if not path:
            yield key, "is empty", None
    yield from _twice(used.items())


def _wires(wiring: GpioWiring) -> Iterator[Found]:
    if len(wiring.keys) > LEVELS:
        yield "hardware.gpio.keys", f"are {len(wiring.keys)}: at most five, one for each level of a review", None
    for place, wire in enumerate(wiring.normally_closed):
        if getattr(wiring, wire.value) is None:
            yield f"hardware.gpio.normally_closed[{place}]", f"{wire.value!r} has no pin", None


def _pins(hardware: Hardware) -> Iterator[Found]:
    used: list[tuple[str, int | None]] = []
    if (wires := hardware.gpio) is not None:
        used += [(f"hardware.gpio.keys[{place}]", pin) for place, pin in enumerate(wires.keys)]
        used += [(f"hardware.gpio.{name}", getattr(wires, name)) for name in ("lamp", "presence", "door", "tamper")]
    if (pins := hardware.escpos.pins) is not None:
        used += [(f"hardware.escpos.pins.{name}", getattr(pins, name)) for name in ("paper_out", "busy", "cut")]
    wired = [(key, pin) for key, pin in used if pin is not None]
    for key, pin in wired:
        if not 0 <= pin <= LAST_PIN:
            yield key, f"{pin} is no pin of the header: BCM numbers are from 0 to {LAST_PIN}", None
    yield from _twice(wired)


def _twice(used: Iterable[tuple[str, object]]) -> Iterator[Found]:
    first: dict[object, str] = {}
    for key, value in used:
        if value in first:
            yield key, f"{value} is used by {first[value]} already", None
        first.setdefault(value, key)
