"""What a hall offers to book, and to whom: `booking` of a queue and the table `booking` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueBooking:
    """The slots of one queue: its service hours, cut in pieces of `minutes`."""

    minutes: int = 30  # length of a slot
    people: int = 2  # bookings in each slot
    home_visit: bool = False  # 上门: somebody comes to the address that is booked with it


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRules:
    """What holds for every booking that the hall itself makes. Bookings of a city's own system follow that one's."""

    days_ahead: int = 14  # so many days after today may be booked
    latest_minutes: int = 30  # not later than so long before the slot begins
    change_minutes: int = 60  # moved and cancelled until so long before it; later only at the desk
    per_day: int | None = 2  # slots of one person on one day
    per_week: int | None = 4  # Monday to Sunday
    per_month: int | None = 8  # calendar month
    missed_limit: int | None = 2  # so many missed within `barred_days`: no new booking for a while
    barred_days: int = 30  # counted from the day of the last one missed
    codes_per_phone_and_day: int = 5  # messages with a code that proves whose a phone is
    codes_per_minute: int = 30  # likewise, to all phones together: each message costs something
