"""Which input counts for a window: only a citizen's own panel, or the display's pointer; and a note of other input.

`TouchedBy.PANEL` is for the screens that citizens use. Input from the display does not count there: otherwise somebody
with a mouse, a keyboard, another panel or a program on this machine could give a review in a citizen's place.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.core.window.window_sdl2 import SDL2MotionEventProvider
from kivy.input.motionevent import MotionEvent
from kivy.input.provider import MotionEventProvider
from kivy.uix.label import Label

from kiosk.hw.panel import PanelMove, PanelTouch, TouchPanel
from kiosk.widgets.theme import Metrics
from program.speech import Speaker

STRANGE_S = 600.0
"""How long input from elsewhere stays in the health."""

MARK_MM = 2.4

KINDS = {PanelMove.DOWN: "begin", PanelMove.ALONG: "update", PanelMove.UP: "end"}


class FingerOnPanel(MotionEvent):
    """One finger of the citizen's, with its place in shares of the panel; Kivy counts y from below."""

    def __init__(self, number: int, at: tuple[float, float]) -> None:
        super().__init__("panel", number, at, is_touch=True, type_id="touch")

    def depack(self, args: tuple[float, float]) -> None:
        self.sx, self.sy = args
        self.profile = ["pos"]
        super().depack(args)


class PanelInput(MotionEventProvider):
    """Gives Kivy what the panel says, on the main thread."""

    def __init__(self, panel: TouchPanel) -> None:
        super().__init__("panel", "")
        self._panel = panel
        self._waiting: queue.SimpleQueue[PanelTouch] = queue.SimpleQueue()
        self._finger: FingerOnPanel | None = None
        self._number = 0
        self._look = Clock.create_trigger(lambda _dt: None)  # for the loop to look here in its next frame, at once

    def start(self) -> None:
        self._panel.start(self._take)

    def stop(self) -> None:
        self._panel.stop()

    def _take(self, touch: PanelTouch) -> None:
        self._waiting.put(touch)
        self._look()

    def update(self, dispatch_fn: Callable[[str, MotionEvent], None]) -> None:
        while not self._waiting.empty():
            touch = self._waiting.get()
            at = (touch.x, 1 - touch.y)
            if touch.move is PanelMove.DOWN:
                self._number += 1
                self._finger = FingerOnPanel(self._number, at)
            finger = self._finger
            if finger is None:
                continue
            if touch.move is not PanelMove.DOWN:
                finger.move(at)
            if touch.move is PanelMove.UP:
                finger.update_time_end()
                self._finger = None
            dispatch_fn(KINDS[touch.move], finger)


class Strangers:
    """Notes all input that comes to the window through the display, and drops it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}

    def watch(self) -> None:
        Window.fbind("on_key_down", lambda *_: self._saw("keyboard"))
        Window.fbind("on_key_up", lambda *_: self._saw("keyboard"))
        Window.fbind("on_textinput", lambda *_: self._saw("keyboard"))
        for event in ("on_mouse_down", "on_mouse_up", "on_mouse_move"):
            Window.fbind(event, lambda *_: self._saw("pointer"))

    def look_for_fingers(self) -> None:
        """Fingers on another panel, which the display hands on; on the main thread."""
        if SDL2MotionEventProvider.q:
            SDL2MotionEventProvider.q.clear()
            self._saw("panel")

    @property
    def seen(self) -> str:
        """`keyboard`, `pointer`, `panel`: what came within the last ten minutes; "" if nothing did."""
        since = self._clock() - STRANGE_S
        return ", ".join(sorted(kind for kind, at in dict(self._seen).items() if at > since))

    def _saw(self, kind: str) -> bool:
        self._seen[kind] = self._clock()
        return True  # stop here


def any_pointer_mark(m: Metrics, say: Speaker) -> Label:
    """A label which says that any mouse counts as a citizen's touch, so that a trial is not mistaken for a real
    hall."""
    size = m.mm(MARK_MM)
    return Label(
        text=say("试用：鼠标也算触摸"),
        font_size=size,
        color=m.colours.second,
        size_hint=(1, None),
        height=size * 1.4,
        pos_hint={"top": 1},
    )


def listen_to(panel: TouchPanel) -> Strangers:
    """From now on only this panel counts; the result notes all other input."""
    for provider in list(EventLoop.input_providers):
        EventLoop.remove_input_provider(provider)
    strangers = Strangers()
    strangers.watch()

    class Looking(PanelInput):
        def update(self, dispatch_fn: Callable[[str, Any], None]) -> None:
            strangers.look_for_fingers()
            super().update(dispatch_fn)

    EventLoop.add_input_provider(Looking(panel))
    return strangers
