"""The typeface: Noto Sans CJK SC (思源黑体), with its widths and coverage.

Every opened size keeps an index of the file's glyphs in memory. So common characters are in a small file of their own
(scripts/typeface), and the whole face is opened only for a text with others, such as a rare name.

SDL opens the first face of a collection, which draws Chinese in Japanese forms (骨, 直, 门). The simplified Chinese
face is therefore written once out of Debian's collection, into the cache folder: the tables are copied, nothing is
redrawn.
"""

from __future__ import annotations

import os
import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from program.durable import whole_file

COLLECTIONS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))
FAMILY = "Noto Sans CJK SC"
COMMON = Path(__file__).parent
"""The folder with the common characters: one file per weight, named like the whole face."""

UNUSED = (b"vmtx", b"vhea", b"VORG", b"DSIG", b"GSUB", b"GPOS", b"GDEF", b"BASE")
"""Vertical writing and glyph variants: without them each open size takes less memory."""


class FontMissingError(RuntimeError):
    """Names the package that brings the font."""


@dataclass(frozen=True)
class FontFace:
    """One weight as a file of its own."""

    path: Path

    def covers(self, text: str) -> bool:
        return all(self.glyph(ord(char)) for char in text if char not in " \n")

    def width(self, text: str) -> float:
        """Advance of one line, as parts of the font size."""
        return sum(self.advance(char) for char in text) / self._units

    @cached_property
    def _tables(self) -> dict[bytes, bytes]:
        with self.path.open("rb") as file:
            _, count = struct.unpack(">4sH", file.read(6))
            file.seek(12)
            rows = [struct.unpack(">4sIII", file.read(16)) for _row in range(count)]
            wanted = {}
            for tag, _sum, offset, length in rows:
                if tag in {b"cmap", b"hmtx", b"hhea", b"head"}:
                    file.seek(offset)
                    wanted[tag] = file.read(length)
        return wanted

    @cached_property
    def _units(self) -> int:
        return int(struct.unpack_from(">H", self._tables[b"head"], 18)[0])

    @cached_property
    def _widths(self) -> array[int]:
        count = struct.unpack_from(">H", self._tables[b"hhea"], 34)[0]
        return array("H", struct.unpack_from(f">{2 * count}H", self._tables[b"hmtx"])[::2])

    @cached_property
    def _groups(self) -> tuple[array[int], array[int], array[int]]:
        """The characters in the face: first code, last code and first glyph of each segment (cmap format 12)."""
        cmap = self._tables.pop(b"cmap")
        (count,) = struct.unpack_from(">H", cmap, 2)
        for row in range(count):
            (offset,) = struct.unpack_from(">I", cmap, 8 + 8 * row)
            if struct.unpack_from(">H", cmap, offset)[0] == 12:
                (groups,) = struct.unpack_from(">I", cmap, offset + 12)
                cells = struct.unpack_from(f">{3 * groups}I", cmap, offset + 16)
                return array("I", cells[::3]), array("I", cells[1::3]), array("I", cells[2::3])
        raise FontMissingError(f"{self.path} has no full character table")

    def glyph(self, code: int) -> int:
        """The glyph number of a character; 0 if the file does not have it."""
        first, last, glyph = self._groups
        at = bisect_right(first, code) - 1
        return glyph[at] + code - first[at] if at >= 0 and code <= last[at] else 0

    def advance(self, char: str) -> int:
        widths = self._widths
        return widths[min(self.glyph(ord(char)), len(widths) - 1)]

    @cached_property
    def advances(self) -> Advances:
        return Advances(self)

    def width_of_common(self, text: str) -> float:
        """The same as `width`, of characters measured before, some ten times as fast. Raises `KeyError` at a character
        that the file does not have."""
        return sum(map(self.advances.__getitem__, text)) / self._units


class Advances(dict[str, int]):
    """The advances of a face's characters, each looked up in the file's tables once. Raises `KeyError` for others."""

    def __init__(self, face: FontFace) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> int:
        if not self._face.covers(char):
            raise KeyError(char)
        self[char] = advance = self._face.advance(char)
        return advance


class Weight:
    """One weight: its common characters, and the whole face behind them."""

    def __init__(self, weight: str) -> None:
        self._weight = weight
        collection_of(weight)  # raises at the start, not at the first rare name
        self.common = FontFace(COMMON / f"NotoSansCJKsc-{weight}.otf")

    @cached_property
    def whole(self) -> FontFace:
        return face(self._weight)

    def of(self, text: str) -> FontFace:
        """The smaller file that has all of `text`."""
        return self.common if self.common.covers(text) else self.whole

    def covers(self, text: str) -> bool:
        return self.of(text).covers(text)

    def width(self, text: str) -> float:
        """Advance of one line, as parts of the font size."""
        try:
            return self.common.width_of_common(text)
        except KeyError:
            return self.whole.width(text)


def cache_folder() -> Path:
    """$CACHE_DIRECTORY (systemd), else $XDG_CACHE_HOME/xiaochuang, else ~/.cache/xiaochuang."""
    if given := os.environ.get("CACHE_DIRECTORY"):
        return Path(given.split(":")[0])
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xiaochuang"


def collection_of(weight: str) -> Path:
    """Debian's file with all faces of this weight. Raises `FontMissingError`."""
    found = next((path for base in COLLECTIONS if (path := base / f"NotoSansCJK-{weight}.ttc").is_file()), None)
    if found is None:
        raise FontMissingError(f"{FAMILY} {weight} is not installed: apt install fonts-noto-cjk")
    return found


def face(weight: str, folder: Path | None = None) -> FontFace:
    """The whole face, `Regular` or `Bold`, written out at the first use on this machine."""
    collection = collection_of(weight)
    target = (folder or cache_folder()) / f"NotoSansCJKsc-{weight}.otf"
    if not target.is_file() or target.stat().st_mtime < collection.stat().st_mtime:
        extract(collection, FAMILY, target)
    return FontFace(target)


def extract(collection: Path, family: str, target: Path) -> None:
    """Write the face named `family` out of `collection`; two programs may do so at once."""
    with collection.open("rb") as file:
        _, _, count = struct.unpack(">4sII", file.read(12))
        for offset in struct.unpack(f">{count}I", file.read(4 * count)):
            file.seek(offset)
            flavour, tables = struct.unpack(">4sH", file.read(6))
            file.seek(offset + 12)
            rows = [struct.unpack(">4sIII", file.read(16)) for _ in range(tables)]
            names = next(row for row in rows if row[0] == b"name")
            file.seek(names[2])
            if family.encode("utf-16-be") in file.read(names[3]):
                break
        else:
            raise FontMissingError(f"{collection} holds no face {family}")
        kept = [row for row in rows if row[0] not in UNUSED]
        power = len(kept).bit_length() - 1
        with whole_file(target) as out:
            out.write(struct.pack(">4sHHHH", flavour, len(kept), 16 << power, power, 16 * len(kept) - (16 << power)))
            position = 12 + 16 * len(kept)
            for tag, check, _, length in kept:
                out.write(struct.pack(">4sIII", tag, check, position, length))
                position += -(-length // 4) * 4
            for _, _, offset, length in kept:
                file.seek(offset)
                out.write(file.read(length) + b"\0" * (-length % 4))
