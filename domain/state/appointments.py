"""Bookings that are not over: the hall's own and those made elsewhere, both honoured at check-in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from domain.booking.events import AppointmentBooked, AppointmentMoved
from domain.normal_form import normal
from domain.queue_rules import Rules
from domain.refusal import Code, Refusal, no
from domain.state.booking_history import MONTH_MS, BookingHistory, PastBooking
from domain.state.rows import by_name

DAY_MS = 86_400_000
PERSONAL = ("person", "phone", "phone_key", "address")
"""The fields that say whose booking it is."""


@dataclass(slots=True, kw_only=True)
class Booking:
    """`ticket`: id of the ticket from its check-in, unless that was cancelled. `came`: there was a check-in. `own`: the
    hall made it. `changed_at`: when it was booked or last moved. `missed`: the day of its slot is being closed and
    nobody has come."""

    code: str
    queue: str
    starts_at: int
    ends_at: int
    person: str | None = None
    ticket: str | None = None
    own: bool = False
    items: tuple[str, ...] = ()
    language: str = "zh_CN"
    phone: str | None = None
    phone_key: str | None = None
    address: str | None = None
    changed_at: int = 0
    came: bool = False
    missed: bool = False

    @property
    def holders(self) -> tuple[str, ...]:
        """Its holder: the known keyed hashes of person and phone."""
        return tuple(one for one in (self.person, self.phone_key) if one is not None)

    def untimely(self, now: int, rules: Rules) -> Refusal | None:
        """Why it cannot be checked in at `now`; None: it can."""
        if now < self.starts_at - rules.appointment_early_minutes * 60_000:
            return no(Code.APPOINTMENT_EARLY, "too early for this slot", starts_at=self.starts_at)
        if now > self.ends_at + rules.appointment_late_minutes * 60_000:
            return no(Code.APPOINTMENT_LATE, "the slot is over", ends_at=self.ends_at)
        return None


class Bookings:
    """All bookings that are not over.

    A code is kept as the booking system writes it, and found by its normal form. A store of an earlier version may hold
    two codes with the same normal form. Each of these is found only as it is written, because any other writing would
    be ambiguous.
    """

    def __init__(self) -> None:
        self._by_code: dict[str, Booking] = {}
        self._by_form: dict[str, list[Booking]] = {}
        self._by_holder: dict[str, list[Booking]] = {}
        self._by_queue: dict[str, dict[str, Booking]] = {}
        self.history = BookingHistory()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    @property
    def queues(self) -> Counter[str]:
        """How many bookings each queue has."""
        return Counter({queue: len(booked) for queue, booked in self._by_queue.items()})

    def __iter__(self) -> Iterator[Booking]:
        return iter(self._by_code.values())

    def phone_of(self, code: str) -> str | None:
        """The phone of the booking with exactly this code."""
        booking = self._by_code.get(code)
        return booking.phone if booking is not None else None

    def in_slot(self, queue: str, starts_at: int, ends_at: int) -> list[Booking]:
        """The bookings of a queue that overlap this time (ms since 1970)."""
        booked = self._by_queue.get(queue, {}).values()
        return [booking for booking in booked if booking.starts_at < ends_at and booking.ends_at > starts_at]

    def counted(self, queue: str) -> Callable[[int, int], int]:
        """A function that counts what `in_slot` would return. It serves many slots of one queue: the bookings are
        sorted only once."""
        booked = self._by_queue.get(queue, {}).values()
        starts = sorted(booking.starts_at for booking in booked)
        ends = sorted(booking.ends_at for booking in booked)
        return lambda starts_at, ends_at: bisect_left(starts, ends_at) - bisect_right(ends, starts_at)

    def of_holders(self, holders: Iterable[str]) -> list[Booking]:
        """The bookings of any of these holders, each once, the earliest first."""
        found = {booking.code: booking for holder in holders for booking in self._by_holder.get(holder, ())}
        return sorted(found.values(), key=lambda booking: (booking.starts_at, booking.code))

    def get(self, said: str) -> Booking | None:
        """The booking with this code, in whatever form it was typed or scanned; None if there is none, or more than
        one."""
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
        """The booking that this person can check in with now, in `queue` ("": any)."""
        for booking in self._by_holder.get(person, ()):
            fits = booking.ticket is None and queue in {"", booking.queue}
            if fits and booking.untimely(now, rules) is None:
                return booking
        return None

    def of_person(self, person: str) -> Booking | None:
        """The earliest booking of this person without a check-in."""
        unused = (b for b in self._by_holder.get(person, ()) if b.ticket is None)
        return min(unused, key=lambda b: b.starts_at, default=None)

    def add(self, event: AppointmentBooked) -> None:
        booking = Booking(
            code=event.code,
            queue=event.queue,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            person=event.person,
            own=event.own,
            items=event.items,
            language=event.language,
            phone=event.phone,
            phone_key=event.phone_key,
            address=event.address,
            changed_at=event.at,
        )
        self._put(booking)

    def _put(self, booking: Booking) -> None:
        self._by_code[booking.code] = booking
        self._by_form.setdefault(normal(booking.code), []).append(booking)
        self._by_queue.setdefault(booking.queue, {})[booking.code] = booking
        for holder in booking.holders:
            self._by_holder.setdefault(holder, []).append(booking)

    def move(self, event: AppointmentMoved) -> None:
        booking = self._by_code.get(event.code)
        if booking is not None:
            booking.starts_at, booking.ends_at, booking.changed_at = event.starts_at, event.ends_at, event.at

    def missed(self, code: str) -> None:
        """Note that nobody came with the booking with exactly this code."""
        booking = self._by_code.get(code)
        if booking is not None:
            booking.missed = True

    def drop(self, code: str) -> None:
        """Remove the booking with exactly this code."""
        booking = self._by_code.pop(code, None)
        if booking is None:
            return
        of_queue = self._by_queue[booking.queue]
        del of_queue[code]
        if not of_queue:
            del self._by_queue[booking.queue]
        _leave(self._by_form, normal(code), booking)
        for holder in booking.holders:
            _leave(self._by_holder, holder, booking)

    def renamed(self, queue: str, to: str) -> None:
        """The queue has another id now."""
        booked = self._by_queue.pop(queue, {})
        for booking in booked.values():
            booking.queue = to
        if booked:
            self._by_queue.setdefault(to, {}).update(booked)

    def used(self, code: str | None, ticket: str | None) -> None:
        """Note the check-in with `ticket`, or that the booking can be used again (None). The code must match
        exactly."""
        booking = self._by_code.get(code or "")
        if booking is not None:
            booking.ticket = ticket
            booking.came = booking.came or ticket is not None

    def end_day(self, now: int, barred_days: int) -> None:
        """Remove used and past bookings with all personal data. Of the hall's own bookings, `history` keeps holder
        hashes, start and `missed` for a while, for the limits and for barring."""
        for booking in [one for one in self._by_code.values() if one.ticket is not None or one.ends_at <= now]:
            self.drop(booking.code)
            if booking.own and booking.holders:
                self.history.add(
                    PastBooking(
                        code=booking.code,
                        starts_at=booking.starts_at,
                        missed=booking.missed,
                        person=booking.person,
                        phone_key=booking.phone_key,
                    )
                )
        self.history.forget_before(now - max(2 * MONTH_MS, 2 * barred_days * DAY_MS))

    def put_back(self, others: Bookings) -> None:
        """Add the bookings that a wrong close of the day had removed, without their holders."""
        for code, booking in others._by_code.items():
            self.history.forget(code)
            if code not in self._by_code:
                self._put(replace(booking, missed=False))

    def dump_without_persons(self) -> list[dict[str, Any]]:
        nobody = dict.fromkeys(PERSONAL)
        return [_row(booking) | nobody for booking in self._by_code.values() if booking.ticket is None]

    def dump(self) -> list[dict[str, Any]]:
        return [_row(booking) for booking in self._by_code.values()]

    def load(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self._put(by_name(Booking, {**row, "items": tuple(row.get("items", ()))}))


_FIELDS = tuple(field.name for field in fields(Booking))


def _row(booking: Booking) -> dict[str, Any]:
    return {name: getattr(booking, name) for name in _FIELDS} | {"items": list(booking.items)}


def _leave(index: dict[str, list[Booking]], name: str, booking: Booking) -> None:
    left = [other for other in index[name] if other is not booking]
    if left:
        index[name] = left
    else:
        del index[name]
