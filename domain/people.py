"""People, known only by a keyed hash and only for the hall day: one open number each, so many a day."""

from __future__ import annotations

from domain.ticket import OPEN_STATES, Ticket

PERSON_PATTERN = r"^[0-9a-f]{32}$"
"""A keyed hash as terminals make it: nothing else is taken for a person, least of all an identity number."""


class People:
    """The tickets of each person today."""

    def __init__(self) -> None:
        self._tickets: dict[str, list[Ticket]] = {}

    def took(self, ticket: Ticket) -> None:
        if ticket.person is not None:
            self._tickets.setdefault(ticket.person, []).append(ticket)

    def open_ticket(self, person: str | None) -> Ticket | None:
        """The number this person still has open."""
        if person is None:
            return None
        return next((t for t in self._tickets.get(person, ()) if t.state in OPEN_STATES), None)

    def numbers_today(self, person: str | None) -> int:
        """All numbers of the day count, cancelled ones as well."""
        return 0 if person is None else len(self._tickets.get(person, ()))

    def forget(self) -> None:
        self._tickets.clear()
