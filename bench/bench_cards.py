"""The bench's card reader: `xiaochuang bench card insert|mute|pull|remove|unplug|plug`.

Reading a card takes `reading_seconds`, as with a real one, so that it can be pulled away half-way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from bench.fake_cards import FakeCards
from bench.sample_cards import person_of
from kiosk.hw.cards import CardTrouble, Identity, OnCard
from program.control_socket import BadWordError, ControlSocket


class BenchCards:
    def __init__(self, control: ControlSocket, *, reading_seconds: float = 0.4) -> None:
        self._cards = FakeCards()
        self._reading_seconds = reading_seconds
        self._reading: threading.Timer | None = None
        self._lock = threading.Lock()
        self._orders: dict[str, tuple[Callable[[], None], str]] = {
            "pull": (self._cards.pull, "card pulled half-way"),
            "remove": (self._cards.remove, "card removed"),
            "unplug": (self._cards.unplug, "reader unplugged"),
            "plug": (self._cards.plug, "reader plugged in"),
        }
        control.answer("card", self._obey)

    def start(self, on_card: OnCard) -> None:
        with self._lock:
            self._cards.start(on_card)

    def stop(self) -> None:
        with self._lock:
            self._stop_reading()
            self._cards.stop()

    def _obey(self, words: Sequence[str]) -> str:
        match words:
            case ["insert", *details]:
                identity = person_of(details)
                self._lay(identity)
                return f"card of {identity.masked_name or identity.masked_number} inserted"
            case ["mute"]:
                self._lay(CardTrouble.UNREADABLE)
                return "a card that gives no answer is inserted"
            case [word] if word in self._orders:
                order, done = self._orders[word]
                with self._lock:
                    self._stop_reading()
                    order()
                return done
            case _:
                raise BadWordError("card takes: insert [WHO] [key=value …], mute, pull, remove, unplug, plug")

    def _lay(self, outcome: Identity | CardTrouble) -> None:
        with self._lock:
            self._stop_reading()
            self._cards.lay()
            self._reading = threading.Timer(self._reading_seconds, self._read, (outcome,))
            self._reading.daemon = True
            self._reading.start()

    def _read(self, outcome: Identity | CardTrouble) -> None:
        with self._lock:
            if threading.current_thread() is self._reading:
                self._reading = None
                self._cards.read(outcome)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
