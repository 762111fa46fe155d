"""On every page with a keyboard for words, letters are typed that are no word yet, and a button of the foot is touched.

Prints what the flow heard, as JSON: {picture: {button: [words of the touches]}}.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from kiosk.widgets.window import prepare
from tests.screens.specimen import SIZES

PROFILE, SIZE = SIZES["1080x1920"]
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
prepare(Path(tempfile.mkdtemp(prefix="keep-")), SIZE)
sys.path.append(str(Path(__file__).parents[1] / "journeys"))

from kivy.base import runTouchApp
from kivy.uix.floatlayout import FloatLayout

from domain.flow import Look
from kiosk.widgets.theme import Metrics
from tests.screens.gallery import settle
from tests.screens.specimens import self_service

PICTURES = ("cases-write", "forms-words", "booking-address", "review-words")
BUTTONS = ("back", "home", "help", "switch")

root = FloatLayout()
runTouchApp(root, embedded=True)
told: dict[str, dict[str, list[str]]] = {}
for specimen in self_service.SPECIMENS:
    picture = specimen.name.removeprefix("kiosk-")
    if picture not in PICTURES or "1080x1920" not in specimen.sizes or specimen.build is None:
        continue
    for button in BUTTONS:
        heard: list[Any] = []
        screen = specimen.build(Metrics(SIZE, PROFILE, Look()), heard.append)
        root.clear_widgets()
        root.add_widget(screen)
        screen.render(specimen.state(Look()))
        settle()
        screen.ids.board.type("n", "i", "h", "a", "o")
        heard.clear()
        screen.foot(button)
        words = [getattr(one, "word", getattr(one, "key", type(one).__name__)) for one in heard]
        told.setdefault(picture, {})[button] = words
        screen.left()

print(json.dumps(told, ensure_ascii=False))
