"""A folder is a room that can be looked over, and says what lives in it (docs/adr/0018-rooms.md)."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
FOLDERS = sorted({path.parent for package in HOUSE for path in (ROOT / package).rglob("*.py")})
MOST_FILES = 20
MOST_LINES = 300
A_FILE_IS_A_PART = {"kiosk/hw", "kiosk/widgets"}
"""A driver or a component a file; the `screens` folders likewise."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def holds_parts(folder: Path) -> bool:
    return name(folder) in A_FILE_IS_A_PART or "screens" in folder.relative_to(ROOT).parts


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_folder_holds_no_more_files_than_can_be_looked_over(folder: Path) -> None:
    assert holds_parts(folder) or len(list(folder.glob("*.py"))) <= MOST_FILES


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_folder_says_what_lives_there(folder: Path) -> None:
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert len(said) > 40


def test_no_file_is_longer_than_one_idea() -> None:
    long = {
        name(path): lines
        for folder in FOLDERS
        for path in folder.glob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}
