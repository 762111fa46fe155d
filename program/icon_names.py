"""The icons there are, by name: what a screen can draw and hall.toml may ask for. Read without Kivy."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "kiosk" / "widgets" / "icons"


@cache
def codes() -> dict[str, int]:
    """Each name's character in `tabler.ttf`."""
    return dict(json.loads((FOLDER / "names.json").read_text(encoding="utf-8")))
