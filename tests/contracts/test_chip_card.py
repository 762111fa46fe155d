"""What each card tells, straight from its program: without pcscd in between, every byte can be the last."""

from __future__ import annotations

import random
from typing import Any

import pytest
from chip_cards import NAME, NUMBER, SocialCard, citizen_text, long_named
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.virtual_chips import BUS_ATR, RESIDENT_ATR, SOCIAL_ATR, bus_card, resident_chip, resident_with_reader_text
from kiosk.hw import social_card
from kiosk.hw.apdu import CardGoneError, exchange
from kiosk.hw.cards import CardKind, CardTrouble, Identity
from kiosk.hw.chip_card import read_chip_card
from kiosk.hw.social_card import _value as item_of

TODAY = "20261121"
MARKED = [
    bytes.fromhex("3B 6A 00 00 81 54 44 20 86 60 12 34 90 00"),
    bytes.fromhex("3B 6B 00 00 81 54 44 20 86 60 12 34 56 90 00"),
]
"""A common end of historical bytes, which is also how a reader may mark an identity card that it has read."""


class Straight:
    """A link without a reader. The card leaves after `bytes_left` bytes of answers."""

    def __init__(self, answer: Any, bytes_left: int = 100_000) -> None:
        self._answer = answer
        self._left = bytes_left
        self.sent = 0
        self.handed_out: list[bytearray] = []

    def send(self, command: bytes) -> bytearray:
        answer = bytearray(self._answer(command))
        self.sent += len(answer)
        self._left -= len(answer)
        if self._left < 0:
            raise CardGoneError("pulled")
        self.handed_out.append(answer)
        return answer


@pytest.mark.parametrize(
    "card",
    [
        SocialCard(),
        SocialCard(fetch=True),
        SocialCard(exact=True),
        SocialCard(exact=True, by_tag=False),
        SocialCard(p1=0x00),
        SocialCard(by_short_id=True),
        SocialCard(by_short_id=True, fetch=True),
        SocialCard(by_short_id=True, exact=True),
    ],
    ids=["plain", "61xx", "6Cxx", "record-numbers", "other-select", "short", "short-61xx", "short-6Cxx"],
)
def test_a_social_card_of_any_dialect_tells_who_it_is(card: SocialCard) -> None:
    identity = read_chip_card(Straight(card), SOCIAL_ATR, TODAY)
    assert isinstance(identity, Identity)
    assert (identity.kind, identity.number, identity.name, identity.birth, identity.expires) == (
        CardKind.SOCIAL,
        NUMBER,
        NAME,
        "19491231",
        "20401231",
    )


def test_a_record_is_read_by_the_short_name_of_its_file_as_published() -> None:
    commands: list[bytes] = []
    card = SocialCard(by_short_id=True)
    card.files = {b"\xef\x05": card.files[b"\xef\x05"]}

    def listening(command: bytes) -> bytes:
        commands.append(command)
        return card(command)

    identity = read_chip_card(Straight(listening), SOCIAL_ATR, TODAY)
    assert isinstance(identity, Identity)
    assert identity.number == "A12345678"
    assert bytes.fromhex("00 B2 07 2C 0B") in commands


LONG = "买买提江·阿不都热合曼·吐尔逊"  # 30 bytes: all that a name has


@pytest.mark.parametrize("dialect", [{}, {"by_tag": False}, {"by_short_id": True}], ids=["tag", "number", "short"])
@pytest.mark.parametrize("name", [LONG[:-1], LONG, LONG + "江", "a" + LONG, "a" + LONG + "江·买"])
def test_a_name_longer_than_its_record_goes_on_in_the_extension(dialect: dict[str, bool], name: str) -> None:
    """Also where its thirtieth byte is the first half of a character."""
    card = long_named(name, **dialect)
    identity = read_chip_card(Straight(card), SOCIAL_ATR, TODAY)
    assert isinstance(identity, Identity)
    assert identity.name == name


@pytest.mark.parametrize("extension", [None, b"", bytes(30), b"\xff" * 30, b"\x81", b"\x01\x02"])
def test_a_name_whose_extension_is_no_text_stands_alone(extension: bytes | None) -> None:
    card = long_named(LONG)
    if extension is not None:
        card.files[b"\xef\x06"][0x4E] = extension  # type: ignore[index]
    identity = read_chip_card(Straight(card), SOCIAL_ATR, TODAY)
    assert isinstance(identity, Identity)
    assert identity.name == LONG


