"""What a hall.toml must hold to be shown by the demo: no mistake, and the devices and windows that its programs are."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from demo.folder import OPEN_ALWAYS, SEATS, SIGNER
from demo.programs import PHONE_PAGE, PYTHON
from program.toml_file import Mistake


def mistakes(config: Path, *, real_hours: bool) -> list[str]:
    """One a line, as `check-config` says them: the hall's own, or if there are none, what the demo would wait for."""
    asked = [*PYTHON, "-m", "hall", "--config", str(config), "--check-config"]
    checked = subprocess.run(asked, capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        return checked.stderr.splitlines()
    hall = tomllib.loads(config.read_text(encoding="utf-8"))
    return [str(Mistake(str(config), *found)) for found in _missing(hall, real_hours=real_hours)]


def _missing(hall: dict[str, Any], *, real_hours: bool) -> Iterator[tuple[str, str]]:
    devices = {device["id"]: device for device in hall.get("devices", ())}
    windows = {window["id"] for window in hall["windows"]}
    for name in [*(seat.device for seat in SEATS), PHONE_PAGE]:
        if name not in devices:
            yield "devices", f"there is no {name!r}, which the demo starts"
    for name in sorted({seat.window for seat in SEATS if seat.window} - windows):
        yield "windows", f"there is no {name!r}, at which the demo's pad and screen stand"
    if "public_key" in devices.get(SIGNER, ()):
        yield "devices", f"{SIGNER!r} has a public_key, but the demo makes its own: leave it out"
    if not real_hours and OPEN_ALWAYS not in {calendar["id"] for calendar in hall.get("calendars", ())}:
        yield "calendars", f"there is no {OPEN_ALWAYS!r} to be open at any time by; or try it with --hours real"
