"""Chooses the pictures that are kept: small, few colours, one a curated (mode, language, size) of a specimen.

python -m tests.screens.curate --sizes           names of all sizes
python -m tests.screens.curate FROM INTO         make them
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from tests.screens.gallery import picture_name, specimens
from tests.screens.specimen import SIZES

UPRIGHT_PX, LYING_PX, COLOURS = 360, 640, 128
MOST_BYTES = 60_000


def kept() -> set[str]:
    """Names of all curated pictures."""
    return {
        picture_name(specimen, mode, language, size)
        for size in SIZES
        for specimen in specimens(size)
        for mode, language, wanted in specimen.curated
        if wanted == size
    }


def shrink(source: Path, target: Path) -> None:
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    width = UPRIGHT_PX if picture.height > picture.width else LYING_PX
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    if target.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{target} is larger than {MOST_BYTES} bytes")


def main() -> None:
    if sys.argv[1:] == ["--sizes"]:
        print("\n".join(SIZES))
        return
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    names = kept()
    for old in target.glob("*.png"):
        if old.stem not in names:
            old.unlink()
    drawn = [name for name in sorted(names) if (source / f"{name}.png").is_file()]
    for name in drawn:
        shrink(source / f"{name}.png", target / f"{name}.png")
    print(f"{target}: {len(drawn)} pictures kept of {len(names)} chosen")


if __name__ == "__main__":
    main()
