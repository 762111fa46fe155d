"""Whatever people book, move and cancel: no slot holds more than its places, and nobody holds two at once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations

from acting import DAY, HOUR, MINUTE
from booking_hall import LI, WANG, ZHAO, Booking, booked_hall
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain import commands as c
from domain.calendar.slots import slots
from domain.events import AppointmentMissed
from domain.refusal import Code, Refusal

PEOPLE, PER_DAY, PER_WEEK = 2, 2, 3
HOLDERS = [LI, WANG, ZHAO, "dd" * 16, None]
PHONES = ["13800000001", "13800000002", None]
DEVICES = ["kiosk-1", "page", "desk"]
REFUSALS = {
    Code.APPOINTMENT_NO_SLOT, Code.APPOINTMENT_FULL, Code.APPOINTMENT_LIMIT, Code.APPOINTMENT_OVERLAPS,
    Code.APPOINTMENT_BARRED, Code.APPOINTMENT_TOO_LATE, Code.APPOINTMENT_UNKNOWN, Code.APPOINTMENT_USED,
    Code.APPOINTMENT_NEEDS_PERSON, Code.APPOINTMENT_NOT_ANNOUNCED, Code.APPOINTMENT_EARLY, Code.APPOINTMENT_LATE,
    Code.PHONE_NOT_PROVED, Code.PERSON_HAS_TICKET, Code.PERSON_LIMIT, Code.PHONE_LIMIT, Code.QUEUE_CLOSED,
    Code.HALL_CLOSED,
}  # fmt: skip


class Bookings(RuleBasedStateMachine):
    """Two weeks around a New Year that is announced, and one after it that is not."""

    def __init__(self) -> None:
        super().__init__()
        config = booked_hall(people=PEOPLE, years=(2026, 2027), per_day=PER_DAY, per_week=PER_WEEK, barred_days=5)
        self.day = Booking(config, now=1798416000000)  # Monday 28 December 2026, 08:00 in China
        self.held: dict[str, int] = {}

    def starts(self, data: st.DataObject) -> int:
        """A slot of the next days, or a moment beside one."""
        hall = self.day.hall.state
        ahead = data.draw(st.integers(0, 16))
        day = date.fromisoformat(hall.days.of(self.day.now + ahead * DAY))
        of_day = slots(hall.queues["papers"].hours, day, 30)
        if not of_day:
            return self.day.now + ahead * DAY
        return data.draw(st.sampled_from(of_day[:3])).starts_at + data.draw(st.sampled_from([0, 0, 0, MINUTE]))

    def asks(self, command: c.Command, device: str) -> bool:
        told = self.day.try_(command, device)
        if isinstance(told, Refusal):
            assert told.code in REFUSALS, told
        return not isinstance(told, Refusal)

    @rule(
        data=st.data(), person=st.sampled_from(HOLDERS), phone=st.sampled_from(PHONES), device=st.sampled_from(DEVICES)
    )
    def books(self, data: st.DataObject, person: str | None, phone: str | None, device: str) -> None:
        starts = self.starts(data)
        command = c.BookAppointment(queue="papers", starts_at=starts, person=person, phone=phone)
        if self.asks(command, device):
            (code,) = set(self.day.hall.state.bookings.codes) - set(self.held)
            self.held[code] = starts

    @rule(data=st.data(), device=st.sampled_from(DEVICES))
    def moves(self, data: st.DataObject, device: str) -> None:
        code = data.draw(st.sampled_from([*self.held, "NONE"]))
        starts = self.starts(data)
        if self.asks(c.MoveAppointment(code=code, starts_at=starts), device):
            self.held[code] = starts

    @rule(data=st.data(), device=st.sampled_from(DEVICES))
    def cancels(self, data: st.DataObject, device: str) -> None:
        code = data.draw(st.sampled_from([*self.held, "NONE"]))
        if self.asks(c.CancelAppointment(code=code), device):
            del self.held[code]

    @rule(data=st.data())
    def comes(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from([*self.held, "NONE"]))
        self.asks(c.IssueTicket(appointment=code), "kiosk-1")

    @rule(hours=st.sampled_from([1, 5, 24, 72]))
    def time_passes(self, hours: int) -> None:
        before = self.day.hall.state
        day, used = before.day, {one.code for one in before.bookings if one.ticket is not None}
        self.day.now += hours * HOUR
        known = len(self.day.log)
        self.asks(c.Tick(), "")
        state = self.day.hall.state
        missed = {event.code for event in self.day.log[known:] if isinstance(event, AppointmentMissed)}
        if state.day != day:
            gone = set(self.held) - set(state.bookings.codes)
            of_day = {code for code, at in self.held.items() if state.days.of(at) == day}
            assert missed == of_day - used
            assert gone == {code for code, at in self.held.items() if at + 30 * MINUTE <= self.day.now} | used
            self.held = {code: at for code, at in self.held.items() if code not in gone}
        else:
            assert not missed

    @invariant()
    def what_was_said_is_so(self) -> None:
        assert {booking.code: booking.starts_at for booking in self.day.hall.state.bookings} == self.held

    @invariant()
    def no_slot_has_more_people_than_places(self) -> None:
        assert all(count <= PEOPLE for count in Counter(self.held.values()).values())

    @invariant()
    def the_places_of_many_slots_are_counted_as_those_of_one(self) -> None:
        bookings = self.day.hall.state.bookings
        counted = bookings.counted("papers")
        for at in self.held.values():
            for slot in (
                (at, at + 30 * MINUTE),
                (at - MINUTE, at),
                (at + MINUTE, at + 2 * MINUTE),
                (at - DAY, at + DAY),
            ):
                assert counted(*slot) == len(bookings.in_slot("papers", *slot))

    @invariant()
    def nobody_holds_two_slots_at_once_nor_more_than_the_limits(self) -> None:
        state = self.day.hall.state
        for one, other in combinations(state.bookings, 2):
            if set(one.holders) & set(other.holders):
                assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
        for holder in {holder for booking in state.bookings for holder in booking.holders}:
            past = [over.starts_at for over in state.bookings.history.of([holder])]
            times = [*past, *(booking.starts_at for booking in state.bookings.of_holders([holder]))]
            days = [date.fromisoformat(state.days.of(at)) for at in times]
            assert all(count <= PER_DAY for count in Counter(days).values())
            assert all(count <= PER_WEEK for count in Counter(day.isocalendar()[:2] for day in days).values())


Bookings.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestBookings = Bookings.TestCase
