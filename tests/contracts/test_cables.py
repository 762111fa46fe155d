"""The cable of a printer, a scanner, a card reader pulled at every moment, on every line, and put back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chip_cards import citizen_text
from listening import Heard
from printer_rigs import LINES, EscposRig
from sam_peer import SamPeer
from scanner_rigs import RIGS as SCANNERS
from scanner_rigs import ScannerRig, SerialRig
from test_ticket_bytes import STANDARD

from domain.statuses import PrinterStatus
from kiosk.hw.cards import CardRemoved, CardSeen, CardTrouble, Identity
from kiosk.hw.printer import NotPrinted, Printed
from kiosk.hw.sam import SamCards
from kiosk.hw.sam_frames import FIND_CARD, NEWEST_ADDRESS, READ_BASE, SAM_STATUS, SELECT_CARD, SamCommand, Status
from kiosk.hw.scanner import Scanned, ScannerTrouble
from kiosk.hw.ticket_bytes import PaperProfile, ticket_bytes
from kiosk.hw.wiring import SamWiring

TICKET = len(ticket_bytes(STANDARD, PaperProfile()))
QUESTIONS = 12  # bytes of the four status questions that come before a ticket
CODE = "Q-A7b"
READING = (0, 1, 6, 200, 1294)  # bytes of a reading that have come
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
    assert out.wait(30)
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
    assert out.wait(30)
    prints_again(rig)


def test_a_printer_pulled_between_the_cut_and_its_word_is_not_believed(rig: EscposRig) -> None:
    out = pull_when(rig, lambda: rig.whole_tickets() == 1)
    outcome = rig.printer.print(STANDARD)
    assert isinstance(outcome, NotPrinted)
    assert outcome.started
    assert out.wait(30)
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


def test_a_serial_scanner_pulled_after_each_character_tells_no_part_of_a_code(tmp_path: Path) -> None:
    """The same on a HID scanner, through the real evdev: `test_scanners.py`."""
    rig, heard = SerialRig(tmp_path), Heard()
    rig.scanner.start(heard)
    for count in range(1, len(CODE) + 1):
        rig.scan_in_part(CODE[:count])
        rig.unplug()
        assert heard.next() == ScannerTrouble.GONE
        rig.plug()
        assert heard.next() == ScannerTrouble.BACK
        rig.scan(CODE)
        assert heard.next() == Scanned(CODE)
    rig.scanner.stop()


@pytest.fixture
def module(tmp_path: Path) -> Iterator[SamPeer]:
    peer = SamPeer(tmp_path)
    yield peer
    peer.unplug()


@pytest.fixture
def cards(module: SamPeer) -> Iterator[Heard]:
    heard = Heard()
    reader = SamCards(SamWiring(path=str(module.path), poll_ms=20), patience=5.0, today=lambda: "20261121")
    reader.start(heard)
    yield heard
    reader.stop()


def reads_again(module: SamPeer, cards: Heard) -> None:
    """Its cable is back, and the card still lies there."""
    module.plug()
    assert cards.next() == CardTrouble.READER_BACK
    assert cards.next() == CardSeen()
    assert isinstance(cards.next(), Identity)


@pytest.mark.parametrize("count", [0, 3, 11])
@pytest.mark.parametrize("order", [SAM_STATUS, FIND_CARD], ids=["status", "find"])
def test_a_sam_reader_pulled_while_it_is_asked_is_gone(
    module: SamPeer, cards: Heard, order: SamCommand, count: int
) -> None:
    if order is SAM_STATUS:  # asked when the line is opened
        module.unplug()
        assert cards.next() == CardTrouble.READER_GONE
        module.hold(order.command, count)
        module.plug()
    else:
        module.hold(order.command, count)
    assert module.held.wait(30)
    module.unplug()
    assert order is SAM_STATUS or cards.next() == CardTrouble.READER_GONE
    module.text = citizen_text()
    reads_again(module, cards)


@pytest.mark.parametrize(("order", "count"), [(SELECT_CARD, 0), (SELECT_CARD, 9), *((READ_BASE, n) for n in READING)])
def test_a_sam_reader_pulled_while_it_reads_leaves_an_unread_card_and_is_gone(
    module: SamPeer, cards: Heard, order: SamCommand, count: int
) -> None:
    module.hold(order.command, count)
    module.text = citizen_text()
    assert module.held.wait(30)
    module.unplug()
    told = [CardSeen(), CardTrouble.UNREADABLE, CardRemoved(), CardTrouble.READER_GONE]
    assert [cards.next() for _ in told] == told
    reads_again(module, cards)


@pytest.mark.parametrize("count", [0, 9])
def test_a_sam_reader_pulled_while_a_card_lies_there_takes_the_card_with_it(
    module: SamPeer, cards: Heard, count: int
) -> None:
    module.text = citizen_text()
    assert cards.next() == CardSeen()
    assert isinstance(cards.next(), Identity)
    module.hold(NEWEST_ADDRESS.command, count)
    assert module.held.wait(30)
    module.unplug()
    assert [cards.next(), cards.next()] == [CardRemoved(), CardTrouble.READER_GONE]
    reads_again(module, cards)


def test_a_sam_reader_pulled_under_a_card_it_could_not_read_takes_the_card_with_it(
    module: SamPeer, cards: Heard
) -> None:
    module.statuses[READ_BASE.command] = Status.READ_FAILED
    module.text = citizen_text()
    assert [cards.next(), cards.next()] == [CardSeen(), CardTrouble.UNREADABLE]
    module.unplug()
    assert [cards.next(), cards.next()] == [CardRemoved(), CardTrouble.READER_GONE]
    module.statuses.clear()
    reads_again(module, cards)
