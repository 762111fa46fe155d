"""The page for words of the citizen's screen, with its flow and the machine's own engines, written on with a finger.

`python -m tests.screens.write_probe` prints what was seen after each step of each story, as JSON.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.widgets.window import prepare
from tests.screens.specimen import SIZES

PROFILE, SIZE = SIZES["1024x600"]
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
prepare(Path(tempfile.mkdtemp(prefix="write-")), SIZE)

from kivy.base import EventLoop, runTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Line
from kivy.input.motionevent import MotionEvent
from kivy.uix.floatlayout import FloatLayout

from domain.flow import Arrived, HallOnline, Look, LookChosen, Record, TimerFired
from domain.pad import citizen as pad_citizen
from domain.pad import review as pad_review
from domain.pad.review import FaceTouched, WriteTouched
from kiosk.widgets.theme import Metrics
from kiosk.writing.engines import Way, Writing, of_this_machine
from review_pad.screens.write import WriteScreen
from tests.screens.gallery import settle
from tests.screens.measure import said, walk
from tests.screens.specimens.pad import catalogue_of_the_hall, rating, window

ACROSS, DOWN = ((0.15, 0.5), (0.85, 0.52)), ((0.5, 0.9), (0.5, 0.1))
LONG_MS = 600


class Finger(MotionEvent):
    """Lands, moves and lifts on the one window, as a driver's touch does."""

    count = 0

    def __init__(self, x: float, y: float) -> None:
        Finger.count += 1
        at = {"x": x / Window.width, "y": y / Window.height}
        super().__init__("probe", Finger.count, at, is_touch=True, type_id="touch")

    def depack(self, args: Any) -> None:
        self.sx, self.sy, self.profile = args["x"], args["y"], ["pos"]
        super().depack(args)

    def at(self, x: float, y: float) -> Finger:
        self.move({"x": x / Window.width, "y": y / Window.height})
        return self


ROOT = FloatLayout()
runTouchApp(ROOT, embedded=True)


class CitizensPad:
    """One citizen after another before one screen."""

    def __init__(self) -> None:
        self.writing = Writing(of_this_machine)
        self.state: Any = pad_review.begin("w1", Look())
        self.now_ms = 0
        self.sent: list[str] = []
        self.screen = WriteScreen(self.metrics, self.does, writing=self.writing)
        ROOT.clear_widgets()
        ROOT.add_widget(self.screen)
        self.hears("s1")

    @property
    def metrics(self) -> Metrics:
        return Metrics(SIZE, PROFILE, self.state.look)

    def hears(self, session: str) -> None:
        self.does(HallOnline())
        self.does(Arrived(catalogue_of_the_hall()))
        self.does(Arrived(window(rating=replace(rating("A012"), session=session))))
        self.does(FaceTouched(5))
        self.does(WriteTouched())

    def does(self, given: object) -> None:
        self.now_ms += LONG_MS
        self.state, effects = pad_citizen.step(self.state, given, self.now_ms)
        self.sent += [effect.event.comment for effect in effects if isinstance(effect, Record)]
        if self.screen_is_there():
            if self.screen.m != self.metrics:
                self.screen.wear(self.metrics)
            self.screen.render(self.state)

    def screen_is_there(self) -> bool:
        return hasattr(self, "screen")

    # ---- a finger

    def touch(self, word: str) -> None:
        settle()
        there = next(one for one in walk(self.screen) if hasattr(one, "usable") and one.usable and said(one) == word)
        finger = Finger(*there.center)
        for phase in ("begin", "end"):
            EventLoop.post_dispatch_input(phase, finger)
        Clock.tick()
        settle()

    def draw(self, *strokes: tuple[tuple[float, float], tuple[float, float]]) -> None:
        for begin, end in strokes:
            finger = self.land(begin)
            for step in range(1, 21):
                share = step / 20
                finger.at(*self.place([a + (b - a) * share for a, b in zip(begin, end, strict=True)]))
                EventLoop.post_dispatch_input("update", finger)
            self.lift(finger)

    def land(self, at: tuple[float, float]) -> Finger:
        settle()
        finger = Finger(*self.place(at))
        EventLoop.post_dispatch_input("begin", finger)
        return finger

    def lift(self, finger: Finger) -> None:
        EventLoop.post_dispatch_input("end", finger)
        settle()

    def place(self, at: Any) -> tuple[float, float]:
        field = self.screen._boards.hand.field
        return field.x + at[0] * field.width, field.y + at[1] * field.height

    # ---- what there is

    @property
    def text(self) -> str:
        return self.state.review.comment if self.state.review else ""

    @property
    def ink(self) -> int:
        return sum(isinstance(one, Line) for one in self.screen._boards.hand.field._ink.children)

    def shows(self) -> list[str]:
        """Every button that can be touched."""
        settle()
        return [said(one) for one in walk(self.screen) if hasattr(one, "usable") and one.usable]

    def held(self) -> list[int]:
        return [self.writing._engine(way).held() for way in Way]  # type: ignore[union-attr]


