"""One card, read once: for a command that enrols it."""

from __future__ import annotations

import queue
import time

from kiosk.hw.cards import CardEvent, CardKind, CardReader, CardTrouble, Identity


class NoCardError(Exception):
    """Why no card was read, in words."""


def read_one_card(reader: CardReader, patience_s: float = 30.0) -> str:
    """The own number of the next card that is laid on `reader`. Raises `NoCardError`."""
    heard: queue.SimpleQueue[CardEvent] = queue.SimpleQueue()
    reader.start(heard.put)
    said = "no card was laid on the reader"
    try:
        end = time.monotonic() + patience_s
        while (left := end - time.monotonic()) > 0:
            try:
                event = heard.get(timeout=left)
            except queue.Empty:
                break
            match event:
                case Identity(kind=CardKind.OTHER):
                    return event.number
                case Identity():
                    raise NoCardError("this is a card with a person's number: a staff card is another one")
                case CardTrouble.READER_GONE:
                    said = "there is no reader: is it plugged in, does pcscd run?"
                case CardTrouble.UNKNOWN_CARD:
                    raise NoCardError("this card has no number of its own that stays the same")
                case CardTrouble():
                    said = "the card could not be read"
    finally:
        reader.stop()
    raise NoCardError(said)
