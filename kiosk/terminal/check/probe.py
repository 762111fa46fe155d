"""Tries the parts of a terminal while its program is not running: opens each part, asks its status, and closes it."""

from __future__ import annotations

import queue
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from domain.health.health import Health
from domain.statuses import CardsStatus, ClockStatus, ContactStatus, PartStatus, PrinterStatus, ScannerStatus
from kiosk.hw.both_cards import state_of
from kiosk.hw.cards import CardReader, CardTrouble
from kiosk.hw.gpio import Contact, ContactChanged, Gpio, KeyPressed
from kiosk.hw.printer import TicketPrinter
from kiosk.hw.scanner import Scanner, ScannerTrouble
from kiosk.mqtt.broker import Broker
from kiosk.terminal import drivers
from kiosk.terminal.settings import CardDriver, Hardware, PrinterDriver, ScannerDriver, Terminal
from program import vitals

PATIENCE_S = 3.0
"""A reader that has not reported within this time that it is gone counts as present, because readers do not report
presence."""

BROKER_S = 2.0


@dataclass(frozen=True, slots=True)
class ProbedParts:
    """Real parts to try; None: there is none, or a fake stands for it."""

    cards: CardReader | None
    scanner: Scanner | None
    printer: TicketPrinter | None
    gpio: Gpio | None


def real_parts(hardware: Hardware) -> ProbedParts:
    """The real parts. A key that is down counts as stuck at once, because nobody stands there."""
    wires = replace(hardware.gpio, stuck_seconds=0.0) if hardware.gpio is not None else None
    return ProbedParts(
        drivers.card_reader(hardware),
        drivers.scanner(hardware),
        drivers.printer(hardware),
        drivers.gpio(replace(hardware, gpio=wires)),
    )


def probe(terminal: Terminal, parts: ProbedParts, patience_s: float = PATIENCE_S) -> Health:
    """The terminal's health. The parts are tried in parallel."""
    hardware = terminal.hardware
    with ThreadPoolExecutor(max_workers=4) as workers:
        cards = workers.submit(_cards, parts.cards, patience_s)
        scanner = workers.submit(_reader, parts.scanner, ScannerTrouble.GONE, patience_s)
        printer = workers.submit(_printer, parts.printer)
        wires = workers.submit(_wires, parts.gpio)
    room = vitals.room(Path(terminal.data))
    return replace(
        wires.result(),
        cards=CardsStatus.READY if hardware.cards is CardDriver.BENCH else cards.result(),
        scanner=ScannerStatus.READY if hardware.scanner is ScannerDriver.BENCH else ScannerStatus(scanner.result()),
        printer=PrinterStatus.READY if hardware.printer is PrinterDriver.PICTURE else printer.result(),
        storage_mb=room.mb if room else None,
        storage_percent=room.percent if room else None,
        temperature=vitals.temperature(),
        clock=ClockStatus(vitals.clock()),
    )


def broker_answers(broker: Broker) -> bool:
    """Whether something listens at the broker's address."""
    try:
        socket.create_connection((broker.host, broker.port), BROKER_S).close()
    except OSError:
        return False
    return True


def _reader(reader: CardReader | Scanner | None, gone: object, patience_s: float) -> PartStatus:
    if reader is None:
        return PartStatus.NONE
    heard: queue.SimpleQueue[object] = queue.SimpleQueue()
    start: Callable[[Callable[[object], None]], None] = reader.start
    start(heard.put)
    try:
        return PartStatus.GONE if heard.get(timeout=patience_s) == gone else PartStatus.READY
    except queue.Empty:
        return PartStatus.READY
    finally:
        reader.stop()


def _cards(reader: CardReader | None, patience_s: float) -> CardsStatus:
    state = _reader(reader, CardTrouble.READER_GONE, patience_s)
    return state_of(reader) if reader is not None and state is PartStatus.READY else CardsStatus(state)


def _printer(printer: TicketPrinter | None) -> PrinterStatus:
    if printer is None:
        return PrinterStatus.NONE
    try:
        return printer.status()
    finally:
        printer.close()


def _wires(gpio: Gpio | None) -> Health:
    if gpio is None:
        return Health()
    contacts: dict[Contact, ContactStatus] = {}

    def told(event: KeyPressed | ContactChanged) -> None:
        if isinstance(event, ContactChanged):
            contacts[event.contact] = ContactStatus.OPEN if event.active else ContactStatus.CLOSED

    if not gpio.start(told):
        return Health(gpio=PartStatus.GONE)
    try:
        return Health(
            gpio=PartStatus.READY,
            door=contacts.get(Contact.DOOR, ContactStatus.NONE),
            tamper=contacts.get(Contact.TAMPER, ContactStatus.NONE),
            keys_stuck=gpio.stuck_keys(),
        )
    finally:
        gpio.stop()
