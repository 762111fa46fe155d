"""The printer's and the scanner's cable pulled at every moment, on every line, and put back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from listening import Heard
from printer_rigs import LINES, EscposRig
from scanner_rigs import RIGS as SCANNERS
from scanner_rigs import ScannerRig
from test_ticket_bytes import STANDARD

from kiosk.hw.printer import NotPrinted, Printed, PrinterStatus
from kiosk.hw.scanner import Scanned, ScannerTrouble
from kiosk.hw.ticket_bytes import PaperProfile, ticket_bytes

TICKET = len(ticket_bytes(STANDARD, PaperProfile()))
QUESTIONS = 12  # bytes of the four status questions that come before a ticket
GONE = (PrinterStatus.OFFLINE, PrinterStatus.UNKNOWN)


@pytest.fixture(params=list(LINES))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EscposRig]:
    yield from LINES[request.param](tmp_path)


def prints_again(rig: EscposRig) -> None:
    """Its cable is back: one whole ticket comes out, and nothing of an older one."""
    rig.device.peer._buffer = rig.device.peer._real_time = b""
    rig.device.plug()
    rig.printer.status()  # a line that died unnoticed is opened anew
    before = rig.whole_tickets()
    assert rig.printer.print(STANDARD) == Printed()
    assert rig.whole_tickets() == before + 1
    assert rig.device.peer.paper.texts[-1].count(STANDARD.number) == 1


def pull_when(rig: EscposRig, so: Callable[[], bool]) -> threading.Event:
    """Pull the cable as soon as a byte has arrived after which it is `so`. Set when it is out."""
    out = threading.Event()
    arrives = rig.device.peer.arrives

    def pulled(data: bytes) -> None:
        arrives(data)
        if so():
            rig.device.peer.arrives = arrives  # type: ignore[method-assign]
            rig.device.unplug()
            out.set()

    rig.device.peer.arrives = pulled  # type: ignore[method-assign]
    return out


def test_a_printer_that_was_never_there_prints_once_it_is(rig: EscposRig) -> None:
    rig.device.unplug()
    assert rig.printer.status() == PrinterStatus.OFFLINE
    assert rig.printer.print(STANDARD) == NotPrinted(PrinterStatus.OFFLINE)
    prints_again(rig)


def test_a_printer_pulled_while_it_rests_starts_no_ticket(rig: EscposRig) -> None:
    assert rig.printer.status() == PrinterStatus.READY
    rig.device.unplug()
    outcome = rig.printer.print(STANDARD)
    assert isinstance(outcome, NotPrinted)
    assert outcome.status in GONE
    assert not outcome.started
    prints_again(rig)


@pytest.mark.parametrize("count", [1, 7])
def test_a_printer_pulled_while_it_is_asked_how_it_is_starts_no_ticket(rig: EscposRig, count: int) -> None:
    out = pull_when(rig, lambda: rig.device.peer.received >= count)
    outcome = rig.printer.print(STANDARD)
    assert out.wait(5)
    assert isinstance(outcome, NotPrinted)
    assert outcome.status in GONE
    assert not outcome.started
    prints_again(rig)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_printer_pulled_within_a_ticket_has_not_printed_it(rig: EscposRig, share: float) -> None:
    assert rig.printer.status() == PrinterStatus.READY
    begun = rig.device.peer.received
    out = pull_when(rig, lambda: rig.device.peer.received >= begun + QUESTIONS + share * TICKET)
    outcome = rig.printer.print(STANDARD)
    assert isinstance(outcome, NotPrinted)
    assert outcome.status in GONE
    assert outcome.started
    assert out.wait(5)
    prints_again(rig)


def test_a_printer_pulled_between_the_cut_and_its_word_is_not_believed(rig: EscposRig) -> None:
    out = pull_when(rig, lambda: rig.whole_tickets() == 1)
    outcome = rig.printer.print(STANDARD)
    assert isinstance(outcome, NotPrinted)
    assert outcome.started
    assert out.wait(5)
    prints_again(rig)


def test_a_printer_pulled_after_its_word_has_printed_and_is_gone(rig: EscposRig) -> None:
    assert rig.printer.print(STANDARD) == Printed()
    rig.device.unplug()
    assert rig.printer.status() in GONE
    assert rig.printer.status() == PrinterStatus.OFFLINE
    prints_again(rig)
    assert rig.whole_tickets() == 2


def test_a_printer_pulled_ten_times_in_a_row_is_back_each_time(rig: EscposRig) -> None:
    for _ in range(10):
        rig.device.unplug()
        assert rig.printer.status() in GONE
        rig.device.plug()
        assert PrinterStatus.READY in (rig.printer.status(), rig.printer.status())


@pytest.fixture(params=list(SCANNERS))
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScannerRig]:
    yield from SCANNERS[request.param](tmp_path)


def test_a_scanner_pulled_again_and_again_loses_no_code_that_was_whole(scanner: ScannerRig) -> None:
    heard = Heard()
    scanner.scanner.start(heard)
    for code in ("202611210007", "202611210008"):
        scanner.scan(code)
        assert heard.next() == Scanned(code)
        scanner.unplug()
        assert heard.next() == ScannerTrouble.GONE
        scanner.plug()
        assert heard.next() == ScannerTrouble.BACK
    scanner.scanner.stop()
