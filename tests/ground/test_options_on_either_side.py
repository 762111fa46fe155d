"""An option of a whole command may stand before or after the subcommand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sample_hall import TOML

import xiaochuang

ROOT = Path(__file__).parents[2]
COMMANDS = {
    "hall/staff/command.py": (["staff"], "--config", "hall.toml", ["list"]),
    "hall/copies/command.py": (["hall-copies"], "--data", ".", ["list"]),
    "hall/config/calendar_command.py": (["calendar"], "--site", ".", ["show"]),
    "provisioning/certificates/command.py": (["certificates"], "--site", ".", ["authority"]),
    "bench/command.py": (["bench"], "--data", ".", ["card", "insert"]),
}
"""Of each program with sub-commands: its word, an option that all of them have, its value, and a sub-command."""

OWN_OPTIONS = {"content/command.py"}
"""Each of their sub-commands has options of its own, and none belongs to all."""

NEEDED = ("hall/copies/command.py", "hall/config/calendar_command.py", "provisioning/certificates/command.py")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_with_sub_commands_is_tried_here() -> None:
    files = [path for path in ROOT.rglob("*.py") if not {".venv", "tests", "start"} & set(path.parts)]
    found = {str(path.relative_to(ROOT)) for path in files if ".add_subparsers(" in path.read_text(encoding="utf-8")}
    assert found == {*COMMANDS, *OWN_OPTIONS}


@pytest.mark.parametrize("file", COMMANDS)
def test_before_and_behind_is_one(file: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command, option, value, what = COMMANDS[file]
    given = [option, value]
    said = []
    for words in (given + what, what + given, what[:1] + given + what[1:], [option, "elsewhere", *what, *given]):
        code = xiaochuang.main([*command, *words])
        told = capsys.readouterr()
        said.append((code, re.sub("there already, | made; .*", "", told.out + told.err)))
    assert said[0][0] in {0, 1}
    assert all(other[0] == said[0][0] for other in said), said
    assert "elsewhere" not in str(said)


@pytest.mark.parametrize("file", NEEDED)
def test_what_stands_on_neither_side_is_asked_for(file: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command, option, _, what = COMMANDS[file]
    with pytest.raises(SystemExit) as ended:
        xiaochuang.main([*command, *what])
    assert ended.value.code == 2
    assert f"required: {option}" in capsys.readouterr().err


def test_a_person_is_added_with_the_file_named_last(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert xiaochuang.main(["staff", "add", "c1", "--no-pin", "--config", "hall.toml"]) == 0
    assert xiaochuang.main(["staff", "list", "--config", "hall.toml"]) == 0
    assert "c1" in capsys.readouterr().out
