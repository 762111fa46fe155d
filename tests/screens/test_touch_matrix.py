"""A touch lands where its owner sees it, however the panel is glued on."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.calibrate.command import line
from kiosk.calibrate.crosses import PLACES, Calibrating, Crosses
from kiosk.terminal.terminal_file import checked_terminal
from kiosk.terminal.touch_matrix import IDENTITY, Matrix, Point, applied, before_rotation, fitted, mistake
from tests.screens.test_window import ROOT, run

SWAPPED: Matrix = (0, 1, 0, 1, 0, 0)
UPSIDE_DOWN: Matrix = (-1, 0, 1, 0, -1, 1)
SMALLER: Matrix = (1.25, 0, -0.125, 0, 1.1, -0.05)

shares = st.floats(0, 1)
factors = st.floats(-3, 3).filter(lambda factor: abs(factor) > 0.2)


@pytest.mark.parametrize(
    ("matrix", "end"),
    [(IDENTITY, (0.2, 0.7)), (SWAPPED, (0.7, 0.2)), (UPSIDE_DOWN, (0.8, 0.3)), (SMALLER, (0.125, 0.72))],
)
def test_a_touch_goes_where_the_matrix_says(matrix: Matrix, end: Point) -> None:
    assert applied(matrix, (0.2, 0.7)) == pytest.approx(end)


def test_a_touch_stays_on_the_screen() -> None:
    assert applied(SMALLER, (0.0, 1.0)) == (0.0, 1.0)


@given(factors, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), factors, st.floats(-1, 1), st.floats(-1, 1))
def test_four_touches_give_back_the_matrix_that_bent_them(  # noqa: PLR0917
    a: float, b: float, d: float, e: float, c: float, f: float
) -> None:
    assume(abs(a * e - b * d) > 0.1)
    wide = a * e - b * d
    bent = [
        ((e * (x - c) - b * (y - f)) / wide, (a * (y - f) - d * (x - c)) / wide) for x, y in PLACES
    ]  # the inverse by hand: where the panel says the finger is
    found = fitted(bent, PLACES)
    assert found == pytest.approx((a, b, c, d, e, f), abs=1e-6)


@given(st.lists(st.tuples(shares, shares), min_size=4, max_size=4))
def test_whatever_was_touched_what_is_found_is_a_calibration_that_meets_the_crosses(touched: list[Point]) -> None:
    found = fitted(touched, PLACES)
    if found is not None:
        assert not mistake(found)
        ends = [applied(found, at) for at in touched]
        assert max(math.dist(*pair) for pair in zip(ends, PLACES, strict=True)) <= 0.03


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_place_on_a_turned_screen_is_found_on_its_panel_as_kivy_turns_it(rotation: int) -> None:
    x, y = before_rotation((0.1, 0.3), rotation)
    wide, tall = (1920, 1080) if rotation in {90, 270} else (1080, 1920)
    turn = f"to_absolute_pos(None, {x}, {1 - y}, {wide}, {tall}, {rotation})"
    asked = f"from kivy.input.motionevent import MotionEvent as M; print(*M.{turn})"
    quiet = {**os.environ, "KIVY_NO_CONSOLELOG": "1", "KIVY_NO_FILELOG": "1", "KIVY_NO_CONFIG": "1"}
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=quiet)
    seen = [float(word) for word in said.stdout.split()]
    assert (seen[0] / 1080, 1 - seen[1] / 1920) == pytest.approx((0.1, 0.3))


def calibrated(rounds: list[list[Point]], rotation: int = 0) -> tuple[list[Crosses], list[Matrix | None]]:
    shown: list[Crosses] = []
    done: list[Matrix | None] = []
    calibrating = Calibrating(rotation, shown.append, done.append)
    for touches in rounds:
        for touch in touches:
            calibrating.touched(touch)
    return shown, done


def test_four_crosses_make_the_line_to_paste(tmp_path: Path) -> None:
    upside_down = [(1 - x, 1 - y) for x, y in PLACES]
    shown, done = calibrated([upside_down])
    assert shown == [Crosses(1), Crosses(2), Crosses(3)]
    assert done[0] == pytest.approx(UPSIDE_DOWN)
    path = tmp_path / "terminal.toml"
    assert done[0] is not None
    path.write_text(f'hall = "h"\ndevice = "d"\ndata = "."\n[screen]\n{line(done[0])}\n')
    terminal = checked_terminal(path)
    assert not isinstance(terminal, list)
    assert terminal.screen.touch_matrix == pytest.approx(UPSIDE_DOWN)


def test_a_panel_turned_with_its_screen_needs_no_matrix() -> None:
    _shown, done = calibrated([[before_rotation(place, 90) for place in PLACES]], rotation=90)
    assert done == [pytest.approx(IDENTITY)]


def test_touches_beside_the_crosses_are_asked_again_and_in_the_end_given_up() -> None:
    wild = [(0.5, 0.5), (0.5, 0.5), (0.9, 0.9), (0.4, 0.1)]
    shown, done = calibrated([wild, list(PLACES)])
    assert shown[3] == Crosses(0, again=True)
    assert done == [pytest.approx(IDENTITY)]
    assert calibrated([wild, wild, wild])[1] == [None]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("[1, 0, 0, 1, 0, 0]", "cannot be inverted"),
        ("[1, 0, 0, 0, 0, 0]", "cannot be inverted"),
        ("[inf, 0, 0, 0, 1, 0]", "finite"),
        ("[1, 0, 0, 0, 1]", ""),
        ('["1", 0, 0, 0, 1, 0]', ""),
    ],
)
def test_a_matrix_that_is_none_is_refused_by_name(written: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "terminal.toml"
    path.write_text(f'hall = "h"\ndevice = "d"\ndata = "."\n[screen]\ntouch_matrix = {written}\n')
    done = subprocess.run(
        [sys.executable, "xiaochuang.py", "check-config", path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "screen.touch_matrix" in done.stderr
    assert reason in done.stderr


def test_a_finger_on_a_panel_that_is_upside_down_presses_what_its_owner_sees(tmp_path: Path) -> None:
    _code, found, _log = run("calibrated", tmp_path)
    assert json.loads(json.dumps(found["touched"])) == ["First"]
    assert found["moved"] == pytest.approx(found["wanted"], abs=1.0)
