"""A small ESC/POS interpreter: it works off a printer's bytes and draws the paper that would come out.

It knows what a printer of the GB18030 kind knows, and raises `BadBytesError` for anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import qrcode
from PIL import Image, ImageDraw, ImageOps

from kiosk.hw.paper_picture import paper_font

LINE_DOTS = 30
LETTER_DOTS = 24
CUT = "cut"


class BadBytesError(ValueError):
    """Bytes that no ticket should hold."""


@dataclass
class Paper:
    """One printer's mouth: `tickets` are what was cut off, `strip` is what still hangs there."""

    dots: int = 576
    tickets: list[Image.Image] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._strips: list[Image.Image] = []
        self._lines: list[str] = []
        self._reset()

    def _reset(self) -> None:
        self.spacing = LINE_DOTS
        self.align, self.width, self.height = 0, 1, 1
        self.bold = self.reversed = self.chinese = False
        self._row = b""
        self._sizes: list[tuple[int, int]] = []
        self._stored = b""

    @property
    def hangs(self) -> bool:
        return bool(self._strips)

    def feed(self, data: bytes) -> int:
        """Work off whole commands at the beginning of `data`; returns how many bytes they were."""
        done = 0
        for length in self._commands(data):
            done += length
        return done

    def _commands(self, data: bytes) -> Iterator[int]:
        at = 0
        while at < len(data):
            length = self._one(data[at:])
            if length == 0:
                return
            at += length
            yield length

    def _one(self, data: bytes) -> int:
        """Do one command; its length, or 0 when its end has not come yet."""
        if data[0] == 0x0A:
            self._end_line()
            return 1
        if data[0] == 0x1B:
            return self._escape(data)
        if data[0] == 0x1C:
            return self._simple(data, 2, {b"\x1c\x26": self._chinese_on})
        if data[0] == 0x1D:
            return self._group(data)
        if data[0] < 0x20:
            raise BadBytesError(f"control byte {data[0]:02x}")
        return self._letter(data)

    def _simple(self, data: bytes, length: int, known: dict[bytes, object]) -> int:
        if len(data) < length:
            return 0
        action = known.get(data[:length])
        if action is None:
            raise BadBytesError(data[:length].hex())
        action()  # type: ignore[operator]
        return length

    def _chinese_on(self) -> None:
        self.chinese = True

    def _escape(self, data: bytes) -> int:
        if data[:2] == b"\x1b@":
            self._reset()
            return 2
        if len(data) < 3:
            return 0
        match data[1:2]:
            case b"a":
                self.align = data[2]
            case b"E":
                self.bold = bool(data[2])
            case b"J":
                self._space(data[2])
            case b"3":
                self.spacing = data[2]
            case b"d":
                self._space(self.spacing * data[2])
            case _:
                raise BadBytesError(data[:3].hex())
        return 3

    def _group(self, data: bytes) -> int:
        if len(data) < 3:
            return 0
        match data[1:2]:
            case b"!":
                self.width, self.height = (data[2] >> 4) + 1, (data[2] & 15) + 1
                return 3
            case b"B":
                self.reversed = bool(data[2])
                return 3
            case b"a":
                return 3
            case b"V":
                if len(data) < 4:
                    return 0
                self._cut()
                return 4
            case b"(":
                return self._two_dimensional(data)
            case b"v":
                return self._raster(data)
        raise BadBytesError(data[:3].hex())

    def _letter(self, data: bytes) -> int:
        if data[0] < 0x80:
            length = 1
        else:
            if not self.chinese:
                raise BadBytesError("Chinese before FS &")
            if len(data) < 2:
                return 0
            length = 4 if 0x30 <= data[1] <= 0x39 else 2
            if len(data) < length:
                return 0
        self._row += data[:length]
        self._sizes.append((self.width, self.height))
        return length

    def _end_line(self) -> None:
        words, sizes = self._row.decode("gb18030"), self._sizes
        self._row, self._sizes = b"", []
        if not words:
            self._space(self.spacing)
            return
        self._lines.append(words)
        dots = [
            (LETTER_DOTS if letter >= "\x80" else LETTER_DOTS // 2) * width
            for letter, (width, _) in zip(words, sizes, strict=True)
        ]
        if sum(dots) > self.dots:
            raise BadBytesError(f"a line of {sum(dots)} dots on {self.dots}")
        tallest = max(height for _, height in sizes)
        strip = Image.new("L", (self.dots, max(tallest * LETTER_DOTS, self.spacing)), 255)
        left = self._left(sum(dots))
        for letter, advance, (width, height) in zip(words, dots, sizes, strict=True):
            strip.paste(self._glyph(letter, advance // width, width, height), (left, (tallest - height) * LETTER_DOTS))
            left += advance
        if self.reversed:
            strip = ImageOps.invert(strip)
        self._strips.append(strip)

    def _glyph(self, letter: str, dots: int, width: int, height: int) -> Image.Image:
        """Printers multiply the dots of one font."""
        tile = Image.new("L", (dots, LETTER_DOTS), 255)
        em = LETTER_DOTS - 2
        font = paper_font(letter, em, bold=self.bold)
        pen = ImageDraw.Draw(tile)
        pen.text((dots / 2, LETTER_DOTS / 2), letter, font=font, fill=0, anchor="mm")
        return tile.resize((dots * width, LETTER_DOTS * height), Image.Resampling.BICUBIC)

    def _left(self, used: int) -> int:
        return {0: 0, 1: (self.dots - used) // 2, 2: self.dots - used}[self.align]

    def _space(self, dots: int) -> None:
        self._strips.append(Image.new("L", (self.dots, dots), 255))

    def _two_dimensional(self, data: bytes) -> int:
        """GS ( k"""
        if len(data) < 5:
            return 0
        length = int.from_bytes(data[3:5], "little")
        if len(data) < 5 + length:
            return 0
        body = data[5 : 5 + length]
        if data[2:3] != b"k" or body[:1] != b"1":
            raise BadBytesError(data[:8].hex())
        match body[1:2]:
            case b"P":
                self._stored = body[3:]
            case b"Q":
                self._code(self._stored.decode())
            case b"C":
                self._dot = body[2]
        return 5 + length

    def _code(self, content: str) -> None:
        self.codes.append(content)
        picture = qrcode.make(content, box_size=self._dot, border=2).get_image().convert("L")
        strip = Image.new("L", (self.dots, picture.height), 255)
        strip.paste(picture, (self._left(picture.width), 0))
        self._strips.append(strip)

    def _raster(self, data: bytes) -> int:
        """GS v 0"""
        if len(data) < 8:
            return 0
        row_bytes, rows = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
        end = 8 + row_bytes * rows
        if len(data) < end:
            return 0
        if row_bytes * 8 > self.dots:
            raise BadBytesError(f"a picture of {row_bytes * 8} dots on {self.dots}")
        picture = ImageOps.invert(Image.frombytes("1", (row_bytes * 8, rows), data[8:end]).convert("L"))
        strip = Image.new("L", (self.dots, rows), 255)
        strip.paste(picture, (self._left(picture.width), 0))
        self._strips.append(strip)
        return end

    def _cut(self) -> None:
        if not self._strips:
            return
        margin = 40
        whole = Image.new("L", (self.dots, sum(strip.height for strip in self._strips) + 2 * margin), 255)
        top = margin
        for strip in self._strips:
            whole.paste(strip, (0, top))
            top += strip.height
        self.tickets.append(whole)
        self.texts.append(self._lines)
        self._strips, self._lines = [], []
