"""The touches of 预约, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BookWanted:
    """约一个时间."""


@dataclass(frozen=True, slots=True)
class OwnBookingsWanted:
    """查预约、改期、取消."""


@dataclass(frozen=True, slots=True)
class BookedQueueChosen:
    """What it is about, by the queue that does it."""

    queue: str


@dataclass(frozen=True, slots=True)
class BookedItemChosen:
    """One of its items; "": something else of that queue."""

    item: str


@dataclass(frozen=True, slots=True)
class BookedDayChosen:
    """A hall day, ISO."""

    day: str


@dataclass(frozen=True, slots=True)
class SlotTouched:
    """A time of that day, by its begin in ms since 1970."""

    starts_at: int


@dataclass(frozen=True, slots=True)
class KnownCardUsed:
    """用刚才的卡."""


@dataclass(frozen=True, slots=True)
class BookingPhoneWanted:
    """用手机号; on the page before the last, a phone to be told by."""


@dataclass(frozen=True, slots=True)
class BookingPhoneKey:
    """A digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookingPhoneTyped:
    """下一步."""


@dataclass(frozen=True, slots=True)
class ProofKey:
    """Of the code in the message: a digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProofTyped:
    """下一步."""


@dataclass(frozen=True, slots=True)
class BookingConfirmed:
    """确认预约, 确认改期."""


@dataclass(frozen=True, slots=True)
class BookingCodeWanted:
    """用预约码."""


@dataclass(frozen=True, slots=True)
class BookingCodeKey:
    """A letter, a digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookingCodeTyped:
    """查询."""


@dataclass(frozen=True, slots=True)
class OwnBookingChosen:
    """One of several."""

    at: int


@dataclass(frozen=True, slots=True)
class MoveWanted:
    """改期."""


@dataclass(frozen=True, slots=True)
class CancelWanted:
    """取消预约: asked once whether it is meant."""


@dataclass(frozen=True, slots=True)
class CancelMeant:
    """是，取消预约."""


@dataclass(frozen=True, slots=True)
class BookingGoesOn:
    """What the page that says something offers: 再试一次, 选别的时间, 改一改."""


@dataclass(frozen=True, slots=True)
class BookingSlipWanted:
    """打印预约单."""


@dataclass(frozen=True, slots=True)
class BookingTaken:
    """存到手机."""


@dataclass(frozen=True, slots=True)
class BookingRead:
    """好的: it is all known."""


BookingTouch = (
    BookWanted
    | OwnBookingsWanted
    | BookedQueueChosen
    | BookedItemChosen
    | BookedDayChosen
    | SlotTouched
    | KnownCardUsed
    | BookingPhoneWanted
    | BookingPhoneKey
    | BookingPhoneTyped
    | ProofKey
    | ProofTyped
    | BookingConfirmed
    | BookingCodeWanted
    | BookingCodeKey
    | BookingCodeTyped
    | OwnBookingChosen
    | MoveWanted
    | CancelWanted
    | CancelMeant
    | BookingGoesOn
    | BookingSlipWanted
    | BookingTaken
    | BookingRead
)
