"""The face that tickets are drawn in: the typeface of the screens, in Pillow's hands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.typeface.faces import Weight

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont


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
