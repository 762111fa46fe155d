"""PC/SC beyond the contract: every kind of card through a real pcscd, several readers, a daemon that dies."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from chip_cards import NAME, NUMBER, SocialCard, citizen_text, long_named
from listening import Heard
from pcscd import Pcscd

from bench.virtual_card import VirtualCard
from bench.virtual_chips import BUS_ATR, RESIDENT_ATR, SOCIAL_ATR, bus_card, resident_chip, resident_with_reader_text
from kiosk.hw.cards import CardKind, CardRemoved, CardSeen, CardTrouble, Identity
from kiosk.hw.pcsc import PcscCards


@pytest.fixture
def pcscd() -> Iterator[Pcscd]:
    daemon = Pcscd()
    daemon.start()
    yield daemon
    daemon.stop()


@pytest.fixture
def heard(pcscd: Pcscd) -> Iterator[Heard]:
    ears = Heard()
    cards = PcscCards(reading_seconds=2.0, today=lambda: "20261121")
    cards.start(ears)
    yield ears
    cards.stop()


def read(heard: Heard, card: VirtualCard) -> Identity | CardTrouble:
    card.insert()
    assert heard.next() == CardSeen()
    outcome: Identity | CardTrouble = heard.next()
    return outcome


MARKED_ATR = bytes.fromhex("3B 6A 00 00 81 54 44 20 86 60 12 34 90 00")  # ends as a reader's own mark does
LONG_NAME = "买买提江·阿不都热合曼·吐尔逊·买买提"
READABLE = {
    "social": (SOCIAL_ATR, SocialCard(), CardKind.SOCIAL, NUMBER, NAME),
    "social-61xx": (SOCIAL_ATR, SocialCard(fetch=True), CardKind.SOCIAL, NUMBER, NAME),
    "social-6Cxx": (SOCIAL_ATR, SocialCard(exact=True, by_tag=False), CardKind.SOCIAL, NUMBER, NAME),
    "social-short-id": (SOCIAL_ATR, SocialCard(by_short_id=True), CardKind.SOCIAL, NUMBER, NAME),
    "social-long-name": (SOCIAL_ATR, long_named(LONG_NAME), CardKind.SOCIAL, NUMBER, LONG_NAME),
    "social-marked": (MARKED_ATR, SocialCard(), CardKind.SOCIAL, NUMBER, NAME),
    "social-denied": (SOCIAL_ATR, SocialCard(denied=(b"\xef\x06",)), CardKind.OTHER, "A12345678", ""),
    "resident-text": (RESIDENT_ATR, resident_with_reader_text(citizen_text()), CardKind.RESIDENT, NUMBER, NAME),
    "resident-number": (RESIDENT_ATR, resident_chip, CardKind.OTHER, "0102030405060708", ""),
    "bus": (BUS_ATR, bus_card(bytes.fromhex("04A1B2C3D4E5F6")), CardKind.OTHER, "04A1B2C3D4E5F6", ""),
}


@pytest.mark.parametrize("which", READABLE)
def test_a_card_tells_through_pcscd_what_it_tells_freely(pcscd: Pcscd, heard: Heard, which: str) -> None:
    atr, answer, kind, number, name = READABLE[which]
    card = VirtualCard(pcscd.ports[0], atr, answer)
    outcome = read(heard, card)
    assert isinstance(outcome, Identity)
    assert (outcome.kind, outcome.number, outcome.name) == (kind, number, name)
    card.remove()


@pytest.mark.parametrize("count", [2, 3, 17, 40, 60])  # within the first two bytes vpcd itself shuts its port
def test_a_card_pulled_at_any_byte_is_unreadable_and_the_next_one_is_read(
    pcscd: Pcscd, heard: Heard, count: int
) -> None:
    pulled = VirtualCard(pcscd.ports[0], SOCIAL_ATR, SocialCard(), bytes_before_pull=count)
    assert read(heard, pulled) == CardTrouble.UNREADABLE
    assert heard.next() == CardRemoved()
    whole = VirtualCard(pcscd.ports[0], SOCIAL_ATR, SocialCard())
    assert isinstance(read(heard, whole), Identity)
    whole.remove()


def test_cards_on_two_readers_are_both_read(pcscd: Pcscd, heard: Heard) -> None:
    left = VirtualCard(pcscd.ports[0], SOCIAL_ATR, SocialCard())
    right = VirtualCard(pcscd.ports[1], RESIDENT_ATR, resident_with_reader_text(citizen_text()))
    assert read(heard, left).kind == CardKind.SOCIAL  # type: ignore[union-attr]
    assert read(heard, right).kind == CardKind.RESIDENT  # type: ignore[union-attr]
    left.remove()
    assert heard.next() == CardRemoved()
    right.remove()
    assert heard.next() == CardRemoved()


def test_a_silent_card_on_one_reader_does_not_hold_up_the_other(pcscd: Pcscd) -> None:
    heard = Heard()
    cards = PcscCards(reading_seconds=30.0)
    cards.start(heard)
    silent = VirtualCard(pcscd.ports[0], SOCIAL_ATR, lambda _: None)
    silent.insert()
    assert heard.next() == CardSeen()
    assert isinstance(read(heard, VirtualCard(pcscd.ports[1], SOCIAL_ATR, SocialCard())), Identity)
    silent.remove()
    assert heard.next() == CardTrouble.UNREADABLE
    cards.stop()


def test_pcscd_killed_while_a_card_is_read_is_a_reader_gone_and_back(pcscd: Pcscd, heard: Heard) -> None:
    asked = threading.Event()

    def never(_: bytes) -> None:
        asked.set()

    VirtualCard(pcscd.ports[0], SOCIAL_ATR, never).insert()
    assert heard.next() == CardSeen()
    assert asked.wait(30)
    pcscd.stop(kill=True)
    told = heard.until(lambda event: event == CardTrouble.READER_GONE)
    assert told == [CardTrouble.UNREADABLE, CardRemoved(), CardTrouble.READER_GONE]
    pcscd.start()
    assert heard.next() == CardTrouble.READER_BACK
    assert isinstance(read(heard, VirtualCard(pcscd.ports[0], SOCIAL_ATR, SocialCard())), Identity)


def test_pcscd_without_a_reader_is_no_reader(pcscd: Pcscd, heard: Heard) -> None:
    pcscd.stop()
    assert heard.next() == CardTrouble.READER_GONE
    pcscd.start(readers=False)
    assert heard.nothing(0.8)
    pcscd.stop()
    pcscd.start()
    assert heard.next() == CardTrouble.READER_BACK


def test_a_card_that_lies_there_at_the_start_is_read(pcscd: Pcscd) -> None:
    card = VirtualCard(pcscd.ports[0], SOCIAL_ATR, SocialCard())
    card.insert()
    heard = Heard()
    cards = PcscCards()
    cards.start(heard)
    assert heard.next() == CardSeen()
    assert isinstance(heard.next(), Identity)
    cards.stop()


def test_a_reading_under_way_at_the_stop_is_told_to_nobody_after_the_next_start(pcscd: Pcscd) -> None:
    go_on, asked = threading.Event(), threading.Event()
    program = SocialCard()

    def slow(command: bytes) -> bytes:
        asked.set()
        go_on.wait(30)
        return program(command)

    first, second = Heard(), Heard()
    cards = PcscCards()
    cards.start(first)
    card = VirtualCard(pcscd.ports[0], SOCIAL_ATR, slow)
    card.insert()
    assert asked.wait(30)
    cards.stop()
    cards.start(second)
    go_on.set()
    assert second.next() == CardSeen()
    assert isinstance(second.next(), Identity)
    assert second.nothing(0.3)
    cards.stop()


def test_an_expired_card_says_so(pcscd: Pcscd, heard: Heard) -> None:
    expired = resident_with_reader_text(citizen_text(valid_to="20261120"))
    assert read(heard, VirtualCard(pcscd.ports[0], RESIDENT_ATR, expired)) == CardTrouble.EXPIRED


def test_waiting_for_a_card_costs_next_to_nothing(pcscd: Pcscd, heard: Heard) -> None:
    """A watch that spins would burn the whole second."""
    assert heard.nothing(0.3)
    before = time.process_time()
    assert heard.nothing(1.0)
    assert time.process_time() - before < 0.5
