"""Computes sizes in pixels from millimetres and viewing distance, and colours; pure Python, no window needed.

`Metrics` is made from the configured screen, what kind of terminal it is, and the look a person chose. Widgets take
every size and colour from it, so a change of look is a change of this one value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from domain.flow import Look
from kiosk.terminal.settings import Screen
from program.speech import Speaker

Colour = tuple[float, float, float, float]

CAPITAL = 0.733
"""Height of a capital letter of Noto Sans CJK SC, as a part of the font size."""


class Profile(StrEnum):
    KIOSK = "kiosk"
    PAD = "pad"
    CLERK = "desk"  # the clerk's screen of a pad
    HALL = "hall"
    WINDOW = "window"


def colour(code: str) -> Colour:
    """`"#B81C2B"` as four numbers from 0 to 1."""
    return (int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255, 1.0)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by their purpose. tests/screens check the contrast of text on its ground."""

    ground: Colour
    panel: Colour  # cards, second surfaces
    text: Colour
    second: Colour
    line: Colour  # edges of what can be touched
    hair: Colour  # rules between things
    action: Colour  # the one main action, and the newest call
    action_pressed: Colour
    on_action: Colour
    quiet: Colour  # every other button
    quiet_pressed: Colour
    chosen: Colour  # ground of what is switched on
    on_chosen: Colour
    off: Colour  # ground of what cannot be used now
    on_off: Colour
    mark: Colour  # the mark and its word
    stress: Colour  # a sentence not to be missed: the mark's red is too light for it
    done: Colour
    caution: Colour
    on_caution: Colour


NORMAL = Palette(
    ground=colour("#FFFFFF"),
    panel=colour("#F6F4F2"),
    text=colour("#1F1F1F"),
    second=colour("#4D4D4D"),
    line=colour("#8C8782"),
    hair=colour("#D9D9D9"),
    action=colour("#B81C2B"),
    action_pressed=colour("#8F1521"),
    on_action=colour("#FFFFFF"),
    quiet=colour("#F6F4F2"),
    quiet_pressed=colour("#DAD5D0"),
    chosen=colour("#1F1F1F"),
    on_chosen=colour("#FFFFFF"),
    off=colour("#EDEBE9"),
    on_off=colour("#4D4D4D"),
    mark=colour("#B81C2B"),
    stress=colour("#8F1521"),
    done=colour("#155C31"),
    caution=colour("#FFF4DF"),
    on_caution=colour("#6B4300"),
)

