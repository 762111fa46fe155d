"""What happened to bookings. A booking is known by its code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBooked:
    """`own`: the hall made it. `person`, `phone`, `phone_key` and `address` die with the booking, the keyed hashes of
    person and phone when they count for no limit any more."""

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
    """`phone`: who is told."""

    at: int
    code: str
    starts_at: int
    ends_at: int
    language: str = "zh_CN"
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled:
    """`phone`: who is told; `starts_at`: of the slot that is free again."""

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
    """A code is on its way to a phone. It can be made of `token` by the hall alone. The phone and its keyed hash die
    with the day."""

    at: int
    token: str
    language: str = "zh_CN"
    phone: str | None = None
    phone_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCodeTried:
    """A code was said back: the right one, or another."""

    at: int
    token: str
    right: bool


BookingEvent = (
    AppointmentBooked | AppointmentMoved | AppointmentCancelled | AppointmentMissed | PhoneCodeSent | PhoneCodeTried
)
