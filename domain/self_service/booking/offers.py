"""What can be booked here: queues, their items, and the days and times that the hall has sent."""

from __future__ import annotations

from dataclasses import dataclass

from domain.booking.views import SlotView
from domain.content.materials import merged
from domain.self_service.booking.state import BookingState
from domain.self_service.content.browsing import most_of, row_of
from domain.self_service.effects import GuideNotice
from domain.self_service.moment import KioskMoment, hall_day
from domain.views.business_names import BusinessName
from domain.views.catalogue import ItemCard, QueueCard


@dataclass(frozen=True, slots=True, kw_only=True)
class BookableDay:
    """A hall day, and how many bookings it can still take."""

    day: str  # ISO
    free: int


def bookable(moment: KioskMoment) -> tuple[QueueCard, ...]:
    """Queues that can be booked; some of them for a home visit."""
    queues = moment.catalogue.queues if moment.catalogue is not None else ()
    return tuple(card for card in queues if card.booked)


def goes_home(queue: str, moment: KioskMoment) -> bool:
    """Whether a booking of this queue is a home visit (上门), which needs an address."""
    card = queue_card(queue, moment)
    return card is not None and card.home_visit


def booked_for(moment: KioskMoment, items: tuple[str, ...]) -> tuple[QueueCard | None, tuple[str, ...]]:
    """The queue that can be booked for most of these items, and those items; None: nothing to book here and now."""
    if BusinessName.BOOKING not in moment.offered or not can_identify(moment):
        return None, ()
    return most_of(bookable(moment), items)


def can_identify(moment: KioskMoment) -> bool:
    """Whether people can identify themselves here: by card, or by a phone that gets messages."""
    catalogue = moment.catalogue
    return catalogue is not None and (moment.machine.cards or catalogue.messages or moment.who.person is not None)


def queue_card(queue: str, moment: KioskMoment) -> QueueCard | None:
    queues = moment.catalogue.queues if moment.catalogue is not None else ()
    return next((card for card in queues if card.id == queue), None)


def item_card(item: str, moment: KioskMoment) -> ItemCard | None:
    items = moment.catalogue.items if moment.catalogue is not None else ()
    return next((card for card in items if card.id == item), None)


def named(items: tuple[str, ...], moment: KioskMoment) -> tuple[ItemCard, ...]:
    """Those of these items that the hall knows, in their order."""
    return tuple(card for card in (item_card(item, moment) for item in items) if card is not None)


def items_of(queue: str, moment: KioskMoment) -> tuple[ItemCard, ...]:
    """The items of a queue, in its order."""
    card = queue_card(queue, moment)
    return named(card.items, moment) if card is not None else ()


def days_of(state: BookingState, moment: KioskMoment) -> tuple[BookableDay, ...]:
    """The days that have slots, full ones as well, in order."""
    free: dict[str, int] = {}
    for slot in state.offered.slots if state.offered is not None else ():
        day = hall_day(moment.catalogue, slot.starts_at).isoformat()
        free[day] = free.get(day, 0) + slot.free
    return tuple(BookableDay(day=day, free=number) for day, number in free.items())


def times_of(state: BookingState, moment: KioskMoment) -> tuple[SlotView, ...]:
    """The slots of the chosen day."""
    slots = state.offered.slots if state.offered is not None else ()
    return tuple(slot for slot in slots if hall_day(moment.catalogue, slot.starts_at).isoformat() == state.day)


def bring(state: BookingState, moment: KioskMoment) -> GuideNotice | None:
    """Everything to bring for the items, once their guides are read."""
    if not state.guides or state.waits or moment.content is None:
        return None
    guides = {item: state.guides[item] for item in state.items if item in state.guides}
    names = moment.content.index.materials
    return GuideNotice(
        guides=tuple(guides.values()),
        needed=merged(guides, guides),
        names=names,
        day=moment.today,
        items=tuple(guides),
        content=moment.content.set if moment.content is not None else "",
        given_at=moment.hall_ms,
    )


def has_guide(item: str, moment: KioskMoment) -> bool:
    return bool(item) and row_of(moment, item) is not None