CONTRAST = Palette(
    ground=colour("#000000"),
    panel=colour("#000000"),
    text=colour("#FFFFFF"),
    second=colour("#FFFFFF"),
    line=colour("#FFFFFF"),
    hair=colour(
        "#767676"
    ),  # also the edge of what cannot be used: darker, so that it does not look like a button among white edges
    action=colour("#FFD400"),
    action_pressed=colour("#C7A600"),
    on_action=colour("#000000"),
    quiet=colour("#000000"),
    quiet_pressed=colour("#4A4A4A"),
    chosen=colour("#FFFFFF"),
    on_chosen=colour("#000000"),
    off=colour("#000000"),
    on_off=colour("#9E9E9E"),
    mark=colour("#FFD400"),
    stress=colour("#FFD400"),
    done=colour("#7CFFB0"),
    caution=colour("#FFD400"),
    on_caution=colour("#000000"),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Capital heights in millimetres for eyes at `viewing_mm`; spacing and touch targets in millimetres."""

    viewing_mm: float
    small: float
    body: float
    button: float
    title: float
    number: float
    space: float  # the steps 2, 4, 8 … are multiplied by this
    target: float  # least side of what is touched
    far: bool = False  # seen from afar, never touched: space grows with the distance too
    elder_text: float = 1.5  # 长者模式: text is this many times as large
    elder_target: float = 1.4


def degrees(angle: float, viewing_mm: float) -> float:
    """The length in mm that is seen under `angle` degrees from `viewing_mm`."""
    return 2 * viewing_mm * math.tan(math.radians(angle) / 2)


SCALES = {
    # EN 301 549 5.1.4: a capital of 0.7° is 6.1 mm at 500 mm, 5.5 mm at 450 mm
    Profile.KIOSK: Scale(500, small=6.2, body=7, button=10, title=14, number=60, space=1, target=20),
    Profile.PAD: Scale(450, small=5.5, body=5.5, button=7, title=9, number=24, space=0.5, target=14),
    # Staff at a desk, all day: capitals of 0.45° and more (ISO 9241-303 asks for 0.33° or 20′ of arc). Larger text is
    # as much larger as 130 mm of height allow, and keys are large enough for it as they are (docs/adr/0014)
    Profile.CLERK: Scale(
        450,
        small=3.6,
        body=4.2,
        button=5.2,
        title=7,
        number=24,
        space=0.5,
        target=12.5,
        elder_text=1.25,
        elder_target=1,
    ),
    # 10 m: 0.17° (what full sight for driving reads) beside the calls, 0.35° in the list, the newest at least 0.6°
    Profile.HALL: Scale(
        10_000, small=29.7, body=61.5, button=61.5, title=61.5, number=105, space=3, target=0, far=True
    ),
    # 4 m, looking up at a counter: the number at 1.4°
    Profile.WINDOW: Scale(4_000, small=24.5, body=28, button=35, title=42, number=98, space=1.5, target=0, far=True),
}


@dataclass(frozen=True)
class Metrics:
    """Sizes in whole pixels, colours, and which way the screen stands. Equal metrics draw equal screens."""

    screen: Screen
    profile: Profile
    look: Look = field(default_factory=Look)

    @property
    def width(self) -> int:
        return self.screen.width_px

    @property
    def height(self) -> int:
        return self.screen.height_px

    @property
    def portrait(self) -> bool:
        return self.height > self.width

    @property
    def elder(self) -> bool:
        return self.look.elder

    @property
    def low(self) -> bool:
        return self.look.low

    @property
    def language(self) -> str:
        return self.look.language

    @cached_property
    def say(self) -> Speaker:
        """Speaks the language of the look."""
        return Speaker(self.language)

    @property
    def colours(self) -> Palette:
        return CONTRAST if self.look.contrast else NORMAL

    @cached_property
    def scale(self) -> Scale:
        return SCALES[self.profile]

    @cached_property
    def _per_mm(self) -> float:
        return self.screen.width_px / self.screen.width_mm

    @cached_property
    def _distance(self) -> float:
        return self.screen.viewing_mm / self.scale.viewing_mm

    def mm(self, millimetres: float) -> int:
        """Whole pixels of a length on the glass."""
        return max(1, round(millimetres * self._per_mm))

    def to_mm(self, pixels: float) -> float:
        return pixels / self._per_mm

    def s(self, step: float) -> int:
        """Space: one of the steps 2, 4, 8, 12, 16, 24, 32, 48. Never smaller in elder mode."""
        return self.mm(step * self.scale.space * (self._distance if self.scale.far else 1))

    def capital(self, millimetres: float) -> int:
        """Font size in pixels whose capitals are so high at the scale's own viewing distance."""
        return self.mm(millimetres * self._distance / CAPITAL)

    def _text(self, millimetres: float, elder: float | None = None) -> int:
        return self.capital(millimetres * ((elder or self.scale.elder_text) if self.elder else 1))

    @cached_property
    def small(self) -> int:
        return self._text(self.scale.small)

    @cached_property
    def body(self) -> int:
        return self._text(self.scale.body)

    @cached_property
    def button(self) -> int:
        return self._text(self.scale.button)

    @cached_property
    def title(self) -> int:
        return self._text(self.scale.title)

    @cached_property
    def number(self) -> int:
        """Size of the number. It is large already, so elder mode makes it only a quarter larger, limited by the
        screen's width."""
        return self._text(self.scale.number, 1.25)

    @cached_property
    def least(self) -> int:
        """The smallest text size of this mode."""
        return self.small

    @cached_property
    def plain(self) -> Metrics:
        """The same screen without elder mode."""
        return replace(self, look=replace(self.look, elder=False)) if self.elder else self

    def floor(self, style: str) -> int:
        """The smallest size of a style when space is short; in elder mode, never less than the style's full size
        without that mode."""
        return max(self.least, getattr(self.plain, style)) if self.elder else self.least

    @cached_property
    def target(self) -> int:
        """The least side of anything that can be touched."""
        return self.mm(self.scale.target * (self.scale.elder_target if self.elder else 1))

    @cached_property
    def tall(self) -> int:
        """Height of a main button."""
        return max(self.target + self.s(8), round(self.button * 1.45) + 2 * self.s(4))

    @cached_property
    def margin(self) -> int:
        return self.s(12)

    @cached_property
    def gap(self) -> int:
        """The gap between two things that can be touched: 4 mm on a kiosk."""
        return self.s(4)

    @cached_property
    def radius(self) -> int:
        return self.s(4)

    @cached_property
    def stroke(self) -> int:
        """Width of an edge; thicker in high contrast, where only edges mark surfaces."""
        return max(2, self.s(1.2 if self.look.contrast else 0.5))

    @property
    def reach(self) -> int:
        """Height from the bottom in which everything touchable lies (low position: the lower half)."""
        return self.height // 2 if self.low else self.height
