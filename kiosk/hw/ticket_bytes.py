"""A ticket as ESC/POS bytes: the printer's own fonts and its own QR code first, pictures only where it lacks them.

A ticket of text is some 500 bytes, a picture of one 50,000: at 9600 baud half a second against most of a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.hw import escpos_library
from kiosk.hw.paper_picture import draw_line, draw_qr, draw_slip, draw_ticket, lines_of, one_line
from kiosk.hw.printer import HEADING, Sheet, SlipPaper, TicketPaper
from kiosk.hw.wiring import Glyphs

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMN_DOTS = 12  # a Latin letter of font A; a Chinese character is two
RESET = b"\x1b\x40\x1d\x61\x00"  # ESC @; GS a 0: say nothing unasked
CHINESE = b"\x1c\x26"  # FS &: without it many printers take GB18030 for Latin letters
AIRY = b"\x1b\x33\x24"  # ESC 3: 36 dots from line to line
GAP = b"\x1b\x4a\x0c"  # ESC J: 12 dots
LEFT, CENTRE = b"\x1b\x61\x00", b"\x1b\x61\x01"
BOLD, LIGHT = b"\x1b\x45\x01", b"\x1b\x45\x00"
REVERSED, NORMAL = b"\x1d\x42\x01", b"\x1d\x42\x00"
PART_CUT, FULL_CUT = b"\x1d\x56\x42\x00", b"\x1d\x56\x41\x00"  # feed to the knife, then cut
FEED_TO_TEAR = b"\x1b\x64\x05"
NUMBER_SIZE = 4
QR_DOT = 5  # dots per module
RASTER_BAND = 240  # rows; small printers buffer no more
EM_DOTS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperProfile:
    """What a printer can do: `dots` across, its own QR codes, its knife (or none), the Chinese of its font."""

    dots: int = 576
    qr: bool = True
    cut: bytes = PART_CUT
    glyphs: Glyphs = Glyphs.GBK


def profile_of(name: str, glyphs: Glyphs) -> PaperProfile:
    """The profile that python-escpos has under `name`. Raises `KeyError` for one it has not."""
    escpos_library.load()
    from escpos.capabilities import get_profile

    known = get_profile(name)
    width = known.profile_data["media"]["width"]["pixels"]
    cut = PART_CUT if known.supports("paperPartCut") else FULL_CUT if known.supports("paperFullCut") else FEED_TO_TEAR
    return PaperProfile(
        dots=width if isinstance(width, int) else PaperProfile().dots,
        qr=known.supports("qrCode"),
        cut=cut,
        glyphs=glyphs,
    )


def ticket_bytes(paper: TicketPaper, profile: PaperProfile) -> bytes:
    """All bytes of one ticket, from the reset to the cut."""
    if profile.glyphs is Glyphs.NONE:
        return RESET + _raster(draw_ticket(paper, profile.dots)) + profile.cut
    lines = _PaperLines(profile)
    rule = b"-" * (profile.dots // COLUMN_DOTS // 2) + b"\n"
    parts = [RESET, CHINESE, AIRY, CENTRE, lines.text(paper.hall, height=2, bold=True), rule]
    if paper.note:
        parts += [REVERSED, lines.text(paper.note), NORMAL]
    parts += [lines.number(paper.number), GAP, lines.text(paper.queue, width=2, height=2), GAP]
    parts += [lines.text(paper.ahead), rule]
    if paper.guide:
        parts += [LEFT, lines.text(paper.guide, centred=False), CENTRE, rule]
    if paper.qr:
        parts += [_native_qr(paper.qr) if profile.qr else _raster(draw_qr(paper.qr, profile.dots))]
        parts += [lines.text(paper.qr_caption), b"" if paper.code else b"\n"]
    if paper.code:
        parts += [lines.text(paper.code), b"\n"]
    foot = "  ".join(part for part in (paper.time, paper.hotline) if part)
    parts += [lines.text(paper.rule, bold=True), lines.text(foot)]
    return b"".join([*parts, profile.cut])


def slip_bytes(paper: SlipPaper, profile: PaperProfile) -> bytes:
    """All bytes of a sheet that is no number, likewise."""
    if profile.glyphs is Glyphs.NONE:
        return RESET + _raster(draw_slip(paper, profile.dots)) + profile.cut
    lines = _PaperLines(profile)
    rule = b"-" * (profile.dots // COLUMN_DOTS // 2) + b"\n"
    parts = [RESET, CHINESE, AIRY, CENTRE, lines.text(paper.hall), lines.text(paper.title, height=2, bold=True), rule]
    parts.append(LEFT)
    for line in paper.lines:
        heading = line.startswith(HEADING)
        parts += [GAP] if heading else []
        parts.append(lines.text(line.removeprefix(HEADING), bold=heading, centred=False))
    parts += [CENTRE, rule]
    if paper.qr:
        parts += [_native_qr(paper.qr) if profile.qr else _raster(draw_qr(paper.qr, profile.dots))]
        parts += [lines.text(paper.qr_caption), b"\n"]
    parts.append(lines.text("  ".join(part for part in (paper.time, paper.hotline) if part)))
    return b"".join([*parts, profile.cut])


def sheet_bytes(paper: Sheet, profile: PaperProfile) -> bytes:
    """Either kind."""
    return ticket_bytes(paper, profile) if isinstance(paper, TicketPaper) else slip_bytes(paper, profile)


class _PaperLines:
    """Texts as lines of the printer's font, or as a picture when it lacks one of their characters."""

    def __init__(self, profile: PaperProfile) -> None:
        self._profile = profile
        self._columns = profile.dots // COLUMN_DOTS

    def text(self, words: str, *, width: int = 1, height: int = 1, bold: bool = False, centred: bool = True) -> bytes:
        words = one_line(words)
        if not words:
            return b""
        if not has_glyphs(words, self._profile.glyphs):
            em = EM_DOTS * max(width, height)
            return _raster(draw_line(words, self._profile.dots, em, bold=bold or height > 1, centred=centred))
        lines = lines_of(words, self._columns // width, columns)
        body = "\n".join(lines).encode("gb18030") + b"\n"
        sized = _size(width, height) + body + _size(1, 1) if (width, height) != (1, 1) else body
        return BOLD + sized + LIGHT if bold else sized

    def number(self, number: str) -> bytes:
        """Four times the body, or as much of it as fits into one line."""
        times = max(1, min(NUMBER_SIZE, self._columns // max(1, columns(one_line(number)))))
        return self.text(number, width=times, height=max(2, times), bold=True)


def has_glyphs(words: str, glyphs: Glyphs) -> bool:
    """Whether the printer's font holds every character of `words`."""
    return words.isprintable() and all(_has_glyph(letter, glyphs) for letter in words)


def _has_glyph(letter: str, glyphs: Glyphs) -> bool:
    code = letter.encode("gb18030")
    if len(code) == 1 or glyphs is Glyphs.GB18030:
        return letter <= "\uffff"
    in_gb2312 = len(code) == 2 and 0xA1 <= code[0] <= 0xF7 and code[1] >= 0xA1
    return in_gb2312 or (glyphs is Glyphs.GBK and len(code) == 2)


def columns(words: str) -> int:
    """How many columns `words` take: what GB18030 writes in one byte takes one, all else two."""
    return sum(1 if letter < "\x80" else 2 for letter in words)


def _size(width: int, height: int) -> bytes:
    """GS !"""
    return bytes((0x1D, 0x21, (width - 1) << 4 | (height - 1)))


def _native_qr(content: str) -> bytes:
    """GS ( k: model 2, module size, error correction M, store, print."""
    data = content.encode()
    stored = len(data) + 3
    return b"".join(
        (
            b"\x1d\x28\x6b\x04\x00\x31\x41\x32\x00",
            bytes((0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, QR_DOT)),
            b"\x1d\x28\x6b\x03\x00\x31\x45\x31",
            b"\x1d\x28\x6b" + stored.to_bytes(2, "little") + b"\x31\x50\x30" + data,
            b"\x1d\x28\x6b\x03\x00\x31\x51\x30",
        )
    )


def _raster(picture: Image) -> bytes:
    """GS v 0, in bands. The picture is grey; ink is what is darker than half."""
    row_bytes = (picture.width + 7) // 8
    ink = picture.point(lambda grey: 255 if grey < 128 else 0).convert("1").tobytes()
    bands = []
    for top in range(0, picture.height, RASTER_BAND):
        rows = min(RASTER_BAND, picture.height - top)
        head = b"\x1d\x76\x30\x00" + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
        bands.append(head + ink[top * row_bytes : (top + rows) * row_bytes])
    return b"".join(bands)
