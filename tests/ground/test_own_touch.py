"""A citizen's screen is moved by its own panel alone: the whole machine, on a panel that umockdev pretends to evdev."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import demo.folder
from kiosk.terminal.drivers import touch_panel
from kiosk.terminal.settings import Screen
from tests.contracts.umockdev_panel import tap as tap_on_panel
from tests.contracts.umockdev_panel import write_files
from tests.e2e.citizen import HOME
from tests.e2e.house import wait
from tests.e2e.parts import Parts
from tests.hall.mqtt_asker import Asker

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("stage-test_own_touch")]

NOWHERE = (0.005, 0.005)
"""A corner with nothing to choose in it: a finger there wakes the machine and does no more."""


class WithPanel(Parts):
    """The machine as a hall has it: no pointer counts, and on its panel a finger touches a corner every second."""

    def __init__(self, folder: Path) -> None:
        taps = (tap_on_panel(number, *NOWHERE) for number in range(1, 60))
        moments = [moment for down, up in taps for moment in ((1.0, down), (0.05, up))]
        self._pretended = write_files(folder, moments)
        super().__init__(folder, "kiosk")

    def _start(self, name: str, env: dict[str, str], *argv: str) -> None:
        before = ("umockdev-run", *self._pretended, "--") if name == "kiosk" else ()
        super()._start(name, env, *before, *argv)

    def pid(self, program: str) -> int:
        """umockdev starts the machine, so that is a child of it."""
        started = super().pid(program)
        if program != "kiosk" or not started:
            return started
        children = Path(f"/proc/{started}/task/{started}/children").read_text(encoding="ascii").split()
        return int(children[0]) if children else 0


def test_a_mouse_and_a_keyboard_move_nothing_on_a_machine_and_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo.folder, "MOUSE_IS_TOUCH", frozenset())
    parts = WithPanel(tmp_path)
    desk = Asker(parts.port, parts.hall)
    try:
        parts.see("kiosk", HOME)  # the finger on the panel has woken it
        left, top, width, height = parts.target("kiosk", "养老和社保")
        x, y = left + width // 2, top + height // 2
        for _ in range(3):
            point = ["mousemove", "--sync", str(x), str(y)]
            subprocess.run(
                ["xdotool", *point, "mousedown", "1", "mouseup", "1", "key", "Return", "key", "F1"],
                env={**os.environ, "DISPLAY": parts.display},
                check=True,
            )
        wait(lambda: _health(desk).get("input_unknown") == "keyboard, pointer", "the strangers in the health")
        assert _health(desk)["touch"] == "ready"
        before = parts.look("kiosk").touches
        wait(lambda: parts.look("kiosk").touches > before, "the panel still counts")
        seen = parts.look("kiosk")
        assert seen.shows(HOME)
        assert not seen.shows("试用")
    finally:
        desk.close()
        parts.close()


def test_only_a_setting_for_trials_takes_every_pointer() -> None:
    assert touch_panel(Screen()) is not None
    assert touch_panel(Screen(touch="/dev/input/by-path/one")) is not None
    assert touch_panel(Screen(any_pointer=True)) is None
    shipped = [*Path("systemd").rglob("*"), Path("demo/hall.toml")]
    assert not [path for path in shipped if path.is_file() and "any_pointer" in path.read_text(encoding="utf-8")]


def _health(desk: Asker) -> dict[str, Any]:
    heard = desk.heard[desk.topics.device_state("kiosk-1")]
    return dict(json.loads(heard[-1]).get("health", {})) if heard else {}
