"""Where lines end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.typeface.chinese import WORDS
from kiosk.typeface.wrap import NOT_FIRST, wrap


def measure(text: str) -> float:
    return sum(1.0 if char >= "\u2e80" else 0.5 for char in text)


def test_a_short_text_stays_on_one_line() -> None:
    assert wrap("您要办什么？", 10, measure) == ["您要办什么？"]


def test_a_line_never_begins_with_a_closing_mark() -> None:
    for width in range(3, 20):
        for line in wrap("请到休息区等候，叫到您时大屏幕会显示。大厅不广播。", width, measure):
            assert line[0] not in NOT_FIRST


def test_a_line_rather_ends_at_a_mark() -> None:
    assert wrap("身份证、居住证、户口迁移", 8, measure) == ["身份证、居住证、", "户口迁移"]


def test_people_ahead_and_minutes_part_at_the_dot_which_goes() -> None:
    assert wrap("前面 3 人 · 约 10–15 分钟", 8, measure) == ["前面 3 人", "约 10–15 分钟"]


def test_no_character_is_left_alone_on_the_last_line() -> None:
    assert len(wrap("您属于以下情况吗？", 8, measure)[-1]) > 2


def test_english_breaks_between_words() -> None:
    lines = wrap("Please wait in the lounge until you are called.", 9, measure)
    assert " ".join(lines) == "Please wait in the lounge until you are called."


def test_a_word_wider_than_the_line_stands_alone() -> None:
    assert wrap("A very unreasonably long word", 4, measure)[1] == "unreasonably"


def test_a_telephone_number_is_one_word() -> None:
    for width in range(7, 13):
        assert any("010-6400 0000" in line for line in wrap("预约电话 010-6400 0000", width, measure))


def test_a_telephone_number_wider_than_the_line_parts_at_its_space() -> None:
    assert wrap("010-6400 0000", 5, measure) == ["010-6400", "0000"]


def test_a_date_and_a_figure_with_its_unit_stay_together() -> None:
    assert wrap("11 月 23 日 9:00 开始取号", 8, measure) == ["11 月 23 日", "9:00 开始取号"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("您属于以下情况吗？", 7, ["您属于以下", "情况吗？"]),
        ("手里的号票请不要再用。", 7.5, ["手里的号票", "请不要再用。"]),
        ("请换身份证或社会保障卡。", 7.5, ["请换身份证", "或社会保障卡。"]),
        ("请到咨询台，工作人员会帮您取号、办事。", 16, ["请到咨询台，", "工作人员会帮您取号、办事。"]),
        ("请取走屏幕下方的号票。", 7.5, ["请取走屏幕", "下方的号票。"]),
        ("残障人士", 3, ["残障", "人士"]),
    ],
)
def test_a_chinese_word_is_kept_whole_where_there_is_another_place(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, measure) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("12 people ahead · about 36–60 min", 10, ["12 people ahead", "about 36–60 min"]),
        ("Please use another card, or go on without one.", 13, ["Please use another card,", "or go on without one."]),
        ("For questions, go to the advice desk.", 12.5, ["For questions,", "go to the advice desk."]),
        ("Booking by phone 010-6400 0000", 10, ["Booking by phone", "010-6400 0000"]),
        ("Numbers from today 10:00", 10, ["Numbers", "from today 10:00"]),
    ],
)
def test_an_english_line_ends_where_a_speaker_pauses(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, measure) == lines


def test_where_there_is_room_a_line_more_is_rather_taken_than_a_word_broken() -> None:
    text = "同样内容的证明材料被要求多次提交"
    assert len(wrap(text, 8, measure)) == 2
    assert wrap(text, 8, measure, whole=True) == ["同样内容的", "证明材料被要求", "多次提交"]
    assert wrap("您属于以下情况吗？", 7, measure, whole=True) == wrap("您属于以下情况吗？", 7, measure)


def test_a_word_too_wide_for_the_paper_is_broken_where_it_must_be() -> None:
    lines = wrap("A very unreasonably long word", 4, measure, cut=True)
    assert all(measure(line) <= 4 for line in lines)
    assert "".join(lines).replace(" ", "") == "Averyunreasonablylongword"


def test_no_word_of_the_list_is_so_long_that_it_fills_a_line() -> None:
    assert all(1 < len(word) <= 5 for word in WORDS)


@pytest.mark.parametrize("width", [0, 0.1, 1])
def test_no_room_is_no_error(width: float) -> None:
    assert "".join(wrap("请稍等", width, measure)) == "请稍等"


@given(st.text(alphabet="请您号窗口，。 ab12·–（）", min_size=1, max_size=40), st.floats(min_value=1, max_value=30))
def test_nothing_is_lost_but_space_and_dots_at_the_ends_of_lines(text: str, width: float) -> None:
    kept = "".join(wrap(text, width, measure))
    assert kept.replace(" ", "").replace("·", "") == text.replace(" ", "").replace("·", "")