def by_hand() -> dict[str, Any]:
    pad, found = CitizensPad(), {}
    found["at first"] = pad.shows()
    pad.touch("手写")
    finger = pad.land((0.5, 0.5))
    found["ink as the finger lands"] = pad.ink
    other = pad.land((0.2, 0.2))
    found["ink of two fingers"] = pad.ink
    pad.lift(other)
    pad.lift(finger)
    pad.touch("清除")
    found["ink after 清除"] = pad.ink
    pad.draw(ACROSS, DOWN)
    found["十 is offered"] = "十" in pad.shows()
    pad.touch("删除")
    found["一 is offered"] = "一" in pad.shows()
    pad.touch("一")
    found["after 一"] = [pad.text, pad.ink, "十" in pad.shows()]
    pad.draw(ACROSS, DOWN)
    pad.touch("，")
    found["after a mark"] = [pad.text, pad.ink]
    pad.touch("删除")
    found["after 删除"] = pad.text
    pad.draw(ACROSS)
    pad.touch("提交")
    found["after 提交"] = [pad.text, list(pad.sent)]
    pad.touch("提交")
    found["after 提交 again"] = pad.sent
    return found


def in_pinyin() -> dict[str, Any]:
    pad, found = CitizensPad(), {}
    pad.touch("拼音")
    for letter in "nihao":
        pad.touch(letter)
    found["typed"] = [pad.screen.ids.spelt.text, pad.text, "你好" in pad.shows()]
    pad.touch("删除")
    found["after 删除"] = pad.screen.ids.spelt.text
    pad.touch("o")
    pad.touch("你")
    found["after 你"] = [pad.text, pad.screen.ids.spelt.text]
    pad.touch("空格")
    found["after 空格"] = pad.text
    for key in ("m", "更多"):
        before = pad.shows()
        pad.touch(key)
    found["更多"] = [len(set(before) - set(pad.shows())) > 3, pad.text]
    pad.touch("123")
    pad.touch("1")
    found["after 1"] = pad.text
    pad.touch("提交")
    found["sent"] = pad.sent
    return found


def nobodys() -> dict[str, Any]:
    """What somebody leaves unfinished."""
    pad, found = CitizensPad(), {}
    pad.touch("手写")
    pad.draw(ACROSS)
    pad.touch("拼音")
    found["another way"] = [pad.ink, pad.screen._boards.composing]
    pad.touch("n")
    for _ in range(pad_citizen.QUESTION_S + 1):
        pad.does(TimerFired("idle" if not pad.state.review.left_s else "question"))
    found["review"] = pad.state.review is None
    pad.screen.left()
    found["after the time-out"] = [pad.screen.ids.spelt.text, pad.screen._boards.composing, pad.held()]
    found["known to the screen"] = str(pad.screen._state)
    pad.hears("s2")
    found["the next one"] = [pad.text, "n" in pad.shows(), pad.screen._boards.composing]
    pad.touch("手写")
    pad.draw(ACROSS, DOWN)
    pad.does(Arrived(window(rating=replace(rating("A013"), session="s3"))))
    pad.does(FaceTouched(4))
    pad.does(WriteTouched())
    found["another session"] = [pad.ink, pad.screen._boards.composing, "十" in pad.shows()]
    return found


def in_other_looks() -> dict[str, Any]:
    pad, found = CitizensPad(), {}
    for name, look in {
        "elder": Look(elder=True),
        "low": Look(low=True),
        "english": Look(language="en"),
        "elder english": Look(elder=True, language="en"),
    }.items():
        pad.does(LookChosen(look))
        found[name] = pad.shows()
    pad.does(LookChosen(Look(elder=True)))
    pad.touch("手写")
    pad.draw(ACROSS)
    pad.touch("一")
    found["written large"] = [pad.text, pad.shows()]
    pad.draw(ACROSS, DOWN)
    pad.does(LookChosen(Look(language="en")))
    found["in English again"] = [pad.screen._boards.composing, pad.shows()]
    return found


if __name__ == "__main__":
    print(json.dumps({story.__name__: story() for story in (by_hand, in_pinyin, nobodys, in_other_looks)}))
