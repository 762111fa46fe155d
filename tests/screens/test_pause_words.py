"""A paused queue says why, and when it goes on, as far as its windows have said."""

from __future__ import annotations

from dataclasses import replace

from domain.flow import Arrived, HallTime
from domain.number_machine.inputs import QueueChosen, SomewhereTouched
from domain.number_machine.state import Machine
from domain.pad.known import PAUSE_REASONS
from domain.views.public import QueueStatus
from kiosk.screens.number_machine.home import queue_line
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.message_words import message_of
from tests.journeys.machine_sample import NINE, PAUSE, Walk, queues

HALF_PAST_ONE = NINE + 4 * 3_600_000 + 1_800_000


def paused(**changes: object) -> Machine:
    """The machine at nine, with 综合咨询 paused and its card touched."""
    snapshot = queues(2, advice=QueueStatus.PAUSED)
    pause = replace(PAUSE, **changes) if changes.get("reason") != "" else None  # type: ignore[arg-type]
    views = tuple(replace(view, pause=pause) if view.id == "advice" else view for view in snapshot.queues)
    walk = Walk().touch(SomewhereTouched()).give(Arrived(replace(snapshot, queues=views))).touch(QueueChosen("advice"))
    return replace(walk.state, time=HallTime(NINE))


def on_the_card(state: Machine) -> str:
    card = state.card("advice")
    assert card is not None
    return queue_line(MachineNow(state, 0), card)


def facts(state: Machine) -> list[str]:
    return [text for _icon, text in message_of(MachineNow(state, 0)).facts]


def test_the_card_of_a_paused_queue_says_why_and_when_it_goes_on() -> None:
    assert on_the_card(paused()) == "暂停服务：用餐 · 预计 13:30 恢复"
    assert "用餐，预计 13:30 恢复" in facts(paused())


def test_a_pause_without_an_end_still_says_why() -> None:
    assert on_the_card(paused(until=None)) == "暂停服务：用餐"


def test_an_end_that_has_gone_by_is_not_promised_any_more() -> None:
    assert on_the_card(paused(until=NINE - 60_000)) == "暂停服务：用餐"


def test_a_pause_that_nobody_explained_is_a_pause() -> None:
    state = paused(reason="")
    assert on_the_card(state) == "窗口暂停服务"
    assert len(facts(state)) == 2


def test_a_whole_sentence_stands_on_the_page_and_not_on_the_card() -> None:
    state = paused(reason="系统升级，社区服务站的全部窗口上午暂停办理。")
    assert on_the_card(state) == "窗口暂停服务 · 预计 13:30 恢复"
    assert "系统升级，社区服务站的全部窗口上午暂停办理，预计 13:30 恢复" in facts(state)


def test_every_reason_a_pad_offers_has_room_on_the_card() -> None:
    for reason in PAUSE_REASONS:
        assert on_the_card(paused(reason=reason.text.zh)) == f"暂停服务：{reason.short.zh} · 预计 13:30 恢复"
