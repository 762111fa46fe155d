"""The typeface: simplified forms, and the rare characters of names."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kiosk.typeface.drawable import MISSING, drawable
from kiosk.typeface.faces import COLLECTIONS, FAMILY, FontFace, Weight, extract, face

ROOT = Path(__file__).parents[2]

RARE = (
    "㛃㙓㭎㸌䶮堃喆昇玥珺甯禤臧煊焜燊犇璟璩磊祎翀翯芃茕莜菀蓥赟跞邬郗郜鄢钘铄镕锴靓鞠韪颋飏骉驵鱻龑龚𣲘𣸣𤩽𨱇𨱏𨱑𫍯𫍲𫔶𫖯𫗧𫘜𫘦𫟅𫟼𫠆𫠊𫢸𫵷𬀩𬀪𬇙𬇹𬊈𬍛𬎆𬒈𬘡𬘩𬘭𬙂𬙊𬤇𬤊𬨂𬬩𬬭𬬮𬬱𬬸𬬹𬬻"
    "𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
    ""
)
"""Of the last part of 通用规范汉字表, which holds what personal names use beside the common characters."""


@pytest.fixture(params=["Regular", "Bold"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> FontFace:
    return face(request.param, tmp_path)


def test_rare_characters_of_names_are_there(written: FontFace) -> None:
    missing = [char for char in RARE if not written.covers(char)]
    assert missing == []


def test_chinese_has_its_simplified_forms(tmp_path: Path) -> None:
    collection = next(base / "NotoSansCJK-Regular.ttc" for base in COLLECTIONS if base.is_dir())
    extract(collection, "Noto Sans CJK JP", tmp_path / "jp.otf")
    japanese, simplified = FontFace(tmp_path / "jp.otf"), face("Regular", tmp_path)
    for char in "骨直门化画":
        assert simplified.glyph(ord(char)) != japanese.glyph(ord(char)), char


def test_it_is_written_once_and_named_as_it_is(tmp_path: Path) -> None:
    first = face("Regular", tmp_path)
    written_at = first.path.stat().st_mtime_ns
    assert face("Regular", tmp_path).path.stat().st_mtime_ns == written_at
    assert FAMILY.encode("utf-16-be") in first.path.read_bytes()


def test_the_file_holds_what_its_table_says(written: FontFace) -> None:
    with written.path.open("rb") as file:
        _, count = struct.unpack(">4sH", file.read(6))
        file.seek(12)
        rows = [struct.unpack(">4sIII", file.read(16)) for _ in range(count)]
    end = max(offset + length for _, _, offset, length in rows)
    assert 0 <= written.path.stat().st_size - end < 4


@pytest.mark.parametrize("text", ["您好，请 3 号窗口", "One line, 12:30", "两行\n文字", f"好{RARE[0]}", RARE[:9], ""])
def test_a_width_that_is_remembered_is_that_of_the_file(text: str) -> None:
    for weight in (Weight("Regular"), Weight("Bold")):
        assert weight.width(text) == weight.of(text).width(text) == weight.width(text)


def test_widths_are_parts_of_the_size(written: FontFace) -> None:
    assert written.width("您好") == pytest.approx(2.0)
    assert written.width("0") == written.width("8") < 0.7


@pytest.fixture(params=["Regular", "Bold"])
def weight(request: pytest.FixtureRequest) -> Weight:
    return Weight(request.param)


@pytest.mark.parametrize("file", ["translations/en.po", "demo/hall.toml", "hall/config/national_levels.toml"])
def test_what_the_house_says_needs_only_the_small_file(weight: Weight, file: str) -> None:
    said = set((ROOT / file).read_text(encoding="utf-8")) - {"\n"}
    assert [char for char in sorted(said) if not weight.common.covers(char)] == []


def test_the_small_file_has_all_characters_of_gb_2312(weight: Weight) -> None:
    rows = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    assert [char for char in rows if char and not weight.common.covers(char)] == []


def test_a_rare_name_is_drawn_from_the_whole_face(weight: Weight) -> None:
    assert not weight.common.covers("王堃")
    assert weight.of("王堃") == weight.whole
    assert weight.covers("王堃𫍯")
    assert weight.of("王坤") == weight.common


def test_both_files_set_a_line_alike(weight: Weight) -> None:
    line = "请到 3 号窗口 (Window 3) · A012，约 10–15 分钟"
    assert weight.common.width(line) == weight.whole.width(line)


def test_neither_file_has_what_is_in_no_typeface(weight: Weight) -> None:
    assert not weight.covers("\U0001f44d")


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("谢谢 3 号窗口，王堃𫍯", "谢谢 3 号窗口，王堃𫍯"),
        ("谢谢\U0001f44d", "谢谢［表情］"),
        ("\U0001f44d\U0001f44d\U0001f3fb好", "［表情］好"),
        ("一家\U0001f468\u200d\U0001f469\u200d\U0001f467来的", "一家［表情］来的"),
        ("\U0001f1e8\U0001f1f3", "［表情］"),
        ("等了\t半天\r\n没人", "等了 半天 \n没人"),
        ("กรุงเทพ", MISSING),
        ("a\ufe0fb\u200b", "ab"),
    ],
)
def test_a_sign_that_no_face_has_is_a_mark_and_no_empty_box(weight: Weight, written: str, drawn: str) -> None:
    found = drawable(written, weight, "［表情］")
    assert found == drawn
    assert weight.covers(found)
