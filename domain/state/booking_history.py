"""Bookings that are over, as long as they count: for the limits of a person, and for those who did not come.

Nothing is known of them but whose they were, as keyed hashes, when they began, and whether they were missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.state.rows import Rows

MONTH_MS = 31 * 86_400_000
"""A booking counts for the month it is in; another one of that month may still be booked so long after it."""


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
        """Whose it was."""
        return (one for one in (self.person, self.phone_key) if one is not None)


_ROWS = Rows(PastBooking)


class BookingHistory:
    """Found by their holders."""

    def __init__(self) -> None:
        self._by_code: dict[str, PastBooking] = {}
        self._by_holder: dict[str, dict[str, PastBooking]] = {}

    def add(self, past: PastBooking) -> None:
        self._by_code[past.code] = past
        for holder in past.holders:
            self._by_holder.setdefault(holder, {})[past.code] = past

    def of(self, holders: Iterable[str]) -> list[PastBooking]:
        """Those of any of these, each once, in the order of their slots."""
        found = {code: past for holder in holders for code, past in self._by_holder.get(holder, {}).items()}
        return sorted(found.values(), key=lambda past: (past.starts_at, past.code))

    def forget(self, code: str) -> None:
        """It is not over: the day had been closed by a wrong time."""
        past = self._by_code.pop(code, None)
        for holder in past.holders if past is not None else ():
            of_holder = self._by_holder[holder]
            del of_holder[code]
            if not of_holder:
                del self._by_holder[holder]

    def forget_before(self, at: int) -> None:
        """Those of slots before this instant count no more."""
        for code in [past.code for past in self._by_code.values() if past.starts_at < at]:
            self.forget(code)

    def dump(self) -> dict[str, Any]:
        return _ROWS.write(self._by_code.values())

    def load(self, table: dict[str, Any]) -> None:
        for past in _ROWS.read(table):
            self.add(past)
