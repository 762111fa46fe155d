"""Man pages and completions: what `--help` says, readable by man, and offered by a real bash."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from xiaochuang import COMMANDS, PROGRAMS

ROOT = Path(__file__).parents[2]
SHARE = ROOT / "share"
PAGES = sorted((SHARE / "man/man1").glob("*.1"))


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def test_the_manual_says_what_help_says(tmp_path: Path) -> None:
    """Otherwise: `.venv/bin/python scripts/manual`."""
    subprocess.run([sys.executable, ROOT / "scripts/manual", tmp_path], check=True)
    assert texts(tmp_path) == texts(SHARE)


def test_every_command_has_a_page_and_a_line_in_the_first_one() -> None:
    first = (SHARE / "man/man1/xiaochuang.1").read_text("utf-8")
    for command in {*PROGRAMS, *COMMANDS}:
        assert SHARE / f"man/man1/xiaochuang-{command}.1" in PAGES
        dashed = command.replace("-", r"\-")
        assert rf"xiaochuang\-{dashed}\fR(1)" in first


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_man_reads_every_page_without_a_warning(page: Path) -> None:
    done = subprocess.run(["groff", "-k", "-man", "-ww", "-Tutf8", page], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert page.stem.upper() in done.stdout
    assert not re.search(r"\bS\d §", done.stdout), "a reader of the manual does not know our sources"


def offered(*words: str) -> set[str]:
    """What bash offers for the last of these words."""
    script = f"""
        source {SHARE}/bash-completion/completions/xiaochuang
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        $(complete -p xiaochuang | sed 's/.*-F \\([^ ]*\\).*/\\1/') xiaochuang "${{!#}}" "${{@: -2:1}}"
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMP")}
    argv = ["bash", "--norc", "-c", script, "bash", "xiaochuang", *words]
    done = subprocess.run(argv, env=clean, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return {line.strip() for line in done.stdout.splitlines()} - {""}


def test_bash_offers_commands_words_options_and_files() -> None:
    assert {*PROGRAMS, *COMMANDS} <= offered("")
    assert offered("metr") == {"metrics"}
    assert {"--hall", "--listen", "--broker"} <= offered("metrics", "--")
    assert {"add", "card", "disable"} <= offered("staff", "")
    assert "phones" in offered("bench", "")
    assert offered("pad", "--screen", "") == {"citizen", "clerk"}
    assert "README.md" in offered("hall", "--config", "READ")
