"""The one window of a process: still, steady, and not to be brought down."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def start(trial: str, folder: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.screens.window_probe", trial, folder],
        cwd=ROOT,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(trial: str, folder: Path) -> tuple[int, dict[str, Any], str]:
    """Exit code, what was found, and the log."""
    out, log = (process := start(trial, folder)).communicate(timeout=60)
    return process.returncode, json.loads(out.splitlines()[-1]), log


def test_a_still_screen_draws_nothing(tmp_path: Path) -> None:
    _code, found, _log = run("still", tmp_path)
    assert found["drawn"] == 0


def test_the_first_frame_is_known_by_its_size_and_its_time(tmp_path: Path) -> None:
    _code, found, _log = run("still", tmp_path)
    frame = found["frame"]
    assert (frame["width"], frame["height"]) == (540, 960)
    assert 0 < frame["ms"] < 60_000


def test_four_hundred_screens_leave_two_and_no_memory_behind(tmp_path: Path) -> None:
    _code, found, _log = run("leak", tmp_path)
    assert found["screens"] == 2
    assert found["grown_mb"] < 20


def test_the_next_person_reads_the_terminals_own_language_again(tmp_path: Path) -> None:
    _code, found, _log = run("languages", tmp_path)
    assert found["title"] == "返回"


def test_an_old_hands_double_tap_does_not_choose_on_the_next_screen(tmp_path: Path) -> None:
    _code, found, _log = run("double_tap", tmp_path)
    assert found["quick"] == ["First"]
    assert found["later"] == ["First", "Second"]


def test_a_touch_is_seen_in_the_next_frame_darker_and_not_smaller(tmp_path: Path) -> None:
    _code, found, _log = run("pressed", tmp_path)
    assert found["darker"]
    assert found["same_size"]


def test_under_an_emergency_notice_nothing_is_touched_and_everything_is_there_when_it_is_gone(tmp_path: Path) -> None:
    _code, found, _log = run("emergency", tmp_path)
    assert found["covered"][0].startswith("紧急通知")
    assert "请从东门离开" in found["covered"]
    assert any("emergency" in words for words in found["covered"][1:]), "English too, though nobody has written any"
    assert found["under"] == [[], [], []]
    assert {"请从西门离开", "Leave by the west door"} <= set(found["replaced"])
    assert found["still_under"] == [[], [], []]
    assert found["gone"] == "Second"
    assert found["heard"] == [["Second"], [97], 1]


def test_a_film_plays_once_with_its_captions_can_be_held_and_stands_still_at_its_end(tmp_path: Path) -> None:
    _code, found, _log = run("film", tmp_path)
    assert ["says", "one"] in found["held"]
    assert found["held"][-1][0] == "held"
    assert found["while_held"] == [], "nothing moves"
    states = [state for state, _ in found["ended"] if state != "says"]
    assert states == ["playing", "ended"]
    assert ["says", "three"] in found["ended"]
    assert found["again"] == "playing"
    assert found["broken"] == ["still", [0, 0]], "what is no film is no picture either"
    assert found["cut"] in {"ended", "still"}
    assert found["stopped"] == ["still", None]


def test_a_bug_shows_a_friendly_screen_and_its_values_are_in_no_log(tmp_path: Path) -> None:
    code, found, log = run("bug", tmp_path)
    assert code == 0
    assert found["shown"] == "Failsafe"
    assert "ValueError" in log
    assert "13800138000" not in log


def test_three_bugs_a_minute_end_the_process_for_a_new_start(tmp_path: Path) -> None:
    code, _found, log = run("bugs", tmp_path)
    assert code == 70
    assert log.count("ValueError") == 3


def test_it_feeds_the_watchdog_and_ends_cleanly_when_told(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(30)
        process = start("term", tmp_path, NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="300000")
        said = [line.recv(100) for _ in range(2)]
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "up"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert said == [b"READY=1", b"WATCHDOG=1"]
    assert process.returncode == 0


def test_kivy_keeps_no_settings_and_no_logs_of_its_own(tmp_path: Path) -> None:
    run("pressed", tmp_path)
    kept = {path.name for path in (tmp_path / "kivy").rglob("*") if path.is_file()}
    assert not {name for name in kept if name.endswith((".ini", ".txt", ".log"))}
