"""What was done in practice, as the stand-in for the hall remembers it until practice ends."""

from __future__ import annotations

from dataclasses import dataclass

from domain.booking.views import AppointmentView
from domain.views.ticket import IssueAnswer


@dataclass(frozen=True, slots=True)
class PracticeHall:
    """Numbers and bookings made in practice. No other system ever hears of one."""

    tickets: tuple[IssueAnswer, ...] = ()
    bookings: tuple[AppointmentView, ...] = ()
    made: int = 0  # of all kinds, so that no two have one name
