"""What a hall offers to book, and to whom: `booking` of a queue and the table `booking` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueBooking:
    """The slots of one queue: its service hours, cut into pieces of `minutes`."""

    minutes: int = 30  # length of a slot
    people: int = 2  # bookings in each slot
    home_visit: bool = False  # 上门: somebody comes to the address that is booked with it


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRules:
    """The rules for every booking that the hall itself makes. Bookings made by a city's own system follow that system's
    rules."""

    days_ahead: int = 14  # how many days after today may be booked
    latest_minutes: int = 30  # how long before the slot begins booking ends
    change_minutes: int = 60  # how long before the slot moving and cancelling end; later only the supervisor does it
    per_day: int | None = 2  # slots of one person on one day
    per_week: int | None = 4  # Monday to Sunday
    per_month: int | None = 8  # calendar month
    missed_limit: int | None = 2  # after this many missed within `barred_days`: no new booking for a while
    barred_days: int = 30  # length of that while, counted from the day of the last one missed
    codes_per_phone_and_day: int = 5  # messages with a code that proves whose phone it is
    codes_per_minute: int = 30  # the same for all phones together: each message costs something
