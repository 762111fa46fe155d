"""Two whole visits to the self-service kiosk of the running demo, touched as a finger touches."""

from __future__ import annotations

import json

from bench.sample_cards import SAMPLES
from demo.people import SUPERVISOR, SUPERVISOR_PIN
from tests.e2e.citizen import open_window
from tests.e2e.house import House, wait
from tests.hall.mqtt_asker import Asker

KIOSK = "self-service"
HOME = "您要办什么？"


def slips(house: House) -> list[str]:
    return sorted(path.name for path in house.folder.glob(f"{KIOSK}/paper/*.png"))


def notices_told(asker: Asker) -> set[str]:
    """How the notices that the hall has record copies of were given."""
    events = [json.loads(one) for one in asker.heard[asker.topics.event_stream]]
    return {one["data"]["channel"] for one in events if one["type"].endswith("notice.given")}


def shows_content(house: House) -> None:
    """The set has come and is open: an empty folder's first minutes."""
    house.see(KIOSK, HOME, "办事指南", timeout_s=90)


def test_from_a_word_to_the_guide_to_the_notice_to_a_number_of_the_right_queue(house: House, asker: Asker) -> None:
    shows_content(house)
    house.touch(KIOSK, "办事指南")
    house.touch(KIOSK, "打字搜索")
    for letter in "GLJT":
        house.touch(KIOSK, letter)
    house.see(KIOSK, "高龄老年人津贴")
    house.touch(KIOSK, "高龄老年人津贴")
    house.see(KIOSK, "多久办好")
    house.touch(KIOSK, "要带什么")
    house.see(KIOSK, "1. ")
    house.touch(KIOSK, "接下来")
    house.touch(KIOSK, "打印告知单")
    house.see(KIOSK, "已打印，再打一份")
    wait(lambda: any("notice" in name for name in slips(house)), "the notice on paper")
    asker.wait(lambda: {"code", "paper"} <= notices_told(asker))
    house.touch(KIOSK, "为这件事取号")
    house.touch(KIOSK, "不留信息，直接取号")
    house.touch(KIOSK, "没有，直接取号")
    seen = house.see(KIOSK, "这是您的号码")
    number = next(word for word in seen.words if word.startswith("A") and word[1:].isdigit())
    found = asker.ask("spare-desk", "ticket.lookup", {"number": number})["data"]
    assert found["items"] == ["old-age-allowance"]
    assert found["queue"] == "elderly"
    house.touch(KIOSK, "好的")
    house.see(KIOSK, HOME)
    asker.sign_in("spare-desk", SUPERVISOR.id, SUPERVISOR_PIN)
    given_back = asker.ask("spare-desk", "ticket.cancel", {"ticket": found["ticket"]})
    assert given_back["ok"], "nobody waits in the hall that other tests share"


def test_an_event_of_life_help_and_another_person_who_finds_nothing_of_the_one_before(house: House) -> None:
    shows_content(house)
    name = SAMPLES["elder"].name
    house.bench("--data", str(house.folder / KIOSK), "card", "insert", "elder")
    house.see(KIOSK, "您好")
    house.bench("--data", str(house.folder / KIOSK), "card", "remove")
    house.touch(KIOSK, "English")
    house.touch(KIOSK, "Life events")
    house.touch(KIOSK, "Retirement")
    for _ in range(8):
        seen = house.look(KIOSK)
        if seen.screen == "ThemesResultScreen":
            break
        cards = [target for target in seen.targets if 300 < target["box"][1] < 1500]
        house.touch(KIOSK, "None of these" if seen.shows("None of these") else cards[0]["words"][0])
    house.see(KIOSK, "Please bring all of this")
    house.touch(KIOSK, "Help")
    house.see(KIOSK, "Do you need help?")
    house.touch(KIOSK, "Back")
    house.see(KIOSK, "Please bring all of this")
    house.touch(KIOSK, "Not me")
    seen = house.see(KIOSK, HOME)
    assert not any(name[:1] in word and "您好" in word for word in seen.words)
    house.touch(KIOSK, "一件事")
    assert house.look(KIOSK).screen == "ThemesListScreen"
    house.touch(KIOSK, "首页")
    house.see(KIOSK, HOME)


def test_somebody_is_called_to_help_and_the_clerk_goes(house: House) -> None:
    shows_content(house)
    open_window(house)
    house.touch(KIOSK, "办事指南")
    house.touch(KIOSK, "找人帮忙")
    house.touch(KIOSK, "请人过来")
    house.see(KIOSK, "已经叫人了")
    house.see("pad-clerk", "大门口的自助服务机有人要帮忙")
    wait(lambda: "大门口的自助服务机有人需要帮助" in house.phones(), "the helper's phone")
    house.touch("pad-clerk", "我去")
    house.see(KIOSK, "有人正在过来", "1 号窗口的工作人员来帮您")
    house.see("pad-clerk", "您去帮忙：大门口的自助服务机")
    house.touch("pad-clerk", "办完了")
    house.see(KIOSK, "已经有人帮过您了")
    house.touch(KIOSK, "返回")
    house.see(KIOSK, "打字搜索")
    house.touch(KIOSK, "首页")
    house.see(KIOSK, HOME)
    assert not house.look("pad-clerk").shows("帮忙")
