"""`xiaochuang kiosk --profile number-machine|self-service --config terminal.toml`: chooses the parts and runs it."""

from __future__ import annotations

import argparse
import functools
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.terminal import drivers
from kiosk.terminal.settings import CardDriver, KioskProfile, PrinterDriver, ScannerDriver, Terminal
from kiosk.terminal.start.libraries import CODES_AND_PAPER, load
from kiosk.terminal.terminal_file import guard_data, guard_secrets, log_to_stderr, read_terminal
from program.secret_file import SecretRefusedError, read_secret

if TYPE_CHECKING:
    from domain.number_machine.state import Machine
    from domain.self_service.state import SelfService
    from kiosk.number_machine.machine import NumberMachine, Parts
    from kiosk.self_service.kiosk import SelfServiceKiosk

logger = logging.getLogger(__name__)

PROFILES = tuple(profile.value for profile in KioskProfile)


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="xiaochuang kiosk", description="A machine that citizens use.")
    parser.add_argument("--profile", choices=PROFILES, help="what the machine is for (default: as its file says)")
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="its terminal.toml")
    parser.add_argument("--picture", type=Path, metavar="PNG", help="on SIGUSR1 save what is shown there")
    parser.add_argument("--verbose", action="store_true", help="log more")
    chosen = parser.parse_args(argv)
    log_to_stderr(verbose=chosen.verbose)
    terminal = read_terminal(chosen.config)
    guard_secrets(terminal)
    guard_data(terminal)
    key = _person_key(terminal)

    from kiosk.widgets.window import prepare  # Kivy reads its settings when it is imported

    panel = drivers.touch_panel(terminal.screen)
    prepare(Path(terminal.data), terminal.screen, own_panel=panel is not None)
    from kiosk.number_machine.app import MachineApp

    if KioskProfile(chosen.profile or terminal.kiosk.profile) is KioskProfile.SELF_SERVICE:
        from kiosk.self_service.front import front

        kiosk = functools.partial(_kiosk, terminal, key)
        return MachineApp(terminal, kiosk, panel, front(terminal)).run(chosen.picture)
    return MachineApp(terminal, functools.partial(_machine, terminal, key), panel).run(chosen.picture)


def _machine(
    terminal: Terminal,
    key: bytes,
    wake: Callable[[], None],
    show: Callable[[Machine], None],
) -> NumberMachine:
    """The machine behind the window, loaded after the window has opened."""
    from kiosk.mqtt.connection import dial
    from kiosk.number_machine.machine import NumberMachine

    return NumberMachine(terminal, dial(terminal.broker), _parts(terminal), key=key, wake=wake, show=show)


def _kiosk(
    terminal: Terminal,
    key: bytes,
    wake: Callable[[], None],
    show: Callable[[SelfService], None],
) -> SelfServiceKiosk:
    """The self-service kiosk behind the window, loaded after the window has opened."""
    from kiosk.mqtt.connection import dial
    from kiosk.self_service.kiosk import SelfServiceKiosk

    return SelfServiceKiosk(terminal, dial(terminal.broker), _parts(terminal), key=key, wake=wake, show=show)


def _parts(terminal: Terminal) -> Parts:
    """The drivers of `[hardware]`. Fakes are for the bench, and only chosen here."""
    from kiosk.number_machine.machine import Parts
    from program.control_socket import ControlSocket

    hardware, data = terminal.hardware, Path(terminal.data)
    control = ControlSocket(data)
    cards = drivers.card_reader(hardware)
    scanner = drivers.scanner(hardware)
    printer = drivers.printer(hardware)
    if hardware.cards is CardDriver.BENCH:
        from bench.bench_cards import BenchCards

        cards = BenchCards(control)
    if hardware.scanner is ScannerDriver.BENCH:
        from bench.bench_scanner import BenchScanner

        scanner = BenchScanner(control)
    if hardware.printer is PrinterDriver.PICTURE:
        from bench.picture_printer import PicturePrinter

        load(*CODES_AND_PAPER)

        printer = PicturePrinter(data / "paper", control)
    on_the_bench = {CardDriver.BENCH, ScannerDriver.BENCH, PrinterDriver.PICTURE}
    if on_the_bench & {hardware.cards, hardware.scanner, hardware.printer}:
        try:
            control.start()
        except OSError as error:
            logger.warning("the bench cannot reach this program: %s", error.strerror)
    return Parts(cards, scanner, printer, drivers.gpio(hardware), close=control.close)


def _person_key(terminal: Terminal) -> bytes:
    """The hall's key for person hashes; b"": there is none, so cards give only the age class and identify nobody."""
    if terminal.person_key_file is None:
        return b""
    try:
        return read_secret(terminal.person_key_file).encode()
    except SecretRefusedError as refused:
        print(f"person_key_file: {refused}", file=sys.stderr)
        raise SystemExit(2) from refused


if __name__ == "__main__":
    raise SystemExit(main())
