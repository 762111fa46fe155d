"""What every card reader does, the fakes and the real drivers alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from card_rigs import RIGS, CardRig
from listening import Heard

from kiosk.hw.cards import CardRemoved, CardSeen, CardTrouble, Identity


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CardRig]:
    yield from RIGS[request.param](tmp_path)


@pytest.fixture
def heard(rig: CardRig) -> Iterator[Heard]:
    ears = Heard()
    rig.reader.start(ears)
    yield ears
    rig.reader.stop()


def test_a_card_is_seen_at_once_then_read_then_removed(rig: CardRig, heard: Heard) -> None:
    rig.insert()
    assert heard.next() == CardSeen()
    assert isinstance(heard.next(), Identity)
    rig.remove()
    assert heard.next() == CardRemoved()


def test_a_card_is_read_once_however_long_it_lies(rig: CardRig, heard: Heard) -> None:
    rig.insert()
    heard.until(lambda event: isinstance(event, Identity))
    assert heard.nothing(0.3)


def test_a_card_that_gives_no_answer_is_unreadable(rig: CardRig, heard: Heard) -> None:
    rig.mute()
    assert heard.next() == CardSeen()
    assert heard.next() == CardTrouble.UNREADABLE
    rig.remove()
    assert heard.next() == CardRemoved()


def test_a_card_pulled_half_way_is_unreadable_and_gone(rig: CardRig, heard: Heard) -> None:
    rig.pull()
    assert heard.next() == CardSeen()
    assert heard.next() == CardTrouble.UNREADABLE
    assert heard.next() == CardRemoved()


def test_after_trouble_the_next_card_is_read(rig: CardRig, heard: Heard) -> None:
    rig.pull()
    heard.until(lambda event: event == CardRemoved())
    rig.insert()
    assert heard.next() == CardSeen()
    assert isinstance(heard.next(), Identity)


def test_a_reader_unplugged_is_gone_and_comes_back_by_itself(rig: CardRig, heard: Heard) -> None:
    rig.unplug()
    assert heard.next() == CardTrouble.READER_GONE
    rig.plug()
    assert heard.next() == CardTrouble.READER_BACK
    rig.insert()
    assert isinstance(heard.until(lambda event: isinstance(event, Identity))[-1], Identity)


def test_starting_without_a_reader_says_so_and_goes_on_looking(rig: CardRig) -> None:
    ears = Heard()
    rig.unplug()
    rig.reader.start(ears)
    assert ears.next() == CardTrouble.READER_GONE
    rig.plug()
    assert ears.next() == CardTrouble.READER_BACK
    rig.reader.stop()


def test_nothing_is_told_after_stop(rig: CardRig, heard: Heard) -> None:
    rig.reader.stop()
    rig.insert()
    rig.remove()
    assert heard.nothing(0.2)


def test_a_started_reader_may_be_stopped_and_started_again(rig: CardRig, heard: Heard) -> None:
    rig.reader.stop()
    rig.reader.start(heard)
    rig.insert()
    heard.until(lambda event: isinstance(event, Identity))


def test_the_identity_number_shows_in_no_text_of_what_was_read(rig: CardRig, heard: Heard) -> None:
    rig.insert()
    identity = heard.until(lambda event: isinstance(event, Identity))[-1]
    assert identity.number
    assert identity.number not in repr(identity) + str(identity)
    assert identity.name == "" or identity.name not in repr(identity)
