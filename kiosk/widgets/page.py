"""A page: head, title, answer area and foot, always in the same places; the lower half in low position.

In kv, children of `ScreenPage` go to the answer area. Children of class `Reading`, which nobody touches, stand above
it and stay in the upper half in low position.
"""

from __future__ import annotations

from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.widgets.band import Band
from kiosk.widgets.foot import Foot
from kiosk.widgets.head import Head
from kiosk.widgets.panel import ColumnBox
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.squeeze import STEPS, fixed, inner_height, natural_height, said, squeeze, too_full
from kiosk.widgets.themed import Themed

SETTLE = 8  # layout passes before a page counts as too full, because the layout may still be settling
SETTLE_STEP = 2  # the same after a step


class Reading(ColumnBox):
    """The part of a page that is read and not touched."""


class ScreenPage(Themed):
    """`reading` is the share of the space between title and foot that its Reading children take.

    `beside`: on a lying screen the Reading children stand left of the answer, with this share of the width; in low
    position they keep the whole height there, and only the answer goes down. `upright`: in low position the answer
    keeps the whole height too, with its buttons at the bottom; if it holds buttons only, the Reading children come down
    to them. `rest`: the Reading children take all that the answer, whose parts have heights of their own, leaves.
    """

    hall = StringProperty("")
    clock = StringProperty("")
    title = StringProperty("")
    hint = StringProperty("")  # one quiet sentence under the title
    warning = StringProperty("")  # a band under the head while it is not empty
    foot = ListProperty([])
    reading = NumericProperty(0)
    beside = NumericProperty(0)
    upright = BooleanProperty(False)
    rest = BooleanProperty(False)
    title_align = StringProperty("left")
    foot_step = NumericProperty(8)  # space between the answer and the foot
    __events__ = ("on_choose",)

    def __init__(self, **kwargs: Any) -> None:
        self._settling = 0
        self._step = 0
        self._laid = 0  # what it was last set for: a hash, since nobody's words stay here
        self._fit_soon = Clock.create_trigger(self._fit, -1)
        super().__init__(**kwargs)
        with self.canvas.before:
            self._ground_colour = Color(1, 1, 1, 1)
            self._ground = Rectangle()
        self.head = Head()
        self.band = Band()
        self.question = Paragraph(style="title", bold=True, hug=True, leading=0.9)
        self.second = Paragraph(tone="second", hug=True)
        self.above = ColumnBox(gap_step=8)
        self.answer = ColumnBox(gap_step=8)
        self.foot_bar = Foot()
        self.foot_bar.fbind("on_choose", self._foot_chosen)
        for part in (self.head, self.band, self.question, self.second, self.above, self.answer, self.foot_bar):
            super().add_widget(part)
        for name in ("hall", "clock", "title", "hint", "warning", "foot"):
            self.fbind(name, self.dress_soon)
        for name in ("reading", "rest", "beside", "upright", "title_align", "foot_step"):
            self.fbind(name, self.dress_soon)
        for part in (self.head, self.band, self.question, self.second, self.foot_bar):
            part.fbind("height", self.dress_soon)
        for part in (self.above, self.answer):
            part.fbind("minimum_height", self._fit_soon)
            part.fbind("height", self._fit_soon)

    def on_choose(self, item: str) -> None:
        """A button of the foot was touched."""

    def _foot_chosen(self, _foot: Foot, item: str) -> None:
        self.dispatch("on_choose", item)

    def add_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        (self.above if isinstance(widget, Reading) else self.answer).add_widget(widget, *args, **kwargs)

    def remove_widget(self, widget: Widget, *args: Any, **kwargs: Any) -> None:
        if widget.parent is self:
            super().remove_widget(widget, *args, **kwargs)
        elif widget.parent is not None:
            widget.parent.remove_widget(widget)

    def dress(self) -> None:
        m = self.m
        self._ground_colour.rgba = m.colours.ground
        window = EventLoop.window  # importing the window would open one, of any size
        covered = window is not None and tuple(window.clearcolor) == tuple(m.colours.ground)  # no second layer
        self._ground.pos, self._ground.size = self.pos, (0, 0) if covered else self.size
        self.head.hall, self.head.clock = self.hall, self.clock
        self.question.text, self.second.text, self.band.text = self.title, self.hint, self.warning
        self.question.halign = self.second.halign = self.title_align
        self.foot_bar.items = self.foot
        self._place()
        self._fit_soon()

    def _fit(self, *_: object) -> None:
        """Make the sentences one step smaller while the page is too full; start again at full size when the texts
        change."""
        self._place()
        areas = (self.question, self.above, self.answer)
        laid = hash((self.m, tuple(self.size), *said(areas)))
        if laid != self._laid:
            self._laid, self._step, self._settling = laid, 0, SETTLE
            squeeze(areas, STEPS[0])
            if too_full(areas[1:]):
                self._fit_soon()
        elif self._step + 1 < len(STEPS) and too_full(areas[1:]):
            self._settling -= 1
            if self._settling > 0:  # a new sentence has its height only after it has its width
                self._fit_soon()
                return
            self._settling = SETTLE_STEP
            self._step += 1
            squeeze(areas, STEPS[self._step])
            self._fit_soon()

    def _place(self) -> None:
        m, margin = self.m, self.m.margin
        left, wide = self.x + margin, self.width - 2 * margin
        for part in (self.head, self.band, self.question, self.second, self.above, self.answer, self.foot_bar):
            part.size_hint = (None, None)
            part.x, part.width = left, wide
        self.foot_bar.y = self.y + m.s(8)
        bottom = self.foot_bar.top + m.s(self.foot_step) if self.foot else self.y + margin
        top = self.top - m.s(8) - self.head.height
        self.head.y = top
        if self.warning:
            top -= self.band.height + m.s(4)
            self.band.y = top
        else:
            self.band.y = self.top
        if self.beside and not m.portrait:
            self._place_beside(bottom, top)
        elif m.low:
            self._place_low(bottom, top)
        else:
            top = self._place_title(top - m.s(8))
            free = max(0, top - bottom)
            share = self._share(free)
            self.above.height = max(0, share - m.s(8)) if self.reading else 0
            self.above.y = top - self.above.height
            self.answer.y, self.answer.height = bottom, free - share

    def _share(self, free: float) -> int:
        """Height in pixels of the Reading children: their share, or what they need if the answer can spare it."""
        if self.rest and fixed(self.answer):
            return max(0, round(free - inner_height(self.answer)))
        share = round(float(free * self.reading))
        if self.reading and fixed(self.answer):
            needed, spare = natural_height(self.above) + self.m.s(8), free - natural_height(self.answer)
            share = max(share, round(min(needed, spare)))
        return share

    def _place_beside(self, bottom: float, top: float) -> None:
        """What is read on the left, what is touched on the right."""
        m, gap = self.m, self.m.s(12)
        top = self._place_title(top - m.s(8))
        wide = round((self.question.width - gap) * self.beside)
        self.above.y, self.above.width, self.above.height = bottom, wide, max(0, top - bottom)
        self.answer.x, self.answer.width = self.question.x + wide + gap, self.question.width - gap - wide
        upper = min(top, self.y + m.reach) if m.low and not self.upright else top
        self.answer.y, self.answer.height = bottom, max(0, upper - bottom)

    def _place_title(self, top: float) -> float:
        """Title and hint from `top` down; returns where the next zone begins."""
        m = self.m
        self.question.y = top - self.question.height
        top = float(self.question.y)
        if self.hint:
            self.second.y = top - m.s(2) - self.second.height
            top = float(self.second.y)
        else:
            self.second.y = top
        return float(top - m.s(8))

    def _place_low(self, bottom: float, top: float) -> None:
        """The answer and the foot in the lower half; the title right above them, or above what is read."""
        m = self.m
        middle = self.y + m.reach
        if self.upright and self.reading and fixed(self.answer):
            needed = inner_height if self.rest else natural_height
            middle = min(middle, bottom + needed(self.answer))
        self.answer.y, self.answer.height = bottom, max(0, middle - bottom)
        if self.reading:
            after = self._place_title(top - m.s(8))
            self.above.y, self.above.height = middle + m.s(8), max(0, after - middle - m.s(8))
        else:
            block = self.question.height + (self.second.height + m.s(2) if self.hint else 0)
            upper = max(middle, bottom + natural_height(self.answer))  # keys that need more room than there is
            self._place_title(upper + m.s(8) + block)
            self.above.height, self.above.y = 0, middle
