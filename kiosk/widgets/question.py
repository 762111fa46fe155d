"""The time-out question over a screen: are you still there, a count, and one large way to go on."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.input.motionevent import MotionEvent
from kivy.properties import NumericProperty

from kiosk.widgets.buttons import TextButton
from kiosk.widgets.panel import Panel
from kiosk.widgets.paragraph import Paragraph
from kiosk.widgets.themed import Themed


class StillThere(Themed):
    """Shown while `seconds` > 0. A touch anywhere goes on; everything under it cannot be touched meanwhile."""

    seconds = NumericProperty(0)
    __events__ = ("on_go_on",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas.before:
            self._veil_colour = Color(0, 0, 0, 0)
            self._veil = Rectangle(size=(0, 0))
        self._panel = Panel(ground="ground", edge="line", gap_step=4, pad_step=8, size_hint=(None, None))
        self._title = Paragraph(style="title", bold=True, halign="center", hug=True, leading=0.9)
        self._count = Paragraph(style="title", bold=True, halign="center", tone="stress")
        self._note = Paragraph(halign="center", hug=True, tone="second")
        self._button = TextButton(main=True, height_scale=1.3)
        self._button.fbind("on_press", lambda *_a: self.dispatch("on_go_on"))
        for part in (self._title, self._count, self._note, self._button):
            self._panel.add_widget(part)
        self.fbind("seconds", self.dress_soon)
        self._panel.fbind("minimum_height", self.dress_soon)

    def on_go_on(self) -> None:
        """The person is still there."""

    def dress(self) -> None:
        shown = self.seconds > 0
        if shown and self._panel.parent is None:
            self.add_widget(self._panel)
        elif not shown and self._panel.parent is not None:
            self.remove_widget(self._panel)
        self._veil.pos, self._veil.size = self.pos, self.size if shown else (0, 0)
        self._veil_colour.rgba = (0, 0, 0, 0.6 if shown else 0)
        if not shown:
            return
        m = self.m
        self._title.text = self.say("您还在吗？")
        self._count.text = self.say("{n} 秒", n=int(self.seconds))
        self._count.size_hint_y, self._count.height = None, round(m.title * 1.6)
        self._note.text = self.say("需要更多时间，请点继续。时间到后，您的信息会清除。")
        self._button.text = self.say("继续")
        self._leave_out_the_note(m.reach - 2 * m.margin)
        wide = min(self.width - 2 * m.margin, m.title * 13)
        self._panel.size = (wide, self._panel.minimum_height)
        centre = self.y + m.reach / 2 if m.low else self.center_y
        self._panel.pos = (
            round(self.center_x - wide / 2),
            round(max(self.y + m.margin, centre - self._panel.height / 2)),
        )

    def _leave_out_the_note(self, room: float) -> None:
        """Leave the note out where there is no room: the question, the count and the button matter more."""
        needs = self._title.height + self._count.height + self._button.height + 4 * self.m.s(8)
        shown = needs + self._note.height <= room
        if shown and self._note.parent is None:
            self._panel.add_widget(self._note, index=1)
        elif not shown and self._note.parent is not None:
            self._panel.remove_widget(self._note)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if self.seconds <= 0:
            return False
        if not super().on_touch_down(touch):
            self.dispatch("on_go_on")
        return True
