"""Where lines end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.wrap import NOT_FIRST, wrap


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


@pytest.mark.parametrize("width", [0, 0.1, 1])
def test_no_room_is_no_error(width: float) -> None:
    assert "".join(wrap("请稍等", width, measure)) == "请稍等"


@given(st.text(alphabet="请您号窗口，。 ab12·–（）", min_size=1, max_size=40), st.floats(min_value=1, max_value=30))
def test_nothing_is_lost_but_space_and_dots_at_the_ends_of_lines(text: str, width: float) -> None:
    kept = "".join(wrap(text, width, measure))
    assert kept.replace(" ", "").replace("·", "") == text.replace(" ", "").replace("·", "")
