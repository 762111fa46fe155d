"""The public part of the configuration (`public/catalogue`), the hours board and the notices (`public/notices`).

Hours are 对外服务时间, 延时服务时间, by appointment (S4 5.8.3.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, time

from domain.calendar.day import Days
from domain.config import Calendar, Clerk, HallConfig, Queue, ServiceHours, ServiceHoursKind, Text
from domain.progress.views import ProgressWay
from domain.views.catalogue import (
    Block,
    Catalogue,
    ClerkCard,
    ItemCard,
    PriorityCard,
    QueueCard,
    SharedBlock,
    TicketWay,
    WindowCard,
)
from domain.views.public import HoursLine, NoticesSnapshot

EXAMPLES = 3


def catalogue(config: HallConfig, now: int, version: int) -> Catalogue:
    """Everything that machines, pads and screens show and that does not change during the day."""
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
        progress=_progress(config),
        identify=_ways(config),
        queues=tuple(_queue_card(config, queue) for queue in config.queues),
        items=tuple(
            ItemCard(id=name, name=i.name, bureau=i.bureau, materials=i.materials)
            for i in config.items
            for name in (i.id, *i.was)  # earlier ids too: a ticket keeps the id that it was issued with
        ),
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
            if block.queue
        ),
        shared_offline=tuple(
            SharedBlock(
                device=device.id,
                queues=tuple(queue.id for queue in config.queues if queue.series == block.series),
                first=block.first,
                last=block.last,
            )
            for device in config.devices
            for block in device.offline
            if block.series
        ),
        devices=tuple(device.id for device in config.devices),
        messages=config.notices is not None,
        help_desk=Text(zh=config.help.desk.zh, en=config.help.desk.en),
        card_stays=config.card_stays,
        sign_in=config.sign_in.ways if config.sign_in is not None else (),
    )


def clerk_card(clerk: Clerk) -> ClerkCard:
    """The staff information sign of a clerk. The portrait has its file name without the ending, as in its topic."""
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
        booked=queue.booking is not None,
        home_visit=queue.booking is not None and queue.booking.home_visit,
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


def _progress(config: HallConfig) -> tuple[ProgressWay, ...]:
    if config.progress is None:
        return ()
    by_card = config.progress.http is None or bool(config.progress.http.person_url)
    return (ProgressWay.RECEIPT, ProgressWay.CARD) if by_card else (ProgressWay.RECEIPT,)


def _ways(config: HallConfig) -> tuple[TicketWay, ...]:
    """The ways to take a number. Phone is left out in a hall that sends no SMS."""
    ways = tuple(TicketWay(way) for way in config.rules.identify)
    return ways if config.notices is not None else tuple(way for way in ways if way is not TicketWay.PHONE)


_TITLES = {
    ServiceHoursKind.SERVICE: Text(zh="对外服务时间", en="Service hours"),
    ServiceHoursKind.DELAYED: Text(zh="延时服务时间", en="Extended hours"),
    ServiceHoursKind.BOOKED: Text(zh="预约服务时间", en="By appointment"),
}
_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def notices_snapshot(config: HallConfig, now: int, version: int) -> NoticesSnapshot:
    """The snapshot of `public/notices`. The hall's usual hours are those of its calendar `default`, or else of its
    first one; today's are those of most queues."""
    day = date.fromisoformat(Days(config.timezone, config.day_starts).of(now))
    calendar = next((c for c in config.calendars if c.id == "default"), next(iter(config.calendars), None))
    followed = Counter(queue.calendar for queue in config.queues).most_common(1)
    today = next((c for c in config.calendars if followed and c.id == followed[0][0]), calendar)
    return NoticesSnapshot(
        version=version,
        at=now,
        boards=tuple(board for board in config.boards if board.until is None or board.until >= day),
        hours=tuple(_usual(calendar)) if calendar else (),
        today=tuple(_today(today, day, config.day_starts)) if today else (),
    )


def _usual(calendar: Calendar) -> Iterable[HoursLine]:
    """One line for all sessions of a kind on the same days."""
    groups: dict[tuple[ServiceHoursKind, tuple[int, ...]], list[ServiceHours]] = {}
    for session in calendar.sessions:
        groups.setdefault((session.kind, tuple(sorted(session.days))), []).append(session)
    for (kind, days), sessions in groups.items():
        times = _times(sessions)
        text = Text(zh=f"{_days(days, _DAYS_ZH, '至', '、')} {times}", en=f"{_days(days, _DAYS_EN, '–', ', ')} {times}")
        yield HoursLine(title=_TITLES[kind], text=text)


def _today(calendar: Calendar, day: date, day_starts: time) -> Iterable[HoursLine]:
    """Today's lines; on a special day also its name."""
    special = next((s for s in calendar.special if s.day == day), None)
    sessions = special.sessions if special else tuple(s for s in calendar.sessions if day.isoweekday() in s.days)
    if not sessions:
        text = Text(zh="今日不对外服务", en="Closed today")
        if special:
            text = Text(zh=f"{special.name.zh}，{text.zh}", en=f"{special.name.en}: closed today")
        yield HoursLine(title=_TITLES[ServiceHoursKind.SERVICE], text=text)
    for kind, title in _TITLES.items():
        of_kind = [s for s in sessions if s.kind is kind]
        if any(_all_day(session, day_starts) for session in of_kind):
            yield HoursLine(title=title, text=Text(zh="全天", en="All day"))
        elif of_kind:
            times = _times(of_kind)
            yield HoursLine(title=title, text=Text(zh=times, en=times))


def _all_day(session: ServiceHours, day_starts: time) -> bool:
    """Whether the service lasts from the start of the hall day to its last minute."""
    minutes = [one.hour * 60 + one.minute for one in (session.opens, session.closes, day_starts)]
    return minutes[0] == minutes[2] and (minutes[1] + 1) % 1440 == minutes[2]


def _times(sessions: list[ServiceHours]) -> str:
    ordered = sorted(sessions, key=lambda s: s.opens)
    return " ".join(f"{s.opens.hour}:{s.opens:%M}–{s.closes.hour}:{s.closes:%M}" for s in ordered)


def _days(days: tuple[int, ...], names: tuple[str, ...], to: str, and_: str) -> str:
    """The days in words: `周一至周五`, `周六、周日`. Three or more days in a row are joined."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said: list[str] = []
    for run in runs:
        if len(run) >= 3:
            said.append(f"{names[run[0] - 1]}{to}{names[run[-1] - 1]}")
        else:
            said += [names[day - 1] for day in run]
    return and_.join(said)
