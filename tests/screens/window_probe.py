"""One real window, offscreen, put through one trial; prints what it found as one JSON line.

python -m tests.screens.window_probe TRIAL DATA
"""

from __future__ import annotations

import gc
import io
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kiosk.terminal.settings import Screen as Size
from kiosk.terminal.settings import Terminal
from kiosk.widgets.window import prepare

TRIAL, DATA = sys.argv[1], Path(sys.argv[2])
SIZE = Size(width_px=540, height_px=960, width_mm=268)
if TRIAL == "calibrated":
    SIZE = replace(SIZE, touch_matrix=(-1.25, 0, 1.125, 0, -1.1, 1.05))
prepare(DATA, SIZE)

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.core.window.window_sdl2 import SDL2MotionEventProvider
from kivy.input.motionevent import MotionEvent

from domain.emergency.views import Emergency
from domain.flow import Look
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.shell import Shell
from kiosk.widgets.theme import Profile

found: dict[str, Any] = {}
touched: list[object] = []


class Trial(TerminalScreen):
    def __init__(self, m: Any, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.page = ScreenPage(hall="大厅", clock="9:41", foot=["back", "elder"])
        self.choices = Choices()
        self.button = TextButton(text="取号", main=True)
        self.button.bind(on_press=lambda *_: self.touch(type(self).__name__))
        self.page.add_widget(self.choices)
        self.page.add_widget(self.button)
        self.add_widget(self.page)

    def render(self, state: Any) -> None:
        self.page.title = f"{type(self).__name__} {state}"
        self.choices.show([ChoiceData(key=str(n), title=f"事项 {n} {state}") for n in range(4)])


class First(Trial):
    pass


class Second(Trial):
    pass


class Third(Trial):
    def render(self, state: Any) -> None:
        raise ValueError(f"a secret: {state}")


class Fourth(Trial):
    def render(self, state: Any) -> None:
        self.page.title = self.say("返回")


class Touch(MotionEvent):
    def __init__(self, x: float, y: float) -> None:
        super().__init__("trial", "1", {"x": x, "y": y}, is_touch=True, type_id="touch")

    def depack(self, args: dict[str, float]) -> None:
        self.sx, self.sy = args["x"] / Window.width, args["y"] / Window.height
        self.profile = ["pos"]
        super().depack(args)


def intent(given: object) -> None:
    touched.append(given)
    if given == "First":
        shell.show("second", 1)


shell = Shell(
    Terminal(hall="h", device="d", data=str(DATA), screen=SIZE),
    Profile.KIOSK,
    {"first": First, "second": Second, "third": Third, "fourth": Fourth},
    touch=intent,
    recover=lambda: shell.show("first", "again"),
)


def tap(x: float, y: float) -> None:
    touch = Touch(x, y)
    touch.scale_for_screen(Window.width, Window.height)
    Window.dispatch("on_touch_down", touch)
    touch.grab_current = None
    for grabbed in list(touch.grab_list):
        widget = grabbed()
        touch.grab_current = widget
        widget.dispatch("on_touch_up", touch)
    touch.grab_current = None


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def later(job: Callable[[], None], seconds: float) -> None:
    Clock.schedule_once(lambda _dt: job(), seconds)


def still() -> None:
    """How often a screen is drawn on which nothing happens."""
    drawn = [0]
    shell.show("first", 0)

    def count(*_: object) -> None:
        drawn[0] += 1

    def begin() -> None:
        Window.bind(on_draw=count)
        later(end, 1.0)

    def end() -> None:
        found["drawn"] = drawn[0]
        found["frame"] = asdict(frame) if (frame := shell.first_frame()) else None
        shell.stop()

    later(begin, 0.5)


def leak() -> None:
    """400 times another screen, now and then another look, after 600 that let the driver fill its pools."""
    begun = [0]

    def go(turn: int = 0) -> None:
        for at in range(turn, turn + 20):
            look = Look(elder=at % 40 < 20)
            shell.show(("first", "second")[at % 2], at, look)
            Clock.tick_draw()
        if turn == 600:
            gc.collect()
            begun[0] = resident()
        if turn < 1000:
            later(lambda: go(turn + 20), 0.02)
        else:
            gc.collect()
            found["screens"] = sum(type(one) in {First, Second} for one in gc.get_objects())
            found["grown_mb"] = (resident() - begun[0]) / 1e6
            shell.stop()

    go()


def languages() -> None:
    """A person who reads English ends on another screen than the next one begins with."""
    chinese, english = Look(language="zh_CN"), Look(language="en")
    shell.show("fourth", 0, chinese)
    shell.show("first", 0, english)
    shell.show("fourth", 0, chinese)
    assert isinstance(shell.current, Trial)
    found["title"] = shell.current.page.title
    later(shell.stop, 0)


def double_tap() -> None:
    """Two quick touches on one spot, where the next screen has its button too; then one after the guard's time."""
    shell.show("first", 0)

    def go() -> None:
        assert isinstance(shell.current, Trial)
        x, y = shell.current.button.center
        tap(x, y)
        Clock.tick_draw()
        tap(x, y)
        found["quick"] = list(touched)
        later(lambda: (tap(x, y), found.update(later=list(touched)), shell.stop()), 0.5)

    later(go, 0.3)


def pressed() -> None:
    """Whether a touch is seen in the next frame."""
    shell.show("first", 0)

    def go() -> None:
        assert isinstance(shell.current, Trial)
        button = shell.current.button
        before = tuple(button._ground_colour.rgba)
        touch = Touch(*button.center)
        touch.scale_for_screen(Window.width, Window.height)
        Window.dispatch("on_touch_down", touch)
        Clock.tick_draw()
        found["darker"] = sum(button._ground_colour.rgba[:3]) < sum(before[:3])
        found["same_size"] = button._inner.size == (button.width, button.height)
        shell.stop()

    later(go, 0.3)


def calibrated() -> None:
    """A finger on SDL's own queue, moved and lifted, on a panel that is upside down and too large."""
    shell.show("first", 0)
    fingers = SDL2MotionEventProvider.q

    def put(action: str, x: float, y: float) -> None:
        fingers.appendleft((action, 1, (1.125 - x / Window.width) / 1.25, (0.05 + y / Window.height) / 1.1, 1.0))

    def go() -> None:
        assert isinstance(shell.current, Trial)
        x, y = shell.current.button.center
        Window.bind(on_touch_up=lambda _window, touch: found.update(moved=touch.pos))
        put("fingerdown", x, y)
        put("fingermotion", x + 9, y)
        put("fingerup", x + 9, y)
        found["wanted"] = (x + 9, y)
        later(lambda: (found.update(touched=list(touched)), shell.stop()), 0.3)

    later(go, 0.3)


def emergency() -> None:
    """A notice over a screen that changes under it: nothing there is touched, and no key heard, until it is gone."""
    keys: list[int] = []
    activity: list[float] = []
    shell.root._touched = lambda: activity.append(time.monotonic())
    shell.show("first", 0)
    Window.fbind("on_key_down", lambda _window, key, *_: keys.append(key))

    def press() -> None:
        assert isinstance(shell.current, Trial)
        tap(*shell.current.button.center)
        Window.dispatch("on_key_down", 97, 4, "a", [])

    def covered() -> None:
        Clock.tick_draw()
        press()
        found["covered"] = json.loads(shell._told())["words"]
        found["under"] = (list(touched), list(keys), list(activity))
        shell.show("second", 1)
        shell.tell_emergency(Emergency(text="请从西门离开", text_en="Leave by the west door"))
        later(replaced, 0.1)

    def replaced() -> None:
        press()
        found["replaced"] = json.loads(shell._told())["words"]
        found["still_under"] = (list(touched), list(keys), list(activity))
        shell.tell_emergency(None)
        later(gone, 0.6)

    def gone() -> None:
        press()
        found["gone"] = json.loads(shell._told())["screen"]
        found["heard"] = (list(touched), list(keys), len(activity))
        shell.stop()

    later(lambda: shell.tell_emergency(Emergency(text="请从东门离开")), 0.1)
    later(covered, 0.3)


def film() -> None:
    """Three frames of a tenth of a second, with a caption for the first and the last; held, ended, begun again."""
    from PIL import Image

    from domain.content.captions import Cue
    from kiosk.widgets.film import Film

    frames = [Image.new("RGB", (32, 18), colour) for colour in ("red", "green", "blue")]
    content = io.BytesIO()
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:], duration=150, lossless=True)
    one = Film(m=shell.metrics, size_hint=(None, None), size=(300, 300))
    shell.root.add_widget(one)
    told: list[tuple[str, str]] = []
    one.fbind("state", lambda *_: told.append((one.state, one._words.text)))
    one._words.fbind("text", lambda _w, words: told.append(("says", words)))
    one.show(content.getvalue(), (Cue(0, 150, "one"), Cue(300, 450, "three")))

    def hold() -> None:
        one.toggle()
        found["held"] = [*told]
        told.clear()
        later(go_on, 0.4)

    def go_on() -> None:
        found["while_held"] = [*told]
        one.toggle()
        later(again, 0.8)

    def again() -> None:
        found["ended"] = [*told]
        told.clear()
        one.toggle()
        found["again"] = one.state
        one.show(b"RIFF no film", ())
        found["broken"] = (one.state, one._box.size)
        one.show(content.getvalue()[:-40], (Cue(0, 150, "one"),))
        later(last, 0.8)

    def last() -> None:
        found["cut"] = one.state
        one.stop()
        found["stopped"] = (one.state, one._content)
        shell.stop()

    later(hold, 0.05)


def bug() -> None:
    """A screen that fails when it is shown."""
    shell.show("first", 0)

    def look() -> None:
        found["shown"] = type(shell.current).__name__
        later(shell.stop, 0)

    later(lambda: shell.show("third", "13800138000"), 0.1)
    later(look, 0.4)


def bugs() -> None:
    """It fails again and again."""
    for at in range(5):
        later(lambda: shell.show("third", "13800138000"), 0.1 + at * 0.05)


def term() -> None:
    """Stays until it is told to end."""
    shell.show("first", 0)
    later(lambda: print("up", flush=True), 0.2)


begun = time.monotonic()
trials = (still, leak, languages, double_tap, pressed, calibrated, emergency, film, bug, bugs, term)
code = shell.run(on_start={job.__name__: job for job in trials}[TRIAL])
print(json.dumps({**found, "seconds": time.monotonic() - begun}))
sys.exit(code)
