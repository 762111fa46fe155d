"""The bytes of a ticket: drawn by an interpreter, read back by zbarimg and tesseract, compared with python-escpos."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from escpos.printer import Dummy
from escpos_paper import Paper
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.hw.printer import TicketPaper
from kiosk.hw.ticket_bytes import FEED_TO_TEAR, PART_CUT, PaperProfile, has_glyphs, profile_of, ticket_bytes
from kiosk.hw.wiring import Glyphs

STANDARD = TicketPaper(
    hall="月坛街道政务服务中心",
    number="A012",
    queue="社会保险",
    ahead="前面还有 3 人，约 10–15 分钟",
    time="2026-11-21 09:30",
    guide="请备好：本人身份证原件、社会保障卡；代办的请带委托书和双方身份证。",
    rule="过号请到咨询台，为您安排靠前的位置。",
    qr="https://zw.example.cn/q/yuetan/0198f3c2-7b1e-7000-8000-3f2a9d1c5b7e",
    qr_caption="扫码查看前面还有几人，办完后可以评价",
    code="自助机评价码：482 917",
    hotline="12345",
)
ENGLISH = replace(
    STANDARD,
    hall="Yuetan Subdistrict Government Service Centre",
    queue="Social insurance",
    ahead="3 people ahead of you, about 10–15 minutes",
    guide="Please have ready: your identity card and your social-security card.",
    rule="If you miss your call, please go to the information desk.",
    qr_caption="Scan to see how many people are ahead",
)
WIDE, NARROW = PaperProfile(), PaperProfile(dots=384)


def printed(paper: TicketPaper, profile: PaperProfile) -> Paper:
    """The paper that comes out; all bytes have been understood."""
    mouth = Paper(profile.dots)
    data = ticket_bytes(paper, profile)
    assert mouth.feed(data) == len(data)
    assert len(mouth.tickets) == 1
    assert not mouth.hangs
    return mouth


def read_text(picture: Image.Image, path: Path) -> str:
    """What tesseract reads, at sizes that suit small and large print."""
    text = ""
    for scale in (2, 1, 0.5):
        picture.resize((int(picture.width * scale), int(picture.height * scale))).save(path)
        command = ["tesseract", str(path), "-", "-l", "chi_sim", "--psm", "4"]
        one_core = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=one_core)
        text += "".join(done.stdout.split()) + "\n"
    return text


def share_read(words: str, text: str) -> float:
    """How much of `words` stands in `text` in one piece or in pieces in order; a reader errs in a stroke or two."""
    words = unicodedata.normalize("NFKC", words.replace(" ", ""))
    lines = [unicodedata.normalize("NFKC", line) for line in text.splitlines()]
    matchers = [SequenceMatcher(None, line, words, autojunk=False) for line in lines]
    return max(sum(block.size for block in matcher.get_matching_blocks()) for matcher in matchers) / len(words)


def read_codes(picture: Image.Image, path: Path) -> list[str]:
    picture.save(path)
    done = subprocess.run(["zbarimg", "-q", "--raw", str(path)], check=True, capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize("paper", [STANDARD, ENGLISH], ids=["chinese", "english"])
def test_the_standard_ticket_is_at_most_700_bytes(paper: TicketPaper) -> None:
    assert len(ticket_bytes(paper, WIDE)) <= 700
    assert len(ticket_bytes(paper, NARROW)) <= 700


@pytest.mark.parametrize(
    "profile",
    [WIDE, NARROW, replace(WIDE, glyphs=Glyphs.NONE), replace(NARROW, qr=False, cut=FEED_TO_TEAR)],
    ids=["80 mm", "58 mm", "picture", "58 mm without QR"],
)
def test_a_phone_and_a_reader_of_chinese_read_the_paper(tmp_path: Path, profile: PaperProfile) -> None:
    mouth = Paper(profile.dots)
    mouth.feed(ticket_bytes(STANDARD, profile) + (b"" if profile.cut == PART_CUT else PART_CUT))
    (ticket,) = mouth.tickets
    assert read_codes(ticket, tmp_path / "code.png") == [STANDARD.qr]
    text = read_text(ticket, tmp_path / "text.png")
    assert STANDARD.number in text
    for words in (STANDARD.hall, STANDARD.queue, STANDARD.ahead, STANDARD.guide, STANDARD.code, STANDARD.rule, "12345"):
        assert share_read(words, text) >= 0.75, (words, text)


def test_the_text_on_the_paper_is_the_text_of_the_ticket() -> None:
    """Nothing lost at any line's end, whatever the width."""
    for profile in (WIDE, NARROW):
        (lines,) = printed(STANDARD, profile).texts
        joined = "".join(lines).replace(" ", "")
        for words in (STANDARD.hall, STANDARD.number, STANDARD.queue, STANDARD.ahead, STANDARD.guide, STANDARD.rule):
            assert words.replace(" ", "") in joined


