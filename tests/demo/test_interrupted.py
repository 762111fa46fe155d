"""Ctrl-C at the first moment, and while a program loads: it ends, and says nothing of the lines it was at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import xiaochuang

ROOT = Path(__file__).resolve().parents[2]
AT_THE_FIRST_OF_OURS = """
import os, signal, sys, xiaochuang
class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in OURS and name != "program" and not name.startswith("program.start"):
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
        return None
OURS = {"program", "hall", "kiosk", "review_pad", "e_screen", "phone_page", "metrics", "demo", "bench", "domain",
        "content", "provisioning"}
sys.meta_path.insert(0, CtrlC())
sys.argv[0] = "xiaochuang"
sys.exit(xiaochuang.main())
"""


def interrupted(*argv: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)


@pytest.mark.parametrize("word", [*xiaochuang.PROGRAMS, *xiaochuang.COMMANDS])
def test_a_program_that_loads_ends_at_ctrl_c_without_a_trace(word: str) -> None:
    done = interrupted(sys.executable, "-c", AT_THE_FIRST_OF_OURS, word)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


HELD_BACK = "import os, signal, sys; os.kill(os.getpid(), signal.SIGINT); os.execv(sys.argv[1], sys.argv[1:])"


@pytest.mark.parametrize("words", [("xiaochuang", "demo"), ("provisioning.installation.command", "uninstall")])
def test_what_a_script_ends_in_hears_a_ctrl_c_that_came_before_it(words: tuple[str, ...]) -> None:
    before = ("env", "--block-signal=INT", sys.executable, "-c", HELD_BACK)
    done = interrupted(*before, sys.executable, "-m", *words)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


PYTHON = f"""#!{sys.executable} -IS
import os, signal, sys
os.kill(0, signal.SIGINT)
os.execv({sys.executable!r}, [{sys.executable!r}, *sys.argv[1:]])
"""


@pytest.mark.parametrize(
    "words", [("demo", "--headless"), ("install", "hall", "terminal", "--site", "site", "--dry-run")], ids=" ".join
)
def test_ctrl_c_in_the_first_moment_of_a_script_ends_it(words: tuple[str, ...], tmp_path: Path) -> None:
    """It comes to the script and to the Python that reads its words, as from a keyboard."""
    python = tmp_path / "python3"
    python.write_text(PYTHON)
    python.chmod(0o755)
    done = subprocess.run(
        [ROOT / "scripts" / words[0], *words[1:]],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "XIAOCHUANG_PYTHON": str(python)},
        start_new_session=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr


SHOW = f"""#!{sys.executable} -IS
import signal, sys
print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []), *sys.argv[1:])
"""


def test_the_demo_is_given_a_ctrl_c_once_it_can_end_in_order(tmp_path: Path) -> None:
    for name, text in (
        ("scripts/demo", (ROOT / "scripts/demo").read_text(encoding="utf-8")),
        ("scripts/install", "#!/bin/sh\n"),
        (".venv/bin/python", SHOW),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [tmp_path / "scripts/demo", "--headless"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XIAOCHUANG_PYTHON": "/nowhere/python3"},
    )
    assert done.stdout == "True -P -m xiaochuang demo --headless\n"
