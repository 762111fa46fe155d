"""The words of `scripts/demo` are read before anything is installed, and a dead display is told at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from demo.display import NoDisplayError, desktop_size
from demo.words import SAMPLE, parser

ROOT = Path(__file__).resolve().parents[2]


def said(*words: str) -> subprocess.CompletedProcess[str]:
    """By a Python that has no package at all."""
    argv = [sys.executable, "-I", "-S", "-c", RUN, str(ROOT), *words]
    return subprocess.run(argv, capture_output=True, text=True, check=False)


RUN = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module("demo.words", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("words", "exit_code"), [(["--help"], 0), (["--headless", "--port", "0"], 0), (["--hepl"], 2), (["--port", "x"], 2)]
)
def test_words_are_read_by_python_alone(words: list[str], exit_code: int) -> None:
    assert said(*words).returncode == exit_code


def test_a_script_that_is_asked_for_help_installs_nothing() -> None:
    argv = [ROOT / "scripts" / "demo", "--help"]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, env={"PATH": "/nowhere:/usr/bin:/bin"})
    assert "--headless" in done.stdout
    assert done.stderr == ""


def test_the_sample_hall_is_what_is_shown_without_another() -> None:
    assert parser().parse_args([]).config == SAMPLE
    assert SAMPLE.is_file()


def test_a_display_that_does_not_answer_is_told_with_what_to_do() -> None:
    with pytest.raises(NoDisplayError, match="DISPLAY :7777 does not answer: unset it, or use --headless"):
        desktop_size(":7777")
