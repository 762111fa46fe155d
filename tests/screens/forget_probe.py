"""Every screen of the kiosk is shown with what a person wrote, and left; prints what is still found in it, as JSON.

Looked at is everything that its widgets hold: their properties and attributes, also of widgets that are taken out.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from kiosk.widgets.window import prepare
from tests.screens.specimen import SIZES

PROFILE, SIZE = SIZES["1080x1920"]
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
prepare(Path(tempfile.mkdtemp(prefix="forget-")), SIZE)
sys.path.append(str(Path(__file__).parents[1] / "journeys"))

from kivy.base import runTouchApp
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from domain.flow import Look
from kiosk.typeface.wrap import pieces
from kiosk.widgets.theme import Metrics
from tests.screens.gallery import settle
from tests.screens.specimens import machine, self_service

SECRETS = (
    *("欧阳**", "司马望舒", "32010219861103201X", "19861103", "杏花村路9号院"),
    *("13912345678", "13800138000", "12800138000", "320102198611032", "家里老人住院", "住院了，钱不够", "我来了三次"),
    *("511Z07001006-2026-0012", "王**", "A3C4D6F7", "K7M3Q9XA", "zzzq"),
)
DEEPEST = 8

root = FloatLayout()
runTouchApp(root, embedded=True)


def held(value: Any, seen: set[int], depth: int = 0) -> Iterator[str]:
    """All words in it."""
    if isinstance(value, str):
        yield value
        return
    if depth > DEEPEST or id(value) in seen or isinstance(value, type) or callable(value):
        return
    seen.add(id(value))
    if isinstance(value, Widget):
        inner = [*value.__dict__.values(), *(getattr(value, name) for name in value.properties() if name != "parent")]
    elif isinstance(value, dict):
        inner = [one for pair in value.items() for one in pair]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = list(value)
    elif is_dataclass(value):
        inner = [getattr(value, one.name) for one in fields(value)]
    elif type(value).__module__.startswith(("kiosk", "domain", "kivy.core.text")):
        inner = list(getattr(value, "__dict__", {}).values())
    else:
        return
    for one in inner:
        yield from held(one, seen, depth + 1)


def words_in(screen: Widget) -> str:
    return "|".join("".join(word.split()) for word in held(screen, set()))


found: list[list[str]] = []
shown = 0
look = Look()
built: dict[str, Any] = {}
for specimen in (one for one in (*machine.SPECIMENS, *self_service.SPECIMENS) if "1080x1920" in one.sizes):
    metrics = Metrics(SIZE, PROFILE, look)
    if specimen.screen not in built:
        module, name = specimen.screen.split(":")
        make = specimen.build or getattr(import_module(module), name)
        built[specimen.screen] = make(metrics, lambda _given: None)
    screen = built[specimen.screen]
    root.clear_widgets()
    root.add_widget(screen)
    screen.render(specimen.state(look))
    settle()
    before = words_in(screen)
    shown += any(secret in before for secret in SECRETS)
    root.clear_widgets()
    screen.left()
    settle()
    pieces.cache_clear()
    after = words_in(screen)
    found += [[specimen.name, secret] for secret in SECRETS if secret in after]

print(json.dumps({"shown": shown, "found": found}, ensure_ascii=False))
