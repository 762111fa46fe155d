"""Draws the five clerks of the demo hall: flat portraits of people who do not exist.

    python -m demo.pictures.draw_portraits [FOLDER]

Each picture is 480 x 640, drawn four times larger and scaled down, in a small palette.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FINE = 480, 640, 4
INK = "#2B2422"
WHITE = "#FFFFFF"
MARK = "#B81C2B"

Box = tuple[float, float, float, float]
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """How one clerk looks. `hair` names a drawing of `_hair_behind` and `_hair_before`."""

    name: str
    ground: str
    skin: str
    shade: str
    hair: str
    hair_colour: str
    jacket: str
    neckwear: str  # scarf | tie | bow | open
    glasses: bool = False
    face: float = 1.0  # width of the face


PEOPLE = (
    Person(
        name="lin",
        ground="#F3E3DC",
        skin="#F6D3B8",
        shade="#E7B694",
        hair="bob",
        hair_colour="#2A2020",
        jacket="#27364F",
        neckwear="scarf",
    ),
    Person(
        name="zhao",
        ground="#DDE7EE",
        skin="#EDC19C",
        shade="#DBA47C",
        hair="short",
        hair_colour="#221C1B",
        jacket="#2F3B47",
        neckwear="tie",
        face=1.06,
    ),
    Person(
        name="zhou",
        ground="#E6EBDC",
        skin="#F8D9C0",
        shade="#E9BD9C",
        hair="bun",
        hair_colour="#4A2E22",
        jacket="#3F4F48",
        neckwear="bow",
        glasses=True,
        face=0.97,
    ),
    Person(
        name="he",
        ground="#ECE6D8",
        skin="#E6B891",
        shade="#CF9B72",
        hair="grey",
        hair_colour="#8C8985",
        jacket="#3A3340",
        neckwear="tie",
        glasses=True,
        face=1.04,
    ),
    Person(
        name="su",
        ground="#E5DFEC",
        skin="#F2CBAA",
        shade="#DFAE88",
        hair="long",
        hair_colour="#332422",
        jacket="#4A2B3A",
        neckwear="open",
        face=0.99,
    ),
)


class Canvas:
    """Shapes in picture coordinates, drawn on a finer grid so that edges are smooth."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), ground)
        self._draw = ImageDraw.Draw(self.image)

    def oval(self, box: Box, fill: str) -> None:
        self._draw.ellipse([v * FINE for v in box], fill=fill)

    def block(self, box: Box, radius: float, fill: str) -> None:
        self._draw.rounded_rectangle([v * FINE for v in box], radius * FINE, fill=fill)

    def shape(self, points: Points, fill: str) -> None:
        self._draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def arc(self, box: Box, start: float, end: float, width: float, fill: str) -> None:
        self._draw.arc([v * FINE for v in box], start, end, fill=fill, width=int(width * FINE))

    def half(self, box: Box, start: float, end: float, fill: str) -> None:
        self._draw.chord([v * FINE for v in box], start, end, fill=fill)

    def save(self, path: Path) -> None:
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


def _hair_behind(c: Canvas, p: Person) -> None:
    colour = p.hair_colour
    if p.hair == "bob":
        c.block((122, 130, 358, 400), 100, colour)
    elif p.hair == "bun":
        c.oval((186, 52, 294, 150), colour)
        c.block((134, 122, 346, 300), 100, colour)
    elif p.hair == "long":
        c.block((116, 124, 364, 500), 96, colour)


def _hair_before(c: Canvas, p: Person) -> None:
    colour = p.hair_colour
    if p.hair == "bob":
        c.half((132, 112, 348, 330), 180, 360, colour)
        c.shape([(134, 218), (150, 300), (168, 236), (236, 192), (200, 160), (150, 170)], colour)
        c.shape([(346, 218), (330, 300), (316, 232), (222, 186), (280, 150), (330, 170)], colour)
    elif p.hair == "short":
        c.half((128, 108, 352, 336), 186, 354, colour)
        c.shape([(129, 200), (133, 262), (150, 262), (160, 200)], colour)
        c.shape([(351, 200), (347, 262), (330, 262), (320, 200)], colour)
        c.shape([(150, 206), (176, 226), (300, 204), (334, 222), (330, 180), (160, 176)], colour)
    elif p.hair == "bun":
        c.half((136, 118, 344, 330), 182, 358, colour)
        c.shape([(138, 216), (152, 268), (176, 222), (242, 180), (180, 160)], colour)
        c.shape([(342, 216), (328, 268), (304, 222), (236, 180), (300, 160)], colour)
    elif p.hair == "grey":
        c.half((130, 114, 350, 330), 190, 350, colour)
        c.shape([(131, 200), (135, 272), (150, 268), (162, 214), (190, 190), (150, 180)], colour)
        c.shape([(349, 200), (345, 272), (330, 268), (318, 214), (290, 190), (330, 180)], colour)
    else:
        c.half((130, 110, 350, 336), 180, 360, colour)
        c.shape([(130, 216), (140, 348), (160, 262), (196, 200), (290, 166), (200, 140)], colour)
        c.shape([(350, 216), (340, 348), (326, 262), (300, 206), (262, 170), (320, 150)], colour)


