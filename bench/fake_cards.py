"""A fake card reader: tests (and the bench) move an imagined card, and the reader reports as a real one would."""

from __future__ import annotations

from kiosk.hw.card_events import CardEvents, ReaderEvents
from kiosk.hw.cards import CardEvent, CardTrouble, Identity, OnCard


class FakeCards:
    """One reader, one card at a time. Events come on the caller's thread, in the order of the real drivers."""

    def __init__(self, *, plugged: bool = True) -> None:
        self._on_card: OnCard | None = None
        self._plugged = plugged
        self._card, self._reader = CardEvents(self._tell), ReaderEvents(self._tell)

    def start(self, on_card: OnCard) -> None:
        self._on_card = on_card
        self._reader = ReaderEvents(self._tell)
        if not self._plugged:
            self._reader.gone()

    def stop(self) -> None:
        self._on_card = None

    def lay(self) -> None:
        """A card touches the reader; its data come with `read`, or never."""
        if self._plugged:
            self._card.laid()

    def read(self, outcome: Identity | CardTrouble) -> None:
        """The reader has finished with the card that lies on it; without a card nothing happens."""
        self._card.read(outcome)

    def insert(self, identity: Identity) -> None:
        """Lay a card that can be read, and read it."""
        self.lay()
        self.read(identity)

    def mute(self) -> None:
        """Lay a card that gives no answer."""
        self.lay()
        self.read(CardTrouble.UNREADABLE)

    def pull(self) -> None:
        """Take the card away while it is being read."""
        if not self._card.present:
            self.lay()
        self.remove()

    def remove(self) -> None:
        self._card.removed()

    def unplug(self) -> None:
        """The reader's cable is pulled; a card on it is gone as well."""
        if self._plugged:
            self._plugged = False
            self._reader.gone(self._card)

    def plug(self) -> None:
        if not self._plugged:
            self._plugged = True
            self._reader.found()

    def _tell(self, event: CardEvent) -> None:
        if self._on_card is not None:
            self._on_card(event)
