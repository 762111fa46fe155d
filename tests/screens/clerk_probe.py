"""Touches the display modes on every screen of a clerk's desk, and their keys; prints what was reported as JSON.

python -m tests.screens.clerk_probe
"""

from __future__ import annotations

import json
from typing import Any

from domain.flow import Look, LookChosen
from tests.screens.gallery import each
from tests.screens.measure import said, walk

WORDS = {"大字": "elder", "高对比": "contrast", "English": "language"}
KEYS = {"f7": "elder", "f8": "contrast"}


def main() -> None:
    found: dict[str, dict[str, list[str]]] = {}
    for name, _specimen, _mode, _language, screen in each("desk-1024x600", "desk-", look_alone=("normal", "zh_CN")):
        got: list[Any] = []
        screen._touch = got.append
        found[name] = {"touched": _touched(screen, got), "keys": _keyed(screen, got)}
    print(json.dumps(found))


def _touched(screen: Any, got: list[Any]) -> list[str]:
    from kiosk.widgets.press import Pressable

    for one in list(walk(screen)):
        if isinstance(one, Pressable) and one.usable and said(one).split()[0] in WORDS:
            one.dispatch("on_press")
    return _chosen(got)


def _keyed(screen: Any, got: list[Any]) -> list[str]:
    from kivy.core.window import Keyboard, Window

    screen.entered()
    for key in KEYS:
        code = Keyboard.keycodes[key]
        Window.dispatch("on_key_down", code, 0, None, [])
        Window.dispatch("on_key_down", code, 0, None, [])  # held down
        Window.dispatch("on_key_up", code, 0)
    screen.left()
    return _chosen(got)


def _chosen(got: list[Any]) -> list[str]:
    """What differs from the usual look, of everything that was reported."""
    plain, changed = Look(), []
    for intent in got:
        look = intent.look if isinstance(intent, LookChosen) else plain
        changed += [
            one for one in ("elder", "contrast", "low", "language") if getattr(look, one) != getattr(plain, one)
        ]
    got.clear()
    return sorted(changed)


if __name__ == "__main__":
    main()
