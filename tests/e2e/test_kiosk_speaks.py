"""What people say at the self-service kiosk of the running demo reaches those who look into it, touched as a finger
touches: thanks that the clerk reads, and reviews of the hall with what is on a ticket."""

from __future__ import annotations

import json
import re
from typing import Any

from domain.reviews.review_code import review_code
from tests.e2e.citizen import open_window
from tests.e2e.house import House
from tests.hall.mqtt_asker import Asker

KIOSK, PAD = "self-service", "pad-clerk"
HOME = "您要办什么？"


def test_thanks_with_a_receipt_are_read_at_the_window(house: House) -> None:
    open_window(house)
    house.see(KIOSK, HOME, "办不成事", timeout_s=90)
    house.touch(KIOSK, "办不成事")
    house.touch(KIOSK, "表扬")
    house.touch(KIOSK, "办得很快")
    house.touch(KIOSK, "自己写")
    house.see(KIOSK, "办得很快。")
    house.touch(KIOSK, "下一步")
    house.touch(KIOSK, "不用联系我")
    house.see(KIOSK, "请核对", "办得很快。")
    house.touch(KIOSK, "提交")
    seen = house.see(KIOSK, "已经收到", "已打印，再打一份")
    code = next(word for word in seen.words if re.fullmatch(r"[0-9A-Z]{4} [0-9A-Z]{4}", word))
    house.touch(KIOSK, "好的")
    house.see(KIOSK, HOME)
    house.see(PAD, "意见 1")
    assert not house.look(PAD).shows("办得很快")
    house.touch(PAD, "意见 1")
    house.touch(PAD, "表扬")
    house.see(PAD, "办得很快。", code.replace(" ", ""), "没有留电话")
    house.touch(PAD, "返回")
    house.touch(PAD, "返回")
    house.see(PAD, "下一位")


def is_reviewed_once(house: House, asker: Asker, given: dict[str, Any]) -> None:
    """The kiosk says thank you, and the hall takes no second review with the ticket that was `given`."""
    house.see(KIOSK, "谢谢您的评价")
    again = {"ticket": given["ticket"], "key": given["key"], "level": 5}
    assert asker.ask("spare-kiosk", "rating.of_hall", again)["error"]["code"] == "rating.over"
    house.touch(KIOSK, "好的")
    house.see(KIOSK, HOME)


def test_the_hall_is_reviewed_with_the_code_on_a_ticket_once(house: House, asker: Asker) -> None:
    house.see(KIOSK, HOME, "我要评价", timeout_s=90)
    given = asker.ask("spare-kiosk", "ticket.issue", {"queue": "relief"})["data"]
    catalogue = json.loads(asker.heard[asker.topics.catalogue][-1])
    address = catalogue["follow_url"].replace("{hall}", catalogue["hall"])
    address = address.replace("{ticket}", given["ticket"]).replace("{key}", given["key"])
    house.touch(KIOSK, "我要评价")
    house.see(KIOSK, "请扫号票上的二维码")
    house.bench("--data", str(house.folder / KIOSK), "scan", address)
    house.see(KIOSK, "您要评什么", "办完以后再来评")
    house.touch(KIOSK, "评整个大厅")
    house.touch(KIOSK, "基本满意")
    house.touch(KIOSK, "提交")
    is_reviewed_once(house, asker, given)


def test_the_hall_is_reviewed_with_what_is_typed_from_a_ticket(house: House, asker: Asker) -> None:
    house.see(KIOSK, HOME, "我要评价", timeout_s=90)
    given = asker.ask("spare-kiosk", "ticket.issue", {"queue": "relief"})["data"]
    code = review_code(given["key"])
    house.touch(KIOSK, "我要评价")
    house.touch(KIOSK, "扫不了，输入号码")
    for sign in given["number"]:
        house.touch(KIOSK, sign)
    house.touch(KIOSK, "下一步")
    house.see(KIOSK, "号票上的评价码")
    for digit in code:
        house.touch(KIOSK, digit)
    house.touch(KIOSK, "下一步")
    house.see(KIOSK, "您要评什么")
    house.touch(KIOSK, "评整个大厅")
    house.touch(KIOSK, "满意")
    house.touch(KIOSK, "提交")
    is_reviewed_once(house, asker, given)
    assert asker.ask("spare-kiosk", "ticket.cancel", {"ticket": given["ticket"]})["ok"]
