"""A form at the self-service kiosk of the running demo: by card, keys and a finger; and nothing of it is anywhere."""

from __future__ import annotations

from bench.sample_cards import SAMPLES
from tests.e2e.house import House
from tests.e2e.test_nobodys_secrets import ways_to_write
from tests.hall.mqtt_asker import Asker

KIOSK = "self-service"
HOME = "您要办什么？"
CARD = SAMPLES["elder"]
PHONE, ACCOUNT, BANK = "13766554433", "6217003810026896707", "qzxw"


def keys(house: House, typed: str) -> None:
    for key in typed:
        house.touch(KIOSK, key.upper())


def test_a_form_by_card_is_checked_shown_and_gone(house: House, asker: Asker) -> None:
    house.see(KIOSK, HOME, "填表", timeout_s=90)
    house.touch(KIOSK, "填表")
    house.touch(KIOSK, "高龄津贴申请表")
    house.see(KIOSK, "空白表", "填好的样子")
    house.bench("--data", str(house.folder / KIOSK), "card", "insert", "elder")
    house.see(KIOSK, "已从身份证填好 4 项")
    house.bench("--data", str(house.folder / KIOSK), "card", "remove")
    house.touch(KIOSK, "接着填")
    house.see(KIOSK, CARD.name)
    house.touch(KIOSK, "下一项")
    house.see(KIOSK, "110105 19491231 002X")
    house.touch(KIOSK, "下一项")
    keys(house, PHONE[:-1])
    house.touch(KIOSK, "下一项")
    house.see(KIOSK, "这不是能打通的号码")
    keys(house, PHONE[-1])
    house.touch(KIOSK, "下一项")
    house.see(KIOSK, CARD.address)
    house.touch(KIOSK, "下一项")
    house.see(KIOSK, "1949-12-31")
    house.touch(KIOSK, "下一项")
    house.see(KIOSK, "开户银行")
    keys(house, BANK)
    house.touch(KIOSK, "下一项")  # what was being spelt goes into the field first
    house.touch(KIOSK, "下一项")
    keys(house, ACCOUNT)
    house.touch(KIOSK, "下一项")
    house.touch(KIOSK, "不填，下一项")
    house.touch(KIOSK, "今天")
    house.touch(KIOSK, "下一项")
    house.touch(KIOSK, "在这里用手指签名")
    house.touch(KIOSK, "下一项")
    house.see(KIOSK, "请核对", "已签名")
    house.touch(KIOSK, "都对，填好了")
    house.see(KIOSK, "填好了", CARD.name)
    house.touch(KIOSK, "换人")
    seen = house.see(KIOSK, HOME)
    assert not any(CARD.name in word for word in seen.words)
    nothing_is_anywhere(house, asker)


def nothing_is_anywhere(house: House, asker: Asker) -> None:
    secrets = (CARD.name, CARD.number, CARD.address, PHONE, ACCOUNT)
    files = [path for path in house.folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        content = path.read_bytes()
        for secret in secrets:
            assert not any(way in content for way in ways_to_write(secret)), f"{secret} in {path}"
    for topic, heard in asker.heard.items():
        for payload in heard:
            assert not any(way in payload for secret in secrets for way in ways_to_write(secret)), topic
