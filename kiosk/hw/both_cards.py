"""A PC/SC reader and an identity-card reader with a SAM module on one terminal, as one card reader.

One card at a time: while one is being read, a card on the other reader is ignored (it may be the same card, held over
both). After that, the next card on either reader counts, so a card left behind blocks nobody.
"""

from __future__ import annotations

import threading
from functools import partial

from domain.statuses import CardsStatus
from kiosk.hw.cards import CardEvent, CardReader, CardRemoved, CardSeen, CardTrouble, Identity, OnCard


class BothCards:
    """It reports `READER_GONE` when both readers are gone, and `READER_BACK` when the first one is back. `missing`
    tells if one is gone."""

    def __init__(self, *, pcsc: CardReader, sam: CardReader) -> None:
        self._readers = {"pcsc": pcsc, "sam": sam}
        self._on_card: OnCard | None = None
        self._gone: frozenset[str] = frozenset()
        self._speaks = ""  # the reader whose card counts
        self._lying = 0  # cards there (a PC/SC reader may have two slots) …
        self._unread = 0  # … and how many of them are still being read
        self._lock = threading.RLock()

    @property
    def missing(self) -> str:
        """The reader that is gone while the other works: "pcsc", "sam", or ""."""
        gone = self._gone
        return next(iter(gone)) if len(gone) == 1 else ""

    def start(self, on_card: OnCard) -> None:
        self.stop()
        self._gone, self._speaks, self._lying, self._unread = frozenset(), "", 0, 0
        self._on_card = on_card
        for name, reader in self._readers.items():
            reader.start(partial(self._hear, name))

    def stop(self) -> None:
        """Stop reporting at once."""
        with self._lock:
            self._on_card = None
        for reader in self._readers.values():
            reader.stop()

    def _hear(self, name: str, event: CardEvent) -> None:
        with self._lock:
            if event is CardTrouble.READER_GONE:
                self._gone |= {name}
                if len(self._gone) == len(self._readers):
                    self._tell(event)
            elif event is CardTrouble.READER_BACK:
                if len(self._gone) == len(self._readers):
                    self._tell(event)
                self._gone -= {name}
            elif self._counts(name, event):
                self._tell(event)
            elif isinstance(event, Identity) and event.portrait is not None:
                event.portrait.wipe()

    def _counts(self, name: str, event: CardEvent) -> bool:
        """Whether the event is about the card that counts; a card just laid on may become that card."""
        if isinstance(event, CardSeen) and name != self._speaks and not self._unread:
            if self._lying:
                self._tell(CardRemoved())
            self._speaks, self._lying = name, 0
        if name != self._speaks:
            return False
        if isinstance(event, CardSeen):
            self._lying += 1
            self._unread += 1
        elif isinstance(event, CardRemoved):
            self._lying = max(0, self._lying - 1)
            self._unread = min(self._unread, self._lying)
        else:
            self._unread = max(0, self._unread - 1)
        return True

    def _tell(self, event: CardEvent) -> None:
        if self._on_card is not None:
            self._on_card(event)


def state_of(reader: CardReader) -> CardsStatus:
    """The status, for the supervisor, of a reader that has not reported `READER_GONE`: ready, pcsc_gone or sam_gone."""
    missing = reader.missing if isinstance(reader, BothCards) else ""
    return CardsStatus(f"{missing}_gone") if missing else CardsStatus.READY
