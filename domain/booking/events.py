"""What happened to bookings. A booking is known by its code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBooked:
    """`own`: the hall made it. `phone` and `address` are erased with the booking; `person` and `phone_key`, which are
    keyed hashes, when they no longer count for any limit."""

    at: int
    code: str
    queue: str
    starts_at: int
    ends_at: int
    person: str | None = None
    own: bool = False
    items: tuple[str, ...] = ()
    language: str = "zh_CN"
    device: str = ""
    phone: str | None = None
    phone_key: str | None = None  # keyed hash of the phone, by which its bookings are counted
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMoved:
    """`phone`: where the message about it goes."""

    at: int
    code: str
    starts_at: int
    ends_at: int
    language: str = "zh_CN"
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled:
    """`phone`: where the message about it goes; `starts_at`: start of the slot that is free again."""

    at: int
    code: str
    starts_at: int | None = None
    language: str = "zh_CN"
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMissed:
    """爽约: the day of its slot is closed, and nobody came."""

    at: int
    code: str
    queue: str
    starts_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCodeSent:
    """A code was sent to a phone. Only the hall can compute it from `token`. Phone and keyed hash are erased at the end
    of the day."""

    at: int
    token: str
    language: str = "zh_CN"
    phone: str | None = None
    phone_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCodeTried:
    """Somebody entered a code: the right one, or another."""

    at: int
    token: str
    right: bool


BookingEvent = (
    AppointmentBooked | AppointmentMoved | AppointmentCancelled | AppointmentMissed | PhoneCodeSent | PhoneCodeTried
)

BOOKING_EVENTS: dict[str, type[BookingEvent]] = {
    "appointment.booked": AppointmentBooked,
    "appointment.moved": AppointmentMoved,
    "appointment.cancelled": AppointmentCancelled,
    "appointment.missed": AppointmentMissed,
    "phone.code_sent": PhoneCodeSent,
    "phone.code_tried": PhoneCodeTried,
}
"""By their names on the wire and on disk."""
