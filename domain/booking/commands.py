"""What may be asked about bookings. Times are ms since 1970."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAppointment:
    """预约. Without a `code` the hall itself makes the booking: `starts_at` is one of its slots, `person` or `phone`
    says whose it is, and the answer has the code. `address`: for a home visit.

    A phone alone says whose a booking is only with the `proof` that it is the asker's (`phone.prove`); beside a card it
    is told of the booking, and its bookings are not counted. The desk needs no proof.

    With a `code` and `ends_at` it was made elsewhere (phone, web), and is only to be honoured. `code` is shown or
    scanned at check-in, in capitals or small letters, full-width or not, with or without blanks: none of that tells two
    codes apart. At most 512 printable characters.
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
    """验证码: a code of six digits goes to the phone, so that whoever asks can show that it is theirs."""

    phone: str = field(repr=False)
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvePhone:
    """The code is said back. The answer has a `proof`, good for half an hour, or how many tries are left."""

    phone: str = field(repr=False)
    code: str = field(repr=False)


BookingCommand = BookAppointment | MoveAppointment | CancelAppointment | SendPhoneCode | ProvePhone
