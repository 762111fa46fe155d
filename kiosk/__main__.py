"""`xiaochuang kiosk --profile number-machine --config terminal.toml`: chooses the parts and runs the machine."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.settings import CardDriver, PrinterDriver, ScannerDriver, Terminal
from kiosk.terminal_file import log_to_stderr, read_terminal

if TYPE_CHECKING:
    from domain.journey_state import Machine
    from kiosk.hw.cards import CardReader
    from kiosk.hw.gpio import Gpio
    from kiosk.hw.printer import TicketPrinter
    from kiosk.hw.scanner import Scanner
    from kiosk.number_machine import NumberMachine, Parts

PROFILES = ("number-machine",)


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="xiaochuang kiosk", description="A machine that citizens use.")
    parser.add_argument("--profile", choices=PROFILES, default=PROFILES[0], help="what the machine is for")
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="its terminal.toml")
    parser.add_argument("--verbose", action="store_true", help="log more")
    chosen = parser.parse_args(argv)
    log_to_stderr(verbose=chosen.verbose)
    terminal = read_terminal(chosen.config)
    key = _person_key(terminal)

    from kiosk.widgets.window import prepare  # noqa: PLC0415 - Kivy reads its settings when it is imported

    prepare(Path(terminal.data), terminal.screen)
    from kiosk.app import App  # noqa: PLC0415

    return App(terminal, functools.partial(_machine, terminal, key)).run()


def _machine(
    terminal: Terminal,
    key: bytes,
    wake: Callable[[], None],
    show: Callable[[Machine], None],
) -> NumberMachine:
    """The machine behind the window, loaded when the window stands."""
    from kiosk.mqtt.connection import dial  # noqa: PLC0415
    from kiosk.number_machine import NumberMachine  # noqa: PLC0415

    return NumberMachine(terminal, dial(terminal.broker), _parts(terminal), key=key, wake=wake, show=show)


def _parts(terminal: Terminal) -> Parts:
    """The drivers of `[hardware]`. Fakes are for the desk, and only chosen here."""
    from kiosk.hw.desk import Desk  # noqa: PLC0415
    from kiosk.number_machine import Parts  # noqa: PLC0415

    hardware, data = terminal.hardware, Path(terminal.data)
    desk = Desk(data)
    cards: CardReader | None = None
    scanner: Scanner | None = None
    printer: TicketPrinter | None = None
    gpio: Gpio | None = None
    if hardware.cards is CardDriver.BENCH:
        from kiosk.hw.bench_cards import BenchCards  # noqa: PLC0415

        cards = BenchCards(desk)
    elif hardware.cards is CardDriver.PCSC:
        from kiosk.hw.pcsc import PcscCards  # noqa: PLC0415

        cards = PcscCards()
    elif hardware.cards is CardDriver.SAM:
        from kiosk.hw.sam import SamCards  # noqa: PLC0415

        cards = SamCards(hardware.sam)
    if hardware.scanner is ScannerDriver.BENCH:
        from kiosk.hw.bench_scanner import BenchScanner  # noqa: PLC0415

        scanner = BenchScanner(desk)
    elif hardware.scanner is ScannerDriver.EVDEV:
        from kiosk.hw.evdev_scanner import EvdevScanner  # noqa: PLC0415

        scanner = EvdevScanner(hardware.scan)
    elif hardware.scanner is ScannerDriver.SERIAL:
        from kiosk.hw.serial_scanner import SerialScanner  # noqa: PLC0415

        scanner = SerialScanner(hardware.scan)
    if hardware.printer is PrinterDriver.PICTURE:
        from kiosk.hw.picture_printer import PicturePrinter  # noqa: PLC0415

        printer = PicturePrinter(data / "paper", desk)
    elif hardware.printer is PrinterDriver.ESCPOS:
        from kiosk.hw.escpos_printer import EscposPrinter  # noqa: PLC0415

        printer = EscposPrinter(hardware.escpos)
    if hardware.gpio is not None:
        from kiosk.hw.gpio_header import HeaderWires  # noqa: PLC0415

        gpio = HeaderWires(hardware.gpio)
    at_the_desk = {CardDriver.BENCH, ScannerDriver.BENCH, PrinterDriver.PICTURE}
    if at_the_desk & {hardware.cards, hardware.scanner, hardware.printer}:
        desk.start()
    return Parts(cards, scanner, printer, gpio, close=desk.close)


def _person_key(terminal: Terminal) -> bytes:
    """The hall's key for person hashes; without one, cards tell the age class and nothing of the person."""
    if terminal.person_key_file is None:
        return b""
    try:
        return Path(terminal.person_key_file).read_bytes().strip()
    except OSError as error:
        print(f"{terminal.person_key_file}: cannot be read: {error.strerror} (person_key_file)", file=sys.stderr)
        raise SystemExit(2) from error


if __name__ == "__main__":
    raise SystemExit(main())
