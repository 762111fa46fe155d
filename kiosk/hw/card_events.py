"""The order in which every card reader, real or fake, reports events. Pure: no thread, no clock, no lock.

laid     ->  CardSeen
read     ->  Identity, or why the card cannot be used; once a card
removed  ->  CardTrouble.UNREADABLE if its outcome was not reported yet, then CardRemoved
gone     ->  a card on the reader is removed first, then CardTrouble.READER_GONE
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.hw.cards import CardEvent, CardRemoved, CardSeen, CardTrouble, Identity

Tell = Callable[[CardEvent], None]


class CardEvents:
    """One place for a card. `present`: a card is there. `unread`: the token of a card whose outcome is not reported
    yet."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.present = False
        self.unread: object | None = None

    def laid(self) -> object:
        """A card was laid on; an earlier one has left. Returns the token for reading this card."""
        self.removed()
        self.present, self.unread = True, object()
        self._tell(CardSeen())
        return self.unread

    def read(self, outcome: Identity | CardTrouble, reading: object | None = None) -> None:
        """Report the outcome of the present card. Nothing happens if it was reported already, or if `reading` is the
        token of a card that has left."""
        if self.unread is not None and (reading is None or reading is self.unread):
            self.unread = None
            self._tell(outcome)

    def removed(self) -> None:
        self.read(CardTrouble.UNREADABLE)
        if self.present:
            self.present = False
            self._tell(CardRemoved())

    def forget(self) -> None:
        """Report nothing more about the present card."""
        self.present, self.unread = False, None


class ReaderEvents:
    """Whether the reader itself is there. A reader that is there from the start is not reported."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.there: bool | None = None  # None: not known yet

    def found(self) -> None:
        if self.there is False:
            self._tell(CardTrouble.READER_BACK)
        self.there = True

    def gone(self, *places: CardEvents) -> None:
        """The reader is gone. `places`: its places for cards."""
        for place in places:
            place.removed()
        if self.there is not False:
            self._tell(CardTrouble.READER_GONE)
        self.there = False
