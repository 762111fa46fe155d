"""What a citizen does at the machine and a clerk at the pad, one line a step."""

from __future__ import annotations

from typing import Any

from tests.e2e.house import Seen, Stage
from tests.hall.mqtt_asker import Asker

RESTING, HOME, OFFERED, GIVEN = "请触摸屏幕", "您要办什么", "以下情况", "这是您的号码"

NOWHERE = (5, 5)
"""A corner of the machine's screen with nothing to touch in it."""


def number_on(seen: Seen) -> str:
    """The number on the machine's number screen."""
    return next(one for one in seen.words if len(one) == 4 and one[1:].isdigit())


def take_a_number(stage: Stage, queue: str) -> str:
    """As someone who leaves nothing of theirs; returns the number shown."""
    choose(stage, queue)
    stage.touch("kiosk", "不留信息")
    return number_given(stage)


def choose(stage: Stage, queue: str) -> None:
    be_at_home(stage)
    stage.touch("kiosk", queue)


def be_at_home(stage: Stage) -> None:
    """The menu, from the menu or from the resting screen. The time until it goes to rest begins now."""
    if stage.see_one("kiosk", RESTING, HOME) == RESTING:
        stage.touch("kiosk", RESTING)
    else:
        stage.finger("kiosk", *NOWHERE)
    stage.see("kiosk", HOME)


def number_given(stage: Stage) -> str:
    """Go on without a priority, if one is offered, and wait for the number."""
    if stage.see_one("kiosk", GIVEN, OFFERED) == OFFERED:
        stage.touch("kiosk", "直接取号")
    return number_on(stage.see("kiosk", GIVEN))


def open_window(stage: Stage) -> None:
    """The clerk says who sits here, if nobody did yet."""
    stage.see("pad-clerk", "队列")  # the hall's picture of this window has arrived
    if stage.look("pad-clerk").shows("今天是谁"):
        stage.touch("pad-clerk", "林晓雯")
        stage.touch("pad-clerk", "输入密码")
        for digit in "1001":
            stage.touch("pad-clerk", digit)
        stage.touch("pad-clerk", "开窗")
    stage.see("pad-clerk", "下一位")
    if stage.look("pad-citizen").shows("不评价"):  # the review of somebody before
        stage.touch("pad-citizen", "不评价")


def call(stage: Stage, asker: Asker, number: str) -> None:
    """下一位 at window 1 until it is this number's turn; those before are served.

    Who is called says the hall: a pad also shows who comes next, and another screen shows a call a moment later.
    """
    window = asker.topics.window_state("w1")

    def called() -> dict[str, Any] | None:
        ticket: dict[str, Any] | None = asker.retained(window).get("ticket")
        return ticket if ticket is not None and ticket["state"] == "called" else None

    for _ in range(20):
        stage.touch("pad-clerk", "下一位")
        if asker.wait(called)["number"] == number:
            stage.see("pad-clerk", "开始办理")
            return
        stage.touch("pad-clerk", "开始办理")
        stage.touch("pad-clerk", "办结")
        stage.touch("pad-citizen", "不评价")  # else the pad still asks them when the next is called
    raise AssertionError(f"{number} was never called")
