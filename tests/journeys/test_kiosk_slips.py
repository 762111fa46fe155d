"""What stands on a slip of the kiosk, and what a kiosk shows first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kiosk_sample import source
from machine_sample import catalogue, machine

from domain.config import Text
from domain.content.materials import merged
from domain.number_machine.state import Page
from domain.self_service.effects import GuideNotice, PrintSlip
from domain.views.business_names import BusinessName
from kiosk.hw.printer import HEADING
from kiosk.screens.self_service.notice_words import code_text, notice_lines
from kiosk.self_service.first_state import within
from kiosk.self_service.slips import slip_paper
from kiosk.terminal.terminal_file import read_terminal
from program.speech import Speaker

ITEM = "old-age-allowance"


@pytest.mark.parametrize(("language", "hall"), [("zh_CN", "龙冈街道政务服务中心"), ("en", "Longgang Service Centre")])
def test_a_notice_says_whose_it_is_of_which_day_and_all_its_lines(language: str, hall: str) -> None:
    guides = {ITEM: source().guides[ITEM]}
    notice = GuideNotice(
        guides=tuple(guides.values()),
        needed=merged(guides, [ITEM]),
        names=source().materials,
        day=date(2026, 11, 21),
    )
    paper = slip_paper(PrintSlip("t", notice, language), catalogue())
    assert paper.hall == hall
    assert paper.title == Speaker(language)("一次性告知单")
    assert "2026-11-21" in paper.time
    assert paper.hotline == Speaker(language)("热线 {number}", number="12345")
    assert paper.name.startswith("notice-")
    lines = [line for line in notice_lines(Speaker(language), notice) if line.text]
    assert [line.removeprefix(HEADING) for line in paper.lines] == [line.text for line in lines]
    assert [line.startswith(HEADING) for line in paper.lines] == [line.heading for line in lines]
    assert {line.heading for line in lines} == {True, False}


def test_what_is_needed_in_some_cases_only_says_so_on_paper_and_in_the_code() -> None:
    guides = {ITEM: source().guides[ITEM]}
    notice = GuideNotice(
        guides=tuple(guides.values()), needed=merged(guides, [ITEM]), names=source().materials, day=date(2026, 11, 21)
    )
    cases = [case for one in notice.needed for case in one.when]
    assert cases
    for language in ("zh_CN", "en"):
        say = Speaker(language)
        only = [say("仅限：{when}", when=say(case)) for case in cases]
        assert [line.text for line in notice_lines(say, notice) if line.text in only] == only
    long = replace(notice, needed=tuple(replace(one, notes=(case_of_many_words(),) * 40) for one in notice.needed))
    assert Speaker("zh_CN")(cases[0]) in code_text(Speaker("zh_CN"), long), "a shorter code leaves out notes alone"


def case_of_many_words() -> Text:
    return Text(zh="到窗口再说一遍也可以", en="You may say so at the window as well")


def test_a_kiosk_shows_home_first_with_the_businesses_of_its_hall(tmp_path: Path) -> None:
    file = tmp_path / "terminal.toml"
    kiosk = 'hall = "h"\ndevice = "m1"\n[broker]\nhost = "h"\n[kiosk]\nbusinesses = ["map", "ticket"]\n'
    file.write_text(f'data = "{tmp_path}"\n{kiosk}')
    state = within(read_terminal(file))(replace(machine(), page=Page.IDLE))
    assert state.businesses == (BusinessName.MAP, BusinessName.TICKET)
    assert state.machine == replace(machine(), page=Page.HOME)
    assert state.at_rest
