"""A small hall for the tests of the service: two queues, two windows, every role."""

from __future__ import annotations

TOML = """
id = "test-hall"
name = { zh = "测试大厅", en = "Test Hall" }
day_starts = 04:00:00

[[items]]
id = "pension"
name = { zh = "养老金", en = "Pension" }
bureau = { zh = "人社局", en = "Social Security" }

[[queues]]
id = "social"
name = { zh = "社保", en = "Social security" }
prefix = "A"
first = 1
last = 899
items = ["pension"]
pickup_code = "QJ########"
booking = { minutes = 60, people = 2 }

[[queues]]
id = "civil"
name = { zh = "民政", en = "Civil affairs" }
prefix = "B"
first = 1
last = 8999
width = 4

[[windows]]
id = "w1"
number = "1"
name = { zh = "综合受理", en = "General" }
kind = "accept"
serves = [{ queue = "social" }, { queue = "civil", lag_minutes = 10 }]

[[windows]]
id = "w2"
number = "2"
name = { zh = "综合受理", en = "General" }
kind = "accept"
serves = [{ queue = "social" }, { queue = "civil" }]

[[priorities]]
id = "elder"
name = { zh = "老年人", en = "Elderly" }
head_start_minutes = 20

[[clerks]]
id = "c1"
name = { zh = "王敏", en = "Wang Min" }
number = "001"
post = { zh = "综合窗口", en = "Counter" }
duty = { zh = "受理", en = "Accepting" }
promise = { zh = "热情服务", en = "Kind service" }
contact = "6512 0001"

[[calendars]]
id = "default"
sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59 }]

[[devices]]
id = "kiosk-1"
role = "kiosk"
offline = [{ queue = "social", first = 900, last = 949 }]

[[devices]]
id = "pad-1"
role = "pad"
window = "w1"

[[devices]]
id = "pad-2"
role = "pad"
window = "w2"

[[devices]]
id = "screen-1"
role = "screen"

[[devices]]
id = "desk-1"
role = "desk"

[[devices]]
id = "page-1"
role = "phone-page"

[rules]
no_show_after_seconds = 0
numbers_per_phone_and_day = 100000
one_open_number_per_person = true

[ratings]
levels = [
  { value = 5, name = { zh = "非常满意", en = "Very satisfied" } },
  { value = 4, name = { zh = "满意", en = "Satisfied" } },
  { value = 3, name = { zh = "基本满意", en = "Fairly satisfied" } },
  { value = 2, name = { zh = "不满意", en = "Dissatisfied" }, bad = true, tags = [
    { code = "slow", name = { zh = "慢", en = "Slow" } },
  ] },
  { value = 1, name = { zh = "非常不满意", en = "Very dissatisfied" }, bad = true, tags = [
    { code = "slow", name = { zh = "慢", en = "Slow" } },
  ] },
]

[notices]
signature = "测试大厅"
called = { zh = "请{number}号到{window}号窗口办理。", en = "Number {number}: please come to window {window}." }
near = { zh = "{number}号前面还有{ahead}人，请准备。", en = "Number {number}: {ahead} ahead of you." }
near_positions = [3]
"""


def four_windows(kiosks: int = 1) -> str:
    """The same hall with two more windows and their pads, and so many kiosks."""
    more = ""
    for number in (3, 4):
        more += f"""
[[windows]]
id = "w{number}"
number = "{number}"
name = {{ zh = "综合受理", en = "General" }}
kind = "accept"
serves = [{{ queue = "social" }}, {{ queue = "civil" }}]

[[devices]]
id = "pad-{number}"
role = "pad"
window = "w{number}"
"""
    for number in range(2, kiosks + 1):
        more += f"""
[[devices]]
id = "kiosk-{number}"
role = "kiosk"
"""
    return TOML.replace("last = 8999\nwidth = 4", "last = 899999\nwidth = 6") + more
