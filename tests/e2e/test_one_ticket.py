"""One ticket from the first touch to the review, through every program and back to the disk."""

from __future__ import annotations

import json
import sqlite3

from tests.e2e.citizen import call, choose, number_given, open_window, take_a_number
from tests.e2e.house import House, wait
from tests.hall.mqtt_asker import Asker


def test_a_ticket_from_the_first_touch_to_the_review(house: House, asker: Asker) -> None:
    open_window(house)
    papers = len(house.papers())

    number = take_a_number(house, "养老和社保")
    wait(lambda: len(house.papers()) == papers + 1, "the ticket on paper")
    house.touch("kiosk", "好的")
    house.see("screen-hall", number)
    house.see("pad-clerk", number)

    call(house, asker, number)
    house.see("screen-hall", number, "1")
    house.see("screen-window", number)
    house.see("pad-citizen", number)
    house.touch("pad-clerk", "开始办理")
    house.see("pad-citizen", "正在为您服务")
    house.touch("pad-clerk", "办结")

    house.see("pad-citizen", "请评价本次服务")
    house.touch("pad-citizen", "非常满意")
    house.touch("pad-citizen", "提交")
    house.see("pad-citizen", "谢谢")

    def given() -> dict[str, object] | None:
        stream = [json.loads(one) for one in asker.heard[asker.topics.event_stream]]
        return next((one for one in stream if one["type"] == "rating.given" and number in one["data"]["ticket"]), None)

    event = asker.wait(given)
    assert event["data"]["level"] == 5
    assert event["data"]["signature"], "the pad signs what it was given"
    clerk = house.look("pad-clerk")
    assert not clerk.shows("非常满意"), "the clerk learns only that a review was given"
    disk = sqlite3.connect(f"file:{house.folder / 'hall' / 'hall.db'}?mode=ro", uri=True)
    types = {row[0] for row in disk.execute("SELECT type FROM events WHERE body LIKE ?", (f"%{number}%",))}
    assert {
        "ticket.issued",
        "ticket.called",
        "ticket.started",
        "ticket.finished",
        "rating.given",
        "ticket.printed",
    } <= types


def test_a_call_reaches_the_phone_that_was_left(house: House, asker: Asker) -> None:
    open_window(house)
    choose(house, "咨询和帮办")
    house.touch("kiosk", "输入手机号")
    for digit in "13900001234":
        house.touch("kiosk", digit)
    house.touch("kiosk", "下一步")
    number = number_given(house)
    house.touch("kiosk", "好的")

    call(house, asker, number)
    house.see("screen-window", number)
    wait(lambda: f"{number}请到1号窗口" in house.phones(), "the message on the phone")
    house.touch("pad-clerk", "开始办理")
    house.touch("pad-clerk", "办结")


def test_who_reads_no_chinese_finds_english_at_the_machine_at_rest(house: House) -> None:
    house.see("kiosk", "Touch to take a number", timeout_s=120)
    house.touch("kiosk", "English")
    house.see("kiosk", "What do you need today?")
    house.touch("kiosk", "中文")
    house.see("kiosk", "您要办什么？")
