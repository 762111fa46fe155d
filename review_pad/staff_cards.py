"""A reader for staff cards at the clerk's pad: PC/SC, or one that types like a keyboard.

What a card is known by is its own number. Identity numbers, which a reader of identity cards would tell, are dropped
here: an identity card is no staff card.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from domain.health.health import Health
from domain.pad.sign_in import StaffCardGone, StaffCardShown
from domain.statuses import CardsStatus, ScannerStatus
from kiosk.hw.cards import CardEvent, CardKind, CardReader, CardRemoved, CardTrouble, Identity
from kiosk.hw.scanner import Heard, Scanned, Scanner, ScannerTrouble


class StaffCards:
    """`cards` and `scanner`: either may be None. A reader that types is wired as a scanner (`[hardware] scanner`)."""

    def __init__(self, cards: CardReader | None = None, scanner: Scanner | None = None) -> None:
        self._cards = cards
        self._scanner = scanner
        self._cards_gone = False
        self._scanner_gone = False
        self._post: Callable[[StaffCardShown | StaffCardGone], None] = lambda _shown: None

    def start(self, post: Callable[[StaffCardShown | StaffCardGone], None]) -> None:
        """`post` is called from the readers' threads."""
        self._post = post
        if self._cards is not None:
            self._cards.start(self._on_card)
        if self._scanner is not None:
            self._scanner.start(self._on_scan)

    def stop(self) -> None:
        if self._cards is not None:
            self._cards.stop()
        if self._scanner is not None:
            self._scanner.stop()

    def attach(self, health: Health) -> Health:
        """With what the readers are like."""
        if self._cards is not None:
            cards = CardsStatus.GONE if self._cards_gone else CardsStatus.READY
            health = dataclasses.replace(health, cards=cards)
        if self._scanner is not None:
            scanner = ScannerStatus.GONE if self._scanner_gone else ScannerStatus.READY
            health = dataclasses.replace(health, scanner=scanner)
        return health

    def _on_card(self, event: CardEvent) -> None:
        match event:
            case Identity(kind=CardKind.OTHER):
                self._post(StaffCardShown(event.number))
            case CardRemoved():
                self._post(StaffCardGone())
            case Identity(portrait=portrait) if portrait is not None:
                portrait.wipe()
            case CardTrouble.READER_GONE | CardTrouble.READER_BACK:
                self._cards_gone = event is CardTrouble.READER_GONE

    def _on_scan(self, event: Heard) -> None:
        match event:
            case Scanned(text):
                self._post(StaffCardShown(text))
            case ScannerTrouble.GONE | ScannerTrouble.BACK:
                self._scanner_gone = event is ScannerTrouble.GONE
