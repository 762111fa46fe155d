"""The order in which a card reader tells what happens, without a reader (`kiosk/hw/card_events.py`)."""

from __future__ import annotations

from kiosk.hw.card_events import CardEvents, ReaderEvents
from kiosk.hw.cards import CardEvent, CardRemoved, CardSeen, CardTrouble

SEEN, LEFT = CardSeen(), CardRemoved()


def test_a_card_that_leaves_before_its_outcome_is_unreadable_first() -> None:
    told: list[CardEvent] = []
    place = CardEvents(told.append)
    place.laid()
    place.removed()
    place.removed()
    assert told == [SEEN, CardTrouble.UNREADABLE, LEFT]


def test_an_outcome_is_told_once() -> None:
    told: list[CardEvent] = []
    place = CardEvents(told.append)
    reading = place.laid()
    place.read(CardTrouble.EXPIRED, reading)
    place.read(CardTrouble.UNREADABLE)
    assert told == [SEEN, CardTrouble.EXPIRED]
    assert place.present


def test_what_was_read_from_a_card_that_has_left_is_not_the_next_ones() -> None:
    told: list[CardEvent] = []
    place = CardEvents(told.append)
    former = place.laid()
    place.laid()
    place.read(CardTrouble.EXPIRED, former)
    assert told == [SEEN, CardTrouble.UNREADABLE, LEFT, SEEN]
    assert place.unread is not None


def test_a_card_that_is_forgotten_is_not_told_of_again() -> None:
    told: list[CardEvent] = []
    place = CardEvents(told.append)
    reading = place.laid()
    place.forget()
    place.read(CardTrouble.EXPIRED, reading)
    place.removed()
    assert told == [SEEN]


def test_a_card_goes_with_its_reader() -> None:
    told: list[CardEvent] = []
    place, reader = CardEvents(told.append), ReaderEvents(told.append)
    reader.found()
    place.laid()
    reader.gone(place)
    reader.gone(place)
    reader.found()
    reader.found()
    assert told == [SEEN, CardTrouble.UNREADABLE, LEFT, CardTrouble.READER_GONE, CardTrouble.READER_BACK]


def test_a_reader_that_is_missing_from_the_start_is_told_of() -> None:
    told: list[CardEvent] = []
    ReaderEvents(told.append).gone()
    assert told == [CardTrouble.READER_GONE]
