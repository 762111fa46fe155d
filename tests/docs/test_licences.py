"""What the packages say of their licences is what the project says of them, and none binds what it must not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "licences.md"
ROWS = re.findall(
    r"^\| ([a-z0-9._-]+) \| (.+?) \| (.+?) \| (.*?) ?\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)[1:]


def test_the_page_says_what_the_packages_say() -> None:
    """Otherwise: `.venv/bin/python scripts/licences`."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/licences", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_package_of_the_lock_is_on_the_page() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert [name for name, *_rest in ROWS] == sorted(set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)))


def test_nothing_under_the_gpl_is_installed_with_a_hall_or_a_terminal() -> None:
    under_gpl = [(name, where) for name, licence, where, _why in ROWS if re.search(r"\bA?GPL", licence)]
    assert [name for name, where in under_gpl if where != "dev"] == []
    assert under_gpl, "the rule sees the one that tests use"


def test_the_newest_version_of_the_changes_is_the_one_of_the_project() -> None:
    (project,) = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    told = re.findall(r"^## (\d+\.\d+\.\d+)\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert told[0] == project
