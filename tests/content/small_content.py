"""A content folder with two items and a theme, and a set of it: what tests of content begin with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PIL import Image

from content.packing.key import ContentKey
from content.packing.pack import Packed, pack
from content.source.checks import check

TODAY = date(2026, 11, 30)
NOW_MS = 1_796_000_000_000

APPROVAL = '[approval]\nby = "办公室"\non = 2026-11-01\n'

ALLOWANCE = (
    """\
name = { zh = "高龄津贴", en = "Old-age allowance" }
code = "11010500000DEMO001X"
item_class = "accept"
case_class = "promised"
department = "affairs"
group = "old-age"
audiences = ["older"]
words = ["敬老钱"]
result = { zh = "津贴", en = "Allowance" }
basis = [{ name = { zh = "老年人权益保障法", en = "Law on older people" } }]
conditions = [{ zh = "满80周岁", en = "80 or older" }]
materials = [
  { material = "id-card", copies = 1 },
  { material = "bank-card", original = false, copies = 1 },
]
standards = [{ zh = "信息一致", en = "Facts agree" }]
steps = [{ title = { zh = "交材料", en = "Hand in" }, text = { zh = "到窗口", en = "At a window" } }]
legal_days = 20
promised_days = 10
delivery = ["window"]
phones = [{ number = "12345", name = { zh = "热线", en = "Hotline" } }]
plain = { zh = "plain.zh.md", en = "plain.en.md" }
pictures = [{ file = "pictures/01.png", caption = { zh = "带身份证", en = "Bring your ID card" } }]

"""
    + APPROVAL
)

ENROLMENT = (
    ALLOWANCE.replace("高龄津贴", "养老保险参保登记")
    .replace("Old-age allowance", "Pension enrolment")
    .replace("DEMO001X", "DEMO002X")
    .replace('words = ["敬老钱"]', 'words = ["交社保"]')
    .replace(
        'pictures = [{ file = "pictures/01.png", caption = { zh = "带身份证", en = "Bring your ID card" } }]\n', ""
    )
    .replace('plain = { zh = "plain.zh.md", en = "plain.en.md" }\n', "")
)

FILES = {
    "site.toml": 'address = { zh = "1号楼", en = "Building 1" }\n',
    "browse.toml": """\
groups = [{ id = "old-age", name = { zh = "养老", en = "Old age" }, icon = "old" }]
audiences = [{ id = "older", name = { zh = "老年人", en = "Older people" }, icon = "old" }]
departments = [{ id = "affairs", name = { zh = "民政局", en = "Civil Affairs" } }]
""",
    "materials.toml": """\
[[materials]]
id = "id-card"
name = { zh = "本人有效身份证", en = "Your valid ID card" }

[[materials]]
id = "bank-card"
name = { zh = "本人银行卡", en = "Your bank card" }
""",
    "items/allowance/item.toml": ALLOWANCE,
    "items/allowance/plain.zh.md": "满80岁就来办。\n",
    "items/allowance/plain.en.md": "Come when you are 80.\n",
    "items/enrolment/item.toml": ENROLMENT,
    "themes/retirement.toml": """\
name = { zh = "退休一件事", en = "Retirement" }
summary = { zh = "到了退休年龄", en = "At retirement age" }

[[questions]]
id = "age"
ask = { zh = "您多大年纪？", en = "How old are you?" }
answers = [
  { id = "eighty", text = { zh = "满80岁", en = "80 or older" }, items = ["allowance"] },
  { id = "younger", text = { zh = "不到80岁", en = "Younger" }, items = ["enrolment"] },
]

"""
    + APPROVAL,
    "open/hours.toml": """\
title = { zh = "服务时间", en = "Hours" }
category = "other"
issuer = { zh = "服务站", en = "Station" }
issued = 2026-01-05
text = "hours.md"

"""
    + APPROVAL,
    "open/hours.md": "周一至周五。\n",
}


def small_content(folder: Path) -> Path:
    """The folder, without mistakes."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "items/allowance/pictures").mkdir()
    Image.new("RGB", (40, 30), "white").save(folder / "items/allowance/pictures/01.png")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def packed(folder: Path, into: Path, key: ContentKey, now_ms: int = NOW_MS) -> Packed:
    found = check(folder, TODAY)
    assert found.mistakes == []
    return pack(found, into, key, now_ms)
