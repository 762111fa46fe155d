"""A ticket as a picture of printer dots: black on white, as wide as the paper's printable part, 8 dots to the mm.

The bench's printer writes it to a PNG; the real printer's raster fallback sends it to the paper. Texts wrap, nothing
is cut off; the number is four times as high as the body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.hw.printer import HEADING, Sheet, SlipPaper, TicketPaper
from kiosk.typeface.faces import Weight
from kiosk.typeface.wrap import wrap

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont


DOTS_PER_MM = 8
PRINTABLE_DOTS = {80: 72 * DOTS_PER_MM, 58: 48 * DOTS_PER_MM}
WIDE = 480
QR_MASK = 3
NUMBER_TO_BODY = 4


@dataclass(frozen=True, slots=True)
class Sizes:
    """Dots. `body` is the em of running text; everything else follows from it and from the width."""

    width: int
    margin: int
    body: int
    small: int
    title: int
    heading: int
    number: int
    gap: int
    qr: int


def sizes(width: int) -> Sizes:
    """Sizes for a printable width in dots: 576 on 80 mm paper, 384 on 58 mm, where the body is a little smaller."""
    body = 30 if width >= WIDE else 26
    return Sizes(
        width=width,
        margin=body // 2,
        body=body,
        small=body - 5,
        title=body + 6,
        heading=body + 12,
        number=body * NUMBER_TO_BODY,
        gap=body // 2,
        qr=(28 if width >= WIDE else 24) * DOTS_PER_MM,
    )


def draw_ticket(paper: TicketPaper, width: int = PRINTABLE_DOTS[80]) -> Image:
    """The ticket as a grey-scale picture, `width` dots wide and as long as it needs to be."""
    return _drawn(_blocks(paper, sizes(width)), width)


def _drawn(blocks: list[PaperBlock], width: int) -> Image:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (width, sum(block.height for block in blocks)), 255)
    pen = ImageDraw.Draw(picture)
    top = 0
    for block in blocks:
        block.draw(picture, pen, top)
        top += block.height
    return picture


def draw_slip(paper: SlipPaper, width: int = PRINTABLE_DOTS[80]) -> Image:
    """The same for a slip."""
    return _drawn(_slip_blocks(paper, sizes(width)), width)


def draw_sheet(paper: Sheet, width: int = PRINTABLE_DOTS[80]) -> Image:
    """The picture of a ticket or a slip."""
    return draw_ticket(paper, width) if isinstance(paper, TicketPaper) else draw_slip(paper, width)


def draw_line(words: str, width: int, em: int, *, bold: bool = False, centred: bool = True) -> Image:
    """One text as a picture of its own, wrapped as on the ticket: for glyphs that a printer's font lacks."""
    from PIL import Image, ImageDraw

    block = _text(words, sizes(width), em, bold=bold, centred=centred)
    picture = Image.new("L", (width, block.height), 255)
    block.draw(picture, ImageDraw.Draw(picture), 0)
    return picture


def draw_qr(content: str, width: int) -> Image:
    """The code alone, centred, for printers that cannot draw one."""
    from PIL import Image, ImageDraw

    block = _qr(content, sizes(width))
    picture = Image.new("L", (width, block.height), 255)
    block.draw(picture, ImageDraw.Draw(picture), 0)
    return picture


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """A strip of the ticket: its height in dots, and how it is drawn with its top edge at a given row."""

    height: int
    draw: Callable[[Image, ImageDraw, int], None]


