"""Identity-card readers with a SAM module on a serial line.

The module reports nothing by itself, so a thread asks whether a card is there. A card is recognised by a keyed digest,
which exists as long as this object, so that it is read only once, however long it stays.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.hw.card_events import CardEvents, ReaderEvents
from kiosk.hw.cards import CardEvent, CardTrouble, Identity, OnCard
from kiosk.hw.identity import has_expired
from kiosk.hw.line import LineGoneError, open_serial
from kiosk.hw.portrait import CardPortrait
from kiosk.hw.resident_text import ResidentText
from kiosk.hw.sam_frames import BAUD_RATES, WRONG_CARD
from kiosk.hw.sam_module import SamModule, UnwellError
from kiosk.hw.wiring import SamWiring

RETRY_SECONDS = 0.5
READINGS = 2  # tries: a hand may shake
UNREADABLE_CARD = ""


class SamCards:
    """`patience` stretches the module's time-outs, `today` (YYYYMMDD) is for the expiry of cards."""

    def __init__(
        self,
        wiring: SamWiring,
        *,
        patience: float = 1.5,
        today: Callable[[], str] = lambda: datetime.now().astimezone().strftime("%Y%m%d"),
    ) -> None:
        self._wiring = wiring
        self._patience = patience
        self._today = today
        self._key = secrets.token_bytes(16)
        self._on_card: OnCard | None = None
        self._card, self._reader = CardEvents(self._tell), ReaderEvents(self._tell)
        self._digest = UNREADABLE_CARD  # of the card that lies there
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_card: OnCard) -> None:
        self.stop()
        self._stopping = threading.Event()
        self._card, self._reader = CardEvents(self._tell), ReaderEvents(self._tell)
        self._on_card = on_card
        self._thread = threading.Thread(target=self._watch, args=(self._stopping,), name="sam", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop reporting at once; the asking thread ends after its present command."""
        with self._lock:
            self._on_card = None
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5.0)
            self._thread = None

    def _watch(self, stopping: threading.Event) -> None:
        """One round is the life of one open port. A silent one is tried at each rate in turn."""
        rates = [self._wiring.baud, *(rate for rate in BAUD_RATES if rate != self._wiring.baud)]
        place = 0
        while not stopping.is_set():
            heard = self._watch_port(rates[place % len(rates)], stopping)
            self._reader.gone(self._card)
            place = place if heard else place + 1
            stopping.wait(RETRY_SECONDS if heard or place % len(rates) == 0 else 0.0)

    def _watch_port(self, baud: int, stopping: threading.Event) -> bool:
        """Watch until the port is lost or silent. Returns whether the module has answered at this rate."""
        heard = False
        try:
            line = open_serial(self._wiring.path, baud)
        except LineGoneError:
            stopping.wait(RETRY_SECONDS)
            return True  # the rate is not to blame
        try:
            module = SamModule(line, patience=self._patience)
            well = module.is_well()
            heard = True
            while well and not stopping.is_set():
                self._look(module)
                self._reader.found()
                stopping.wait(self._wiring.poll_ms / 1000)
        except (UnwellError, LineGoneError):
            pass
        finally:
            line.close()
        return heard

    def _look(self, module: SamModule) -> None:
        """One look at the field."""
        if not self._card.present:
            if module.find():
                self._read_first(module)
        elif self._digest != UNREADABLE_CARD and module.lies_there():
            return
        elif not module.find():
            self._card.removed()
        else:
            digest, outcome = self._read(module)
            if digest != self._digest:
                self._see()
                self._take(digest, outcome)

    def _read_first(self, module: SamModule) -> None:
        """A card came. After `READER_GONE`, the module must read it before `READER_BACK` is reported: a module that
        works except for reading would otherwise be gone and back for as long as the card stays."""
        if self._reader.there is False:
            found = self._read(module)
            self._reader.found()
            self._see()
        else:
            self._see()
            found = self._read(module)
        self._take(*found)

    def _see(self) -> None:
        self._digest = UNREADABLE_CARD
        self._card.laid()

    def _take(self, digest: str, outcome: Identity | CardTrouble) -> None:
        self._digest = digest
        self._card.read(outcome)

    def _read(self, module: SamModule) -> tuple[str, Identity | CardTrouble]:
        """The digest of the card in the field, and its outcome."""
        outcome: Identity | CardTrouble = CardTrouble.UNREADABLE
        for attempt in range(READINGS):
            if attempt and not module.find():
                break
            photo = bytearray() if self._wiring.photo_command else None
            found = module.read(photo) if module.select() else None
            if isinstance(found, ResidentText):
                portrait = CardPortrait(photo, self._wiring.photo_command) if photo else None
                identity = replace(found.identity, portrait=portrait)
                if not has_expired(identity.expires, self._today()):
                    return identity.person(self._key), identity
                if portrait is not None:
                    portrait.wipe()
                return identity.person(self._key), CardTrouble.EXPIRED
            if found is not None and found.status in WRONG_CARD:
                outcome = CardTrouble.UNKNOWN_CARD
        return UNREADABLE_CARD, outcome

    def _tell(self, event: CardEvent) -> None:
        with self._lock:
            if self._on_card is not None:
                self._on_card(event)
