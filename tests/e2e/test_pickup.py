"""A finished document, from the code in front of the scanner to the clerk who fetches it, through every program."""

from __future__ import annotations

from tests.e2e.citizen import call, number_given, open_window
from tests.e2e.house import House, wait
from tests.e2e.test_nobodys_secrets import read_by_eye
from tests.hall.mqtt_asker import Asker

CODE = "QJ20260417"


def test_who_scans_a_pickup_code_is_expected_with_it(house: House, asker: Asker) -> None:
    open_window(house)
    papers = len(house.papers())
    house.bench("scan", CODE.lower())
    number = number_given(house)
    assert number.startswith("E")
    wait(lambda: len(house.papers()) == papers + 1, "the ticket on paper")
    house.touch("kiosk", "好的")
    house.see("kiosk", "您要办什么", timeout_s=14)  # by itself the number would have gone after 15 s
    house.bench("scan", CODE)
    house.see("kiosk", "您今天的号还没办完", number)
    house.touch("kiosk", "知道了，去等候")

    call(house, asker, number)
    house.see("pad-clerk", f"取件码 {CODE}")
    assert not house.look("pad-citizen").shows(CODE)
    assert not house.look("screen-window").shows(CODE)
    house.touch("pad-clerk", "开始办理")
    house.see("pad-clerk", f"取件码 {CODE}")
    house.touch("pad-clerk", "办结")
    wait(lambda: not house.look("pad-clerk").shows(CODE), "the code gone from the pad")

    assert CODE not in read_by_eye(house.papers()[papers])
    told = {topic for topic, heard in asker.heard.items() for payload in heard if CODE.encode() in payload.upper()}
    assert told <= {f"{asker.topics.base}/dev/kiosk-1/command", f"{asker.topics.base}/dev/pad-w1-clerk/reply"}, told
