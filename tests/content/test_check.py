"""`xiaochuang content check`: every mistake is named with its file, key, reason and what was probably meant."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from small_content import APPROVAL, TODAY, change, small_content

import xiaochuang
from content.source.checks import check
from content.source.vague import vague_words
from program.toml_file import Mistake

ITEM, THEME = "items/allowance/item.toml", "themes/retirement.toml"


def said(folder: Path) -> list[str]:
    return [plain(mistake, folder) for mistake in check(folder, TODAY).mistakes]


def warned(folder: Path) -> list[str]:
    return [plain(warning, folder) for warning in check(folder, TODAY).warnings]


def plain(mistake: Mistake, folder: Path) -> str:
    """Without the line and the names that are added to the key for people."""
    meant = f" (did you mean {mistake.nearest!r}?)" if mistake.nearest else ""
    parts = (mistake.file.removeprefix(f"{folder}/"), mistake.key, mistake.reason)
    return ": ".join(part for part in parts if part) + meant


def test_a_mistake_says_its_line(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    change(folder, ITEM, '"bank-card"', '"bank-crad"')
    (mistake,) = check(folder, TODAY).mistakes
    line = (folder / ITEM).read_text().split('"bank-crad"')[0].count("\n") + 1
    assert f"{ITEM}:{line}: " in str(mistake)
    assert "there is no material 'bank-crad' in materials.toml (did you mean 'bank-card'?)" in str(mistake)


def test_a_folder_in_order_has_nothing_to_be_said_of_it(tmp_path: Path) -> None:
    found = check(small_content(tmp_path), TODAY)
    assert (found.mistakes, found.warnings) == ([], [])
    assert (list(found.content.guides), list(found.content.themes)) == (["allowance", "enrolment"], ["retirement"])


MISTAKES = [
    # (file, what stands there, what is put in its place, what is said)
    (ITEM, "legal_days", "legel_days", "item.toml: legel_days: unknown key (did you mean 'legal_days'?)"),
    (ITEM, '"accept"', '"acept"', "(did you mean 'accept'?)"),
    (ITEM, 'group = "old-age"', 'group = "old-aeg"', "group: there is no group 'old-aeg' (did you mean 'old-age'?)"),
    (ITEM, '["older"]', '["olders"]', "audiences[0]: there is no audience 'olders' (did you mean 'older'?)"),
    (ITEM, '"affairs"', '"afairs"', "department: there is no department 'afairs' (did you mean 'affairs'?)"),
    (ITEM, 'en = "80 or older"', 'en = ""', "conditions[0].en: is empty: site.toml says"),
    (ITEM, APPROVAL, "", "approval: is missing: who read it"),
    (ITEM, "2026-11-01", "2026-12-01", "approval.on: 2026-12-01 is not yet"),
    (ITEM, '"bank-card"', '"bank-crad"', "materials[1].material: there is no material 'bank-crad'"),
    (ITEM, '"bank-card"', '"id-card"', "materials[1].material: 'id-card' is asked for by materials[0] already"),
    (ITEM, "original = false, copies = 1", "original = false", "materials[1].original: is false, and copies is 0"),
    (ITEM, "promised_days = 10", "promised_days = 21", "promised_days: is more than the law allows, 20"),
    (ITEM, "promised_days = 10", "promised_days = -1", "promised_days: -1 is no number of working days"),
    (ITEM, '"plain.zh.md"', '"plan.zh.md"', "plain.zh: there is no file 'items/allowance/plan.zh.md'"),
    (ITEM, '"plain.zh.md"', '"../../site.toml"', "plain.zh: must be the name of a file beside it"),
    (ITEM, '"plain.zh.md"', '"plain.zh.txt"', "plain.zh: 'plain.zh.txt' must end in .md"),
    (ITEM, 'words = ["敬老钱"]', 'words = [""]', "words[0]: is empty"),
    (ITEM, "DEMO001X", "DEMO002X", "enrolment/item.toml: code: is the code of item 'allowance' too"),
    (
        ITEM,
        APPROVAL,
        'online = { name = { zh = "网", en = "Net" }, url = "javascript:alert(1)" }\n' + APPROVAL,
        "online.url: 'javascript:alert(1)' is no address of a page",
    ),
    (
        ITEM,
        APPROVAL,
        '[later]\nmaterials = ["photo"]\nconditions = { zh = "可以", en = "May" }\ndays = 5\n'
        'otherwise = { zh = "撤回", en = "Withdrawn" }\n' + APPROVAL,
        "later.materials[0]: the item does not ask for 'photo'",
    ),
    (ITEM, APPROVAL, "shown_from = 2027-01-02\nshown_until = 2027-01-01\n" + APPROVAL, "shown_from: is after"),
    ("materials.toml", "本人银行卡", "其他有关材料", "materials[1].name.zh: is vague: nobody can bring '有关材料'"),
    ("materials.toml", "本人银行卡", "本人有效身份证", "materials[1].name.zh: is the name of 'id-card' too"),
    ("materials.toml", 'id = "bank-card"', 'id = "id-card"', "materials[1].id: 'id-card' is used by another one"),
    ("site.toml", "address", 'languages = ["zh", "fr"]\naddress', "languages[1]: there is no language 'fr'"),
    ("browse.toml", 'icon = "old"', 'icon = "odl"', "groups[0].icon: there is no icon 'odl' (did you mean 'old'?)"),
    (THEME, '["enrolment"]', "[]", "questions[0].answers: lead nowhere: age/younger has no items and no advice"),
    (THEME, '["enrolment"]', '["enrollment"]', "there is no item 'enrollment' (did you mean 'enrolment'?)"),
    (THEME, 'id = "younger"', 'id = "eighty"', "questions[0].answers[1].id: 'eighty' is used by another answer"),
    (THEME, 'id = "age"', 'id = "age"\nonly_if = ["sex/f"]', "only_if[0]: no earlier question has the answer 'sex/f'"),
    ("open/hours.toml", '"other"', '"others"', 'category: is "others"; it can be law, items'),
    ("open/hours.toml", APPROVAL, "", "open/hours.toml: approval: is missing"),
    ("open/hours.md", "周一至周五。", "", "open/hours.toml: text: 'open/hours.md' is empty"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), MISTAKES, ids=[one[3][:50] for one in MISTAKES])
def test_a_mistake_is_named(tmp_path: Path, file: str, old: str, new: str, expected: str) -> None:
    change(small_content(tmp_path), file, old, new)
    assert any(expected in one for one in said(tmp_path)), said(tmp_path)


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    change(folder, ITEM, "legal_days", "legel_days")
    change(folder, "items/enrolment/item.toml", 'group = "old-age"', 'group = "gone"')
    change(folder, "materials.toml", "本人银行卡", "相关证明材料")
    change(folder, "open/hours.toml", APPROVAL, "")
    assert len(said(folder)) == 4


def test_what_names_an_unreadable_file_is_no_mistake_as_well(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    change(folder, ITEM, "legal_days", "legel_days")
    assert len(said(folder)) == 1  # the theme names the item, which is there


def test_a_list_that_cannot_be_read_makes_one_mistake_and_not_hundreds(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    (folder / "browse.toml").write_text("groups = [", encoding="utf-8")
    (folder / "materials.toml").unlink()
    assert sorted(one.split(":")[0] for one in said(folder)) == ["browse.toml", "materials.toml"]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"no picture at all"], ids=["empty", "head", "text"])
def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    folder = small_content(tmp_path)
    (folder / "items/allowance/pictures/01.png").write_bytes(content)
    (mistake,) = said(folder)
    assert "pictures[0].file: 'items/allowance/pictures/01.png' is no picture that can be read" in mistake


def test_a_picture_that_ends_in_the_middle_is_named(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    picture = folder / "items/allowance/pictures/01.png"
    picture.write_bytes(picture.read_bytes()[:-30])
    assert "is no picture that can be read" in said(folder)[0]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = small_content(tmp_path / "content")
    (tmp_path / "secret.md").write_text("nobody's business", encoding="utf-8")
    (folder / "open/hours.md").unlink()
    (folder / "open/hours.md").symlink_to(tmp_path / "secret.md")
    assert "leads out of the folder" in said(folder)[0]


def test_a_language_that_the_site_does_not_have_may_be_empty(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    change(folder, ITEM, 'en = "80 or older"', 'en = ""')
    change(folder, "site.toml", "address", 'languages = ["zh"]\naddress')
    assert said(folder) == []


def test_what_is_past_its_date_is_told_and_no_mistake(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    change(folder, ITEM, APPROVAL, "shown_until = 2026-11-29\n" + APPROVAL)
    assert said(folder) == []
    assert any("shown_until: 2026-11-29 is past" in one for one in warned(folder))
    assert any("'allowance' is past its date: it is left out" in one for one in warned(folder))


def test_an_incomplete_guide_is_told_with_what_it_lacks(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    change(folder, ITEM, "legal_days = 20\n", "")
    change(folder, ITEM, 'conditions = [{ zh = "满80周岁", en = "80 or older" }]\n', "")
    assert any("not complete, it says nothing of: conditions, legal_days" in one for one in warned(folder))


def test_a_file_that_nobody_names_is_told(tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    (folder / "items/allowance/plain.zh2.md").write_text("?", encoding="utf-8")
    assert warned(folder) == ["items/allowance/plain.zh2.md: is named by no file: nobody will see it"]


def test_a_folder_of_another_kind_is_no_content(tmp_path: Path) -> None:
    assert [str(one) for one in check(tmp_path / "none", TODAY).mistakes] == [f"{tmp_path / 'none'}: is no folder"]
    assert said(tmp_path)[0].startswith("materials.toml: cannot be read")


@pytest.mark.parametrize(
    "text",
    [
        "其他材料",
        "有关材料",
        "相关证明材料",
        "需要提供的其他材料",
        "身份证、户口簿等材料",
        "规定的其他证明",
        "other documents",
        "any relevant papers",
        "ID card etc.",
    ],
)
def test_vague_materials_are_recognised(text: str) -> None:
    assert vague_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "本人有效身份证",
        "与逝者的关系证明",
        "家庭收入和财产说明",
        "死亡证明",
        "等级证书",
        "Proof of kinship",
        "Other parent's ID card",
    ],
)
def test_what_can_be_brought_is_not_called_vague(text: str) -> None:
    assert vague_words(text) is None


def test_the_command_ends_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_content(tmp_path / "content")
    assert xiaochuang.main(["content", "check", str(folder)]) == 0
    assert "2 items, 1 themes, 1 open documents" in capsys.readouterr().out
    shutil.rmtree(folder / "items/enrolment")
    assert xiaochuang.main(["content", "check", str(folder)]) == 1
    assert "there is no item 'enrolment'" in capsys.readouterr().err


def test_a_guide_is_shown_as_a_citizen_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_content(tmp_path)
    assert xiaochuang.main(["content", "show", str(folder), "allowance"]) == 0
    told = capsys.readouterr().out
    assert "满80岁就来办。" in told
    assert "本人银行卡（复印件1份）" in told
    assert "承诺办结时限: 10个工作日" in told
    assert xiaochuang.main(["content", "show", str(folder), "alowance"]) == 1
    assert "did you mean 'allowance'?" in capsys.readouterr().err


def test_an_office_sees_what_people_find(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_content(tmp_path)
    assert xiaochuang.main(["content", "find", str(folder), "jsb"]) == 0
    assert capsys.readouterr().out == "enrolment: 养老保险参保登记\n"
    assert xiaochuang.main(["content", "find", str(folder), "驾照"]) == 1


@pytest.mark.parametrize("missing", ["PIL", "pypinyin"])
def test_a_machine_without_the_parts_says_which_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    folder = small_content(tmp_path)
    monkeypatch.setitem(sys.modules, missing, None)
    words = [
        "content",
        "pack",
        str(folder),
        "--into",
        str(tmp_path / "s"),
        "--key",
        str(tmp_path / "k"),
    ]
    assert xiaochuang.main(words) == 1
    assert "scripts/install content" in capsys.readouterr().err
