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


def said(name: str, *words: str, en: str = "") -> IndexRow:
    """A row whose words are given as `characters=pin yin`."""
    several = [word.partition("=") for word in words]
    known = tuple(FoundWord(text=text, sounds=tuple(sounds.split())) for text, _, sounds in several)
    return IndexRow(id=name, name=Text(zh=several[0][0], en=en), words=known)


def ranks(typed: str, *rows: IndexRow) -> dict[str, int]:
    return {one.id: rank for rank, one in SearchIndex(rows).ranked(typed, TODAY)}


def test_by_characters_the_whole_comes_before_its_beginning_and_its_middle_and_the_name_before_a_word() -> None:
    rows = [
        said("whole", "津贴"),
        said("whole word", "补助", "津贴"),
        said("beginning", "津贴发放"),
        said("beginning of a word", "补助", "津贴发放"),
        said("middle", "高龄津贴"),
        said("middle of a word", "补助", "高龄津贴"),
    ]
    found_so = ranks("津贴", *reversed(rows))
    assert list(found_so) == [one.id for one in rows]
    assert len(set(found_so.values())) == len(rows)


def test_by_sound_beginnings_come_before_middles_and_syllables_before_initials() -> None:
    rows = [
        said("english", "护照", en="Annual report"),
        said("another english word", "护照", en="My annual report"),
        said("syllables", "安宁=an ning"),
        said("initials", "爱你=ai ni"),
        said("syllables in the middle", "西安=xi an"),
        said("initials in the middle", "大爱你=da ai ni"),
    ]
    found_so = ranks("an", said("within a syllable", "干=gan"), *reversed(rows))
    assert list(found_so) == [one.id for one in rows]
    assert len(set(found_so.values())) == len(rows)
    mixed = ranks("xian", said("mixed", "西部爱你=xi bu ai ni"), said("one after the other", "西爱你=xi ai ni"))
    assert list(mixed) == ["one after the other"], "what is mixed follows without a gap"


def test_what_sounds_alike_is_found_in_any_word_and_last() -> None:
    rows = [said("hard", "其他=qi ta", "生育=sheng yu"), said("as typed", "森玉=sen yu")]
    assert list(ranks("senyu", *rows)) == ["as typed", "hard"]
    assert ranks("sen", said("hard", "生=sheng")) == {}, "three letters are too few for that"


def test_one_letter_finds_by_the_first_english_word_alone() -> None:
    rows = [said("first", "护照", en="Passport"), said("second", "护照", en="New passport")]
    assert list(ranks("p", *rows)) == ["first"]
    assert list(ranks("pa", *rows)) == ["first", "second"]


def test_a_sentence_is_known_by_the_word_in_it_the_longer_the_better_and_by_no_single_character() -> None:
    rows = [said("short", "低保"), said("long", "低保认定"), said("one", "办")]
    assert list(ranks("我要办低保认定", *rows)) == ["long", "short"]


@pytest.mark.parametrize(
    ("typed", "alike"),
    [("甲乙丙丁五六", True), ("甲乙丙四五六", False), ("甲乙三", False), ("乙丙丁戊", True)],
)
def test_six_of_ten_neighbours_must_be_right(typed: str, alike: bool) -> None:
    assert bool(ranks(typed, said("name", "甲乙丙丁戊己"))) is alike


def test_of_what_is_alike_the_most_alike_is_first() -> None:
    rows = [said("three of five", "甲乙丙丁戊己"), said("four of five", "甲乙丙丁五己")]
    assert list(ranks("甲乙丙丁五六", *rows)) == ["four of five", "three of five"]


def test_figures_are_searched_as_they_are() -> None:
    assert ranks("2024", said("year", "2024年度")).keys() == {"year"}
    assert ranks("2025", said("year", "2024年度=er ling"), said("other", "年")) == {}


def test_every_word_typed_must_fit() -> None:
    assert ranks("津贴 护照", said("one", "津贴"), said("both", "护照津贴")).keys() == {"both"}


def test_any_of_a_rows_words_is_enough() -> None:
    rows = [said("first", "津贴", "补助"), said("middle", "护照", "津贴", "补助"), said("last", "护照", "补助", "津贴")]
    assert set(ranks("津贴", *rows)) == {"first", "middle", "last"}
    assert set(ranks("jintie", said("first", "津贴=jin tie", "补助=bu zhu"))) == {"first"}
    assert set(ranks("allowance", said("english", "津贴=jin tie", "x", en="Allowance"))) == {"english"}
