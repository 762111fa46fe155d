"""Warnings: what is allowed in a terminal.toml but deserves a second look before a hall opens with it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from kiosk.mqtt import tls_files
from kiosk.mqtt.broker import Broker
from kiosk.terminal.settings import CardDriver, PrinterDriver, ScannerDriver, Terminal
from program.mistakes.form import Found


def warnings(terminal: Terminal) -> Iterator[Found]:
    """All warnings. Paths in `terminal` must be absolute."""
    for key, reason in tls_files.missing(terminal.broker):
        yield f"broker.{key}", reason, None
    if terminal.broker.ca_file is None and not _is_here(terminal.broker):
        yield "broker.ca_file", "is missing: everything, passwords too, goes through the network in clear", None
    if terminal.screen.any_pointer:
        yield "screen.any_pointer", "any mouse counts as a citizen's touch: not in a hall", None
    hardware = terminal.hardware
    for key, driver, fake in (
        ("cards", hardware.cards, CardDriver.BENCH),
        ("printer", hardware.printer, PrinterDriver.PICTURE),
        ("scanner", hardware.scanner, ScannerDriver.BENCH),
    ):
        if driver is fake:
            yield f"hardware.{key}", f"{driver.value!r} is the bench's fake: not in a hall", None
    if terminal.person_key_file is None and hardware.cards is not CardDriver.NONE and terminal.window is None:
        yield "person_key_file", "is missing: a card gives no person, and no limit of numbers a day holds", None


def _is_here(broker: Broker) -> bool:
    if broker.host == "localhost":
        return True
    try:
        return ipaddress.ip_address(broker.host).is_loopback
    except ValueError:
        return False
