"""The record of a one-time notice that this kiosk gave: items, materials, content set, form and time, but not the
person."""

from __future__ import annotations

from domain.flow import Record
from domain.one_time_notice.commands import NoticeChannel, RecordNotice
from domain.self_service.effects import BookingNotice, GuideNotice, PrintSlip


def record_of(notice: GuideNotice, channel: NoticeChannel) -> RecordNotice:
    return RecordNotice(
        items=notice.items,
        materials=tuple(one.material for one in notice.needed),
        content=notice.content,
        channel=channel,
        given_at=notice.given_at,
    )


def shown_as_code(notice: GuideNotice | None) -> tuple[Record, ...]:
    """The record of a notice that is on the screen as a code for a phone."""
    return () if notice is None else (Record(record_of(notice, NoticeChannel.CODE)),)


def notice_on(slip: PrintSlip) -> GuideNotice | None:
    """The notice on a slip: a slip of its own, or that of a booking; None: there is none."""
    content = slip.content
    return (
        content.bring if isinstance(content, BookingNotice) else content if isinstance(content, GuideNotice) else None
    )
