"""Every line of `xiaochuang` in docs/operations.md is understood by the program that it names."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

import xiaochuang

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
LINES = [re.sub(r"\s+# .*", "", line) for line in re.findall(r"^    (\S.*)$", PAGE, re.MULTILINE)]
OURS = [line for line in LINES if "xiaochuang " in line and "scripts/install" not in line and "ExecStart" not in line]
OURS = [line for line in OURS if not line.startswith(("git", "journalctl"))]
OF_A_MACHINE = {"systemctl", "journalctl", "curl", "tar", "cp", "mv", "rm", "git", "xiaochuang/scripts/install"}
"""Programs of the system: they need the machine of a hall. `tests/install` runs what installs."""


class UnderstoodError(Exception):
    """The words were parsed to their end; nothing was done."""


def stop_after_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    depth = 0
    parse = argparse.ArgumentParser.parse_known_args

    def parse_and_stop(self: Any, args: Any = None, namespace: Any = None) -> Any:
        nonlocal depth
        depth += 1
        try:
            found, others = parse(self, args, namespace)
        finally:
            depth -= 1
        if depth == 0:
            assert others == [], others
            raise UnderstoodError
        return found, others

    monkeypatch.setattr(argparse.ArgumentParser, "parse_known_args", parse_and_stop)


@pytest.mark.parametrize("line", OURS)
def test_the_program_understands(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(line)
    words = words[words.index("xiaochuang") + 1 :]
    if words == ["--version"]:
        return
    stop_after_parsing(monkeypatch)
    with pytest.raises(UnderstoodError):
        xiaochuang.main(words)


def test_every_other_line_is_of_the_system_and_known_to_need_a_hall_s_machine() -> None:
    programs = set()
    for line in LINES:
        words = [word for word in shlex.split(line, comments=True) if word != "sudo"]
        of_a_file = re.match(r"\[|\w+ ?=|limit_conn|server|\}", line)  # hall.toml, a unit, nginx
        if line in OURS or of_a_file:
            continue
        programs.add(words[0])
    assert programs <= OF_A_MACHINE


def test_what_an_engineer_looks_for_is_there() -> None:
    for word in ("hall-copies take", "hall-copies restore", "Back again", "A terminal is replaced", "journalctl",
                 "check-config --data", "alarms.md"):  # fmt: skip
        assert word in PAGE, word
