"""One booking at the self-service kiosk of the running demo, by phone, touched as a finger touches; and taken back."""

from __future__ import annotations

import re

from tests.e2e.house import House, Seen, wait
from tests.hall.mqtt_asker import Asker

KIOSK = "self-service"
HOME = "您要办什么？"
PHONE = "13912345678"


def with_places(seen: Seen) -> str:
    """The last card that still has a place, which is not so near that only the desk may change it: its title."""
    return [one["words"][0] for one in seen.targets if any(word.startswith("余") for word in one["words"])][-1]


def type_digits(house: House, digits: str) -> None:
    for digit in digits:
        house.touch(KIOSK, digit)


def code_on_the_phone(house: House) -> str:
    found: list[str] = []

    def came() -> bool:
        found[:] = re.findall(r"验证码\D*(\d{6})", house.phones())
        return bool(found)

    wait(came, "the code on the phone")
    return found[-1]


def test_an_elder_who_has_no_card_books_by_phone_gets_all_of_it_and_cancels(house: House, asker: Asker) -> None:
    house.see(KIOSK, HOME, "办事指南", "预约", timeout_s=90)
    house.touch(KIOSK, "预约")
    house.touch(KIOSK, "约一个时间")
    house.touch(KIOSK, "养老和社保")
    house.touch(KIOSK, "高龄老年人津贴")
    house.touch(KIOSK, with_places(house.see(KIOSK, "哪一天来")))
    house.touch(KIOSK, with_places(house.see(KIOSK, "什么时间")))
    house.see(KIOSK, "谁来预约")
    house.touch(KIOSK, "用手机号")
    type_digits(house, PHONE)
    house.touch(KIOSK, "下一步")
    house.see(KIOSK, "短信里的验证码")
    type_digits(house, code_on_the_phone(house))
    house.touch(KIOSK, "下一步")
    house.see(KIOSK, "请核对", "139 1234 5678")
    house.touch(KIOSK, "确认预约")
    seen = house.see(KIOSK, "约好了", "请一次带齐", "已打印，再打一份")
    code = next(word for word in seen.words if re.fullmatch(r"[0-9A-Z]{4} [0-9A-Z]{4}", word))
    [booked] = asker.ask("spare-desk", "appointment.lookup", {"code": code})["data"]["appointments"]
    assert (booked["queue"], booked["items"]) == ("elderly", ["old-age-allowance"])
    assert any("booking" in path.name for path in house.folder.glob(f"{KIOSK}/paper/*.png"))
    wait(lambda: booked["code"] in house.phones(), "the booking on the phone")
    house.touch(KIOSK, "好的")
    house.see(KIOSK, HOME)
    house.touch(KIOSK, "预约")
    house.touch(KIOSK, "查预约")
    house.touch(KIOSK, "用预约码")
    for sign in booked["code"]:
        house.touch(KIOSK, sign)
    house.touch(KIOSK, "查询")
    house.see(KIOSK, "您的预约")
    house.touch(KIOSK, "取消预约")
    house.see(KIOSK, "确定取消")
    house.touch(KIOSK, "取消预约")
    house.see(KIOSK, "已经取消")
    assert asker.ask("spare-desk", "appointment.lookup", {"code": code})["error"]["code"] == "appointment.unknown"
    house.touch(KIOSK, "换人")
    house.see(KIOSK, HOME)
