"""The hall keeps the record copy of a one-time notice as it was told, counts it, and knows nobody by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, Acting

from domain import commands as c
from domain.events import DayClosed
from domain.one_time_notice.commands import NoticeChannel
from domain.one_time_notice.events import NoticeGiven
from domain.refusal import Code

TOLD = c.RecordNotice(
    items=("permit",), materials=("id-card", "photo"), content="a1" * 32, channel=NoticeChannel.PAPER, given_at=7
)


def test_it_is_in_the_log_as_it_was_told_with_its_machine_and_in_the_days_sum() -> None:
    day = Acting().open()
    day.do(TOLD, "kiosk-1")
    day.do(replace(TOLD, channel=NoticeChannel.CODE), "kiosk-2")
    first = day.log[-2]
    assert first == NoticeGiven(
        at=day.now,
        device="kiosk-1",
        items=TOLD.items,
        materials=TOLD.materials,
        content=TOLD.content,
        channel=NoticeChannel.PAPER,
        given_at=7,
    )
    day.later(minutes=24 * 60).do(c.Tick())
    (closed,) = [event for event in day.log if isinstance(event, DayClosed)]
    assert closed.notices == 2
    assert day.hall.state.totals.notices == 0


@pytest.mark.parametrize(
    "wrong",
    [{"items": ()}, {"items": ("x",) * 21}, {"materials": ("m",) * 201}, {"content": "a" * 65}, {"items": ("",)}],
)
def test_what_no_machine_can_have_given_is_refused(wrong: dict[str, object]) -> None:
    assert Acting(HALL).open().refused(replace(TOLD, **wrong), "kiosk-1") is Code.REQUEST_INVALID  # type: ignore[arg-type]
