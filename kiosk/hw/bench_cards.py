"""The desk's card reader: `xiaochuang bench card insert|mute|pull|remove|unplug|plug`.

A card takes `reading_seconds` to be read, as a real one does, so that it can be pulled half-way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from kiosk.hw.cards import CardKind, CardTrouble, Identity, OnCard
from kiosk.hw.desk import BadWordError, Desk
from kiosk.hw.fake_cards import FakeCards
from kiosk.hw.sample_cards import SAMPLES


class BenchCards:
    def __init__(self, desk: Desk, *, reading_seconds: float = 0.4) -> None:
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
        desk.answer("card", self._obey)

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
                identity = _identity(details)
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


def _identity(details: Sequence[str]) -> Identity:
    """`["elder", "name=王芳"]` → that sample card with another name. The first sample if none is named."""
    who, *changes = details if details and "=" not in details[0] else ["", *details]
    if who and who not in SAMPLES:
        raise BadWordError(f"no sample card {who!r}; there are: {', '.join(SAMPLES)}")
    sample = SAMPLES[who or next(iter(SAMPLES))]
    values: dict[str, str] = {
        "kind": sample.kind,
        "number": sample.number,
        "name": sample.name,
        "birth": sample.birth,
        "expires": sample.expires,
    }
    for change in changes:
        key, equals, value = change.partition("=")
        if not equals or key not in values:
            raise BadWordError(f"{change!r} is not key=value with a key of: {', '.join(values)}")
        values[key] = value
    try:
        kind = CardKind(values.pop("kind"))
    except ValueError as error:
        raise BadWordError(f"kind is one of: {', '.join(CardKind)}") from error
    return Identity(kind, **values)
