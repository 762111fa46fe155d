"""The interface in two languages."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from domain.config import Text
from domain.number_machine.effects import PrintTicket
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.views.catalogue import TicketWay
from kiosk.number_machine.paper import ticket_paper
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.message_words import message_of
from program.speech import Speaker, catalogue, read_po
from tests.journeys.machine_sample import Walk
from tests.journeys.machine_sample import catalogue as hall

ROOT = Path(__file__).parents[2]


SAY, SAY_ENGLISH = Speaker(), Speaker("en")


def test_chinese_is_the_source() -> None:
    assert SAY("返回") == "返回"
    assert SAY.count("前面 {n} 人", 1) == "前面 1 人"


def test_english_has_one_and_many() -> None:
    assert SAY_ENGLISH("返回") == "Back"
    assert SAY_ENGLISH.count("前面 {n} 人", 1) == "1 person ahead"
    assert SAY_ENGLISH.count("前面 {n} 人", 3) == "3 people ahead"


def test_a_text_without_translation_is_shown_as_it_is() -> None:
    assert SAY_ENGLISH("没有译文的话") == "没有译文的话"


def test_an_unknown_language_falls_back_to_the_source() -> None:
    assert Speaker("xx")("返回") == "返回"


def test_texts_of_the_hall_follow_the_language() -> None:
    text = Text(zh="社保", en="Social security")
    assert SAY(text) == "社保"
    assert SAY_ENGLISH(text) == "Social security"
    assert SAY_ENGLISH(Text(zh="社保", en="")) == "社保"
    assert SAY_ENGLISH(None) == ""


def test_a_pair_of_texts_of_the_hall_has_one_for_one_and_one_for_several() -> None:
    pair = (Text(zh="{n} 人", en="{n} person"), Text(zh="{n} 人", en="{n} people"))
    assert [SAY_ENGLISH.count(pair, n) for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]


def test_names_are_filled_in_only_where_they_are_given() -> None:
    assert SAY("约 {n} 分钟", n=5) == "约 5 分钟"
    assert SAY("约 {n} 分钟") == "约 {n} 分钟"


def test_a_paper_speaks_its_own_language_while_the_screen_speaks_another() -> None:
    walk = (
        Walk()
        .touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
        .hall_answers()
    )
    on_screen = MachineNow(replace(walk.state, help=True), 0)
    for_english = replace(walk.last(PrintTicket), language="en", copy=True)
    for_chinese = replace(for_english, language="zh_CN")
    with ThreadPoolExecutor(max_workers=1) as printing:
        papers = printing.map(lambda one: ticket_paper(one, hall()), [for_english, for_chinese] * 50)
        titles = {message_of(on_screen).title for _ in range(100)}
        notes = [paper.note for paper in papers]
    assert titles == {"需要帮忙吗？"}
    assert notes == ["Reprint", "补打"] * 50


def test_entries_may_go_over_several_lines_and_hold_quotes() -> None:
    assert read_po('msgid ""\n"a\\n"\n"\\"b\\""\nmsgstr "c"\n') == {'a\n"b"': ("c",)}


def test_every_text_of_the_interface_is_translated_and_none_is_left_over() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts/translations"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_layout_says_nothing_itself() -> None:
    layouts = [path for program in ("kiosk", "review_pad", "e_screen") for path in (ROOT / program).rglob("*.kv")]
    assert layouts
    for path in layouts:
        assert path.read_text(encoding="utf-8").isascii(), f"{path.name} has a text that no language but one would show"


def test_english_has_no_chinese_in_it() -> None:
    for source, forms in catalogue("en").items():
        for form in forms:
            assert all(char < "\u2e80" or char in "–…→" for char in form), source


def test_nobody_is_shouted_at() -> None:
    for source, forms in catalogue("en").items():
        assert not any(mark in text for mark in "!！" for text in (source, *forms))
