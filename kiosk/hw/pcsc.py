"""Cards through PC/SC (pyscard, pcscd): contact and contactless readers, as many as are plugged in.

One thread waits for readers and cards to come and go; each card is read on a thread of its own with a deadline, so
that a mute card stops nothing. A reader unplugged, pcscd restarted: the watch starts anew by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.hw.apdu import CardGoneError, PcscCard
from kiosk.hw.card_events import CardEvents, ReaderEvents
from kiosk.hw.cards import CardEvent, CardTrouble, Identity, OnCard
from kiosk.hw.chip_card import read_chip_card

PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
WAIT_MS = 1000
RETRY_SECONDS = 0.5
STARTING_SECONDS = 0.02
READING_SECONDS = 5.0
COUNTER_SHIFT = 16  # pcscd counts a reader's insertions and removals in the upper half of its state


@dataclass(slots=True)
class _Reader:
    """One reader as it was last seen."""

    card: CardEvents
    state: int = 0
    counter: int = 0
    deadline: float = 0.0
    thread: threading.Thread | None = field(default=None, repr=False)


class PcscCards:
    """All PC/SC readers of the terminal as one reader. `today()`: the date (YYYYMMDD), for the expiry of cards."""

    def __init__(
        self,
        *,
        reading_seconds: float = READING_SECONDS,
        today: Callable[[], str] = lambda: datetime.now().astimezone().strftime("%Y%m%d"),
    ) -> None:
        self._reading_seconds = reading_seconds
        self._today = today
        self._on_card: OnCard | None = None
        self._readers: dict[str, _Reader] = {}
        self._any_reader = ReaderEvents(self._tell)
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._context: Any = None

    def start(self, on_card: OnCard) -> None:
        """Begin to watch, or replace the callback."""
        self.stop()
        self._stopping = threading.Event()
        self._readers.clear()
        self._any_reader = ReaderEvents(self._tell)
        self._on_card = on_card
        self._thread = threading.Thread(target=self._watch, args=(self._stopping,), name="pcsc", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop reporting at once; the watching thread ends within a second."""
        with self._lock:
            self._on_card = None
            self._stopping.set()
            for reader in self._readers.values():
                reader.card.forget()
        thread, self._thread = self._thread, None
        end = time.monotonic() + 2 * WAIT_MS / 1000
        while thread is not None and thread.is_alive() and time.monotonic() < end:
            self._cancel()
            thread.join(0.05)

    def _cancel(self) -> None:
        from smartcard import scard

        context = self._context
        if context is not None:
            scard.SCardCancel(context)

    def _watch(self, stopping: threading.Event) -> None:
        """One round is the life of one connection to pcscd."""
        from smartcard import scard

        while not stopping.is_set():
            failed, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
            if failed == scard.SCARD_S_SUCCESS:
                self._context = context
                self._watch_readers(context, stopping)
                self._context = None
                scard.SCardReleaseContext(context)
            if not stopping.is_set():
                self._update_readers([])
            stopping.wait(RETRY_SECONDS)

    def _watch_readers(self, context: Any, stopping: threading.Event) -> None:
        from smartcard import scard

        counted = 0  # readers in pcscd's table, which from 2.0 on may keep entries of readers that are gone
        quiet = (scard.SCARD_S_SUCCESS, scard.SCARD_E_TIMEOUT, scard.SCARD_E_CANCELLED)
        while not stopping.is_set():
            failed, names = scard.SCardListReaders(context, [])
            if failed not in (scard.SCARD_S_SUCCESS, scard.SCARD_E_NO_READERS_AVAILABLE):
                return
            self._update_readers(names)
            known = [(name, reader.state) for name, reader in self._readers.items()]
            plugs = (PLUG_AND_PLAY, (counted or len(known)) << COUNTER_SHIFT)
            failed, states = scard.SCardGetStatusChange(context, self._patience_ms(), [*known, plugs])
            if stopping.is_set() or failed not in (*quiet, scard.SCARD_E_UNKNOWN_READER):
                return
            for name, state, atr in states if failed == scard.SCARD_S_SUCCESS else ():
                if name == PLUG_AND_PLAY:
                    counted = state >> COUNTER_SHIFT
                elif name in self._readers:
                    self._update_card(name, state, bytes(atr))
            self._end_overdue()
            if not all(reader.state for reader in self._readers.values()):
                stopping.wait(STARTING_SECONDS)

    def _patience_ms(self) -> int:
        """How long to wait for news: until the next reading is overdue, at most a second."""
        now = time.monotonic()
        left = [reader.deadline - now for reader in self._readers.values() if reader.card.unread]
        return max(1, min(WAIT_MS, *(int(seconds * 1000) + 1 for seconds in left))) if left else WAIT_MS

    def _update_readers(self, names: list[str]) -> None:
        with self._lock:
            for name in [name for name in self._readers if name not in names]:
                self._readers.pop(name).card.removed()
            for name in names:
                self._readers.setdefault(name, _Reader(CardEvents(self._tell)))
            if names:
                self._any_reader.found()
            else:
                self._any_reader.gone()

    def _update_card(self, name: str, state: int, atr: bytes) -> None:
        from smartcard import scard

        reader = self._readers[name]
        counter = state >> COUNTER_SHIFT
        present = bool(state & scard.SCARD_STATE_PRESENT)
        there, away = scard.SCARD_STATE_EMPTY | scard.SCARD_STATE_PRESENT, scard.SCARD_STATE_UNAVAILABLE
        # A reader that starts has neither flag. If that state is passed back as known, pcsc-lite never reports the card
        # on it.
        reader.state = state & ~scard.SCARD_STATE_CHANGED if state & (there | away) else scard.SCARD_STATE_UNAWARE
        with self._lock:
            if not present or counter != reader.counter:
                reader.card.removed()
            reader.counter = counter
            if present and not reader.card.present:
                reading = reader.card.laid()
                if state & scard.SCARD_STATE_MUTE or (reader.thread is not None and reader.thread.is_alive()):
                    reader.card.read(CardTrouble.UNREADABLE)
                else:
                    self._begin_reading(name, reader, reading, atr)

    def _begin_reading(self, name: str, reader: _Reader, reading: object, atr: bytes) -> None:
        reader.deadline = time.monotonic() + self._reading_seconds
        reader.thread = threading.Thread(
            target=self._read, args=(name, reader, reading, atr), name="pcsc-read", daemon=True
        )
        reader.thread.start()

    def _read(self, name: str, reader: _Reader, reading: object, atr: bytes) -> None:
        try:
            with PcscCard(name) as card:
                outcome: Identity | CardTrouble = read_chip_card(card, atr, self._today())
        except CardGoneError:
            outcome = CardTrouble.UNREADABLE
        with self._lock:
            reader.card.read(outcome, reading)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        with self._lock:
            for reader in self._readers.values():
                if now >= reader.deadline:
                    reader.card.read(CardTrouble.UNREADABLE)

    def _tell(self, event: CardEvent) -> None:
        if self._on_card is not None:
            self._on_card(event)
