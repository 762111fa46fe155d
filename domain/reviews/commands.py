"""What the holder of a ticket may hand in, with the key that only the ticket carries."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class RateByPhone:
    """The citizen's own touch on a phone or at a kiosk, with the key that only the ticket carries
    (`decide/rating_by_phone.py`)."""

    ticket: str
    key: str = field(repr=False)
    level: int
    tags: tuple[str, ...] = ()
    comment: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateHall:
    """A review of the hall as a whole, by whoever holds a number of today: one for each ticket."""

    ticket: str
    key: str = field(repr=False)
    level: int
    tags: tuple[str, ...] = ()
    comment: str = field(default="", repr=False)
