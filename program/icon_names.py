"""The names of the icons that screens can draw and hall.toml may use. They are read without Kivy."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "kiosk" / "widgets" / "icons"


@cache
def codes() -> dict[str, int]:
    """Icon name → its character in `tabler.ttf`."""
    return dict(json.loads((FOLDER / "names.json").read_text(encoding="utf-8")))
