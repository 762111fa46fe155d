"""Slips, the sheets that are no number: every printer prints them whole or says that it did not; the bytes are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from escpos_paper import Paper
from hypothesis import given, settings
from hypothesis import strategies as st
from printer_rigs import RIGS, PrinterRig
from test_ticket_bytes import read_codes, read_text, share_read

from domain.statuses import PrinterStatus
from kiosk.hw.printer import HEADING, NotPrinted, Printed, SlipPaper
from kiosk.hw.ticket_bytes import PaperProfile, slip_bytes
from kiosk.hw.wiring import Glyphs

NOTICE = SlipPaper(
    hall="月坛街道政务服务中心",
    title="一次性告知单",
    lines=(
        HEADING + "高龄老年人津贴",
        "1. 本人有效身份证（原件，复印件 1 份）",
        "2. 户口簿（原件，复印件 1 份）",
        HEADING + "请别人代办",
        "3. 代办人身份证（原件），以及本人签字的委托书，委托书上写明代办的事情和期限",
    ),
    time="2026-11-23 告知",
    qr="https://zw.example.cn/g/old-age-allowance",
    qr_caption="用手机扫这个码，可以再看一遍",
    hotline="12345",
)
ENGLISH = replace(
    NOTICE,
    hall="Yuetan Subdistrict Government Service Centre",
    title="What to bring",
    lines=(HEADING + "Allowance for people of advanced age", "1. Your identity card (original and one copy)"),
    qr_caption="Scan to read it again",
)
DRAWN = PaperProfile(glyphs=Glyphs.NONE)


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PrinterRig]:
    yield from RIGS[request.param](tmp_path)


def test_a_ready_printer_prints_a_whole_slip(rig: PrinterRig) -> None:
    assert rig.printer.print(NOTICE) == Printed(PrinterStatus.READY)
    assert rig.whole_tickets() == 1


def test_paper_that_ends_within_a_slip_is_said_and_the_next_roll_prints_it_whole(rig: PrinterRig) -> None:
    rig.end_paper_within_the_next_ticket()
    assert rig.printer.print(NOTICE) == NotPrinted(PrinterStatus.PAPER_OUT, started=True)
    assert rig.whole_tickets() == 0
    assert rig.printer.print(NOTICE) == NotPrinted(PrinterStatus.PAPER_OUT, started=False)
    rig.become(PrinterStatus.READY)
    assert rig.printer.print(NOTICE) == Printed(PrinterStatus.READY)
    assert rig.whole_tickets() >= 1, "a printer may first print what it still had of the one before"


# ---- the bytes


def printed(paper: SlipPaper, profile: PaperProfile) -> Paper:
    """The paper that comes out; all bytes have been understood."""
    mouth = Paper(profile.dots)
    data = slip_bytes(paper, profile)
    assert mouth.feed(data) == len(data)
    assert len(mouth.tickets) == 1
    assert not mouth.hangs
    return mouth


@pytest.mark.parametrize("profile", [PaperProfile(), PaperProfile(dots=384)], ids=["80 mm", "58 mm"])
@pytest.mark.parametrize("paper", [NOTICE, ENGLISH], ids=["chinese", "english"])
def test_every_word_of_a_slip_stands_on_the_paper_and_its_code_is_read(
    paper: SlipPaper, profile: PaperProfile, tmp_path: Path
) -> None:
    mouth = printed(paper, profile)
    (picture,), (said,) = mouth.tickets, mouth.texts
    text = "".join("".join(said).split())
    for words in (paper.hall, paper.title, paper.qr_caption, paper.time, paper.hotline, *paper.lines):
        assert "".join(words.removeprefix(HEADING).split()) in text
    assert read_codes(picture, tmp_path / "code.png") == [paper.qr]


def test_a_printer_without_chinese_gets_a_picture_that_can_be_read(tmp_path: Path) -> None:
    (picture,) = printed(NOTICE, DRAWN).tickets
    text = read_text(picture, tmp_path / "slip.png")
    for words in (NOTICE.title, *(line.removeprefix(HEADING)[:12] for line in NOTICE.lines)):
        assert share_read(words, text) >= 0.7, (words, text)
    assert read_codes(picture, tmp_path / "code.png") == [NOTICE.qr]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.text(max_size=60), max_size=12),
    st.text(max_size=30),
    st.sampled_from([PaperProfile(), PaperProfile(dots=384), DRAWN]),
)
def test_whatever_a_guide_says_a_slip_is_understood_and_cut_off(
    lines: list[str], title: str, profile: PaperProfile
) -> None:
    printed(replace(NOTICE, lines=tuple(lines), title=title), profile)


def test_a_slip_without_a_code_says_nothing_of_one() -> None:
    mouth = printed(replace(NOTICE, qr=""), PaperProfile())
    assert NOTICE.qr_caption not in "".join("".join(lines) for lines in mouth.texts)
    assert mouth.codes == []
