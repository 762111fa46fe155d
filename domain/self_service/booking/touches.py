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
    """The subject of the booking, by its queue."""

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
    """A slot of that day, by its start in ms since 1970."""

    starts_at: int


@dataclass(frozen=True, slots=True)
class AddressWritten:
    """A word of the address of a home visit, a letter or a digit."""

    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AddressErased:
    """删除: the last piece. `all`: 清空."""

    all: bool = False


@dataclass(frozen=True, slots=True)
class AddressDone:
    """下一步."""


@dataclass(frozen=True, slots=True)
class KnownCardUsed:
    """用刚才的卡."""


@dataclass(frozen=True, slots=True)
class BookingPhoneWanted:
    """用手机号; on the page before the last, a phone for messages."""


@dataclass(frozen=True, slots=True)
class BookingPhoneKey:
    """A digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookingPhoneTyped:
    """下一步."""


@dataclass(frozen=True, slots=True)
class ProofKey:
    """A key for the code in the message: a digit, `delete` or `clear`."""

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
    """取消预约: the page asks for confirmation."""


@dataclass(frozen=True, slots=True)
class CancelMeant:
    """是，取消预约."""


@dataclass(frozen=True, slots=True)
class BookingGoesOn:
    """The way on that a message page offers: 再试一次, 选别的时间, 改一改."""


@dataclass(frozen=True, slots=True)
class BookingSlipWanted:
    """打印预约单."""


@dataclass(frozen=True, slots=True)
class BookingTaken:
    """存到手机."""


@dataclass(frozen=True, slots=True)
class BookingRead:
    """好的: the person has read it."""


BookingTouch = (
    BookWanted
    | OwnBookingsWanted
    | BookedQueueChosen
    | BookedItemChosen
    | BookedDayChosen
    | SlotTouched
    | AddressWritten
    | AddressErased
    | AddressDone
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
