"""A printer's paper sensor, busy line and supply relay on gpiozero's mock pins, beside a real data line (a pty)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from escpos_peer import PtyPrinter
from gpiozero.pins.mock import MockFactory
from test_ticket_bytes import STANDARD

from domain.statuses import PrinterStatus
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.printer import NotPrinted, Printed
from kiosk.hw.printer_pins import PrinterPins
from kiosk.hw.wiring import PrinterPinWiring, PrinterWiring

WIRING = PrinterPinWiring(paper_out=17, busy=27, cut=22, silences=2, cut_seconds=3.0)


class Bench:
    """A printer, its wires, and what was done with its supply."""

    def __init__(self, folder: Path, *, in_order_status: bool = True) -> None:
        self.factory = MockFactory()
        self.paper_out, self.busy, self.cut = (self.factory.pin(pin) for pin in (17, 27, 22))
        self.device = PtyPrinter(folder)
        self.off_for: list[float] = []
        wiring = PrinterWiring(
            path=str(self.device.path),
            status_seconds=0.3,
            print_seconds=2.0,
            settle_seconds=0.2,
            in_order_status=in_order_status,
        )
        self.printer = EscposPrinter(wiring, PrinterPins(WIRING, lambda: self.factory, sleep=self._slept))
        self.printer.status()

    def _slept(self, seconds: float) -> None:
        if self.cut.state:
            self.off_for.append(seconds)

    def close(self) -> None:
        self.printer.close()
        self.device.unplug()
        self.factory.reset()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.close()


def test_the_sensor_tells_of_missing_paper_that_the_printer_does_not_see(bench: Bench) -> None:
    bench.paper_out.drive_low()
    assert bench.printer.status() == PrinterStatus.PAPER_OUT
    assert bench.printer.print(STANDARD) == NotPrinted(PrinterStatus.PAPER_OUT)
    bench.paper_out.drive_high()
    assert bench.printer.print(STANDARD) == Printed()


def test_paper_that_the_sensor_misses_after_the_cut_is_no_whole_ticket(bench: Bench) -> None:
    arrives = bench.device.peer.arrives

    def runs_out(data: bytes) -> None:
        arrives(data)
        if len(bench.device.peer.paper.tickets) == 1:
            bench.paper_out.drive_low()

    bench.device.peer.arrives = runs_out  # type: ignore[method-assign]
    assert bench.printer.print(STANDARD) == NotPrinted(PrinterStatus.PAPER_OUT, started=True)


def test_an_open_cover_is_told_as_such_whatever_the_sensor_says(bench: Bench) -> None:
    bench.paper_out.drive_low()
    bench.device.peer.become(PrinterStatus.COVER_OPEN)
    assert bench.printer.status() == PrinterStatus.COVER_OPEN


def test_a_busy_printer_is_waited_for(bench: Bench) -> None:
    bench.busy.drive_high()
    free = threading.Timer(0.1, bench.busy.drive_low)
    free.start()
    assert bench.printer.print(STANDARD) == Printed()
    free.join()


def test_a_printer_that_stays_busy_gets_no_ticket(bench: Bench) -> None:
    bench.busy.drive_high()
    assert bench.printer.print(STANDARD) == NotPrinted(PrinterStatus.UNKNOWN)
    assert bench.device.peer.paper.tickets == []


@pytest.mark.parametrize("ends", [True, False])
def test_a_printer_that_only_knows_busy_has_printed_when_it_is_free_again(tmp_path: Path, ends: bool) -> None:
    bench = Bench(tmp_path, in_order_status=False)
    arrives = bench.device.peer.arrives

    def prints(data: bytes) -> None:
        arrives(data)
        if bench.device.peer.paper.tickets:
            bench.busy.drive_high()
            if ends:
                threading.Timer(0.1, bench.busy.drive_low).start()

    bench.device.peer.arrives = prints  # type: ignore[method-assign]
    outcome = bench.printer.print(STANDARD)
    assert outcome == (Printed() if ends else NotPrinted(PrinterStatus.UNKNOWN, started=True))
    bench.close()


def test_a_silent_printer_is_switched_off_and_on_once(bench: Bench) -> None:
    bench.device.peer.silent = True
    assert bench.printer.status() == PrinterStatus.UNKNOWN
    assert bench.off_for == []
    assert bench.printer.status() == PrinterStatus.UNKNOWN
    assert bench.off_for == [3.0]
    assert not bench.cut.state
    assert bench.printer.status() == PrinterStatus.UNKNOWN
    assert bench.off_for == [3.0]


def test_a_printer_that_answers_now_and_then_keeps_its_supply(bench: Bench) -> None:
    for silent in (True, False, True, False):
        bench.device.peer.silent = silent
        bench.printer.status()
    assert bench.off_for == []


def test_pins_that_cannot_be_had_leave_a_printer_that_prints(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    device = PtyPrinter(tmp_path)

    def nothing() -> MockFactory:
        raise OSError("this machine has no 40-pin header")

    printer = EscposPrinter(PrinterWiring(path=str(device.path)), PrinterPins(WIRING, nothing))
    with caplog.at_level(logging.ERROR):
        assert printer.print(STANDARD) == Printed()
    assert "no 40-pin header" in caplog.text
    printer.close()
    device.unplug()


def test_a_printer_without_pins_asks_for_no_header(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    device = PtyPrinter(tmp_path)
    printer = EscposPrinter(PrinterWiring(path=str(device.path)))
    assert printer.print(STANDARD) == Printed()
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]
    printer.close()
    device.unplug()
