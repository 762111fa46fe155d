"""The shell lines of README.md and README.zh-CN.md, as they are printed, against a demo that runs.

Of a line nothing is changed but the broker's port, which may be taken here. What needs a screen, a network or a whole
machine stands in `BY_HAND` with the reason; its words are read all the same.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
BY_HAND = {
    "scripts/demo": "installs packages and opens windows; the demo that it ends in is the one these tests start",
    "scripts/demo --cards pcsc": "needs a pcscd of its own: tests/e2e/test_real_cards.py",
    "scripts/demo --page-address 192.168.1.5": "needs this address in a Wi-Fi",
    "scripts/test": "installs packages and runs these very tests",
}
RUN = 5
USUAL_PORT = "-p 18830 "


def printed(page: str) -> list[str]:
    """The indented lines outside of fences, those of one command joined, without what stands behind `#`."""
    text = re.sub(r"^```.*?^```$", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^    (\S(?:.*\\\n)*.*)$", text, re.MULTILINE)
    return [re.sub(r"\s{2,}# .*", "", line) for line in lines]


LINES = printed("README.md")
TO_RUN = [line for line in LINES if line not in BY_HAND]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a person in whose home a demo runs in its usual folder; `PORT` is its broker's."""
    environment = {name: value for name, value in os.environ.items() if name != "XDG_DATA_HOME"}
    environment["HOME"] = str(tmp_path_factory.mktemp("home"))
    argv = [sys.executable, "-P", "-m", "demo", "--headless"]
    running = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        said: dict[str, Any] = json.loads(running.stdout.readline())
        assert said["dir"] == environment["HOME"] + "/.local/share/xiaochuang-demo"
        yield {**environment, "PORT": said["mqtt"].rpartition(":")[2]}
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=60)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was cloned, with a `.venv` of the Python that runs here."""
    folder = tmp_path_factory.mktemp("checkout")
    for entry in ROOT.iterdir():
        if entry.name != ".venv":
            (folder / entry.name).symlink_to(entry)
    command = folder / ".venv" / "bin" / "xiaochuang"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m xiaochuang "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


def typed(line: str, home: dict[str, str], checkout: Path) -> subprocess.CompletedProcess[str]:
    own = line.replace(USUAL_PORT, f"-p {home['PORT']} ")
    return subprocess.run(["bash", "-c", own], cwd=checkout, env=home, capture_output=True, text=True, timeout=60)  # noqa: PLW1510


@pytest.mark.parametrize("line", TO_RUN)
def test_a_line_works_as_it_is_printed(line: str, home: dict[str, str], checkout: Path) -> None:
    done = typed(line, home, checkout)
    assert done.returncode == 0, done.stderr
    warned = [told for told in done.stderr.splitlines() if "check-config" in line and told.startswith("warning: ")]
    assert done.stderr.splitlines() == warned
    assert done.stdout
    if line.startswith("mosquitto_rr"):
        assert json.loads(done.stdout)["ok"] is True
    if line.endswith("printer out"):
        assert "paper_out" in typed(line.replace("printer out", "printer status"), home, checkout).stdout


def test_every_line_is_run_or_stands_with_its_reason() -> None:
    assert len(TO_RUN) == RUN
    assert sorted(BY_HAND) == sorted({line for line in LINES if line not in TO_RUN})


def test_both_languages_print_the_same_lines() -> None:
    assert printed("README.zh-CN.md") == LINES


@pytest.mark.parametrize("page", PAGES)
def test_a_script_that_is_named_is_there_and_understands_its_words(page: str) -> None:
    spans = re.findall(r"`(?:sudo )?(scripts/[^`]+)`", PAGES[page])
    demos = 0
    for words in map(shlex.split, {*spans, *(line for line in LINES if line.startswith("scripts/"))}):
        assert os.access(ROOT / words[0], os.X_OK), words
        if words[0] == "scripts/demo":
            argv = [sys.executable, "-m", "demo.words", *words[1:]]
            subprocess.run(argv, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            demos += 1
    assert demos >= 4
