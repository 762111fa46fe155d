"""People, known only by a keyed hash and only for the hall day: who has an open number, and how many each person took.

The same for phones: how many of the day's numbers send messages to one.
"""

from __future__ import annotations

from collections import Counter

from domain.state.ticket import Ticket
from domain.views.ticket import OPEN_STATES

PERSON_PATTERN = r"^[0-9a-f]{32}$"
"""The keyed hash that terminals make. Nothing else is accepted as `person`, in particular no identity number."""


class People:
    """The tickets of each person today."""

    def __init__(self) -> None:
        self._tickets: dict[str, list[Ticket]] = {}

    def took(self, ticket: Ticket) -> None:
        if ticket.person is not None:
            self._tickets.setdefault(ticket.person, []).append(ticket)

    def open_ticket(self, person: str | None) -> Ticket | None:
        """The first open ticket of this person; None if there is none."""
        if person is None:
            return None
        return next((t for t in self._tickets.get(person, ()) if t.state in OPEN_STATES), None)

    def numbers_today(self, person: str | None) -> int:
        """How many numbers this person took today, cancelled ones included."""
        return 0 if person is None else len(self._tickets.get(person, ()))

    def forget(self) -> None:
        self._tickets.clear()


class Phones:
    """How many numbers of today were given with each phone, or had it left for them, cancelled ones included."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()

    def took(self, phone: str | None) -> None:
        if phone is not None:
            self._numbers[phone] += 1

    def numbers_today(self, phone: str) -> int:
        return self._numbers[phone]

    def forget(self) -> None:
        self._numbers.clear()
