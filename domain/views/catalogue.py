"""The public part of the configuration: what a terminal needs to know of its hall."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.config import Level, Text
from domain.progress.views import ProgressWay
from domain.staff.ways import ProofWay


class TicketWay(StrEnum):
    """How a number may be taken at a machine."""

    CARD = "card"
    PHONE = "phone"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCard:
    """What a machine shows of a queue, besides its `QueueView`."""

    id: str
    name: Text
    prefix: str
    icon: str
    examples: Text
    guide: Text | None = None
    items: tuple[str, ...]
    width: int = 3
    pickup_code: str = ""  # pattern of the 取件码 of its documents (`pickup.py`)
    booked: bool = False  # its slots can be booked here (`appointment.slots`)
    home_visit: bool = False  # 上门: a booking needs an address


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    id: str
    name: Text
    bureau: Text
    materials: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityCard:
    id: str
    name: Text
    icon: str
    min_age: int | None = None
    short: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCard:
    id: str
    number: str
    name: Text
    kind: str
    queues: tuple[str, ...]
    clerks: tuple[str, ...] = ()
    tidal: bool = True  # its pad may change its queues


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCard:
    """Staff information sign (S4 5.8.3.3). `portrait` names a retained picture (topics.picture)."""

    id: str
    name: Text
    number: str
    post: Text
    duty: Text
    promise: Text
    contact: str
    portrait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    device: str
    queue: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBlock:
    """A range of numbers that `device` may give offline for any of these queues of one series; each counter is given
    once."""

    device: str
    queues: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """`public/catalogue`: the public part of the configuration: all that a terminal needs to know of its hall.

    Terminals store the last one on disk and start with it while the hall is away.
    """

    version: int
    at: int
    store: str = ""  # id of the hall's store, as in `host/state`
    hall: str
    name: Text
    timezone: str
    day_starts_minutes: int  # after midnight, hall time
    hotline: str
    booking_phone: str
    follow_url: str
    review_url: str
    identify: tuple[TicketWay, ...]
    queues: tuple[QueueCard, ...]
    items: tuple[ItemCard, ...]
    priorities: tuple[PriorityCard, ...]
    windows: tuple[WindowCard, ...]
    clerks: tuple[ClerkCard, ...]
    levels: tuple[Level, ...]
    comment_limit: int
    lapse_seconds: int
    mend_days: int
    hold_minutes: int = 120  # a held ticket older than this is named on the clerk's screen
    offline: tuple[Block, ...]
    shared_offline: tuple[SharedBlock, ...] = ()  # own field: a machine that does not know series gives none
    devices: tuple[str, ...] = ()
    messages: bool = False  # the hall sends SMS; only then can a phone be proved (`phone.send_code`)
    help_desk: Text | None = None  # where people find somebody, behind 请到; None: a hall of before
    card_stays: bool = False  # a window that a card opened closes when the card leaves the reader
    progress: tuple[ProgressWay, ...] = ()  # ways to ask for the progress of a case; none: the hall has no case source
    sign_in: tuple[ProofWay, ...] = ()  # how a clerk proves who they are; none: names are believed


def own_block(catalogue: Catalogue | None, device: str, queue: str) -> Block | SharedBlock | None:
    """The block of `queue`'s numbers that `device` may give offline; None if it has none."""
    if catalogue is None:
        return None
    own = next((block for block in catalogue.offline if (block.device, block.queue) == (device, queue)), None)
    shared = (block for block in catalogue.shared_offline if block.device == device and queue in block.queues)
    return own or next(shared, None)


def has_own_block(catalogue: Catalogue | None, device: str) -> bool:
    """Whether `device` has any block of numbers."""
    if catalogue is None:
        return False
    return device in {*(one.device for one in catalogue.offline), *(one.device for one in catalogue.shared_offline)}
