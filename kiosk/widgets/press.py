"""The press of a button: visible in the next frame, cancelled when the finger leaves, refused while disabled."""

from __future__ import annotations

from typing import Any

from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, ObjectProperty

from kiosk.widgets.panel import Surface


class Pressable(Surface):
    """A surface that is one button. `on_press` is called with no argument when the finger is lifted on it.

    `kind`: action (the one main action), quiet, card (a choice), chosen (switched on), muted (a choice that
    only says why there is nothing to choose).
    `usable`: a button that cannot be used stays visible, and its text says why.
    """

    kind = ObjectProperty("quiet")
    usable = BooleanProperty(True)
    pressed = BooleanProperty(False)
    __events__: tuple[str, ...] = ("on_press",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("kind", "usable", "pressed"):
            self.fbind(name, self.dress_soon)

    @property
    def ink(self) -> str:
        """The tone of the text on it."""
        if not self.usable:
            return "on_off"
        return {"action": "on_action", "chosen": "on_chosen", "muted": "on_off"}.get(self.kind, "text")

    def dress(self) -> None:
        if not self.usable:
            self.ground, self.edge = "off", "hair"
        elif self.kind == "action":
            self.ground, self.edge = ("action_pressed" if self.pressed else "action"), ""
        elif self.kind == "muted":
            self.ground, self.edge = ("quiet_pressed" if self.pressed else "off"), "hair"
        elif self.kind == "chosen":
            self.ground, self.edge = "chosen", "chosen"
        else:
            resting = "ground" if self.kind == "card" else "quiet"
            self.ground, self.edge = ("quiet_pressed" if self.pressed else resting), "line"
        super().dress()

    def on_press(self) -> None:
        """The button was pressed: the finger was lifted on it."""

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if not self.collide_point(*touch.pos) or touch.is_mouse_scrolling:
            return False
        if self.usable:
            touch.grab(self)
            self.pressed = True
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return False
        self.pressed = bool(self.collide_point(*touch.pos))
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        meant, self.pressed = self.pressed, False
        if meant and self.usable:
            self.dispatch("on_press")
        return True
