"""How well words and icons stand out: the ink of each against the ground that was painted under it last."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from kiosk.widgets.icon import Icon
from kiosk.widgets.number import BigNumber
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.panel import Surface
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.theme import NORMAL, Colour, Metrics

TEXT, LARGE = 7.0, 4.5
LARGE_POINTS, LARGE_BOLD_POINTS, CSS_INCHES = 18, 14, 28

Ground = tuple[float, float, float, float, Colour]  # left, bottom, right, top


def luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint(screen: Any, metrics: Metrics) -> Iterator[tuple[str, str]]:
    """(rule, where) for every word and icon that stands out too little."""
    window = (0.0, 0.0, float(metrics.width), float(metrics.height), metrics.colours.ground)
    for one, ground in _over(screen, [window]):
        ink = one._colour.rgba
        found, least = contrast(ink, ground), _least(one, ink, ground, metrics)
        if found < least:
            yield f"contrast {found:.2f}, not {least:g}", one.text if isinstance(one, Paragraph) else f"icon {one.name}"


def _least(one: Any, ink: Colour, ground: Colour, metrics: Metrics) -> float:
    """Seven. Less is enough for icons and ticket numbers in the mark's red, and for icons and large words on it."""
    if _red(ink):
        return LARGE if isinstance(one, Icon | BigNumber) or one.style == "number" else TEXT
    if _red(ground):
        return LARGE if isinstance(one, Icon) or _large(one, metrics) else TEXT
    return TEXT


def _red(colour: Colour) -> bool:
    return all(math.isclose(part, of_mark, abs_tol=0.002) for part, of_mark in zip(colour, NORMAL.mark, strict=True))


def _large(words: Paragraph, metrics: Metrics) -> bool:
    """As WCAG 2.2 has it: 18 points, or 14 if bold, where a CSS pixel is looked at, 28 inches away."""
    points = LARGE_BOLD_POINTS if words.bold else LARGE_POINTS
    return metrics.to_mm(words.px) / metrics.screen.viewing_mm >= points / 72 / CSS_INCHES


def _over(widget: Any, grounds: list[Ground]) -> Iterator[tuple[Any, Colour]]:
    """Every word and icon with the colour under it, in the order of painting; `grounds` grows meanwhile."""
    for child in reversed(widget.children):
        if child.opacity <= 0 or getattr(child, "away", False):
            continue
        if isinstance(child, Surface | ScreenPage) and child._ground_colour.a == 1:
            shape = child._inner if isinstance(child, Surface) else child._ground
            (x, y), (width, height) = shape.pos, shape.size
            grounds.append((x, y, x + width, y + height, tuple(child._ground_colour.rgba)))
        if (isinstance(child, Paragraph) and child.text) or (isinstance(child, Icon) and child.name):
            x, y = (at + part / 2 for at, part in zip(child._box.pos, child._box.size, strict=True))
            under = (ground[4] for ground in reversed(grounds) if _within(ground, x, y))
            yield child, next(under, grounds[0][4])
        yield from _over(child, grounds)


def _within(ground: Ground, x: float, y: float) -> bool:
    left, bottom, right, top, _ = ground
    return left <= x <= right and bottom <= y <= top
