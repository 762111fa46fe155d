"""A board to write on, with engines that any machine has, without a finger; prints what was told, as JSON."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from kiosk.widgets.window import prepare
from tests.screens.specimen import SIZES

PROFILE, SIZE = SIZES["1080x1920"]
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
prepare(Path(tempfile.mkdtemp(prefix="word-")), SIZE)

from kivy.base import runTouchApp
from kivy.uix.floatlayout import FloatLayout

from bench.fake_writing import FakeHand, FakePinyin
from domain.flow import Look
from kiosk.widgets.theme import Metrics
from kiosk.widgets.writing.word_board import WordBoard
from kiosk.writing.engines import Source, Way, Writing
from tests.screens.gallery import settle

TEN = ([0.14, 0.5, 0.86, 0.52], [0.5, 0.86, 0.5, 0.14])
HERE = Source(FakeHand, str), Source(FakePinyin, str)

root = FloatLayout()
runTouchApp(root, embedded=True)


def board(*ways: Way, language: str = "zh_CN", spells: bool = False) -> tuple[WordBoard, list[str]]:
    root.clear_widgets()
    made = WordBoard(m=Metrics(SIZE, PROFILE, Look(language=language)), spells=spells, width=1000)
    sources = {Way.HAND: HERE[0], Way.PINYIN: HERE[1]}
    made.begin(Writing(lambda: {way: sources[way] for way in ways}))
    told: list[str] = []
    made.fbind("on_key", lambda _board, key: told.append(f"key:{key}"))
    made.fbind("on_word", lambda _board, word: told.append(f"word:{word}"))
    root.add_widget(made)
    settle()
    return made, told


said: dict[str, Any] = {}

made, told = board(Way.HAND)
made.type("g", "delete")
said["raw"] = list(told)
told.clear()
made.by_hand(list(TEN))
settle()
made.choose("十")
said["by hand"] = list(told)
told.clear()
made.by_hand([TEN[0]])
made.type("delete", "delete")
said["taken back"] = list(told)

made, told = board(Way.HAND, Way.PINYIN, spells=True)
made.type(*"nihao")
settle()
made.choose("你好")
made.type("3", *"ni")
said["spelt"] = list(told)
made.forget()
settle()
said["left"] = {"composing": made.composing, "spelt": made.spelt, "by hand": made.written_by_hand}

made, told = board(Way.HAND, Way.PINYIN, language="en", spells=True)
made.type("n")
said["in English"] = list(told)

made, told = board(Way.HAND, language="en", spells=True)
made.digits = True
settle()
space = next((one for one in made.walk() if getattr(one, "text", "") == "Space"), None)
if space is not None:
    space.dispatch("on_press")
said["space between English words and digits"] = list(told)

print(json.dumps(said, ensure_ascii=False))
