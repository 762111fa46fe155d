"""The typeface: simplified forms, and the rare characters of names."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kiosk.widgets.faces import COLLECTIONS, FAMILY, Face, extract, face

RARE = (
    "㛃㙓㭎㸌䶮堃喆昇玥珺甯禤臧煊焜燊犇璟璩磊祎翀翯芃茕莜菀蓥赟跞邬郗郜鄢钘铄镕锴靓鞠韪颋飏骉驵鱻龑龚𣲘𣸣𤩽𨱇𨱏𨱑𫍯𫍲𫔶𫖯𫗧𫘜𫘦𫟅𫟼𫠆𫠊𫢸𫵷𬀩𬀪𬇙𬇹𬊈𬍛𬎆𬒈𬘡𬘩𬘭𬙂𬙊𬤇𬤊𬨂𬬩𬬭𬬮𬬱𬬸𬬹𬬻"
    "𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
    ""
)
"""Of the last part of 通用规范汉字表, which holds what personal names use beside the common characters."""


@pytest.fixture(params=["Regular", "Bold"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Face:
    return face(request.param, tmp_path)


def test_rare_characters_of_names_are_there(written: Face) -> None:
    missing = [char for char in RARE if not written.covers(char)]
    assert missing == []


def test_chinese_has_its_simplified_forms(tmp_path: Path) -> None:
    collection = next(base / "NotoSansCJK-Regular.ttc" for base in COLLECTIONS if base.is_dir())
    extract(collection, "Noto Sans CJK JP", tmp_path / "jp.otf")
    japanese, simplified = Face(tmp_path / "jp.otf"), face("Regular", tmp_path)
    for char in "骨直门化画":
        assert simplified._glyph(ord(char)) != japanese._glyph(ord(char)), char


def test_it_is_written_once_and_named_as_it_is(tmp_path: Path) -> None:
    first = face("Regular", tmp_path)
    written_at = first.path.stat().st_mtime_ns
    assert face("Regular", tmp_path).path.stat().st_mtime_ns == written_at
    assert FAMILY.encode("utf-16-be") in first.path.read_bytes()


def test_the_file_holds_what_its_table_says(written: Face) -> None:
    with written.path.open("rb") as file:
        _, count = struct.unpack(">4sH", file.read(6))
        file.seek(12)
        rows = [struct.unpack(">4sIII", file.read(16)) for _ in range(count)]
    end = max(offset + length for _, _, offset, length in rows)
    assert 0 <= written.path.stat().st_size - end < 4


def test_widths_are_parts_of_the_size(written: Face) -> None:
    assert written.width("您好") == pytest.approx(2.0)
    assert written.width("0") == written.width("8") < 0.7
