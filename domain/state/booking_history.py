"""Bookings that are over, kept while they count for a person's limits or for barring.

Only three facts of each are kept: the keyed hashes of its holder, when it began, and whether it was missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.state.rows import Rows

MONTH_MS = 31 * 86_400_000
"""A booking counts for its calendar month, so it must be known this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBooking:
    """A booking of the hall's own that is over."""

    code: str
    starts_at: int
    missed: bool
    person: str | None = None
    phone_key: str | None = None

    @property
    def holders(self) -> Iterator[str]:
        """The keyed hashes of its holder."""
        return (one for one in (self.person, self.phone_key) if one is not None)


_ROWS = Rows(PastBooking)


class BookingHistory:
    """Past bookings, found by their holders."""

    def __init__(self) -> None:
        self._by_code: dict[str, PastBooking] = {}
        self._by_holder: dict[str, dict[str, PastBooking]] = {}

    def add(self, past: PastBooking) -> None:
        self._by_code[past.code] = past
        for holder in past.holders:
            self._by_holder.setdefault(holder, {})[past.code] = past

    def of(self, holders: Iterable[str]) -> list[PastBooking]:
        """The past bookings of any of these holders, each once, in the order of their slots."""
        found = {code: past for holder in holders for code, past in self._by_holder.get(holder, {}).items()}
        return sorted(found.values(), key=lambda past: (past.starts_at, past.code))

    def forget(self, code: str) -> None:
        """Remove a booking that is not over after all: its day was closed by the wrong time."""
        past = self._by_code.pop(code, None)
        for holder in past.holders if past is not None else ():
            of_holder = self._by_holder[holder]
            del of_holder[code]
            if not of_holder:
                del self._by_holder[holder]

    def forget_before(self, at: int) -> None:
        """Remove bookings of slots before this instant."""
        for code in [past.code for past in self._by_code.values() if past.starts_at < at]:
            self.forget(code)

    def dump(self) -> dict[str, Any]:
        return _ROWS.write(self._by_code.values())

    def load(self, table: dict[str, Any]) -> None:
        for past in _ROWS.read(table):
            self.add(past)
