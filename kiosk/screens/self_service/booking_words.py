"""A booking in words for the kiosk: its subject, time, until when it can be changed; and its slip."""

from __future__ import annotations

from datetime import tzinfo

from domain.booking.views import AppointmentView
from domain.calendar.day import zone
from domain.config import Text
from domain.self_service.booking.offers import named, queue_card
from domain.self_service.effects import BookingNotice
from domain.self_service.moment import KioskMoment
from domain.views.catalogue import Catalogue
from kiosk.screens.self_service.notice_words import CODE_BYTES, bring_lines, material_line
from kiosk.widgets.sheets import SheetBlock
from program.speech import Speaker
from program.words.slot_words import clock, day_words, local, moment_words


def subject(say: Speaker, queue: str, items: tuple[str, ...], moment: KioskMoment) -> str:
    """The items' names, `高龄老年人津贴`, or the queue's if there is no item."""
    known = named(items, moment)
    if known:
        return listed(say, tuple(one.name for one in known))
    card = queue_card(queue, moment)
    return say(card.name) if card is not None else ""


def listed(say: Speaker, names: tuple[Text, ...]) -> str:
    """Several names in a row."""
    return say("、").join(say(name) for name in names)


def booked_what(say: Speaker, booking: AppointmentView, moment: KioskMoment) -> str:
    return subject(say, booking.queue, booking.items, moment)


def span(say: Speaker, starts_at: int, ends_at: int, where: tzinfo) -> str:
    """`12月1日 周二 9:00–9:30`."""
    return f"{day_words(local(starts_at, where).date(), say)} {clock(starts_at, where)}–{clock(ends_at, where)}"


def until_words(say: Speaker, change_until: int | None, where: tzinfo) -> str:
    """Until when it can be changed, and where: also on paper, which is read anywhere."""
    if change_until is None:
        return ""
    return say("{time}前，可以在自助机上改期或取消。", time=moment_words(change_until, where, say))


def check_in_words(say: Speaker, *, home_visit: bool) -> str:
    """What to do at the booked time."""
    if home_visit:
        return say("工作人员按时上门，请在家等候，不用到大厅。")
    return say("到大厅后，在取号机扫码或输入预约码签到。")


def booking_lines(say: Speaker, notice: BookingNotice, catalogue: Catalogue) -> list[SheetBlock]:
    """The whole booking: subject, time, how to check in, everything to bring, until when it can be changed."""
    where = zone(catalogue.timezone)
    blocks = [
        SheetBlock(span(say, notice.starts_at, notice.ends_at, where), heading=True),
        SheetBlock(listed(say, notice.items or (notice.queue,))),
        SheetBlock(check_in_words(say, home_visit=notice.home_visit)),
        SheetBlock(until_words(say, notice.change_until, where), quiet=True),
    ]
    if notice.bring is not None:
        return [*blocks, *bring_lines(say, notice.bring, at_home=notice.home_visit)]
    return [*blocks, *_bare_materials(say, notice)]


def _bare_materials(say: Speaker, notice: BookingNotice) -> list[SheetBlock]:
    lines = [say("{number}. {what}", number=at, what=say(one)) for at, one in enumerate(notice.materials, 1)]
    if not lines:
        lines = [say(notice.guide) or (say("请准备好身份证。") if notice.home_visit else say("请带身份证。"))]
    heading = say("请准备好") if notice.home_visit else say("请一次带齐")
    return [SheetBlock(heading, heading=True), *map(SheetBlock, lines)]


def booking_code_text(say: Speaker, notice: BookingNotice, catalogue: Catalogue) -> str:
    """The booking as text for a phone: the code first; what to bring as far as a QR code can hold it."""
    where = zone(catalogue.timezone)
    head = [
        say("预约码 {code}", code=notice.code),
        span(say, notice.starts_at, notice.ends_at, where),
        listed(say, notice.items or (notice.queue,)),
        say(catalogue.name),
    ]
    found = notice.bring
    bring = [material_line(say, found, one) for one in found.needed] if found is not None else []
    bring = bring or [say(one) for one in notice.materials]
    heading = say("请准备好") if notice.home_visit else say("请一次带齐")
    for lines in ([*head, heading, *bring] if bring else head, head):
        text = "\n".join(lines)
        if len(text.encode()) <= CODE_BYTES:
            return text
    return notice.code


def spaced(code: str) -> str:
    """One of the hall's own codes in two halves, which are easier to copy; other codes unchanged."""
    return f"{code[:4]} {code[4:]}" if len(code) == 8 else code