def test_the_extension_of_a_name_that_needs_none_is_not_read() -> None:
    commands: list[bytes] = []
    card = SocialCard()

    def listening(command: bytes) -> bytes:
        commands.append(command)
        return card(command)

    assert isinstance(read_chip_card(Straight(listening), SOCIAL_ATR, TODAY), Identity)
    assert bytes.fromhex("00 B2 09 00 00") in commands
    assert bytes.fromhex("00 B2 4E 00 00") not in commands


@pytest.mark.parametrize(
    ("denied", "number"),
    [((b"\xef\x06",), "A12345678"), ((b"\xef\x05", b"\xef\x06"), None)],
    ids=["names kept", "all kept"],
)
def test_a_region_that_asks_for_keys_leaves_the_card_number_or_nothing(
    denied: tuple[bytes, ...], number: str | None
) -> None:
    outcome = read_chip_card(Straight(SocialCard(denied=denied)), SOCIAL_ATR, TODAY)
    if number is None:
        assert outcome == CardTrouble.UNKNOWN_CARD
    else:
        assert isinstance(outcome, Identity)
        assert (outcome.kind, outcome.number, outcome.name) == (CardKind.OTHER, number, "")


def test_a_social_number_that_does_not_check_is_not_believed() -> None:
    card = SocialCard()
    card.files = {**card.files, b"\xef\x06": {0x08: b"110105194912310021"}}
    assert read_chip_card(Straight(card), SOCIAL_ATR, TODAY) == CardTrouble.UNREADABLE


def test_an_expired_card_is_expired() -> None:
    card = SocialCard()
    card.files = {**card.files, b"\xef\x05": {0x06: bytes.fromhex("20261120")}}
    assert read_chip_card(Straight(card), SOCIAL_ATR, TODAY) == CardTrouble.EXPIRED


def test_an_identity_card_without_a_sam_is_known_again_by_its_number() -> None:
    identity = read_chip_card(Straight(resident_chip), RESIDENT_ATR, TODAY)
    assert isinstance(identity, Identity)
    assert (identity.kind, identity.number) == (CardKind.OTHER, "0102030405060708")


@pytest.mark.parametrize("atr", MARKED, ids=["14 bytes", "15 bytes"])
def test_a_card_whose_atr_looks_like_a_readers_mark_is_read_as_what_it_is(atr: bytes) -> None:
    social = read_chip_card(Straight(SocialCard()), atr, TODAY)
    assert isinstance(social, Identity)
    assert (social.kind, social.number) == (CardKind.SOCIAL, NUMBER)
    bus = read_chip_card(Straight(bus_card(bytes.fromhex("04A1B2C3D4E5F6"))), atr, TODAY)
    assert isinstance(bus, Identity)
    assert (bus.kind, bus.number) == (CardKind.OTHER, "04A1B2C3D4E5F6")
    assert read_chip_card(Straight(bus_card(bytes(4))), atr, TODAY) == CardTrouble.UNKNOWN_CARD


@pytest.mark.parametrize("atr", MARKED, ids=["14 bytes", "15 bytes"])
def test_a_reader_that_marks_an_identity_card_gives_its_text_or_at_least_its_number(atr: bytes) -> None:
    told = read_chip_card(Straight(resident_with_reader_text(citizen_text())), atr, TODAY)
    assert isinstance(told, Identity)
    assert (told.kind, told.number) == (CardKind.RESIDENT, NUMBER)
    silent = read_chip_card(Straight(resident_chip), atr, TODAY)
    assert isinstance(silent, Identity)
    assert (silent.kind, silent.number) == (CardKind.OTHER, "0102030405060708")


def test_an_identity_card_whose_text_is_disturbed_is_read_again_rather_than_guessed() -> None:
    disturbed = resident_with_reader_text(citizen_text("110105194912310021"))
    assert read_chip_card(Straight(disturbed), RESIDENT_ATR, TODAY) == CardTrouble.UNREADABLE


@pytest.mark.parametrize(
    ("number", "known"), [("04A1B2C3D4E5F6", True), ("A1B2C3D4", True), ("08B2C3D4", False), ("00000000", False)]
)
def test_a_card_whose_number_changes_at_each_touch_is_no_ones(number: str, known: bool) -> None:
    outcome = read_chip_card(Straight(bus_card(bytes.fromhex(number))), BUS_ATR, TODAY)
    assert isinstance(outcome, Identity) == known
    assert known or outcome == CardTrouble.UNKNOWN_CARD