def test_the_colon_survives() -> None:
    """The library's own text() turns a lone full-width colon into a question mark."""
    (lines,) = printed(replace(STANDARD, guide="："), WIDE).texts
    assert "：" in lines


def test_only_the_line_with_a_rare_character_is_drawn(tmp_path: Path) -> None:
    rare = replace(STANDARD, hall="㙍头镇政务服务中心")
    mouth = printed(rare, WIDE)
    (lines,) = mouth.texts
    assert "A012" in lines
    assert not any("㙍" in line for line in lines)
    assert share_read("镇政务服务中心", read_text(mouth.tickets[0], tmp_path / "text.png")) > 0.8
    assert len(ticket_bytes(rare, WIDE)) < 6000


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("月坛·A1", {Glyphs.GB2312, Glyphs.GBK, Glyphs.GB18030}),
        ("朱镕基", {Glyphs.GBK, Glyphs.GB18030}),
        ("㙍头", {Glyphs.GB18030}),
        ("𠮷野家", set()),
        ("好\x1b@", set()),
    ],
)
def test_each_font_holds_what_its_standard_holds(words: str, held: set[Glyphs]) -> None:
    assert {glyphs for glyphs in Glyphs if glyphs is not Glyphs.NONE and has_glyphs(words, glyphs)} == held


@pytest.mark.parametrize("number", ["A1", "A012", "AB0123", "AB01234567890"])
@pytest.mark.parametrize("profile", [WIDE, NARROW], ids=["80 mm", "58 mm"])
def test_a_number_of_any_length_stays_in_one_line(number: str, profile: PaperProfile) -> None:
    (lines,) = printed(replace(STANDARD, number=number), profile).texts
    assert number in lines


def test_the_commands_are_those_of_an_independent_encoder() -> None:
    ours = ticket_bytes(STANDARD, WIDE)
    theirs = Dummy(profile="NT-80-V-UL")
    theirs.qr(STANDARD.qr, size=5, ec=1, model=2, native=True, center=False)
    assert theirs.output.removesuffix(b"\n") in ours
    theirs = Dummy(profile="NT-80-V-UL")
    theirs.set(align="center", custom_size=True, width=4, height=4)
    for command in (b"\x1b\x61\x01", b"\x1d\x21\x33"):
        assert command in theirs.output
        assert command in ours


def test_a_picture_is_encoded_as_an_independent_encoder_does() -> None:
    ours = ticket_bytes(STANDARD, replace(WIDE, glyphs=Glyphs.NONE))
    theirs = Dummy(profile="NT-80-V-UL")
    strip = Image.frombytes("1", (576, 240), ours[13 : 13 + 72 * 240]).point(lambda ink: not ink)
    theirs.image(strip, impl="bitImageRaster")
    assert ours[5 : 13 + 72 * 240] == theirs.output


def test_profiles_of_the_library_decide_width_knife_and_codes() -> None:
    assert profile_of("NT-80-V-UL", Glyphs.GBK) == PaperProfile(dots=576, qr=True, cut=PART_CUT, glyphs=Glyphs.GBK)
    assert profile_of("POS-5890", Glyphs.GB2312) == PaperProfile(
        dots=384, qr=False, cut=FEED_TO_TEAR, glyphs=Glyphs.GB2312
    )
    with pytest.raises(KeyError):
        profile_of("no such printer", Glyphs.GBK)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@given(texts, texts, texts, st.sampled_from(list(Glyphs)))
@settings(max_examples=60, deadline=None)
def test_no_text_can_command_the_printer(hall: str, queue: str, guide: str, glyphs: Glyphs) -> None:
    """Control characters and escape sequences in a configuration stay text, or are drawn."""
    profile = PaperProfile(dots=384, glyphs=glyphs)
    printed(replace(STANDARD, hall=hall, queue=queue, guide=guide), profile)