def _blocks(paper: TicketPaper, size: Sizes) -> list[PaperBlock]:
    def text(words: str, em: int, *, bold: bool = False, centred: bool = True) -> list[PaperBlock]:
        return [_text(words, size, em, bold=bold, centred=centred)] if words else []

    gap, rule = _space(size.gap), _rule(size)
    blocks = [gap, *text(paper.hall, size.title, bold=True), gap, rule]
    if paper.note:
        blocks += [gap, _banner(paper.note, size)]
    blocks += [_space(size.gap // 2), _number(paper.number, size)]
    blocks += [_space(size.gap // 2), *text(paper.queue, size.heading, bold=True)]
    blocks += [gap, *text(paper.ahead, size.body), gap]
    if paper.guide:
        blocks += [rule, gap, *text(paper.guide, size.body, centred=False), gap]
    if paper.qr:
        blocks += [rule, gap, _qr(paper.qr, size), _space(size.gap // 2), *text(paper.qr_caption, size.small)]
        blocks += [*text(paper.code, size.small), gap]
    elif paper.code:
        blocks += [rule, gap, *text(paper.code, size.small), gap]
    blocks += [rule, gap, *text(paper.rule, size.small, bold=True)]
    foot = "    ".join(part for part in (paper.time, paper.hotline) if part)
    return [*blocks, _space(size.gap // 2), *text(foot, size.small), gap]


def _slip_blocks(paper: SlipPaper, size: Sizes) -> list[PaperBlock]:
    gap, rule = _space(size.gap), _rule(size)
    blocks = [gap, _text(paper.hall, size, size.body, bold=True, centred=True)]
    blocks += [_text(paper.title, size, size.title, bold=True, centred=True), gap, rule, gap]
    for line in paper.lines:
        heading = line.startswith(HEADING)
        blocks += [_space(size.gap // 2)] if heading else []
        blocks.append(_text(line.removeprefix(HEADING), size, size.body, bold=heading, centred=False))
    if paper.qr:
        blocks += [gap, rule, gap, _qr(paper.qr, size), _space(size.gap // 2)]
        blocks.append(_text(paper.qr_caption, size, size.small, bold=False, centred=True))
    foot = "    ".join(part for part in (paper.time, paper.hotline) if part)
    return [*blocks, gap, rule, gap, _text(foot, size, size.small, bold=False, centred=True), gap]


def _space(height: int) -> PaperBlock:
    return PaperBlock(height, lambda picture, pen, top: None)


def _rule(size: Sizes) -> PaperBlock:
    """A dashed line: a full one heats the whole head and prints pale."""

    def draw(picture: Image, pen: ImageDraw, top: int) -> None:
        for left in range(size.margin, size.width - size.margin - 6, 12):
            pen.rectangle((left, top, left + 6, top + 1), fill=0)

    return PaperBlock(2, draw)


def _text(words: str, size: Sizes, em: int, *, bold: bool, centred: bool) -> PaperBlock:
    font = paper_font(words, em, bold=bold)
    lines = lines_of(one_line(words), size.width - 2 * size.margin, font.getlength)
    line_height = round(em * 1.4)

    def draw(picture: Image, pen: ImageDraw, top: int) -> None:
        for row, line in enumerate(lines):
            middle = top + row * line_height + line_height // 2
            left = (size.width - font.getlength(line)) / 2 if centred else size.margin
            pen.text((left, middle), line, font=font, fill=0, anchor="lm")

    return PaperBlock(line_height * len(lines), draw)


def _number(number: str, size: Sizes) -> PaperBlock:
    """The number in one line; a long one shrinks until it fits, it is never broken in two."""
    number = one_line(number)
    em = size.number
    while em > size.body and paper_font(number, em, bold=True).getlength(number) > size.width - 2 * size.margin:
        em -= 4
    font = paper_font(number, em, bold=True)

    def draw(picture: Image, pen: ImageDraw, top: int) -> None:
        pen.text((size.width / 2, top + em * 0.6), number, font=font, fill=0, anchor="mm")

    return PaperBlock(round(em * 1.2), draw)


def _banner(words: str, size: Sizes) -> PaperBlock:
    """White on black: 离线取号, 补打 must be seen."""
    font = paper_font(words, size.body, bold=True)
    lines = lines_of(one_line(words), size.width - 4 * size.margin, font.getlength)
    line_height = round(size.body * 1.4)
    height = line_height * len(lines) + size.gap

    def draw(picture: Image, pen: ImageDraw, top: int) -> None:
        half = max(font.getlength(line) for line in lines) / 2 + size.margin
        pen.rounded_rectangle(
            (size.width / 2 - half, top, size.width / 2 + half, top + height), radius=size.gap // 2, fill=0
        )
        for row, line in enumerate(lines):
            middle = top + size.gap // 2 + row * line_height + line_height // 2
            pen.text((size.width / 2, middle), line, font=font, fill=255, anchor="mm")

    return PaperBlock(height, draw)


def _qr(content: str, size: Sizes) -> PaperBlock:
    """Whole dots per module, at least three (0.375 mm), so that a phone reads it from thermal paper."""
    import qrcode

    # Any mask is legal; the search for the prettiest of the eight takes longer than all the rest of the ticket.
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=QR_MASK)
    code.add_data(content)
    code.make(fit=True)
    modules = code.get_matrix()
    dot = max(3, size.qr // len(modules))
    side = dot * len(modules)

    def draw(picture: Image, pen: ImageDraw, top: int) -> None:
        left = (size.width - side) // 2
        for row, cells in enumerate(modules):
            for column, dark in enumerate(cells):
                if dark:
                    x, y = left + column * dot, top + row * dot
                    pen.rectangle((x, y, x + dot - 1, y + dot - 1), fill=0)

    return PaperBlock(side, draw)


def one_line(words: str) -> str:
    """`words` without line ends, control characters and doubled spaces: nothing a printer or a font could obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())


def lines_of(words: str, width: float, length: Callable[[str], float]) -> list[str]:
    """`words` in lines no longer than `width`; a single word that is too long is broken where it must be."""
    return wrap(words, width, length, cut=True)


def paper_font(words: str, em: int, *, bold: bool) -> FreeTypeFont:
    """The face at `em` dots, from the smaller file that has all of `words`. Raises `FontMissingError`."""
    return _opened(_weight(bold=bold).of(words).path, em)


@cache
def _weight(*, bold: bool) -> Weight:
    return Weight("Bold" if bold else "Regular")


@cache
def _opened(path: Path, em: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, em)
