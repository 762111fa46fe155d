"""Every page that an e-screen of one size makes of the sample hall's content, drawn and measured, as JSON.

python -m tests.screens.show_probe SIZE CONTENT

{language: [{"title": …, "part": n, "said": [words], "wrong": [[rule, where]]}]}; CONTENT: a folder of packed sets, with
its public key in `key`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.widgets.window import prepare
from tests.screens.specimen import SIZES

SIZE, CONTENT = sys.argv[1], Path(sys.argv[2])
PROFILE, SCREEN = SIZES[SIZE]
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
prepare(Path(tempfile.mkdtemp(prefix="show-")), SCREEN)

from kivy.base import runTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout

from domain.flow import Look
from e_screen.app import screen
from e_screen.content import ScreenContent
from e_screen.screens import page_layout, show, window
from e_screen.screens.page_view import rows_height
from e_screen.show_pages import ShowRow
from e_screen.show_state import ShowState
from e_screen.showing import MakePages, ReadPicture, SetOpened
from kiosk.terminal.settings import ContentStore, Showing
from kiosk.widgets.shell import LAYOUT_PASSES
from kiosk.widgets.theme import Metrics, Profile
from program.speech import Speaker
from tests.screens.gallery import restless, settle
from tests.screens.measure import measure, walk
from tests.screens.specimens import e_screen as sample


def pages(metrics: Metrics, language: str) -> list[dict[str, Any]]:
    from kiosk.widgets.paragraph import Paragraph

    hall = PROFILE is Profile.HALL
    width, height = (show if hall else window).page_room(metrics)

    def divide(title: str, rows: Any) -> list[tuple[ShowRow, ...]]:
        return page_layout.divided(rows, metrics, width, rows_height(title, metrics, width, height))

    opened: list[Any] = []
    store = ContentStore(key=(CONTENT / "key").read_text(), folder=str(CONTENT))
    content = ScreenContent(store, Showing(), Speaker(language), divide, opened.append, own=not hall)
    content.open()
    (told,) = opened
    assert isinstance(told, SetOpened)
    items = tuple(item.id for item in sample.hall().items)
    made = content.make(MakePages(told.name, items))
    assert made is not None
    shown = screen(PROFILE.value)(metrics, lambda _intent: None)
    root.clear_widgets()
    root.add_widget(shown)
    shown.wear(metrics)
    found = []
    for page in made.pages:
        board = sample._board(Look(language=language))
        picture = content.read(ReadPicture(page.picture)).picture if page.picture else None
        shown.render(replace(board, show=ShowState(pages=made.pages, current=page, picture=picture)))
        settle()
        wrong = [*measure(shown, "normal"), *(("never comes to rest", where) for where in restless())]
        said = [one.text for one in walk(shown) if isinstance(one, Paragraph) and one.text]
        found.append({"title": page.title, "part": page.part, "said": said, "wrong": wrong})
    return found


Clock.max_iteration = LAYOUT_PASSES
root = FloatLayout()
runTouchApp(root, embedded=True)
told = {}
for language in ("zh_CN", "en"):
    metrics = Metrics(SCREEN, PROFILE, Look(language=language))
    Window.clearcolor = metrics.colours.ground
    told[language] = pages(metrics, language)
print(json.dumps(told))
