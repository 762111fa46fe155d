"""The bench's paper: its text is read back by an independent program; nothing is cut off."""

from __future__ import annotations

import itertools
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bench.picture_printer import PicturePrinter
from kiosk.hw.paper_picture import PRINTABLE_DOTS, draw_ticket, lines_of, sizes
from kiosk.hw.printer import TicketPaper
from kiosk.typeface.wrap import NOT_FIRST, NOT_LAST

CHINESE = TicketPaper(
    hall="月坛街道政务服务中心",
    number="A012",
    queue="社会保险 · 医疗保险",
    ahead="前面还有 3 人，约 10–15 分钟",
    time="2026-11-21 09:30",
    guide="请备好：本人身份证原件、社会保障卡；代办的请带委托书和双方身份证。",
    rule="过号请到咨询台，为您安排靠前的位置。",
    qr="https://zw.example.cn/q/yuetan/0198f3c2-7b1e-7000-8000-3f2a9d1c5b7e",
    qr_caption="扫码查看前面还有几人，办完后可以评价",
    hotline="12345",
)
LONG = replace(
    CHINESE,
    hall="Beijing Economic-Technological Development Area Government Service Centre, Rongchang East Street branch",
    queue="Donaudampfschifffahrtsgesellschaftskapitaensangelegenheiten",
    number="AB000123456",
    guide="请备好" * 60,
    note="Issued offline - this number is valid",
)


def zbarimg(path: Path) -> list[str]:
    done = subprocess.run(["zbarimg", "-q", "--raw", str(path)], check=True, capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize("paper_mm", [80, 58])
@pytest.mark.parametrize("paper", [CHINESE, LONG], ids=["chinese", "long"])
def test_a_phone_reads_the_code_on_the_ticket(tmp_path: Path, paper: TicketPaper, paper_mm: int) -> None:
    PicturePrinter(tmp_path, paper_mm=paper_mm).print(paper)
    (picture,) = tmp_path.glob("*.png")
    assert zbarimg(picture) == [CHINESE.qr]


@pytest.mark.parametrize("paper_mm", [80, 58])
@pytest.mark.parametrize("paper", [CHINESE, LONG], ids=["chinese", "long"])
def test_nothing_touches_the_edge_of_the_paper(paper: TicketPaper, paper_mm: int) -> None:
    """What is cut off leaves ink in the outermost column or row."""
    ink = ImageChops.invert(draw_ticket(paper, PRINTABLE_DOTS[paper_mm])).getbbox()
    size = sizes(PRINTABLE_DOTS[paper_mm])
    assert ink is not None
    left, top, right, bottom = ink
    height = draw_ticket(paper, PRINTABLE_DOTS[paper_mm]).height
    assert left >= size.margin - 3
    assert right <= size.width - size.margin + 3
    assert top > 0
    assert bottom < height


@pytest.mark.parametrize("paper_mm", [80, 58])
def test_the_number_is_four_times_as_high_as_the_body(paper_mm: int) -> None:
    assert sizes(PRINTABLE_DOTS[paper_mm]).number == 4 * sizes(PRINTABLE_DOTS[paper_mm]).body
    bare = TicketPaper(hall="", number="", queue="", ahead="", time="")
    with_number = draw_ticket(replace(bare, number="A012"), PRINTABLE_DOTS[paper_mm])
    with_body = draw_ticket(replace(bare, ahead="A012"), PRINTABLE_DOTS[paper_mm])
    assert ink_rows(with_number) == pytest.approx(4 * ink_rows(with_body), rel=0.1)


def ink_rows(picture: Image.Image) -> int:
    """Rows of the tallest run of ink: the text, not the dashed rules."""
    rows = [picture.crop((0, row, picture.width, row + 1)).getextrema()[0] < 128 for row in range(picture.height)]
    return max(len(list(run)) for dark, run in itertools.groupby(rows) if dark)


def test_pictures_are_whole_files_and_only_the_newest_are_kept(tmp_path: Path) -> None:
    ticks = itertools.count(1_000)
    printer = PicturePrinter(tmp_path, kept=3, clock_ns=lambda: next(ticks))
    for count in range(1, 6):
        printer.print(replace(CHINESE, number=f"A00{count}"))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [name.split("-")[1] for name in names] == ["A003.png", "A004.png", "A005.png"]
    for path in tmp_path.iterdir():
        with Image.open(path) as picture:
            picture.load()


def test_a_number_cannot_name_a_file_outside_the_folder(tmp_path: Path) -> None:
    PicturePrinter(tmp_path / "paper").print(replace(CHINESE, number="../../A1"))
    assert [path.parent for path in tmp_path.rglob("*.png")] == [tmp_path / "paper"]


@given(st.text(alphabet="请备好身份证，。（）abc def-12 ", max_size=80), st.integers(4, 30))
@settings(max_examples=300, deadline=None)
def test_wrapping_loses_nothing_and_keeps_to_the_width(words: str, width: int) -> None:
    def length(text: str) -> int:
        return sum(2 if letter > "\x7f" else 1 for letter in text)

    lines = lines_of(words, width, length)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(length(line) <= width for line in lines)


def test_punctuation_stays_where_chinese_typesetting_wants_it() -> None:
    lines = lines_of("请带身份证（原件），社保卡（原件），谢谢。", 6, len)
    assert len(lines) > 1
    assert not any(line[0] in NOT_FIRST or line[-1] in NOT_LAST for line in lines)
