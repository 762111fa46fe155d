"""Writing on the citizen's screen, as a finger does it: by hand and in pinyin, with the machine's own engines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.screens.probe import said_by


@pytest.fixture(scope="module")
def stories() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(said_by("tests.screens.write_probe"))
    return found


def test_a_character_drawn_stroke_by_stroke_becomes_one_of_the_text(stories: dict[str, dict[str, Any]]) -> None:
    story = stories["by_hand"]
    assert {"句子", "手写", "拼音"} <= set(story["at first"])
    assert story["十 is offered"]
    assert story["after 一"] == ["一", 0, False]


def test_ink_is_there_as_the_finger_lands_and_a_second_finger_draws_none(stories: dict[str, dict[str, Any]]) -> None:
    story = stories["by_hand"]
    assert [story["ink as the finger lands"], story["ink of two fingers"], story["ink after 清除"]] == [1, 1, 0]


def test_deleting_takes_the_last_stroke_first_and_then_the_text(stories: dict[str, dict[str, Any]]) -> None:
    story = stories["by_hand"]
    assert story["一 is offered"]
    assert story["after a mark"] == ["一十，", 0]
    assert story["after 删除"] == "一十"


def test_nothing_is_sent_that_was_not_seen_in_the_text(stories: dict[str, dict[str, Any]]) -> None:
    story = stories["by_hand"]
    assert story["after 提交"] == ["一十一", []]
    assert story["after 提交 again"] == ["一十一"]


def test_letters_are_seen_as_they_are_typed_and_become_the_word_that_is_touched(
    stories: dict[str, dict[str, Any]],
) -> None:
    story = stories["in_pinyin"]
    assert story["typed"] == ["ni hao", "", True]
    assert story["after 删除"] == "ni ha"
    assert story["after 你"] == ["你", "hao"]
    assert story["after 空格"] == "你好"


def test_more_words_are_a_touch_away_and_a_digit_takes_the_best_word_with_it(
    stories: dict[str, dict[str, Any]],
) -> None:
    story = stories["in_pinyin"]
    assert story["更多"] == [True, "你好"]
    assert story["after 1"] == "你好没1"
    assert story["sent"] == ["你好没1"]


def test_what_somebody_left_unfinished_is_gone_for_the_next_one(stories: dict[str, dict[str, Any]]) -> None:
    story = stories["nobodys"]
    assert story["another way"] == [0, False]
    assert story["review"] is True
    assert story["after the time-out"] == ["", False, [0, 0]]
    assert story["known to the screen"] == "None"
    assert story["the next one"] == ["", False, False]
    assert story["another session"] == [0, False, False]


def test_each_look_offers_what_there_is_room_for(stories: dict[str, dict[str, Any]]) -> None:
    story = stories["in_other_looks"]
    ways = {"句子", "手写", "拼音", "键盘", "Sentences", "By hand", "Pinyin", "Keyboard"}
    offered = {look: ways & set(story[look]) for look in ("elder", "low", "english", "elder english")}
    assert offered == {"elder": {"手写"}, "low": {"手写"}, "english": {"Keyboard"}, "elder english": set()}
    text, buttons = story["written large"]
    assert text == "一"
    assert {"句子", "删除", "提交", "，", "。"} <= set(buttons)
    assert story["in English again"][0] is False
