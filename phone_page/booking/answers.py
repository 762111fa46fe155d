"""The hall's refusals in words for people who book, move or cancel."""

from __future__ import annotations

from datetime import tzinfo

from domain.refusal import Code
from domain.refusal_data import BarredUntil, BookingLimit, ChangeableUntil, OverlappingBooking
from phone_page.booking import words
from phone_page.hall_link import HallRefused
from program.speech import Speaker
from program.words.slot_words import moment_words

CHOOSE_ANOTHER = frozenset(
    {Code.APPOINTMENT_FULL, Code.APPOINTMENT_NO_SLOT, Code.APPOINTMENT_OVERLAPS, Code.APPOINTMENT_LIMIT}
)
"""Refusals after which another time may be possible."""


def reason(refused: HallRefused, where: tzinfo, say: Speaker, hotline: str) -> tuple[str, ...]:
    """Whole sentences that say what is in the way, until when, and what can be done."""
    match refused.code, refused.data:
        case Code.APPOINTMENT_BARRED, BarredUntil(until=until, missed=missed):
            return say(words.BARRED, missed=missed, time=moment_words(until, where, say)), say(words.STILL)
        case Code.APPOINTMENT_OVERLAPS, OverlappingBooking(starts_at=starts_at):
            return (say(words.OVERLAPS, time=moment_words(starts_at, where, say)),)
        case Code.APPOINTMENT_LIMIT, BookingLimit(limit=limit, per=per) if per in words.LIMITS:
            return say(words.LIMITS[per], limit=limit), say(words.STILL)
        case Code.APPOINTMENT_TOO_LATE, ChangeableUntil(until=until):
            return (say(words.TOO_LATE, time=moment_words(until, where, say), phone=hotline),)
        case Code.APPOINTMENT_FULL, _:
            return (say(words.FULL),)
        case ((Code.APPOINTMENT_NO_SLOT | Code.APPOINTMENT_NOT_ANNOUNCED), _):
            return (say(words.NO_SLOT),)
        case Code.APPOINTMENT_USED, _:
            return (say(words.CHECKED_IN),)
        case Code.APPOINTMENT_ELSEWHERE, _:
            return (say(words.ELSEWHERE),)
        case Code.PHONE_LIMIT, _:
            return (say(words.CODE_LIMIT, phone=hotline),)
        case Code.PHONE_CODES_MANY, _:
            return (say(words.CODES_MANY),)
        case ((Code.PHONE_CODE_OVER | Code.PHONE_NOT_PROVED), _):
            return (say(words.CODE_OVER),)
        case _:
            return (say(words.OTHER, phone=hotline),)
