"""The record copy of a one-time notice: what was told, how and when, and not to whom."""

from __future__ import annotations

from typing import Any

from kiosk_sample import KioskWalk, shown_content, source

from domain.commands import RecordNotice
from domain.flow import HallAway, Record
from domain.one_time_notice.commands import NoticeChannel
from domain.self_service.content.browsing import Shelf
from domain.self_service.content.giving import notice_on, record_of
from domain.self_service.content.guides_state import EntryChosen, GuideChosen, GuidePart, NoticeWanted, PartChosen
from domain.self_service.content.guides_state import ShelfChosen as Chosen
from domain.self_service.content.themes import AnswersDone, AnswerTouched, ThemeChosen, ThemeNoticeWanted, question_of
from domain.self_service.effects import PrintSlip
from domain.views.business_names import BusinessName

ITEM = "old-age-allowance"


def opened(item: str = ITEM) -> KioskWalk:
    walk = KioskWalk().opens(BusinessName.GUIDES)
    group = next(row.group for row in shown_content().index.items if row.id == item)
    walk.touch(Chosen(Shelf.GROUP), EntryChosen(group), GuideChosen(item))
    return walk


def records(walk: KioskWalk) -> list[Any]:
    return [one.event for one in walk.made(Record) if isinstance(one.event, RecordNotice)]


def printed(walk: KioskWalk) -> RecordNotice:
    """What the kiosk tells once the slip has come out."""
    notice = notice_on(walk.last(PrintSlip))
    assert notice is not None
    return record_of(notice, NoticeChannel.PAPER)


def test_reading_a_guide_is_no_notice_and_its_code_is_one_once() -> None:
    walk = opened()
    walk.touch(PartChosen(GuidePart.MATERIALS))
    assert records(walk) == []
    walk.touch(PartChosen(GuidePart.TAKE))
    shown_at = walk.moment.hall_ms
    walk.touch(PartChosen(GuidePart.MATERIALS), PartChosen(GuidePart.TAKE))
    (told,) = records(walk)
    assert (told.items, told.channel, told.content) == ((ITEM,), NoticeChannel.CODE, "sample")
    assert told.materials == tuple(one.material for one in source().guides[ITEM].materials)
    assert told.given_at == shown_at


def test_on_paper_it_is_the_same_and_also_while_the_hall_is_away() -> None:
    walk = opened()
    walk.give(HallAway())
    walk.touch(PartChosen(GuidePart.TAKE), NoticeWanted())
    told = printed(walk)
    assert (told.items, told.channel) == ((ITEM,), NoticeChannel.PAPER)
    assert told.materials == records(walk)[0].materials


def test_of_an_event_of_life_every_item_stands_in_one_record() -> None:
    walk = KioskWalk().opens(BusinessName.THEMES)
    walk.touch(ThemeChosen("retirement"))
    while (question := question_of(walk.business, walk.moment)) is not None:
        walk.touch(AnswerTouched(question.answers[0].id), *([AnswersDone()] if question.several else []))
    walk.touch(ThemeNoticeWanted())
    told = printed(walk)
    assert len(told.items) >= 1
    assert set(told.items) <= set(source().guides)
    assert len(told.materials) == len(set(told.materials))
