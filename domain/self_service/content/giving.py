"""The record copy of a one-time notice that this kiosk gave: which items and materials, of which content, how and when;
not to whom."""

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
    """It stands on the screen, for a phone to take along."""
    return () if notice is None else (Record(record_of(notice, NoticeChannel.CODE)),)


def notice_on(slip: PrintSlip) -> GuideNotice | None:
    """The notice that stands on a slip: alone, or on that of a booking."""
    content = slip.content
    return (
        content.bring if isinstance(content, BookingNotice) else content if isinstance(content, GuideNotice) else None
    )
