"""What a screen must still say where room is short, and where it says it."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple

import pytest

from tests.screens.probe import said_by
from tests.screens.specimen import MACHINE, PAD, WINDOW


class Said(NamedTuple):
    """One paragraph on a picture."""

    text: str
    px: int
    left: float
    bottom: float
    right: float
    top: float


@cache
def pictures(size: str, only: str) -> dict[str, list[Said]]:
    """By picture, everything it says."""
    found: dict[str, list[list[object]]] = json.loads(said_by("tests.screens.said_probe", size, only).splitlines()[-1])
    assert found
    return {name: [Said(*one) for one in said] for name, said in found.items()}  # type: ignore[arg-type]


def on(size: str, specimen: str, mode: str, language: str) -> list[Said]:
    return pictures(size, specimen)[f"{specimen}--{mode}--{language}--{size.rsplit('-', maxsplit=1)[-1]}"]


def texts(size: str, specimen: str, mode: str, language: str) -> list[str]:
    return [one.text for one in on(size, specimen, mode, language)]


@pytest.mark.parametrize("mode", ["normal", "elder", "contrast", "low"])
@pytest.mark.parametrize("size", PAD)
def test_whoever_reviews_reads_in_every_mode_that_the_clerk_does_not_see_it(size: str, mode: str) -> None:
    assert "评价自愿，窗口人员看不到您的选择" in texts(size, "pad-faces", mode, "zh_CN")
    assert "Optional; the clerk cannot see it" in texts(size, "pad-faces", mode, "en")


@pytest.mark.parametrize("mode", ["normal", "elder", "contrast", "low"])
@pytest.mark.parametrize("size", PAD)
def test_whoever_does_not_want_to_review_can_say_so_in_every_mode(size: str, mode: str) -> None:
    assert "不评价" in texts(size, "pad-faces", mode, "zh_CN")
    assert "No review" in texts(size, "pad-faces", mode, "en")


@pytest.mark.parametrize("specimen", ["pad-reasons-bad", "pad-reasons-asked", "pad-reasons-good"])
@pytest.mark.parametrize("size", PAD)
def test_an_elder_turns_few_pages_to_find_a_reason(size: str, specimen: str) -> None:
    """Eight reasons: four or more a page in Chinese, three or more in English."""
    assert "更多 1/2" in texts(size, specimen, "elder", "zh_CN")
    assert "More 1/3" in texts(size, specimen, "elder", "en")


@pytest.mark.parametrize("size", PAD)
@pytest.mark.parametrize(
    ("specimen", "zh", "en"),
    [
        ("pad-reasons-bad", "「不满意」：哪里没做好？", "Dissatisfied: why?"),
        ("pad-reasons-asked", "「非常不满意」：请选一项或写几句", "Very dissatisfied: please say why"),
        ("pad-reasons-good", "「非常满意」：哪些好？可以不选", "Very satisfied: any reasons?"),
    ],
)
def test_an_elder_who_says_why_reads_the_level_that_was_chosen(size: str, specimen: str, zh: str, en: str) -> None:
    assert zh in texts(size, specimen, "elder", "zh_CN")
    assert en in texts(size, specimen, "elder", "en")


@pytest.mark.parametrize("size", PAD)
@pytest.mark.parametrize("specimen", ["pad-paused", "pad-closed"])
def test_an_elder_before_a_window_that_does_not_serve_reads_where_to_go(size: str, specimen: str) -> None:
    assert "号码仍然有效，请到咨询台询问。" in texts(size, specimen, "elder", "zh_CN")
    assert "Number valid. Ask the advice desk." in texts(size, specimen, "elder", "en")


@pytest.mark.parametrize("size", WINDOW)
@pytest.mark.parametrize(("language", "word"), [("zh_CN", "暂停服务"), ("en", "Paused")])
def test_a_paused_window_says_so_larger_than_anything_else(size: str, language: str, word: str) -> None:
    own, *rest = sorted(on(size, "window-paused", "normal", language), key=lambda one: one.text != word)
    assert own.text == word
    others = [one for one in rest if one.text not in {"3", "号窗口", "Window"}]  # on the red field
    assert own.px >= 2 * max(one.px for one in others)


def test_people_are_sent_to_windows_by_that_word() -> None:
    said = "\n".join(texts("window-1280x720", "window-paused", "normal", "en"))
    assert "go to windows 1, 2" in said


@pytest.mark.parametrize("size", WINDOW)
@pytest.mark.parametrize(("language", "words"), [("zh_CN", "请等候叫号"), ("en", "Please wait for your call")])
def test_a_window_without_a_number_asks_to_wait_and_does_not_call_itself_free(
    size: str, language: str, words: str
) -> None:
    said = on(size, "window-free", "normal", language)
    assert not [one.text for one in said if "空闲" in one.text or "Free" in one.text]
    px = {one.text: one.px for one in said}
    kind = next(text for text in px if text in {"综合咨询", "Advice"})
    assert px[words] > px[kind]


@pytest.mark.parametrize("mode", ["normal", "elder", "low"])
@pytest.mark.parametrize("size", MACHINE)
def test_the_code_for_staff_stands_apart_from_what_the_citizen_reads(size: str, mode: str) -> None:
    said = on(size, "machine-booking-early", mode, "zh_CN")
    code = next(one for one in said if one.text == "appointment.early")
    above = [one for one in said if one.left < code.left and one.bottom > code.top]
    last = min(above, key=lambda one: one.bottom)
    assert code.left > last.left, "to the right"
    assert last.bottom - code.top > code.px, "with air between"


@pytest.mark.parametrize("size", MACHINE)
def test_who_pages_through_the_queues_reads_which_page_of_how_many(size: str) -> None:
    said = texts(size, "machine-home", "elder", "zh_CN")
    assert any(re.fullmatch(r"1 / [2-9]", text) for text in said)


def test_an_elder_finds_checking_in_on_the_first_of_two_pages_of_a_lying_machine() -> None:
    said = texts("1920x1080", "machine-home", "elder", "zh_CN")
    assert {"1 / 2", "社保医保", "民政残联", "综合咨询", "签到、取件"} <= set(said)


@pytest.mark.parametrize("size", MACHINE)
def test_a_machine_of_a_closed_hall_does_not_invite_to_take_a_number(size: str) -> None:
    assert "请触摸屏幕，开始取号" not in texts(size, "machine-idle-closed", "normal", "zh_CN")


@pytest.mark.parametrize("specimen", ["machine-closed-full-day", "machine-full-full-day"])
@pytest.mark.parametrize("size", MACHINE)
def test_who_comes_outside_the_hours_reads_of_delayed_service(size: str, specimen: str) -> None:
    assert "延时服务时间：12:00–13:30" in texts(size, specimen, "normal", "zh_CN")


@pytest.mark.parametrize("size", MACHINE)
@pytest.mark.parametrize("mode", ["elder", "elder-low"])
def test_an_elder_without_a_ticket_is_told_to_scan_the_code(size: str, mode: str) -> None:
    told = "号票没有打印出来。请扫码、拍照或记下号码，号码有效。"
    assert told in texts(size, "machine-number-unprinted", mode, "zh_CN")
    assert not any("扫码" in text for text in texts(size, "machine-number", mode, "zh_CN")), "it is on the paper"
