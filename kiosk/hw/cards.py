"""Port: a card reader. Identity cards (二代证), social-security cards, anything else people tap.

A reader calls `on_card` from any thread with one of the closed outcomes below; callers only enqueue.
The identity number stays inside `Identity` and never leaves this process.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.hw.portrait import CardPortrait


class CardKind(StrEnum):
    RESIDENT = "resident"  # 居民身份证
    SOCIAL = "social"  # 社会保障卡
    OTHER = "other"  # a card number only: enough for a once-a-day rule, not for a name


class CardTrouble(StrEnum):
    UNREADABLE = "unreadable"  # no answer, or pulled too early: try again
    UNKNOWN_CARD = "unknown_card"  # a card we cannot use
    EXPIRED = "expired"
    READER_GONE = "reader_gone"
    READER_BACK = "reader_back"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who tapped. `number` is left out of `repr`, of comparisons and of everything that is written."""

    kind: CardKind
    number: str = field(repr=False, compare=False)  # identity number, or the card's own number for OTHER
    name: str = field(default="", repr=False, compare=False)
    birth: str = field(default="", repr=False, compare=False)  # YYYYMMDD, empty if not on the card
    expires: str = field(default="", repr=False, compare=False)  # YYYYMMDD or 长期
    sex: str = field(default="", repr=False, compare=False)  # 男 or 女
    ethnic: str = field(default="", repr=False, compare=False)  # 汉 …
    address: str = field(default="", repr=False, compare=False)  # as printed on the card
    portrait: CardPortrait | None = field(default=None, repr=False, compare=False)  # whoever takes it must wipe it

    @property
    def masked_name(self) -> str:
        """`王**`: the first character, and a star for each further one (at least one)."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1) if self.name else ""

    @property
    def masked_number(self) -> str:
        """First and last character only: the strictest of the conventions in use."""
        return f"{self.number[:1]}{'*' * (len(self.number) - 2)}{self.number[-1:]}" if len(self.number) > 2 else "*"

    def person(self, key: bytes) -> str:
        """Keyed hash (HMAC-SHA256, 128 bits in hex) that stands for this person on wire and disk."""
        return hmac.new(key, f"{self.kind}:{self.number}".encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card was laid on and is being read. It is reported at once, so that the screen can show it."""


@dataclass(frozen=True, slots=True)
class CardRemoved:
    pass


CardEvent = CardSeen | CardRemoved | Identity | CardTrouble
OnCard = Callable[[CardEvent], None]


class CardReader(Protocol):
    """`start` never blocks and never raises for a missing reader: it reports `READER_GONE` and keeps trying."""

    def start(self, on_card: OnCard) -> None: ...

    def stop(self) -> None: ...
