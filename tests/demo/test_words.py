"""The arguments of `scripts/demo` are read before anything is installed, and a dead display is reported at once."""

from __future__ import annotations

import re
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


BARE = {"PATH": "/nowhere:/usr/bin:/bin", "XIAOCHUANG_PYTHON": "/nowhere/python3"}


def asked(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """On a machine that has no Python yet. What would install says so, and does not."""
    argv = ["bash", ROOT / "scripts" / script, *words]
    return subprocess.run(argv, capture_output=True, text=True, check=False, env=BARE, timeout=60)


def test_a_machine_without_python_has_the_whole_help() -> None:
    done = asked("demo", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    options = {word for action in parser()._actions for word in action.option_strings if word.startswith("--")}
    assert [word for word in sorted(options - {"--help"}) if f" {word} " not in done.stdout] == []


@pytest.mark.parametrize("script", ["demo", "test"])
@pytest.mark.parametrize("word", ["--hepl", "--headles=1"])
def test_a_misspelt_option_is_answered_before_anything_is_installed(script: str, word: str) -> None:
    done = asked(script, word)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"scripts/{script}: ")
    assert word in done.stderr


def test_a_misspelt_first_word_of_the_tests_is_answered_likewise() -> None:
    done = asked("test", "qick")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no qick" in done.stderr


def test_pytest_has_every_option_that_its_script_lets_through() -> None:
    script = (ROOT / "scripts" / "test").read_text(encoding="utf-8")
    known = re.findall(r"--[a-z-]+", re.findall(r"^known='(.*?)'$", script, re.MULTILINE | re.DOTALL)[0])
    said = subprocess.run([sys.executable, "-m", "pytest", "--help"], capture_output=True, text=True, check=True).stdout
    assert len(known) > 50
    assert [word for word in known if not re.search(rf"{word}(?![a-z-])", said)] == []


def test_the_sample_hall_is_what_is_shown_without_another() -> None:
    assert parser().parse_args([]).config == SAMPLE
    assert SAMPLE.is_file()


def test_a_display_that_does_not_answer_is_told_with_what_to_do() -> None:
    with pytest.raises(NoDisplayError, match="DISPLAY :7777 does not answer: unset it, or use --headless"):
        desktop_size(":7777")