def _clothes(c: Canvas, p: Person) -> None:
    c.block((44, 446, 436, 780), 110, p.jacket)
    c.block((196, 380, 284, 490), 30, p.shade)  # neck
    c.shape([(152, 446), (328, 446), (244, 660), (236, 660)], WHITE)  # shirt
    c.shape([(198, 436), (282, 436), (240, 510)], p.shade)
    c.shape([(192, 428), (240, 508), (206, 534), (160, 450)], "#F4F1EE")  # collar
    c.shape([(288, 428), (240, 508), (274, 534), (320, 450)], "#F4F1EE")
    if p.neckwear == "tie":
        c.shape([(230, 520), (250, 520), (260, 640), (240, 660), (220, 640)], MARK)
        c.shape([(222, 500), (258, 500), (250, 528), (230, 528)], "#8F1521")
    elif p.neckwear == "scarf":
        c.shape([(190, 432), (290, 432), (262, 512), (218, 512)], MARK)
        c.shape([(226, 506), (254, 506), (276, 586), (240, 566), (204, 586)], "#8F1521")
    elif p.neckwear == "bow":
        c.shape([(240, 512), (192, 488), (192, 536)], MARK)
        c.shape([(240, 512), (288, 488), (288, 536)], MARK)
        c.oval((228, 500, 252, 524), "#8F1521")
    c.block((312, 566, 372, 588), 5, WHITE)  # name badge
    c.block((312, 566, 330, 588), 5, MARK)


def _face(c: Canvas, p: Person) -> None:
    half = 92 * p.face
    c.oval((240 - half - 14, 250, 240 - half + 18, 306), p.shade)  # ears
    c.oval((240 + half - 18, 250, 240 + half + 14, 306), p.shade)
    c.block((240 - half, 146, 240 + half, 418), 90 * p.face, p.skin)
    for side in (-1, 1):
        x = 240 + side * 42
        c.arc((x - 20, 228, x + 20, 262), 205, 335, 5, p.hair_colour)
        c.oval((x - 8, 262, x + 8, 282), INK)
        c.oval((x + 1, 265, x + 6, 270), WHITE)
        c.oval((x + side * 16 - 19, 310, x + side * 16 + 19, 336), _mixed(p.skin, "#E8907F"))
    c.arc((226, 284, 254, 320), 30, 150, 4, p.shade)  # nose
    c.half((204, 314, 276, 374), 15, 165, "#A8483F")  # smile
    c.half((214, 330, 266, 362), 15, 165, WHITE)
    if p.hair == "grey":
        c.arc((196, 306, 284, 390), 150, 180, 3, p.shade)
        c.arc((196, 306, 284, 390), 0, 30, 3, p.shade)
    if p.glasses:
        frame = "#3B3330"
        c.arc((164, 240, 232, 304), 0, 360, 5, frame)
        c.arc((248, 240, 316, 304), 0, 360, 5, frame)
        c.arc((226, 256, 254, 280), 200, 340, 5, frame)


def _mixed(one: str, other: str) -> str:
    """The colour a third of the way from `one` to `other`."""
    parts = [(int(one[i : i + 2], 16) * 2 + int(other[i : i + 2], 16)) // 3 for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def draw(person: Person) -> Canvas:
    """One portrait, from the back to the front."""
    canvas = Canvas(person.ground)
    _hair_behind(canvas, person)
    _clothes(canvas, person)
    _face(canvas, person)
    _hair_before(canvas, person)
    return canvas


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "portraits"
    folder.mkdir(parents=True, exist_ok=True)
    for person in PEOPLE:
        draw(person).save(folder / f"{person.name}.png")


if __name__ == "__main__":
    main()
