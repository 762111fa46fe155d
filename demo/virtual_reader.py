"""`xiaochuang bench card …` through a real pcscd: lays the card into its virtual reader vpcd."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from bench.sample_cards import person_of
from bench.virtual_card import VirtualCard
from bench.virtual_chips import chip_of
from kiosk.hw.cards import Identity
from program.control_socket import BadWordError, ControlSocket

READER_SECONDS = 1.0  # a pcscd that was just started again opens its reader a moment later
BYTES_BEFORE_PULL = 20
NO_CABLE = "this reader hangs on a pcscd of the demo's own: kill that one (pids.json has its number) to pull its cable"


class VirtualReader:
    """Answers `card` on `control`. One card at a time, in the virtual reader on `port`."""

    def __init__(self, control: ControlSocket, port: int) -> None:
        self._port = port
        self._card: VirtualCard | None = None
        self._lock = threading.Lock()
        control.answer("card", self._obey)

    def remove(self) -> None:
        """Take the card away, if there is one."""
        with self._lock:
            if self._card is not None:
                self._card.remove()
                self._card = None

    def _obey(self, words: Sequence[str]) -> str:
        match words:
            case ["insert", *details]:
                person = person_of(details)
                self._lay(person)
                return f"card of {person.masked_name or person.masked_number} inserted, through pcscd"
            case ["mute"]:
                self._lay(person_of([]), answers=False)
                return "a card that gives no answer is inserted, through pcscd"
            case ["pull"]:
                self._lay(person_of([]), bytes_before_pull=BYTES_BEFORE_PULL)
                return "card pulled half-way, through pcscd"
            case ["remove"]:
                self.remove()
                return "card removed"
            case ["unplug" | "plug"]:
                raise BadWordError(NO_CABLE)
            case _:
                raise BadWordError("card takes: insert [WHO] [key=value …], mute, pull, remove")

    def _lay(self, person: Identity, *, answers: bool = True, bytes_before_pull: int | None = None) -> None:
        self.remove()
        try:
            atr, program = chip_of(person)
        except ValueError as error:
            raise BadWordError(f"this cannot stand on a {person.kind} card: {error}") from error
        answer = program if answers else lambda _command: None
        card = VirtualCard(self._port, atr, answer, bytes_before_pull=bytes_before_pull)
        try:
            card.insert(READER_SECONDS)
        except OSError as error:
            raise BadWordError(f"no virtual reader listens on port {self._port}: {error.strerror}") from error
        with self._lock:
            self._card = card
