"""A district's list of items: taken over whole, however long its codes and names, and told what each lacks."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest
from small_content import TODAY

import xiaochuang
from content.packing.pack import index_of
from content.source.checks import check
from domain.content.guide import missing_elements
from domain.content.search import SearchIndex

MAP = """\
rows = "data.rows"

[columns]
name = "TaskName"
code = "TaskCode"
department = "DeptName"
item_class = "TaskType"
conditions = "AcceptCondition"
materials = "MaterialList"
legal_days = "LegalLimit"

[constants]
group = "全部事项"

[values.item_class]
"1" = "accept"
"7" = "relay"
"20" = "advise"

[skip]
is_secret = ["1"]

[approval]
by = "区政务服务局"
on = 2026-11-01
"""
WORDS = "登记许可备案确认变更注销补贴资格审核公共服务设施农村住房建设城镇居民养老医疗就业创业人员机动车驾驶食品经营"


def district() -> list[dict[str, str]]:
    """1,135 items of 34 departments, as long as real ones: codes of 46 to 55 signs, names of up to 110."""
    chance = random.Random(511602)
    rows = []
    for number in range(1135):
        length = 110 if number % 300 == 0 else chance.randint(6, 30)
        code = f"511Z0700{number:04d}-511602000000-000-115116{chance.randrange(10**8):08d}N-{number % 3}-00"
        rows.append(
            {
                "TaskName": "".join(chance.choice(WORDS) for _ in range(length - 4)) + f"{number:04d}",
                "TaskCode": code + "X" * chance.randint(0, 55 - len(code)),
                "DeptName": f"区第{number % 34:02d}局",
                "TaskType": chance.choice(["1", "7", "20"]),
                "AcceptCondition": "户籍在本区；年满18周岁" if number % 2 else "",
                "MaterialList": "身份证；户口簿" if number % 3 else "",
                "LegalLimit": f"{number % 60}个工作日" if number % 5 else "",
                "is_secret": "0",
            }
        )
    return rows


def files(folder: Path, rows: list[dict[str, str]], kind: str) -> tuple[Path, Path]:
    folder.mkdir(exist_ok=True)
    path, mapped = folder / f"list.{kind}", folder / "map.toml"
    if kind == "json":
        path.write_text(json.dumps({"data": {"rows": rows}}, ensure_ascii=False), encoding="utf-8")
    else:
        with path.open("w", encoding="gb18030", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    mapped.write_text(MAP, encoding="utf-8")
    return path, mapped


def imported(folder: Path, rows: list[dict[str, str]], kind: str = "json", *more: str) -> int:
    path, mapped = files(folder, rows, kind)
    words = ["content", "import-items", str(path), "--map", str(mapped), "--into", str(folder / "content"), *more]
    return xiaochuang.main(words)


def test_a_whole_district_is_taken_over_without_a_sign_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = district()
    assert {len(row["TaskCode"]) for row in rows} <= set(range(46, 56))
    assert max(len(row["TaskName"]) for row in rows) == 110
    assert imported(tmp_path, rows) == 0
    told = capsys.readouterr().out
    assert "1135 guides written, 0 were there" in told
    (tmp_path / "content/site.toml").write_text('languages = ["zh"]\naddress = { zh = "1号", en = "" }\n')
    found = check(tmp_path / "content", TODAY)
    assert found.mistakes == []
    guides = found.content.guides
    assert sorted((guide.code, guide.name.zh) for guide in guides.values()) == sorted(
        (row["TaskCode"], row["TaskName"]) for row in rows
    )
    assert len(found.content.browse.departments) == 34
    assert len(found.content.materials) == 2
    for name, guide in guides.items():
        assert f"{name}: lacks {', '.join(missing_elements(guide))}\n" in told
        assert "steps" in missing_elements(guide)
    row = rows[700]
    assert row["TaskName"] in [
        one.name.zh for one in SearchIndex(index_of(found.content).items).find(row["TaskName"][:8], TODAY)
    ]


def test_a_list_of_a_spreadsheet_is_read_as_it_was_saved(tmp_path: Path) -> None:
    """Commas and line ends in cells, in the encoding of a Chinese Windows."""
    rows = district()[:30]
    rows[7]["TaskName"] = '登记,变更"和"注销\n（第二行）'
    assert imported(tmp_path, rows, "csv") == 0
    names = {guide.name.zh for guide in check(tmp_path / "content", TODAY).content.guides.values()}
    assert names == {row["TaskName"] for row in rows}


def test_what_people_wrote_is_not_touched_unless_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = district()[:3]
    imported(tmp_path, rows)
    (item, *_rest) = sorted((tmp_path / "content/items").iterdir())
    mine = (item / "item.toml").read_text() + '\n[online]\nname = { zh = "网", en = "Net" }\nurl = "https://a"\n'
    (item / "item.toml").write_text(mine)
    rows.append(dict(district()[3], DeptName="新来的局"))
    assert imported(tmp_path, rows) == 0
    assert "1 guides written, 3 were there" in capsys.readouterr().out
    assert (item / "item.toml").read_text() == mine
    assert imported(tmp_path, rows, "json", "--replace") == 0
    assert (item / "item.toml").read_text() != mine
    names = [one.name.zh for one in check(tmp_path / "content", TODAY).content.browse.departments]
    assert names == [*sorted({row["DeptName"] for row in rows[:3]}), "新来的局"]


def test_secret_rows_are_left_out_and_bad_ones_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = district()[:5]
    rows[0]["is_secret"] = "1"
    rows[1]["TaskName"] = " "
    rows[2]["TaskType"] = "99"
    rows[4]["TaskCode"] = rows[3]["TaskCode"]
    assert imported(tmp_path, rows) == 1
    told = capsys.readouterr()
    assert "1 guides written, 0 were there and are as before, 1 left out, 3 rows not taken" in told.out
    assert "row 2 (without a name): has no name" in told.err
    assert (
        "its item_class is '99': [values.item_class] of the map says what that is (accept, relay, advise)" in told.err
    )
    assert "has the code of an earlier row" in told.err


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'name = "TaskName"',
            'name = "TaskNane"',
            "columns.name: the list has no column 'TaskNane' (did you mean 'TaskName'?)",
        ),
        (
            'conditions = "Accept',
            'condition = "Accept',
            "columns.condition: is no element of a guide that can be imported",
        ),
        ("is_secret", "is_secrt", "skip: the list has no column 'is_secrt' (did you mean 'is_secret'?)"),
        ("[columns]", "[colums]", "(did you mean 'columns'?)"),
        ('rows = "data.rows"', 'rows = "data.row"', "list.json: has no 'data.row' (rows of the map)"),
    ],
)
def test_a_map_that_names_what_there_is_not_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, expected: str
) -> None:
    path, mapped = files(tmp_path, district()[:2], "json")
    mapped.write_text(MAP.replace(old, new), encoding="utf-8")
    words = ["content", "import-items", str(path), "--map", str(mapped), "--into", str(tmp_path / "content")]
    assert xiaochuang.main(words) == 1
    assert expected in capsys.readouterr().err
    assert not (tmp_path / "content").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"[1, 2]", b"{", b"[" * 100_000, b"\xff\xfe\x00", b'{"data": {"rows": {"a": 1}}}'],
    ids=["empty", "numbers", "torn", "deep", "no text", "no list"],
)
def test_a_list_that_is_none_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    path, mapped = files(tmp_path, district()[:1], "json")
    path.write_bytes(content)
    words = ["content", "import-items", str(path), "--map", str(mapped), "--into", str(tmp_path / "content")]
    assert xiaochuang.main(words) == 1
    assert f"{path}: " in capsys.readouterr().err


def test_strange_signs_of_a_list_do_not_break_a_file(tmp_path: Path) -> None:
    rows = district()[:1]
    rows[0]["TaskName"] = '"引号" \\ 反斜杠 \x00\x7f\u2028 {a = 1} # 注释 ]\r\n第二行'
    assert imported(tmp_path, rows) == 0
    (guide,) = check(tmp_path / "content", TODAY).content.guides.values()
    assert guide.name.zh == '"引号" \\ 反斜杠  {a = 1} # 注释 ]\n第二行'
