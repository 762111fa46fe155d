"""Two card readers as one: whose card counts, and what is told of the one that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from card_rigs import PcscRig, SamRig, pcsc, sam
from listening import Heard, wait_until

from bench.fake_cards import FakeCards
from bench.sample_cards import SAMPLES
from kiosk.hw.both_cards import BothCards, state_of
from kiosk.hw.cards import CardEvent, CardKind, CardRemoved, CardSeen, CardTrouble, Identity
from kiosk.hw.portrait import CardPortrait
from kiosk.number_machine.parts import Readers
from kiosk.terminal import drivers
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import checked_terminal

ELDER, ADULT = SAMPLES["elder"], SAMPLES["adult"]


class Two:
    """Both readers under the test's hand, and what was told."""

    def __init__(self) -> None:
        self.pcsc, self.sam = FakeCards(), FakeCards()
        self.reader = BothCards(pcsc=self.pcsc, sam=self.sam)
        self.told: list[CardEvent] = []
        self.reader.start(self.told.append)

    def took(self) -> list[CardEvent]:
        told, self.told[:] = list(self.told), []
        return told


@pytest.fixture
def two() -> Two:
    return Two()


def test_a_card_on_either_reader_is_read(two: Two) -> None:
    two.pcsc.insert(ELDER)
    assert two.took() == [CardSeen(), ELDER]
    two.pcsc.remove()
    two.sam.insert(ADULT)
    two.sam.remove()
    assert two.took() == [CardRemoved(), CardSeen(), ADULT, CardRemoved()]


def test_while_a_card_is_read_one_on_the_other_reader_is_not_heeded(two: Two) -> None:
    two.pcsc.lay()
    two.sam.insert(ADULT)
    two.pcsc.read(ELDER)
    two.sam.remove()
    assert two.took() == [CardSeen(), ELDER]
    two.sam.insert(ADULT)
    assert two.took() == [CardRemoved(), CardSeen(), ADULT]


def test_a_card_that_was_left_behind_on_one_reader_blocks_nobody_on_the_other(two: Two) -> None:
    two.sam.insert(ELDER)
    two.took()
    two.pcsc.insert(ADULT)
    two.sam.remove()  # at last
    assert two.took() == [CardRemoved(), CardSeen(), ADULT]
    two.pcsc.remove()
    assert two.took() == [CardRemoved()]


def test_the_photo_of_a_card_that_is_not_heeded_is_overwritten(two: Two) -> None:
    photo = bytearray(b"a face")
    two.pcsc.lay()
    two.sam.insert(replace(ADULT, portrait=CardPortrait(photo, ("decode",))))
    assert two.took() == [CardSeen()]
    assert not any(photo)


def test_one_reader_gone_leaves_the_other_and_the_supervisor_learns_which(two: Two) -> None:
    two.sam.unplug()
    assert two.took() == []
    assert state_of(two.reader) == "sam_gone"
    two.pcsc.insert(ELDER)
    assert two.took() == [CardSeen(), ELDER]
    two.pcsc.remove()
    two.pcsc.unplug()
    assert two.took() == [CardRemoved(), CardTrouble.READER_GONE]
    two.sam.plug()
    assert two.took() == [CardTrouble.READER_BACK]
    assert state_of(two.reader) == "pcsc_gone"
    two.pcsc.plug()
    assert two.took() == []
    assert state_of(two.reader) == "ready"


def test_a_card_that_goes_with_its_reader_holds_up_no_card_on_the_other(two: Two) -> None:
    two.pcsc.lay()
    two.pcsc.unplug()
    two.sam.insert(ADULT)
    assert two.took() == [CardSeen(), CardTrouble.UNREADABLE, CardRemoved(), CardSeen(), ADULT]


def test_a_terminals_health_says_which_of_its_two_readers_is_gone() -> None:
    sam = FakeCards()
    readers = Readers(BothCards(pcsc=FakeCards(), sam=sam), None, key=b"", post=lambda _: None)
    readers.start()
    assert readers.cards_state == "ready"
    sam.unplug()
    assert readers.cards_state == "sam_gone"
    sam.plug()
    assert readers.cards_state == "ready"
    readers.stop()


@pytest.fixture
def rigs(tmp_path: Path) -> Iterator[tuple[PcscRig, SamRig]]:
    for chips in pcsc(tmp_path):
        for module in sam(tmp_path):
            assert isinstance(chips, PcscRig)
            assert isinstance(module, SamRig)
            yield chips, module


def test_real_readers_read_both_kinds_of_card_and_each_without_the_other(rigs: tuple[PcscRig, SamRig]) -> None:
    chips, module = rigs
    heard = Heard()
    reader = BothCards(pcsc=chips.reader, sam=module.reader)
    reader.start(heard)

    def kind() -> CardKind:
        return heard.until(lambda event: isinstance(event, Identity))[-1].kind

    module.unplug()
    wait_until(lambda: reader.missing == "sam")
    chips.insert()
    assert kind() is CardKind.SOCIAL
    chips.remove()
    module.plug()
    wait_until(lambda: reader.missing == "")
    module.insert()
    assert kind() is CardKind.RESIDENT
    module.remove()
    heard.until(lambda event: event == CardRemoved())
    chips.unplug()
    wait_until(lambda: reader.missing == "pcsc")
    module.insert()
    assert kind() is CardKind.RESIDENT
    reader.stop()


def test_terminal_toml_chooses_both_with_one_word(tmp_path: Path) -> None:
    path = tmp_path / "terminal.toml"
    path.write_text(
        f'hall = "h"\ndevice = "d"\ndata = "{tmp_path}"\n'
        '[hardware]\ncards = "pcsc+sam"\n[hardware.sam]\npath = "/dev/serial0"\n'
    )
    terminal = checked_terminal(path)
    assert isinstance(terminal, Terminal)
    assert isinstance(drivers.card_reader(terminal.hardware), BothCards)
