"""The form of a specimen: one screen in one state, to be drawn and measured in every look, language and size.

`tests/screens/specimens/{machine,pad,e_screen}.py` each hold a list `SPECIMENS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.emergency.views import Emergency
from domain.flow import Look
from kiosk.terminal.settings import Screen as Size
from kiosk.widgets.theme import Profile

SIZES: dict[str, tuple[Profile, Size]] = {
    "1080x1920": (Profile.KIOSK, Size(width_px=1080, height_px=1920, width_mm=268, viewing_mm=500)),
    "1920x1080": (Profile.KIOSK, Size(width_px=1920, height_px=1080, width_mm=476, viewing_mm=500)),
    "1280x800": (Profile.PAD, Size(width_px=1280, height_px=800, width_mm=217, viewing_mm=450)),
    "1024x600": (Profile.PAD, Size(width_px=1024, height_px=600, width_mm=222, viewing_mm=450)),
    "desk-1280x800": (Profile.CLERK, Size(width_px=1280, height_px=800, width_mm=217, viewing_mm=450)),
    "desk-1024x600": (Profile.CLERK, Size(width_px=1024, height_px=600, width_mm=222, viewing_mm=450)),
    "hall-1920x1080": (Profile.HALL, Size(width_px=1920, height_px=1080, width_mm=1210, viewing_mm=10_000)),
    "hall-1080x1920": (Profile.HALL, Size(width_px=1080, height_px=1920, width_mm=680, viewing_mm=10_000)),
    "hall-3840x2160": (Profile.HALL, Size(width_px=3840, height_px=2160, width_mm=1210, viewing_mm=10_000)),
    "hall-2160x3840": (Profile.HALL, Size(width_px=2160, height_px=3840, width_mm=680, viewing_mm=10_000)),
    "window-1280x720": (Profile.WINDOW, Size(width_px=1280, height_px=720, width_mm=708, viewing_mm=4_000)),
    "window-1920x1080": (Profile.WINDOW, Size(width_px=1920, height_px=1080, width_mm=708, viewing_mm=4_000)),
    "window-1080x1920": (Profile.WINDOW, Size(width_px=1080, height_px=1920, width_mm=530, viewing_mm=4_000)),
}
"""By name: the sizes of the house (27 inch machine, 10 inch pads, 55 inch hall screen, 32 inch window screen)."""

MACHINE = ("1080x1920", "1920x1080")
PAD = ("1280x800", "1024x600")
DESK = ("desk-1280x800", "desk-1024x600")
HALL = ("hall-1920x1080", "hall-1080x1920", "hall-3840x2160", "hall-2160x3840")
WINDOW = ("window-1280x720", "window-1920x1080", "window-1080x1920")

LANGUAGES = ("zh_CN", "en")
MODES: dict[str, dict[str, bool]] = {
    "normal": {},
    "elder": {"elder": True},
    "contrast": {"contrast": True},
    "low": {"low": True},
}
"""What can be chosen in the foot. Modes combine; `elder-low` is the hardest for a layout and is measured too, and
`elder-contrast` on the clerk's desk, where nothing is low."""

EXTRA = {"elder-low": {"elder": True, "low": True}}
MIXED = {**EXTRA, "elder-contrast": {"elder": True, "contrast": True}}


def look_of(mode: str, language: str) -> Look:
    return Look(language=language, **{**MODES, **MIXED}[mode])


EMERGENCIES: dict[str, Emergency] = {
    "emergency": Emergency(
        text="请立即停止办事，从最近的安全出口离开大厅，不要乘电梯。",
        text_en="Please stop what you are doing and leave by the nearest exit. Do not use the lifts.",
    ),
    "emergency-short": Emergency(text="系统检修，10:30恢复"),
    "emergency-long": Emergency(
        text="请带好随身物品离开大厅，" * 5,
        text_en="Please take your belongings and leave, now. " * 2 + "Do not use the lifts. Thank you.",
    ),
}
"""What the notice over every screen may say: as it usually does, little, and as much as it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """`screen` names the class as `package.module:Class`; `state(look)` is what its `render` gets.

    `curated`: the (mode, language, size) whose pictures are kept in docs/screens.
    """

    name: str  # lower case and dashes: it becomes the file name
    screen: str
    state: Callable[[Look], Any]
    sizes: tuple[str, ...]
    modes: tuple[str, ...] = (*MODES, *EXTRA)
    languages: tuple[str, ...] = LANGUAGES
    curated: tuple[tuple[str, str, str], ...] = ()
    build: Callable[[Any, Any], Any] | None = None  # (metrics, touch) → screen, if the class takes more than these


def emergencies(prefix: str, sizes: tuple[str, ...], *curated: tuple[str, str, str]) -> list[Specimen]:
    """The emergency notice on these screens. It is in both languages, whatever the look."""
    return [
        Specimen(
            name=f"{prefix}-{name}",
            screen="kiosk.widgets.emergency:EmergencyScreen",
            state=lambda _look, said=said: said,  # type: ignore[misc]
            sizes=sizes,
            modes=("normal",),
            languages=("zh_CN",),
            curated=curated if name == "emergency" else (),
        )
        for name, said in EMERGENCIES.items()
    ]
