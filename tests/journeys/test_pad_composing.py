"""Letters and strokes become words, one touch after the other; the rest stays, and nothing stays for the next one."""

from __future__ import annotations

import pytest

from bench.fake_writing import FakeHand, FakePinyin
from kiosk.writing.composing import Drawing, Spelling
from kiosk.writing.port import MOST_LETTERS, MOST_STROKES, NOTHING, Candidates, Stroke

STROKE: Stroke = ((0.0, 0.0), (9.0, 0.0))


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(FakePinyin())


@pytest.fixture
def drawing() -> Drawing:
    return Drawing(FakeHand())


def typed(spelling: Spelling, keys: str) -> list[str]:
    return [word for key in keys for word in spelling.key(key)]


def test_letters_alone_put_nothing_into_the_text(spelling: Spelling) -> None:
    assert typed(spelling, "nihao") == []
    assert spelling.candidates.words[0] == "你好"
    assert spelling.candidates.spelt == "nihao"


def test_choosing_a_word_for_the_head_leaves_the_rest_of_the_letters(spelling: Spelling) -> None:
    typed(spelling, "nihao")
    assert spelling.choose("你") == "你"
    assert spelling.composed == "hao"
    assert spelling.choose("好") == "好"
    assert spelling.candidates == NOTHING


def test_the_letters_themselves_are_the_last_choice(spelling: Spelling) -> None:
    typed(spelling, "ok")
    assert spelling.candidates.words == ("ok",)
    assert spelling.choose("ok") == "ok"
    assert spelling.composed == ""
    typed(spelling, "hao")
    assert spelling.candidates.words == ("好", "号", "毫", "hao")


def test_letters_that_are_hardly_pinyin_stand_where_they_are_found() -> None:
    class Short(FakePinyin):
        def candidates(self, composed: str) -> Candidates:
            return Candidates(tuple("哦可看快块"), "o k")

    spelling = Spelling(Short())
    typed(spelling, "ok")
    assert spelling.candidates.words == ("哦", "可", "看", "ok", "快", "块")


@pytest.mark.parametrize(
    ("keys", "words"),
    [("nihao ", ["你好"]), ("nihao，", ["你好", "，"]), ("henhao3", ["很好", "3"]), (" ", [" "]), ("。", ["。"])],
)
def test_any_other_key_takes_the_best_word_first(spelling: Spelling, keys: str, words: list[str]) -> None:
    assert typed(spelling, keys) == words
    assert spelling.composed == ""


def test_whoever_goes_on_without_choosing_gets_the_best_of_all_that_was_typed(spelling: Spelling) -> None:
    typed(spelling, "nihaofuwuq")
    assert spelling.finish() == ["你好", "服务", "q"]
    assert spelling.finish() == []


def test_deleting_takes_letters_until_there_are_none(spelling: Spelling) -> None:
    typed(spelling, "ni")
    assert [spelling.erase(), spelling.erase(), spelling.erase()] == [True, True, False]
    assert spelling.candidates == NOTHING


def test_no_more_letters_are_taken_than_an_engine_reads(spelling: Spelling) -> None:
    typed(spelling, "a" * 100)
    assert spelling.composed == "a" * MOST_LETTERS


def test_each_stroke_has_its_candidates_and_a_chosen_character_empties_the_field(drawing: Drawing) -> None:
    drawing.add(STROKE)
    assert drawing.candidates.words[0] == "一"
    drawing.add(STROKE)
    assert drawing.candidates.words[0] == "十"
    assert drawing.choose("七") == "七"
    assert (drawing.composed, drawing.candidates) == ((), NOTHING)


def test_deleting_takes_the_last_stroke_back(drawing: Drawing) -> None:
    drawing.add(STROKE)
    drawing.add(STROKE)
    assert drawing.erase()
    assert drawing.candidates.words[0] == "一"
    assert drawing.erase()
    assert not drawing.erase()


def test_a_scribble_of_many_strokes_ends_somewhere_and_is_no_word(drawing: Drawing) -> None:
    for _ in range(100):
        drawing.add(STROKE)
    assert len(drawing.composed) == MOST_STROKES
    assert drawing.finish() == []
    assert drawing.composed == ()
