"""Where each window of the demo stands: one desktop that holds all six screens, at their real pixel sizes.

kiosk      | hall screen               | window screen           | self-service kiosk
1080x1920  | 1920x1080                 | 1280x720                | 1080x1920
           | citizen's pad 1280x800 | clerk's pad 1280x800       |
"""

from __future__ import annotations

from dataclasses import dataclass, replace

GAP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPlace:
    """A window's place on the desktop in pixels, and the screen it stands for: its lit width and viewing distance in
    mm."""

    left: int
    top: int
    width: int
    height: int
    width_mm: float
    viewing_mm: float

    def scaled(self, factor: float) -> WindowPlace:
        """The same screen drawn smaller. Its millimetres stay, so that everything on it shrinks equally."""
        return replace(
            self,
            left=round(self.left * factor),
            top=round(self.top * factor),
            width=round(self.width * factor),
            height=round(self.height * factor),
        )


_MIDDLE = 1080 + GAP
_LOWER = 1080 + GAP

PLACES = {
    "kiosk": WindowPlace(left=0, top=0, width=1080, height=1920, width_mm=268, viewing_mm=500),
    "pad-citizen": WindowPlace(left=_MIDDLE, top=_LOWER, width=1280, height=800, width_mm=217, viewing_mm=450),
    "pad-clerk": WindowPlace(
        left=_MIDDLE + 1280 + GAP, top=_LOWER, width=1280, height=800, width_mm=217, viewing_mm=450
    ),
    "screen-hall": WindowPlace(left=_MIDDLE, top=0, width=1920, height=1080, width_mm=1210, viewing_mm=10000),
    "screen-window": WindowPlace(
        left=_MIDDLE + 1920 + GAP, top=0, width=1280, height=720, width_mm=708, viewing_mm=4000
    ),
    "self-service": WindowPlace(
        left=_MIDDLE + 1920 + GAP + 1280 + GAP, top=0, width=1080, height=1920, width_mm=268, viewing_mm=500
    ),
}
"""By program."""

WIDTH = max(place.left + place.width for place in PLACES.values())
HEIGHT = max(place.top + place.height for place in PLACES.values())


def fitting(width: int, height: int) -> float:
    """The largest factor, at most 1, at which everything fits a desktop of this size with room for its panels."""
    return min(1.0, (width - 40) / WIDTH, (height - 120) / HEIGHT)
