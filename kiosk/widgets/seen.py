"""What a person sees and can touch now, as words and boxes; for tests that touch screens and for remote help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kivy.uix.widget import Widget

from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.press import Pressable


@dataclass(frozen=True, slots=True)
class Target:
    """Something to touch. `box`: left, top, width, height in pixels of the window, from its upper left corner."""

    words: tuple[str, ...]
    box: tuple[int, int, int, int]
    usable: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """`screen`: the name of its class. `words`: every text on it, those on targets included.

    `touches`: how many complete touches (finger down to finger up) this window has handled, so that a test knows when
    its touch was.
    """

    screen: str
    words: tuple[str, ...]
    targets: tuple[Target, ...]
    touches: int


def seen(screen: Widget, height: int, touches: int) -> Seen:
    """Read the widget tree of one screen in a window of this height."""
    targets = []
    for widget in _visible(screen):
        if isinstance(widget, Pressable):
            left, bottom = widget.to_window(*widget.pos)
            box = (round(left), round(height - bottom - widget.height), round(widget.width), round(widget.height))
            targets.append(Target(_words(widget), box, bool(widget.usable)))
    return Seen(type(screen).__name__, _words(screen), tuple(targets), touches)


def _words(widget: Widget) -> tuple[str, ...]:
    return tuple(one.text for one in _visible(widget) if isinstance(one, Paragraph) and one.text)


def _visible(widget: Widget) -> Iterator[Widget]:
    """Depth first, without what is transparent or has no size."""
    if widget.opacity == 0 or widget.width < 2 or widget.height < 2:
        return
    yield widget
    for child in reversed(widget.children):
        yield from _visible(child)
