"""What a clerk does by touch besides calling: a paper again, other queues, another phone for a pause."""

from __future__ import annotations

from tests.e2e.citizen import be_at_home, open_window, take_a_number
from tests.e2e.house import House, wait


def test_a_clerk_has_a_paper_printed_again_while_somebody_stands_at_the_machine(house: House) -> None:
    open_window(house)
    number = take_a_number(house, "养老和社保")
    house.touch("kiosk", "好的")
    be_at_home(house)
    before, papers = house.look("kiosk"), len(house.papers())

    house.touch("pad-clerk", "补打")
    house.touch("pad-clerk", "B")
    house.see("pad-clerk", "B")
    _, _, width, height = house.windows["pad-citizen"]
    house.finger("pad-citizen", width // 2, height // 2)
    house.key(number[0].lower())  # the keyboard is the clerk's, wherever somebody touched last
    for digit in number[1:]:
        house.key(digit)
    house.see("pad-clerk", f"补打 {number} F5")
    house.key("F5")
    house.see("pad-clerk", f"{number} 已从大门口的取号机打出")
    wait(lambda: len(house.papers()) == papers + 1, "the copy on paper")
    assert house.look("kiosk").screen == before.screen

    house.touch("pad-clerk", "下一位")
    house.see("pad-clerk", number)
    house.touch("pad-clerk", "开始办理")
    house.touch("pad-clerk", "办结")


def test_a_clerk_serves_other_queues_for_a_while(house: House) -> None:
    open_window(house)
    house.touch("pad-clerk", "队列")
    house.touch("pad-clerk", "咨询和帮办")
    house.touch("pad-clerk", "就办这些")
    house.see("pad-clerk", "临时队列")
    assert not house.look("pad-clerk").shows("咨询和帮办")
    house.touch("pad-clerk", "队列")
    house.touch("pad-clerk", "恢复默认")
    wait(lambda: not house.look("pad-clerk").shows("临时队列"), "the usual queues")


def test_a_clerk_leaves_another_phone_for_a_pause(house: House) -> None:
    open_window(house)
    house.touch("pad-clerk", "暂停")
    house.touch("pad-clerk", "改电话")
    for digit in "6789":
        house.touch("pad-clerk", digit)
    house.touch("pad-clerk", "好的")
    house.touch("pad-clerk", "确认暂停")
    house.see("pad-citizen", "6789")
    house.touch("pad-clerk", "恢复服务")
    house.see("pad-clerk", "下一位")
