"""What may be asked about bookings. Times are ms since 1970."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST_ADDRESS = 200
"""Characters of the address of a home visit: one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAppointment:
    """预约. Without a `code` the hall itself makes the booking: `starts_at` is one of its slots, `person` or `phone`
    says whose it is, and the answer has the code. `address`: for a home visit.

    A booking by phone alone needs a `proof` that the phone is the asker's (`phone.prove`); the supervisor's device
    needs none. Beside a card, the phone only gets the messages: the bookings are counted for the card.

    With a `code` and `ends_at` the booking was made by another system (phone, web), and the hall only honours it.
    People show or scan `code` at check-in. Two codes that differ only in capitals, full-width characters or blanks are
    the same code. At most 512 printable characters.
    """

    code: str = ""
    queue: str
    starts_at: int
    ends_at: int | None = None
    person: str | None = None
    phone: str | None = field(default=None, repr=False)
    items: tuple[str, ...] = ()
    address: str | None = field(default=None, repr=False)
    language: str = "zh_CN"
    proof: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAppointment:
    """改期: a booking of the hall gets another slot of its queue, or keeps the one it has."""

    code: str  # in any writing
    starts_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppointment:
    code: str  # in any writing


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPhoneCode:
    """验证码: a code of six digits goes to the phone, so that the asker can prove that the phone is theirs."""

    phone: str = field(repr=False)
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvePhone:
    """The asker enters the code that was sent. The answer has a `proof`, valid for half an hour, or how many tries are
    left."""

    phone: str = field(repr=False)
    code: str = field(repr=False)


BookingCommand = BookAppointment | MoveAppointment | CancelAppointment | SendPhoneCode | ProvePhone
