"""The parts of a number machine as its flow sees them: cards, codes and paper become inputs, prints become effects.

The identity number ends here: a card that is read becomes a keyed hash, a masked name and a birth date (which the flow
turns into a priority class and drops). While no card is asked for, cards are dropped unread. Only one page gets more,
because the person wants a form filled in (`ReadCards.details`); that data lives as long as the session.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import assert_never

from domain.number_machine.effects import ReadCards
from domain.number_machine.inputs import (
    CardDetails,
    CardFailed,
    CardFault,
    CardGone,
    CardLaid,
    CardLies,
    CardRead,
    CodeScanned,
    CodeUnreadable,
    MachineInput,
    PrintEnded,
    ReaderChanged,
    ReaderPart,
)
from domain.statuses import CardsStatus, PrinterStatus, ScannerStatus
from kiosk.hw.both_cards import state_of
from kiosk.hw.cards import CardEvent, CardKind, CardReader, CardRemoved, CardSeen, CardTrouble, Identity
from kiosk.hw.freed_texts import overwrite_freed_texts
from kiosk.hw.portrait import CardPortrait
from kiosk.hw.printer import NotPrinted, Printed, SlipPaper, TicketPaper, TicketPrinter
from kiosk.hw.scanner import Heard, Scanned, Scanner, ScannerTrouble
from kiosk.number_machine.paper_count import PaperCount

UNREAD_MOST = 3
"""After this many unreadable codes in a row the cause is not smudged paper: the scanner is set up wrongly."""

Post = Callable[[MachineInput], None]


class Readers:
    """Card reader and scanner; either may be None. `key` is the hall's key for person hashes, empty: no hashes."""

    def __init__(self, cards: CardReader | None, scanner: Scanner | None, *, key: bytes, post: Post) -> None:
        self._cards = cards
        self._scanner = scanner
        self._key = key
        self._post = post
        self._listening = self._details = False
        self._portrait: CardPortrait | None = None
        self._cards_gone = False
        self._scanner_gone = False
        self._unread = 0  # unreadable codes in a row

    def start(self) -> None:
        if self._cards is not None:
            self._post(ReaderChanged(ReaderPart.CARDS, present=True))  # a missing reader reports that itself, later
            self._cards.start(self._on_card)
        if self._scanner is not None:
            self._post(ReaderChanged(ReaderPart.SCANNER, present=True))
            self._scanner.start(self._on_scan)

    def stop(self) -> None:
        if self._cards is not None:
            self._cards.stop()
        if self._scanner is not None:
            self._scanner.stop()

    @property
    def cards_state(self) -> CardsStatus:
        """The status of the card reader, for the supervisor."""
        if self._cards is None:
            return CardsStatus.NONE
        return CardsStatus.GONE if self._cards_gone else state_of(self._cards)

    @property
    def scanner_state(self) -> ScannerStatus:
        """The status of the scanner, for the supervisor."""
        if self._scanner is None:
            return ScannerStatus.NONE
        if self._scanner_gone:
            return ScannerStatus.GONE
        return ScannerStatus.UNREADABLE if self._unread >= UNREAD_MOST else ScannerStatus.READY

    def listen(self, effect: ReadCards) -> None:
        """Executes `ReadCards`."""
        self._listening, self._details = effect.on, effect.details

    def wipe(self) -> None:
        """Executes `WipeSession`: the card's photo goes with the person, and so do the texts of the card."""
        portrait, self._portrait = self._portrait, None
        if portrait is not None:
            portrait.wipe()
        overwrite_freed_texts()

    def _on_card(self, event: CardEvent) -> None:
        if isinstance(event, Identity):
            self.wipe()
            self._portrait = event.portrait
            if not self._listening:
                self.wipe()
        match event:
            case CardTrouble.READER_GONE | CardTrouble.READER_BACK:
                self._cards_gone = event is CardTrouble.READER_GONE
                self._post(ReaderChanged(ReaderPart.CARDS, present=not self._cards_gone))
            case CardRemoved():
                self._post(CardGone())
            case CardSeen() | Identity() | CardTrouble():
                if self._listening:
                    self._post(self._shown(event))
                if not isinstance(event, CardSeen):
                    self._post(CardLies())
            case _:
                assert_never(event)

    def _shown(self, event: CardSeen | Identity | CardTrouble) -> CardLaid | CardRead | CardFailed:
        match event:
            case CardSeen():
                return CardLaid()
            case Identity():
                details = details_of(event) if self._details else None
                person = event.person(self._key) if self._key else None
                card = event.number if event.kind is CardKind.OTHER else ""
                return CardRead(person, event.masked_name, event.birth, details, card)
            case CardTrouble.UNKNOWN_CARD:
                return CardFailed(CardFault.UNKNOWN_CARD)
            case CardTrouble.EXPIRED:
                return CardFailed(CardFault.EXPIRED)
        return CardFailed(CardFault.UNREADABLE)

    def _on_scan(self, event: Heard) -> None:
        """Pass codes to the flow at any time: it knows where they count."""
        match event:
            case ScannerTrouble.UNREADABLE:
                self._unread += 1
                self._post(CodeUnreadable())
            case ScannerTrouble.GONE | ScannerTrouble.BACK:
                self._unread = 0
                self._scanner_gone = event is ScannerTrouble.GONE
                self._post(ReaderChanged(ReaderPart.SCANNER, present=not self._scanner_gone))
            case Scanned(text):
                self._unread = 0
                self._post(CodeScanned(text))
            case _:
                assert_never(event)


def details_of(card: Identity) -> CardDetails | None:
    """The data that a form is filled in from; None: the card has no data of its holder."""
    if not card.name:
        return None
    return CardDetails(
        name=card.name,
        number=card.number if card.kind is not CardKind.OTHER else "",
        sex=card.sex,
        birth=card.birth,
        ethnic=card.ethnic,
        address=card.address,
    )


class Printing:
    """The ticket printer, one job at a time. Both methods block for the printer's deadline: workers call them."""

    def __init__(self, printer: TicketPrinter, count: PaperCount | None = None) -> None:
        """`count`: of the papers that came out; None: they are not counted."""
        self._printer = printer
        self.count = count
        self._one = threading.Lock()
        self.status = PrinterStatus.READY

    def print(self, ticket: str, paper: TicketPaper, *, copy: bool) -> PrintEnded:
        with self._one:
            done = self._print(paper)
        return PrintEnded(ticket, None if isinstance(done, Printed) else done.status, copy=copy)

    def print_slip(self, paper: SlipPaper) -> PrinterStatus | None:
        """Print a slip. None: it came out whole; else the printer's fault."""
        with self._one:
            done = self._print(paper)
        return None if isinstance(done, Printed) else done.status

    def _print(self, paper: TicketPaper | SlipPaper) -> Printed | NotPrinted:
        done = self._printer.print(paper)
        self.status = done.status
        if isinstance(done, Printed) and self.count is not None:
            self.count.one_more()
        return done

    def look(self) -> PrinterStatus:
        """The printer's present status."""
        with self._one:
            self.status = self._printer.status()
            return self.status

    def close(self) -> None:
        with self._one:
            self._printer.close()
