"""A card that lies on the reader is not forgotten: the machine says so until it is taken, also to the next person."""

from __future__ import annotations

import pytest
from kiosk_sample import KioskWalk
from machine_sample import Walk

from bench.fake_cards import FakeCards
from domain.flow import DoneTouched
from domain.number_machine.inputs import (
    CardGone,
    CardLaid,
    CardLies,
    CardRead,
    PriorityChosen,
    QueueChosen,
    ReaderChanged,
    ReaderPart,
    SomewhereTouched,
)
from domain.number_machine.state import Page
from kiosk.hw.cards import CardKind, CardTrouble, Identity
from kiosk.number_machine.parts import Readers
from kiosk.screens.number_machine.machine_screen import lying
from kiosk.screens.self_service import kiosk_screen
from program.speech import Speaker

ELDER = CardRead("hash-of-wang", "王**", "19500101")
TAKE_IT, LEFT_THERE = "卡已读好，请拿好您的卡。", "读卡处有一张卡，请先拿走。别人的请交给工作人员。"


def says(walk: Walk) -> str:
    return lying(Speaker(), walk.state)


def kiosk_says(walk: KioskWalk) -> str:
    return kiosk_screen.lying(Speaker(), walk.state)


def test_the_number_s_page_and_all_before_it_say_take_your_card() -> None:
    walk = Walk().touch(SomewhereTouched(), CardLaid())
    assert says(walk) == "", "it is being read"
    walk.touch(ELDER).give(CardLies())
    assert says(walk) == TAKE_IT
    walk.touch(QueueChosen("social"), PriorityChosen(None)).hall_answers().sees(Page.NUMBER)
    assert says(walk) == TAKE_IT
    assert says(walk.give(CardGone())) == ""


def test_the_next_person_is_told_of_a_card_that_was_left() -> None:
    walk = Walk().touch(SomewhereTouched(), ELDER).give(CardLies()).touch(QueueChosen("social"), PriorityChosen(None))
    walk.hall_answers().touch(DoneTouched())
    walk.is_forgotten()
    assert says(walk) == LEFT_THERE
    walk.touch(SomewhereTouched())
    assert says(walk) == LEFT_THERE
    assert says(walk.give(CardGone())) == ""


def test_a_reader_that_is_unplugged_holds_no_card() -> None:
    walk = Walk().touch(SomewhereTouched(), ELDER).give(CardLies(), ReaderChanged(ReaderPart.CARDS, present=False))
    assert says(walk) == ""


def test_a_self_service_kiosk_says_it_in_every_business_and_after_the_person() -> None:
    walk = KioskWalk().touch(CardLaid())
    assert kiosk_says(walk) == ""
    walk.touch(ELDER).give(CardLies())
    assert kiosk_says(walk) == TAKE_IT
    walk.switches()
    walk.is_forgotten()
    assert kiosk_says(walk) == LEFT_THERE
    walk.give(CardGone())
    assert kiosk_says(walk) == ""


@pytest.mark.parametrize(
    "outcome", [Identity(CardKind.RESIDENT, number="1"), CardTrouble.EXPIRED, CardTrouble.UNKNOWN_CARD]
)
def test_it_is_told_that_a_card_lies_there_also_where_none_is_asked_for(outcome: Identity | CardTrouble) -> None:
    told: list[object] = []
    cards = FakeCards()
    Readers(cards, None, key=b"", post=told.append).start()
    told.clear()
    cards.lay()
    cards.read(outcome)
    assert told == [CardLies()]
    cards.remove()
    assert told == [CardLies(), CardGone()]
