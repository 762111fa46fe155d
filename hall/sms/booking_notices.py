"""Which SMS are due about bookings: booked, moved, cancelled, and a reminder before the slot begins (S4 7.3.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from domain.config import HallConfig, Template
from domain.decide.bookings.phone_codes import CODE_MS, code_words
from domain.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved, Event, PhoneCodeSent
from domain.state.appointments import Booking
from domain.state.state import State
from hall.disk.store import Sms, Store
from hall.sms.text import TextValues, fill, time_words

HOUR_MS = 3_600_000
LOOK_MS = 60_000
"""How often the hall checks who is to be reminded."""

GOOD_FOR_MS = 12 * HOUR_MS
"""How long a message about a booking may be sent: until the slot begins, but at most half a day."""

CHANGES_TOLD = 3
"""Messages a day to one phone about bookings, for each number that may send messages to it."""


class BookingNotices:
    """Makes rows whose key begins with the booking's code, by which the phone is found."""

    def __init__(self, config: HallConfig, store: Store) -> None:
        self._rules = config.notices
        self._store = store
        self._look_at = 0
        self._day = ""
        self._told = Counter[str]()
        """Phone → messages of this day."""

    def on_event(self, state: State, seq: int, event: Event, now: int) -> Iterator[Sms]:
        """The message to the holder about this event, if they left a phone."""
        if self._rules is not None and isinstance(event, PhoneCodeSent) and event.phone is not None:
            words = self._rules.proof.en if event.language.startswith("en") else self._rules.proof.zh
            text = fill(words, self._rules.signature, TextValues(code=code_words(state, event.token)))
            yield Sms(f"{event.token}/proof", now, event.at + CODE_MS, event.token, text)
            return
        if self._rules is None or not self._is_told(state, getattr(event, "phone", None)):
            return
        match event:
            case AppointmentBooked(phone=str()):
                yield self._sms(state, f"{event.code}/booked-{seq}", self._rules.booked, event, now)
            case AppointmentMoved(phone=str()):
                yield self._sms(state, f"{event.code}/moved-{seq}", self._rules.moved, event, now)
            case AppointmentCancelled(phone=str(), starts_at=int()):
                yield self._sms(state, f"{event.code}/cancelled-{seq}", self._rules.cancelled, event, now)
            case _:
                pass

    def _is_told(self, state: State, phone: str | None) -> bool:
        """Whether a message may be sent. The phone may be a stranger's: repeated booking, moving and cancelling must
        not send messages without limit. The answer says what was booked anyway, and the reminder is still sent."""
        limit = state.config.rules.numbers_per_phone_and_day
        if phone is None or limit is None:
            return phone is not None
        if state.day != self._day:
            self._day, self._told = state.day, Counter()
        self._told[phone] += 1
        return self._told[phone] <= CHANGES_TOLD * limit

    def on_time(self, state: State, now: int) -> Iterator[Sms]:
        """The reminders that are due: once for each slot, and not right after booking or moving it."""
        if self._rules is None or self._look_at - LOOK_MS <= now < self._look_at:
            return
        self._look_at = now + LOOK_MS
        before = self._rules.reminder_hours * HOUR_MS
        for booking in state.bookings:
            due = booking.starts_at - before
            open_ = booking.phone is not None and booking.ticket is None and booking.changed_at < due
            key = f"{booking.code}/reminder-{booking.starts_at}"
            if open_ and due <= now < booking.starts_at and key not in self._store.sms_keys(booking.code):
                yield self._sms(state, key, self._rules.reminder, booking, now)

    def _sms(
        self,
        state: State,
        key: str,
        template: Template,
        about: AppointmentBooked | AppointmentMoved | AppointmentCancelled | Booking,
        now: int,
    ) -> Sms:
        assert self._rules is not None
        assert about.starts_at is not None
        words = template.en if about.language.startswith("en") else template.zh
        time = time_words(state.days.local(about.starts_at), about.language)
        text = fill(words, self._rules.signature, TextValues(time=time, code=about.code))
        return Sms(key, now, max(now + LOOK_MS, min(now + GOOD_FOR_MS, about.starts_at)), about.code, text)
