"""The public part of the configuration: what a terminal has to know of its hall (`public/catalogue`)."""

from __future__ import annotations

from domain.config import Clerk, HallConfig, Queue, Text
from domain.views.catalogue import (
    Block,
    Catalogue,
    ClerkCard,
    ItemCard,
    PriorityCard,
    QueueCard,
    TicketWay,
    WindowCard,
)

EXAMPLES = 3


def catalogue(config: HallConfig, now: int, version: int) -> Catalogue:
    """Everything a machine, pad or screen shows that does not change during the day."""
    return Catalogue(
        version=version,
        at=now,
        hall=config.id,
        name=config.name,
        timezone=config.timezone,
        day_starts_minutes=config.day_starts.hour * 60 + config.day_starts.minute,
        hotline=config.hotline,
        booking_phone=config.booking_phone,
        follow_url=config.follow_url,
        review_url=config.review_url,
        identify=_ways(config),
        queues=tuple(_queue_card(config, queue) for queue in config.queues),
        items=tuple(ItemCard(id=i.id, name=i.name, bureau=i.bureau, materials=i.materials) for i in config.items),
        priorities=tuple(
            PriorityCard(id=p.id, name=p.name, icon=p.icon, min_age=p.min_age, short=p.short) for p in config.priorities
        ),
        windows=_window_cards(config),
        clerks=tuple(clerk_card(clerk) for clerk in config.clerks),
        levels=config.ratings.levels,
        comment_limit=config.ratings.comment_limit,
        lapse_seconds=config.ratings.lapse_seconds,
        mend_days=config.ratings.mend_days,
        hold_minutes=config.rules.hold_minutes,
        offline=tuple(
            Block(device=device.id, queue=block.queue, first=block.first, last=block.last)
            for device in config.devices
            for block in device.offline
        ),
        devices=tuple(device.id for device in config.devices),
    )


def clerk_card(clerk: Clerk) -> ClerkCard:
    """Staff information sign. The portrait is named without its ending, as its topic is."""
    return ClerkCard(
        id=clerk.id,
        name=clerk.name,
        number=clerk.number,
        post=clerk.post,
        duty=clerk.duty,
        promise=clerk.promise,
        contact=clerk.contact,
        portrait=clerk.portrait.rpartition("/")[2].rpartition(".")[0] or clerk.portrait,
    )


def _queue_card(config: HallConfig, queue: Queue) -> QueueCard:
    return QueueCard(
        id=queue.id,
        name=queue.name,
        prefix=queue.prefix,
        icon=queue.icon,
        examples=queue.examples or _examples(config, queue),
        guide=queue.guide,
        items=queue.items,
        width=queue.width,
        pickup_code=queue.pickup_code,
    )


def _examples(config: HallConfig, queue: Queue) -> Text:
    """The first items of a queue, by name."""
    names = {item.id: item.name for item in config.items}
    shown = [names[item] for item in queue.items if item in names][:EXAMPLES]
    return Text(zh="、".join(name.zh for name in shown), en=", ".join(name.en for name in shown))


def _window_cards(config: HallConfig) -> tuple[WindowCard, ...]:
    return tuple(
        WindowCard(
            id=window.id,
            number=window.number,
            name=window.name,
            kind=window.kind.value,
            queues=tuple(serves.queue for serves in window.serves),
            tidal=window.tidal,
        )
        for window in config.windows
    )


def _ways(config: HallConfig) -> tuple[TicketWay, ...]:
    """Without SMS a phone number is of no use."""
    ways = tuple(TicketWay(way) for way in config.rules.identify)
    return ways if config.notices is not None else tuple(way for way in ways if way is not TicketWay.PHONE)
