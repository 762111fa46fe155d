"""The SAM reader beyond the contract: every frame, every status word, every disturbance of a serial line."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chip_cards import citizen_text
from hypothesis import given, settings
from hypothesis import strategies as st
from listening import Heard, wait_until
from sam_peer import SamPeer, reply

from kiosk.hw.cards import CardKind, CardRemoved, CardSeen, CardTrouble, Identity
from kiosk.hw.line import LineBusyError, LineGoneError, open_serial
from kiosk.hw.resident_text import ResidentText
from kiosk.hw.sam import SamCards
from kiosk.hw.sam_frames import (
    BAUD_RATES,
    FIND_CARD,
    LONGEST,
    NEWEST_ADDRESS,
    READ_BASE,
    RESET,
    SAM_STATUS,
    SELECT_CARD,
    Damaged,
    Frames,
    Reply,
    SamCommand,
    Status,
    frame,
)
from kiosk.hw.sam_module import SamModule, SamRefused, UnwellError
from kiosk.hw.wiring import SamWiring

WHOLE = reply(0x90, bytes.fromhex("01000400") + citizen_text() + bytes(1024))


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[SamPeer]:
    module = SamPeer(tmp_path)
    yield module
    module.unplug()


@pytest.fixture
def module(peer: SamPeer) -> Iterator[SamModule]:
    line = open_serial(str(peer.path), 115200)
    yield SamModule(line, patience=1.0)
    line.close()


@pytest.fixture
def heard(peer: SamPeer) -> Iterator[Heard]:
    ears = Heard()
    cards = SamCards(SamWiring(path=str(peer.path), poll_ms=10), patience=1.0, today=lambda: "20261121")
    cards.start(ears)
    yield ears
    cards.stop()


def outcome(heard: Heard) -> Identity | CardTrouble:
    assert heard.next() == CardSeen()
    told: Identity | CardTrouble = heard.next()
    return told


@pytest.mark.parametrize(
    ("order", "wire"),
    [
        (RESET, "AAAAAA9669 0003 10FF EC"),
        (SAM_STATUS, "AAAAAA9669 0003 11FF ED"),
        (FIND_CARD, "AAAAAA9669 0003 2001 22"),
        (SELECT_CARD, "AAAAAA9669 0003 2002 21"),
        (READ_BASE, "AAAAAA9669 0003 3001 32"),
        (NEWEST_ADDRESS, "AAAAAA9669 0003 3003 30"),
    ],
)
def test_orders_are_framed_as_published(order: SamCommand, wire: str) -> None:
    assert frame(order.command) == bytes.fromhex(wire)


def test_a_card_is_read_with_what_the_house_needs_and_no_more(peer: SamPeer, module: SamModule) -> None:
    assert module.is_well()
    assert not module.find()
    peer.text = citizen_text()
    assert module.find()
    assert module.select()
    text = module.read()
    assert not hasattr(text, "status")
    assert (text.name, text.ethnic, text.address) == ("李秀兰", "", "")  # type: ignore[union-attr]
    assert module.lies_there()
    peer.address = "北京市西城区月坛北街1号".encode("utf-16-le").ljust(70, b"\x00")
    assert module.lies_there()


@pytest.mark.parametrize("piece", [1, 2, 7, 64])
def test_a_reply_in_pieces_is_one_reply(peer: SamPeer, heard: Heard, piece: int) -> None:
    peer.piece = piece
    peer.text = citizen_text()
    assert isinstance(outcome(heard), Identity)


@pytest.mark.parametrize("noise", [b"\x00", b"\xaa", b"\xaa\xaa\xaa", b"\xaa\xaa\xaa\x96", b"\xff" * 300])
def test_noise_before_a_reply_is_passed_over(peer: SamPeer, heard: Heard, noise: bytes) -> None:
    peer.noise = noise
    peer.text = citizen_text()
    assert isinstance(outcome(heard), Identity)


def test_a_reply_with_a_wrong_checksum_is_asked_for_again(peer: SamPeer, module: SamModule) -> None:
    peer.text = citizen_text()
    assert module.select()
    peer.damaged = 2
    assert not hasattr(module.read(), "status")
    assert peer.orders[-3:] == [READ_BASE.command] * 3


@pytest.mark.parametrize("status", [Status.BAD_CHECKSUM, Status.BAD_LENGTH])
def test_an_order_that_arrived_disturbed_is_sent_again_and_then_given_up(
    peer: SamPeer, module: SamModule, status: Status
) -> None:
    peer.statuses[FIND_CARD.command] = status
    with pytest.raises(UnwellError):
        module.find()
    assert peer.orders == [FIND_CARD.command] * 3


def test_a_module_that_falls_silent_is_gone_and_comes_back(peer: SamPeer, heard: Heard) -> None:
    assert heard.nothing(0.1)
    peer.silent = True
    assert heard.next() == CardTrouble.READER_GONE
    peer.silent = False
    assert heard.next() == CardTrouble.READER_BACK


def test_a_module_that_falls_silent_while_it_reads_lets_the_card_be_read_later(peer: SamPeer, heard: Heard) -> None:
    peer.statuses[READ_BASE.command] = Status.BAD_CHECKSUM
    peer.text = citizen_text()
    told = heard.until(lambda event: event == CardTrouble.READER_GONE)
    assert told == [CardSeen(), CardTrouble.UNREADABLE, CardRemoved(), CardTrouble.READER_GONE]
    peer.statuses.clear()
    assert isinstance(heard.until(lambda event: isinstance(event, Identity))[-1], Identity)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OK])
def test_every_status_word_of_a_reading_ends_in_an_outcome(peer: SamPeer, heard: Heard, status: Status) -> None:
    peer.statuses[READ_BASE.command] = status
    peer.text = citizen_text()
    wanted = (
        CardTrouble.UNKNOWN_CARD
        if status
        in (Status.CARD_REJECTS_SAM, Status.SAM_REJECTS_CARD, Status.VERIFICATION_FAILED, Status.WRONG_CARD_TYPE)
        else CardTrouble.UNREADABLE
    )
    assert outcome(heard) == wanted


UNWELL = (Status.NO_AUTHORITY, Status.SELF_TEST_FAILED, Status.SAM_UNAUTHORISED)
UNWELL_TO = [
    *((order, status) for order in (SAM_STATUS, FIND_CARD, SELECT_CARD, READ_BASE) for status in UNWELL),
    *((NEWEST_ADDRESS, status) for status in UNWELL[1:]),
]


@pytest.mark.parametrize(("order", "status"), UNWELL_TO)
def test_a_module_that_says_it_is_unwell_is_gone_until_it_is_well(
    peer: SamPeer, heard: Heard, order: SamCommand, status: Status
) -> None:
    """Whatever it was asked. While it can read no card that lies there, it does not come and go."""
    peer.statuses[order.command] = status
    peer.text = citizen_text()
    if order is SAM_STATUS:  # asked when the line is opened
        peer.unplug()
        peer.plug()
    heard.until(lambda event: event == CardTrouble.READER_GONE)
    if order is not NEWEST_ADDRESS:  # asked of a card that was read
        asked = peer.orders.count(order.command)
        wait_until(lambda: peer.orders.count(order.command) >= asked + 2)
        assert heard.nothing()
    peer.statuses.clear()
    assert heard.next() == CardTrouble.READER_BACK
    assert isinstance(outcome(heard), Identity)
    assert heard.nothing(0.1)


@pytest.mark.parametrize("order", [FIND_CARD, SELECT_CARD, READ_BASE])
@pytest.mark.parametrize("status", list(Status))
def test_every_order_that_is_answered_with_any_status_word_has_an_answer(
    peer: SamPeer, module: SamModule, order: SamCommand, status: Status
) -> None:
    ask = {FIND_CARD: module.find, SELECT_CARD: module.select, READ_BASE: module.read}
    peer.statuses[order.command] = status
    if status in (*UNWELL, Status.BAD_CHECKSUM, Status.BAD_LENGTH):
        with pytest.raises(UnwellError):
            ask[order]()
        return
    wanted = {
        FIND_CARD: status is Status.FOUND,
        SELECT_CARD: status is Status.OK,
        READ_BASE: SamRefused(Status.READ_FAILED if status is Status.OK else status),
    }
    assert ask[order]() == wanted[order]


@pytest.mark.parametrize("status", list(Status))
def test_the_newest_address_answered_with_any_status_word_has_an_answer(
    peer: SamPeer, module: SamModule, status: Status
) -> None:
    """23 there says that this module may not ask for it, and nothing about the module."""
    peer.statuses[NEWEST_ADDRESS.command] = status
    if status in (*UNWELL[1:], Status.BAD_CHECKSUM, Status.BAD_LENGTH):
        with pytest.raises(UnwellError):
            module.lies_there()
        return
    assert module.lies_there() == (status in (Status.OK, Status.NO_CONTENT))


def test_an_ok_without_text_is_unreadable(peer: SamPeer, heard: Heard) -> None:
    peer.statuses[READ_BASE.command] = Status.OK
    peer.text = citizen_text()
    assert outcome(heard) == CardTrouble.UNREADABLE


def test_a_card_that_cannot_be_selected_is_unreadable(peer: SamPeer, heard: Heard) -> None:
    peer.statuses[SELECT_CARD.command] = Status.SELECT_FAILED
    peer.text = citizen_text()
    assert outcome(heard) == CardTrouble.UNREADABLE


def test_an_unwell_module_is_no_reader(peer: SamPeer) -> None:
    peer.statuses[SAM_STATUS.command] = Status.SELF_TEST_FAILED
    ears = Heard()
    cards = SamCards(SamWiring(path=str(peer.path)), patience=1.0)
    cards.start(ears)
    assert ears.next() == CardTrouble.READER_GONE
    cards.stop()


@pytest.mark.parametrize("count", [1, 6, 8, 200, 1200])
def test_a_card_pulled_at_any_byte_is_unreadable_and_gone(peer: SamPeer, heard: Heard, count: int) -> None:
    peer.pull_at = count
    peer.text = citizen_text()
    assert outcome(heard) == CardTrouble.UNREADABLE
    assert heard.next() == CardRemoved()
    peer.text = citizen_text()
    assert isinstance(outcome(heard), Identity)


def test_a_card_is_told_once_even_by_a_module_that_cannot_say_whether_it_is_still_there(
    peer: SamPeer, heard: Heard
) -> None:
    peer.knows_newest_address = False
    peer.text = citizen_text()
    assert isinstance(outcome(heard), Identity)
    assert heard.nothing(0.3)
    peer.text = None
    assert heard.next() == CardRemoved()


def test_another_card_laid_on_top_is_another_person(peer: SamPeer, heard: Heard) -> None:
    peer.knows_newest_address = False
    peer.text = citizen_text()
    assert isinstance(outcome(heard), Identity)
    peer.text = citizen_text("440524188001010014", name="刘德")
    assert heard.next() == CardRemoved()
    second = outcome(heard)
    assert isinstance(second, Identity)
    assert (second.kind, second.masked_name) == (CardKind.RESIDENT, "刘*")


def test_an_expired_card_says_so(peer: SamPeer, heard: Heard) -> None:
    peer.text = citizen_text(valid_to="20261120")
    assert outcome(heard) == CardTrouble.EXPIRED


@pytest.mark.parametrize("rate", [57600, 9600])
def test_a_module_at_another_rate_is_found(peer: SamPeer, rate: int) -> None:
    peer.rate = rate
    peer.text = citizen_text()
    ears = Heard()
    cards = SamCards(SamWiring(path=str(peer.path), poll_ms=10), patience=1.0)
    cards.start(ears)
    assert isinstance(ears.until(lambda event: isinstance(event, Identity))[-1], Identity)
    cards.stop()


def test_all_rates_of_the_protocol_are_tried() -> None:
    assert sorted(BAUD_RATES) == [9600, 19200, 38400, 57600, 115200]


def test_a_whole_reading_is_1295_bytes_and_one_frame() -> None:
    assert len(WHOLE) == 1295
    (found,) = Frames().feed(WHOLE)
    assert isinstance(found, Reply)
    assert (found.status, len(found.data)) == (0x90, 1284)


@given(st.binary(max_size=60), st.lists(st.integers(1, 1300), max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_frame_is_found_behind_any_noise_in_any_pieces(noise: bytes, cuts: list[int]) -> None:
    """Noise that itself looks like the head of a frame may swallow the frame behind it; time-outs are for that."""
    stream = noise.replace(b"\x69", b"\x68") + WHOLE
    places = [0, *sorted({cut for cut in cuts if cut < len(stream)}), len(stream)]
    frames = Frames()
    found = [one for start, end in itertools.pairwise(places) for one in frames.feed(stream[start:end])]
    assert len(found) == 1
    assert isinstance(found[0], Reply)


def test_a_hundred_thousand_random_frames_are_found_damaged_or_passed_over() -> None:
    chance = random.Random(4)
    frames = Frames()
    for _ in range(100_000):
        kind = chance.randrange(4)
        if kind == 0:
            data = chance.randbytes(chance.randrange(40))
        elif kind == 1:
            data = bytes.fromhex("AAAAAA9669") + chance.randbytes(chance.randrange(12))
        else:
            whole = bytearray(reply(chance.randrange(256), chance.randbytes(chance.randrange(20))))
            whole[chance.randrange(len(whole))] ^= chance.randrange(2) * 0xFF
            data = bytes(whole)
        assert all(isinstance(found, Reply | Damaged) for found in frames.feed(data))
        assert frames._seen <= LONGEST + 7


class Noise:
    """A line in memory, and the clock that runs while it is silent. After each order it brings a random answer: whole,
    disturbed, cut, doubled, of another status or length, behind noise, in pieces, late, or none."""

    def __init__(self) -> None:
        self.answers = 0
        self.now = 0.0
        self._chance = random.Random(7)
        self._pieces: list[bytes] = []

    def monotonic(self) -> float:
        return self.now

    def write(self, data: bytes, seconds: float) -> None:
        assert data.startswith(bytes.fromhex("AAAAAA9669"))
        self.answers += 1
        if self._chance.random() < 0.01:
            raise LineBusyError(0)
        answer = self._answer()
        middle = self._chance.randrange(len(answer) + 1)
        self._pieces = [piece for piece in (answer[:middle], answer[middle:]) if piece]

    def read_into(self, buffer: bytearray, seconds: float) -> int:
        data = self.read(seconds)
        buffer[: len(data)] = data
        return len(data)

    def read(self, seconds: float) -> bytes:
        if seconds and self._pieces and self._chance.random() < 0.97:
            return self._pieces.pop(0)
        if not seconds and self._pieces:  # what is late, and thrown away
            return self._pieces.pop(0)
        if self._chance.random() < 0.001:
            raise LineGoneError("pulled")
        self.now += seconds
        return b""

    def _answer(self) -> bytes:
        chance = self._chance
        if chance.random() < 0.1:
            return chance.randbytes(chance.randrange(40))
        texts = [b"", bytes(8), bytes(16), bytes(70), WHOLE[10:-1], chance.randbytes(chance.randrange(300))]
        whole = bytearray(reply(chance.choice([*Status, chance.randrange(256)]), chance.choice(texts)))
        for _ in range(chance.choice([0, 0, 1, 3])):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
        cut = whole[: chance.randrange(len(whole))] if chance.random() < 0.1 else whole
        return chance.choice([b"", b"", b"\xaa\xaa", bytes(3)]) + bytes(cut)


def test_a_hundred_thousand_random_answers_to_orders_raise_nothing_but_what_is_documented(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Noise()
    monkeypatch.setattr("kiosk.hw.sam_module.time", line)
    module = SamModule(line)  # type: ignore[arg-type]
    orders: dict[Callable[[], object], type | tuple[type, ...]] = {
        module.is_well: bool,
        module.find: bool,
        module.select: bool,
        module.read: (ResidentText, SamRefused),
        lambda: module.read(bytearray()): (ResidentText, SamRefused),
        module.lies_there: bool,
    }
    met = Counter[str]()
    while line.answers < 100_000:
        for order, wanted in orders.items():
            try:
                said = order()
            except (UnwellError, LineGoneError) as error:
                met[type(error).__name__] += 1
            else:
                assert isinstance(said, wanted)
                met[type(said).__name__] += 1
    assert set(met) == {"bool", "ResidentText", "SamRefused", "UnwellError", "LineGoneError"}


def test_what_was_read_is_overwritten(module: SamModule, peer: SamPeer) -> None:
    peer.text = citizen_text()
    module.select()
    handed: list[Reply] = []
    ask = module._ask

    def kept(order: SamCommand) -> Reply:
        handed.append(ask(order))
        return handed[-1]

    module._ask = kept  # type: ignore[method-assign]
    module.read()
    assert handed
    assert not any(handed[0].data)
