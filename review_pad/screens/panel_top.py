"""The first line of what lies over the right part: what it asks, and buttons as wide as their words."""

from __future__ import annotations

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.paragraph import Words, font

WITH_ICON = 2.2
"""Font sizes for an icon and the air around it."""


def top_line(title: Words, *buttons: TextButton) -> None:
    """Sizes of a line that has larger text too: there the words stand without their icons. An empty button is gone."""
    m = title.m
    style = "small" if m.elder else "body"
    title.style = "body" if m.elder else "button"
    for button in buttons:
        button.style = style
        words = font(bold=False).width(button.text.strip()) * getattr(m, style)
        air = m.s(8) if m.elder else round(m.body * WITH_ICON)
        button.width = max(m.target, round(words) + air) if button.opacity and button.text.strip() else 0
