"""Four crosses to be touched one after the other, for the engineer who calibrates a touch screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.input.motionevent import MotionEvent

from kiosk.calibrate.crosses import PLACES, Crosses
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics

ARM_MM, LINE_MM = 8.0, 0.6


class CrossesScreen(TerminalScreen):
    """Reports each touch as a `Point` of the panel, from its upper left corner, before the screen's rotation."""

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._words = Paragraph(style="button", halign="center", hug=True, size_hint=(0.7, None))
        self._words.pos_hint = {"center_x": 0.5, "center_y": 0.5}
        self.add_widget(self._words)
        with self.canvas.after:
            self._colour = Color(*m.colours.mark)
            self._lines = Rectangle(), Rectangle()
        self._state = Crosses()
        self.fbind("size", self.dress_soon)

    def render(self, state: Any) -> None:
        self._state = state
        words = self.say("请点红色十字的中心（{n} / {all}）")
        if state.again:
            words = self.say("四次点按对不上，请重新点十字的中心（{n} / {all}）")
        self._words.text = words.format(n=state.at + 1, all=len(PLACES))
        self.dress_soon()

    def dress(self) -> None:
        super().dress()
        across, down = PLACES[self._state.at]
        x, y = self.x + across * self.width, self.top - down * self.height
        arm, line = self.m.mm(ARM_MM), max(2, self.m.mm(LINE_MM))
        flat, upright = self._lines
        flat.pos, flat.size = (x - arm, y - line / 2), (2 * arm, line)
        upright.pos, upright.size = (x - line / 2, y - arm), (line, 2 * arm)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        self.touch((touch.sx, 1 - touch.sy))
        return True
