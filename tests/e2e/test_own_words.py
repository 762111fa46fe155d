"""A citizen's own words in Chinese: drawn with a finger and spelt with keys, from the pad to the hall's event."""

from __future__ import annotations

import json

from tests.e2e.citizen import open_window, take_a_number
from tests.e2e.house import House
from tests.hall.mqtt_asker import Asker

PAD = "pad-citizen"
FIELD = "在这里写字"


def draw(house: House, field: list[int], *stroke: tuple[float, float]) -> None:
    """A straight line through these parts of the field's width and height."""
    left, top, width, height = field
    ends = [(left + x * width, top + y * height) for x, y in stroke]
    steps = [step / 12 for step in range(13)]
    (x, y), (to_x, to_y) = ends
    house.drag(PAD, *((round(x + (to_x - x) * share), round(y + (to_y - y) * share)) for share in steps))


def test_what_was_drawn_and_spelt_is_the_comment_of_the_review(house: House, asker: Asker) -> None:
    open_window(house)
    take_a_number(house, "养老和社保")
    house.touch("kiosk", "好的")
    house.touch("pad-clerk", "下一位")
    house.touch("pad-clerk", "开始办理")
    number = next(one for one in house.see(PAD, "正在为您服务").words if len(one) == 4 and one[1:].isdigit())
    house.touch("pad-clerk", "办结")

    house.touch(PAD, "非常满意")
    house.touch(PAD, "写几句")
    house.touch(PAD, "手写")
    field = house.target(PAD, FIELD)
    draw(house, field, (0.15, 0.5), (0.85, 0.5))
    house.see(PAD, "一")
    draw(house, field, (0.5, 0.1), (0.5, 0.9))
    house.touch(PAD, "十")
    house.see(PAD, "1/150", FIELD)

    house.touch(PAD, "拼音")
    for letter in "nihao":
        house.touch(PAD, letter)
    house.see(PAD, "ni hao")
    house.touch(PAD, "你好")
    house.see(PAD, "十你好", "3/150")
    house.touch(PAD, "提交")
    house.see(PAD, "谢谢")

    def given() -> dict[str, object] | None:
        stream = [json.loads(one) for one in asker.heard[asker.topics.event_stream]]
        return next((one for one in stream if one["type"] == "rating.given" and number in one["data"]["ticket"]), None)

    event = asker.wait(given)
    assert event["data"]["comment"] == "十你好"
    assert event["data"]["signature"]
