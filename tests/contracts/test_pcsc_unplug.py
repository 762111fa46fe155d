"""One card reader's cable pulled and put back while pcscd runs on: the only reader, or one beside another.

The real pcscd, libccid and libusb, on a USB reader that umockdev pretends (`usb_card_reader.py`); the other reader is
vpcd's. Removing one of vpcd's own is beyond pcscd, which reads its list of serial readers once.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from chip_cards import SocialCard
from listening import Heard
from pcscd import Pcscd
from reader_cable import ReaderCable
from smartcard import scard

from bench.virtual_card import VirtualCard
from bench.virtual_chips import SOCIAL_ATR, Answer
from kiosk.hw.cards import CardRemoved, CardSeen, CardTrouble, Identity
from kiosk.hw.pcsc import PcscCards

MODEL = "SCR 3310"
LISTS = Path(__file__).with_name("pcscd_lists.py")
PATIENT_SECONDS = 60.0  # for readings that only the pulled cable may end


@dataclass
class CabledReaders:
    """Readers on a pcscd, and what the driver tells of them. `other` is the port of the reader that stays."""

    cable: ReaderCable
    heard: Heard
    other: int | None

    def lay(self, answer: Answer | None = None) -> VirtualCard:
        """A card on the reader with the cable; with none of its own it can be read."""
        card = VirtualCard(self.cable.port, SOCIAL_ATR, answer or SocialCard())
        card.insert()
        return card

    def lay_on_the_other(self, answer: Answer | None = None) -> VirtualCard:
        assert self.other is not None
        card = VirtualCard(self.other, SOCIAL_ATR, answer or SocialCard())
        card.insert()
        return card

    def is_read(self) -> None:
        assert self.heard.next() == CardSeen()
        assert isinstance(self.heard.next(), Identity)

    def pull(self) -> None:
        self.cable.unplug()
        until_pcscd_has(0)

    def put_back(self) -> None:
        """Once pcscd has let go of it. With another reader beside it, its coming and going is no news."""
        until_pcscd_has(0)
        self.cable.plug()
        until_pcscd_has(1)
        if self.other is None:
            assert self.heard.next() == CardTrouble.READER_BACK

    def reader_is_gone(self) -> None:
        if self.other is None:
            assert self.heard.next() == CardTrouble.READER_GONE

    def reads_again(self) -> None:
        self.put_back()
        card = self.lay()
        self.is_read()
        card.remove()
        assert self.heard.next() == CardRemoved()


def until_pcscd_has(count: int) -> None:
    """USB readers: what pcscd itself says of the cable."""
    subprocess.run([sys.executable, LISTS, MODEL, str(count)], check=True, timeout=30)


@pytest.fixture(params=[False, True], ids=["alone", "beside another"])
def readers(request: pytest.FixtureRequest) -> Iterator[CabledReaders]:
    yield from on_pcscd(beside=request.param)


@pytest.fixture
def two_readers() -> Iterator[CabledReaders]:
    yield from on_pcscd(beside=True)


def on_pcscd(*, beside: bool) -> Iterator[CabledReaders]:
    pcscd, cable, heard = Pcscd(), ReaderCable(), Heard()
    pcscd.start(readers=beside, cable=cable)
    until_pcscd_has(1)
    cards = PcscCards(reading_seconds=PATIENT_SECONDS, today=lambda: "20261121")
    cards.start(heard)
    yield CabledReaders(cable, heard, pcscd.ports[0] if beside else None)
    cards.stop()
    pcscd.stop()
    cable.close()


def test_a_reader_pulled_at_rest_reads_cards_when_it_is_back(readers: CabledReaders) -> None:
    for _ in range(3):
        readers.pull()
        readers.reader_is_gone()
        readers.reads_again()


def test_a_card_leaves_with_its_reader_and_one_that_waits_in_it_is_read_when_it_is_back(readers: CabledReaders) -> None:
    readers.lay()
    readers.is_read()
    readers.pull()
    assert readers.heard.next() == CardRemoved()
    readers.reader_is_gone()
    readers.lay()
    assert readers.heard.nothing(0.3)
    readers.put_back()
    readers.is_read()


def test_a_reader_pulled_while_its_card_gives_no_answer_ends_the_reading_at_once(readers: CabledReaders) -> None:
    asked = threading.Event()

    def never(_: bytes) -> None:
        asked.set()

    readers.lay(never)
    assert readers.heard.next() == CardSeen()
    assert asked.wait(30)
    readers.pull()
    assert readers.heard.next() == CardTrouble.UNREADABLE
    assert readers.heard.next() == CardRemoved()
    readers.reader_is_gone()
    readers.reads_again()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_reader_pulled_at_any_command_of_a_reading_is_unreadable_and_reads_the_next(
    readers: CabledReaders, count: int
) -> None:
    readers.lay(before_command(count, readers.cable.unplug))
    assert readers.heard.next() == CardSeen()
    assert readers.heard.next() == CardTrouble.UNREADABLE
    assert readers.heard.next() == CardRemoved()
    readers.reader_is_gone()
    readers.reads_again()


def test_a_loose_cable_leaves_a_reader_that_works(readers: CabledReaders) -> None:
    for _ in range(3):
        readers.cable.unplug()
        readers.cable.plug()
        card = readers.lay()
        readers.heard.until(lambda event: isinstance(event, Identity))
        card.remove()
        assert readers.heard.next() == CardRemoved()
    assert readers.heard.nothing(0.5)


def test_a_card_in_a_reader_that_was_seen_while_it_started_is_read(
    readers: CabledReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a moment pcscd lists a reader that is back without a state; here the first look always falls into it."""
    starting = threading.Event()
    wait = scard.SCardGetStatusChange
    settled = scard.SCARD_STATE_EMPTY | scard.SCARD_STATE_PRESENT

    def look(
        context: object, patience: int, known: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        failed, states = wait(context, patience, known)
        if starting.is_set() and failed == scard.SCARD_S_SUCCESS and any(MODEL in name for name, *_ in states):
            starting.clear()
            states = [(name, state & ~settled if MODEL in name else state, atr) for name, state, atr in states]
        return failed, states

    monkeypatch.setattr(scard, "SCardGetStatusChange", look)
    first = readers.lay()
    readers.is_read()
    first.remove()
    assert readers.heard.next() == CardRemoved()
    readers.pull()
    readers.reader_is_gone()
    readers.lay()
    starting.set()
    readers.put_back()
    readers.is_read()


def test_the_other_reader_reads_on_while_this_one_is_pulled_and_put_back(two_readers: CabledReaders) -> None:
    readers, go_on, asked = two_readers, threading.Event(), threading.Event()

    def slow() -> None:
        asked.set()
        assert go_on.wait(30)

    card = readers.lay_on_the_other(before_command(3, slow))
    assert readers.heard.next() == CardSeen()
    assert asked.wait(30)
    readers.pull()
    readers.put_back()
    readers.pull()
    go_on.set()
    assert isinstance(readers.heard.next(), Identity)
    card.remove()
    assert readers.heard.next() == CardRemoved()
    readers.lay_on_the_other()
    readers.is_read()
    readers.put_back()
    readers.lay()
    readers.is_read()


def test_a_watch_that_waits_for_a_pulled_reader_rests(readers: CabledReaders, monkeypatch: pytest.MonkeyPatch) -> None:
    """pcscd is asked once a second; one that answers at once each time was asked 16,000 times."""
    looks = []
    ask = scard.SCardGetStatusChange

    def count(*asked: Any) -> Any:
        looks.append(asked)
        return ask(*asked)

    readers.pull()
    readers.reader_is_gone()
    monkeypatch.setattr(scard, "SCardGetStatusChange", count)
    assert readers.heard.nothing(2.0)
    assert 1 <= len(looks) <= 20


def before_command(count: int, happens: Callable[[], None]) -> Answer:
    """A card that can be read, to which something happens before it answers its `count`-th command."""
    program = SocialCard()
    given: list[bytes] = []

    def answer(command: bytes) -> bytes | None:
        given.append(command)
        if len(given) == count:
            happens()
        return program(command)

    return answer
