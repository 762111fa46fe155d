"""The interface in two languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.config import Text
from kiosk.widgets.language import SOURCE, _, catalogue, counted, read_po, set_language, text_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    set_language(SOURCE)


def test_chinese_is_the_source() -> None:
    assert _("返回") == "返回"
    assert counted("前面 {n} 人", 1) == "前面 1 人"


def test_english_has_one_and_many() -> None:
    set_language("en")
    assert _("返回") == "Back"
    assert counted("前面 {n} 人", 1) == "1 person ahead"
    assert counted("前面 {n} 人", 3) == "3 people ahead"


def test_a_text_without_translation_is_shown_as_it_is() -> None:
    set_language("en")
    assert _("没有译文的话") == "没有译文的话"


def test_an_unknown_language_falls_back_to_the_source() -> None:
    set_language("xx")
    assert _("返回") == "返回"


def test_texts_of_the_hall_follow_the_language() -> None:
    text = Text(zh="社保", en="Social security")
    assert text_of(text) == "社保"
    set_language("en")
    assert text_of(text) == "Social security"
    assert text_of(Text(zh="社保", en="")) == "社保"


def test_entries_may_go_over_several_lines_and_hold_quotes() -> None:
    assert read_po('msgid ""\n"a\\n"\n"\\"b\\""\nmsgstr "c"\n') == {'a\n"b"': ("c",)}


def test_every_text_of_the_interface_is_translated_and_none_is_left_over() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts/translations"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_english_has_no_chinese_in_it() -> None:
    for source, forms in catalogue("en").items():
        for form in forms:
            assert all(char < "\u2e80" or char in "–…→" for char in form), source


def test_nobody_is_shouted_at() -> None:
    for source, forms in catalogue("en").items():
        assert not any(mark in text for mark in "!！" for text in (source, *forms))
