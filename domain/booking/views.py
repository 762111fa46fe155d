"""Queries about bookings and their answers. They change nothing, and answers are never published."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsQuestion:
    """`appointment.slots {queue, from_day?, days?}` → `SlotsAnswer`. `from_day`: ISO date, today if it is left out."""

    queue: str
    from_day: str = ""
    days: int = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """A slot, with `free` places left; 0: it is full. Times are ms since 1970."""

    starts_at: int
    ends_at: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsAnswer:
    """`last_day`: the last day that may be booked today. `not_announced`: years among the days asked for whose holidays
    the State Council has not announced; nothing can be booked in them yet."""

    slots: tuple[SlotView, ...]
    last_day: str
    not_announced: tuple[int, ...] = ()
    home_visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentQuestion:
    """`appointment.lookup {code}`, `{person}` or `{phone, proof}` → `AppointmentsAnswer`: what is booked under this
    code, for this person, or under this phone, next one first."""

    code: str = ""
    person: str | None = None
    phone: str | None = field(default=None, repr=False)
    proof: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAppointmentsQuestion:
    """`appointment.list {day}` → `DayAppointmentsAnswer`, for the supervisor: all bookings of a hall day."""

    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentView:
    """A booking as its holder sees it. `change_until`: until when the holder may move or cancel it; None: never.
    `home_visit`: somebody comes to the holder; the address itself is not told."""

    code: str
    queue: str
    starts_at: int
    ends_at: int
    items: tuple[str, ...] = ()
    change_until: int | None = None
    ticket: str | None = None  # number that its holder got at check-in
    home_visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentsAnswer:
    appointments: tuple[AppointmentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAppointment:
    """A booking as the supervisor sees it. `address`: where a home visit goes."""

    code: str
    queue: str
    starts_at: int
    ends_at: int
    items: tuple[str, ...] = ()
    ticket: str | None = None
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAppointmentsAnswer:
    day: str
    appointments: tuple[DayAppointment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCodeAnswer:
    """Answer to `phone.send_code`: until when the code can be entered, in ms since 1970."""

    good_until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneProof:
    """Answer to `phone.prove`: the proof; None after a wrong code, which may be tried `left` more times."""

    proof: str | None = field(default=None, repr=False)
    left: int = 0


BookingQuestion = SlotsQuestion | AppointmentQuestion | DayAppointmentsQuestion
