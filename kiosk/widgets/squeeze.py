"""Makes room on a page that is too full: its sentences take a smaller step and the space between them is halved.

Nothing becomes smaller than the least size of the mode; a page that is still too full has too much content, which tests
detect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.widgets.drawing import DrawnPicture
from kiosk.widgets.panel import Stack
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.press import Pressable

STEPS = (1.0, 0.9, 0.8, 0.7, 0.6)


def natural_height(widget: Widget) -> float:
    """The height that the fixed parts of `widget` need: hugging texts, parts with a height of their own, and the least
    height of drawings."""
    if isinstance(widget, BoxLayout):
        return float(max(inner_height(widget), widget.height if widget.size_hint_y is None else 0))
    if isinstance(widget, DrawnPicture):
        return float(max(widget.least, widget.height if widget.size_hint_y is None else 0))
    return float(widget.height) if widget.size_hint_y is None else 0.0


def inner_height(box: BoxLayout) -> float:
    """The same for the content of a box, whatever its present height."""
    needs = [natural_height(child) for child in box.children]
    between = box.spacing * max(0, len(needs) - 1)
    inner = sum(needs) + between if box.orientation == "vertical" else max(needs, default=0.0)
    return float(inner + box.padding[1] + box.padding[3])


def fixed(area: Widget) -> bool:
    """Whether all texts in it have a fixed height, so that further space can be given away."""
    return all(
        fixed(child) if isinstance(child, BoxLayout) else child.size_hint_y is None or type(child) is Widget
        for child in area.children
    )


def parts_of(areas: Iterable[Widget]) -> Iterator[Widget]:
    for area in areas:
        yield area
        yield from area.walk(restrict=True)


def squeeze(areas: Iterable[Widget], part: float) -> None:
    for widget in parts_of(areas):
        if isinstance(widget, Paragraph) and widget.hug:
            widget.squeeze = part
        elif isinstance(widget, Stack):
            widget.touched = any(isinstance(child, Pressable) for child in widget.walk(restrict=True))
            widget.squeeze = part


def said(areas: Iterable[Widget]) -> tuple[str, ...]:
    return tuple(widget.text for widget in parts_of(areas) if isinstance(widget, Paragraph) and not widget.paged)


def too_full(areas: Iterable[Widget]) -> bool:
    return any(natural_height(area) > area.height + 1 for area in areas if area.children)
