"""Search: what people type, and what they find first."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.config import Text
from domain.content.search import SearchIndex
from domain.content.whole import FoundWord, IndexRow

TODAY = date(2026, 11, 30)

SOUNDS = {
    "高龄老年人津贴": "gao ling lao nian ren jin tie",
    "低保": "di bao",
    "城乡最低生活保障对象认定": "cheng xiang zui di sheng huo bao zhang dui xiang ren ding",
    "失能老年人护理补贴": "shi neng lao nian ren hu li bu tie",
    "女职工生育津贴": "nv zhi gong sheng yu jin tie",
    "津贴": "jin tie",
    "西安户口迁移": "xi an hu kou qian yi",
}


def row(name: str, zh: str, en: str, *words: str, until: date | None = None) -> IndexRow:
    several = tuple(FoundWord(text=one, sounds=tuple(SOUNDS.get(one, "").split())) for one in (zh, *words))
    return IndexRow(id=name, name=Text(zh=zh, en=en), words=several, shown_until=until)


INDEX = SearchIndex(
    [
        row("care", "失能老年人护理补贴", "Care allowance"),
        row("old-age", "高龄老年人津贴", "Allowance for people of advanced age"),
        row("living", "城乡最低生活保障对象认定", "Minimum living allowance", "低保"),
        row("birth", "女职工生育津贴", "Maternity allowance"),
        row("plain", "津贴", "Bonus"),
        row("move", "西安户口迁移", "Moving the register to Xi'an"),
        row("past", "津贴（旧）", "Old bonus", until=date(2026, 11, 29)),
    ]
)


def found(typed: str) -> list[str]:
    return [one.id for one in INDEX.find(typed, TODAY)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("高龄", "old-age"),
        ("低保", "living"),  # a word of people's own
        ("gao", "old-age"),
        ("GAO", "old-age"),
        ("gaoling", "old-age"),
        ("gl", "old-age"),
        ("gllnr", "old-age"),
        ("glinglnian", "old-age"),  # initials and whole sounds mixed
        ("gaolinglaon", "old-age"),
        ("dibao", "living"),
        ("db", "living"),
        ("lnrhl", "care"),  # from the middle
        ("nvzhigong", "birth"),
        ("nuzhigong", "birth"),
        ("sengyu", "birth"),  # s for sh, as many say it
        ("xian", "move"),  # two syllables
        ("minimum", "living"),
        ("advanced", "old-age"),
        ("我想办低保", "living"),  # a whole sentence
        ("高岭老年人津贴", "old-age"),  # one character wrong
        ("高龄 津贴", "old-age"),
        ("高龄，津贴", "old-age"),
        ("老年人护理", "care"),
    ],
)
def test_the_first_result_is_what_was_meant(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_the_name_itself_comes_before_a_name_with_the_word_in_it() -> None:
    assert found("津贴")[:2] == ["plain", "old-age"]


def test_results_come_from_the_first_key_on_and_narrow_down() -> None:
    assert {"old-age", "birth"} <= set(found("j")) | set(found("g")) | set(found("n"))
    typed = "gaolinglaonianrenjintie"
    assert all("old-age" in found(typed[:length]) for length in range(1, len(typed) + 1))


def test_what_is_past_its_date_is_not_found() -> None:
    assert "past" not in found("津贴")
    assert "past" in [one.id for one in INDEX.find("津贴", date(2026, 11, 29))]


@pytest.mark.parametrize("typed", ["", " ", "，。", "()", "zzz", "麒麟臂", "\0"])
def test_nothing_is_found_where_nothing_is_meant(typed: str) -> None:
    assert found(typed) == []


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert len(set(found(typed))) == len(found(typed))


def test_a_long_name_of_one_sound_and_a_long_wrong_query_are_answered_too() -> None:
    """Beginnings of `shi` may be taken in many ways; the ways are not tried one after the other."""
    same = IndexRow(
        id="shi", name=Text(zh="施氏食狮史", en=""), words=(FoundWord(text="施" * 110, sounds=("shi",) * 110),)
    )
    index = SearchIndex([same])
    assert index.find("shs" * 36 + "x", TODAY) == ()
    assert index.find("sh" * 40, TODAY) == (same,)
