"""Bookings: made elsewhere, honoured at check-in. A booked citizen never queues for a number again (tag 212)."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from domain.events import AppointmentBooked
from domain.normal_form import normal
from domain.queue_rules import Rules
from domain.refusal import Code, Refusal, no
from domain.state.rows import by_name


@dataclass(slots=True, kw_only=True)
class Booking:
    """`ticket` is the one it was checked in with, unless that was cancelled."""

    code: str
    queue: str
    starts_at: int
    ends_at: int
    person: str | None = None
    ticket: str | None = None

    def untimely(self, now: int, rules: Rules) -> Refusal | None:
        """Why it cannot be checked in at `now`."""
        if now < self.starts_at - rules.appointment_early_minutes * 60_000:
            return no(Code.APPOINTMENT_EARLY, "too early for this slot", starts_at=self.starts_at)
        if now > self.ends_at + rules.appointment_late_minutes * 60_000:
            return no(Code.APPOINTMENT_LATE, "the slot is over", ends_at=self.ends_at)
        return None


class Bookings:
    """All bookings that are not over.

    A code is kept as the booking system writes it, which knows it by that, and found by its normal form. A store of an
    earlier version may hold two codes of one form: each is found as it is written, and by no other writing, since whose
    booking that means nobody can tell.
    """

    def __init__(self) -> None:
        self._by_code: dict[str, Booking] = {}
        self._by_form: dict[str, list[Booking]] = {}
        self._by_person: dict[str, list[Booking]] = {}
        self.queues: Counter[str] = Counter()
        """How many are booked for each queue."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def get(self, said: str) -> Booking | None:
        """The booking whose code this is, however it was typed or scanned."""
        exact = self._by_code.get(said)
        if exact is not None:
            return exact
        form = normal(said)
        meant = self._by_form.get(form, ()) if form else ()
        return meant[0] if len(meant) == 1 else None

    def taken(self, form: str) -> bool:
        """Whether there is a booking whose code has this normal form."""
        return form in self._by_form

    def due(self, person: str, queue: str, now: int, rules: Rules) -> Booking | None:
        """The booking this person could check in with now, in `queue` ("" = any)."""
        for booking in self._by_person.get(person, ()):
            fits = booking.ticket is None and queue in {"", booking.queue}
            if fits and booking.untimely(now, rules) is None:
                return booking
        return None

    def of_person(self, person: str) -> Booking | None:
        """The next booking of this person that is not used."""
        unused = (b for b in self._by_person.get(person, ()) if b.ticket is None)
        return min(unused, key=lambda b: b.starts_at, default=None)

    def add(self, event: AppointmentBooked) -> None:
        booking = Booking(
            code=event.code, queue=event.queue, starts_at=event.starts_at, ends_at=event.ends_at, person=event.person
        )
        self._put(booking)

    def _put(self, booking: Booking) -> None:
        self._by_code[booking.code] = booking
        self._by_form.setdefault(normal(booking.code), []).append(booking)
        self.queues[booking.queue] += 1
        if booking.person is not None:
            self._by_person.setdefault(booking.person, []).append(booking)

    def drop(self, code: str) -> None:
        """`code` as it is kept."""
        booking = self._by_code.pop(code, None)
        if booking is None:
            return
        self.queues[booking.queue] -= 1
        self.queues += Counter()  # without what is 0
        _leave(self._by_form, normal(code), booking)
        if booking.person is not None:
            _leave(self._by_person, booking.person, booking)

    def renamed(self, queue: str, to: str) -> None:
        """The queue has another id now."""
        for booking in self._by_code.values():
            if booking.queue == queue:
                booking.queue = to
        self.queues[to] += self.queues.pop(queue, 0)
        self.queues += Counter()

    def used(self, code: str | None, ticket: str | None) -> None:
        """Checked in with `ticket`, or free again if that is None. `code` as it is kept."""
        booking = self._by_code.get(code or "")
        if booking is not None:
            booking.ticket = ticket

    def end_day(self, now: int) -> None:
        """Used and past ones go, and with them whose they were."""
        for code in [c for c, b in self._by_code.items() if b.ticket is not None or b.ends_at <= now]:
            self.drop(code)

    def put_back(self, others: Bookings) -> None:
        """Those that a wrong close had taken away, without whose they were."""
        for code, booking in others._by_code.items():
            if code not in self._by_code:
                self._put(booking)

    def dump_without_persons(self) -> list[dict[str, Any]]:
        return [asdict(booking) | {"person": None} for booking in self._by_code.values() if booking.ticket is None]

    def dump(self) -> list[dict[str, Any]]:
        return [asdict(booking) for booking in self._by_code.values()]

    def load(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self._put(by_name(Booking, row))


def _leave(index: dict[str, list[Booking]], name: str, booking: Booking) -> None:
    left = [other for other in index[name] if other is not booking]
    if left:
        index[name] = left
    else:
        del index[name]
