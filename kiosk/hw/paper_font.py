"""The face that tickets are drawn in: Noto Sans CJK SC (思源黑体) from the system."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/opt/xiaochuang/fonts")
FONT_FAMILY = "Noto Sans CJK SC"


class FontMissingError(RuntimeError):
    """No Noto Sans CJK on this machine: install fonts-noto-cjk."""


@cache
def paper_font(em: int, *, bold: bool) -> FreeTypeFont:
    """The face at `em` dots. Raises `FontMissingError`."""
    from PIL import ImageFont

    path, index = _font_file(bold=bold)
    return ImageFont.truetype(str(path), em, index=index)


@cache
def _font_file(*, bold: bool) -> tuple[Path, int]:
    """The file of the face and its place in the collection."""
    from PIL import ImageFont

    for folder in FONT_FOLDERS:
        for path in sorted(Path(folder).rglob(f"NotoSansCJK*-{'Bold' if bold else 'Regular'}.[ot]t[cf]")):
            for index in range(16):
                try:
                    family = ImageFont.truetype(str(path), 10, index=index).getname()[0]
                except OSError:
                    break
                if family == FONT_FAMILY:
                    return path, index
    raise FontMissingError(f"{FONT_FAMILY} is not below {', '.join(FONT_FOLDERS)}: apt install fonts-noto-cjk")