@pytest.mark.parametrize(
    ("atr", "card"),
    [(SOCIAL_ATR, SocialCard(fetch=True)), (RESIDENT_ATR, resident_with_reader_text(citizen_text()))],
    ids=["social", "resident"],
)
def test_a_card_pulled_at_every_single_byte_is_gone_and_never_half_read(atr: bytes, card: Any) -> None:
    whole = Straight(card)
    assert isinstance(read_chip_card(whole, atr, TODAY), Identity)
    for count in range(whole.sent):
        with pytest.raises(CardGoneError):
            read_chip_card(Straight(card, count), atr, TODAY)


@pytest.mark.parametrize(
    ("atr", "card"),
    [(SOCIAL_ATR, SocialCard(fetch=True)), (RESIDENT_ATR, resident_with_reader_text(citizen_text()))],
    ids=["social", "resident"],
)
def test_raw_answers_are_overwritten(monkeypatch: pytest.MonkeyPatch, atr: bytes, card: Any) -> None:
    link = Straight(card)
    whole: list[bytearray] = []

    def kept(link: Straight, command: bytes) -> tuple[bytearray, int]:
        data, status = exchange(link, command)
        whole.append(data)
        return data, status

    monkeypatch.setattr("kiosk.hw.chip_card.exchange", kept)
    monkeypatch.setattr("kiosk.hw.social_card.exchange", kept)
    read_chip_card(link, atr, TODAY)
    assert link.handed_out
    assert whole
    personal = [answer for answer in (*link.handed_out, *whole) if len(answer) > 4]
    assert not any(any(answer) for answer in personal)


@pytest.mark.parametrize(("card", "count"), [(SocialCard(), 4), (long_named(LONG + "江"), 5)], ids=["short", "long"])
def test_the_copies_of_single_items_are_overwritten_too(
    monkeypatch: pytest.MonkeyPatch, card: SocialCard, count: int
) -> None:
    items: list[bytearray] = []

    def kept(answer: bytearray, tag: int) -> bytearray | None:
        item = item_of(answer, tag)
        if item is not None:
            assert any(item)
            items.append(item)
        return item

    monkeypatch.setattr(social_card, "_value", kept)
    assert isinstance(read_chip_card(Straight(card), SOCIAL_ATR, TODAY), Identity)
    assert len(items) == count
    assert not any(any(item) for item in items)


def test_a_file_that_asks_for_keys_is_asked_once() -> None:
    commands: list[bytes] = []
    card = SocialCard(denied=(b"\xef\x05", b"\xef\x06"))

    def listening(command: bytes) -> bytes:
        commands.append(command)
        return card(command)

    read_chip_card(Straight(listening), SOCIAL_ATR, TODAY)
    assert len([command for command in commands if command[1] == 0xB2]) == 2


@pytest.mark.parametrize("status", ["61FF", "6C05"])
def test_a_card_that_promises_more_for_ever_is_given_up(status: str) -> None:
    with pytest.raises(CardGoneError):
        exchange(Straight(lambda _: bytes(10) + bytes.fromhex(status)), b"\x00\xb2\x01\x00\x00")


def test_the_wanted_length_takes_the_place_of_the_one_that_was_asked_for() -> None:
    heard: list[bytes] = []

    def exact(command: bytes) -> bytes:
        heard.append(command)
        return b"\x6c\x07" if command[-1] != 7 else bytes(7) + b"\x90\x00"

    data, status = exchange(Straight(exact), bytes.fromhex("00A40000026002"))
    assert (len(data), status) == (7, 0x9000)
    assert heard[-1].hex().upper() == "00A4000002600207"


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20), st.sampled_from([SOCIAL_ATR, RESIDENT_ATR, BUS_ATR]))
@settings(max_examples=500, deadline=None)
def test_whatever_a_card_answers_ends_in_an_outcome(answers: list[bytes], atr: bytes) -> None:
    _read_noise(answers, atr)


def test_a_hundred_thousand_lists_of_random_answers_end_in_an_outcome() -> None:
    chance = random.Random(2)
    statuses = [b"\x90\x00", b"\x61\x05", b"\x6c\x09", b"\x69\x82"]
    atrs = [SOCIAL_ATR, RESIDENT_ATR, BUS_ATR, *MARKED]
    for _ in range(100_000):
        answers = [chance.randbytes(chance.randrange(40)) + chance.choice(statuses) for _ in range(8)]
        _read_noise(answers, chance.choice([*atrs, chance.randbytes(13)]))


def _read_noise(answers: list[bytes], atr: bytes) -> None:
    rounds = iter(answers * 50)
    try:
        outcome = read_chip_card(Straight(lambda _: next(rounds, b"")), atr, TODAY)
    except CardGoneError:
        return
    assert isinstance(outcome, Identity | CardTrouble)
