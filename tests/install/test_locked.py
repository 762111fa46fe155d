"""What each part of the house takes from the one lock file: all it needs, and nothing of the others."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def locked(*parts: str) -> str:
    asked = [sys.executable, ROOT / "scripts/locked", *parts]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def names(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def test_a_hall_server_gets_no_kivy_and_a_terminal_no_part_of_the_hall() -> None:
    hall, terminal = names(locked("hall")), names(locked("terminal"))
    assert {"httpx", "waitress", "paho-mqtt"} <= hall
    assert {"kivy", "pillow", "paho-mqtt"} <= terminal
    assert not hall & {"kivy", "pillow", "pypinyin", "pyscard", "pytest"}
    assert not terminal & {"httpx", "werkzeug", "smpplib", "pypinyin", "pytest"}


def test_all_parts_together_are_the_whole_lock() -> None:
    assert locked("hall", "terminal", "content", "dev") == (ROOT / "requirements.lock").read_text()


@pytest.mark.parametrize("part", ["hall", "terminal", "content", "dev"])
def test_what_a_part_needs_at_any_depth_is_in_it_with_its_hashes(part: str) -> None:
    lock = locked(part)
    there = names(lock)
    assert lock.count("--hash=sha256:") >= len(there)
    for name in there:
        try:
            asked = map(Requirement, metadata.requires(name) or ())
        except metadata.PackageNotFoundError:
            continue  # for another system or version of Python
        needs = {one.name for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})}
        assert {re.sub(r"[._-]+", "-", need).lower() for need in needs} <= there, name


def test_a_part_that_there_is_none_of_is_refused() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts/locked", "hal"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no part hal: hall, terminal, content, dev" in done.stderr
