"""Documents that point somewhere: what they point at is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "kiosk/**/*.md", "provisioning/*.md")
    for path in ROOT.glob(pattern)
    if ".venv" not in path.parts
)


def links(document: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    return [unquote(link.partition("#")[0]) for link in found if not re.match(r"[a-z]+:|#", link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    assert [link for link in links(document) if not (document.parent / link).exists()] == []


TRACKED = set(subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())
SPEAKING = [path for path in sorted(TRACKED) if path.endswith((".py", ".md")) and not path.startswith("tests/")]
ANY = {"__init__.py", "__main__.py", "app.py", "x.py", "x.kv"}
"""Said of every folder, program or screen, and of no file alone."""


def is_there(name: str, speaker: Path) -> bool:
    """Whether a file has this name, seen from the speaker's folder or one above it; a document may say less."""
    if speaker.suffix == ".md":
        return any(f"/{path}".endswith(f"/{name}") for path in TRACKED)
    return any((folder / name).as_posix() in TRACKED for folder in speaker.parents)


def strange_names(speaker: str) -> list[str]:
    named = re.findall(r"`([\w/]+\.(?:py|kv))`", (ROOT / speaker).read_text(encoding="utf-8"))
    return [name for name in named if name not in ANY and not is_there(name, Path(speaker))]


def test_every_module_that_is_named_is_where_it_is_said_to_be() -> None:
    assert [(speaker, name) for speaker in SPEAKING for name in strange_names(speaker)] == []


def test_every_dependency_is_accounted_for() -> None:
    declared = re.findall(
        r'^  "([A-Za-z0-9-]+)', (ROOT / "pyproject.toml").read_text().split("[project.scripts]")[0], re.M
    )
    told = (ROOT / "docs/dependencies.md").read_text().lower()
    assert declared
    assert [name for name in declared if name.lower() not in told] == []


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs/adr/README.md").read_text()
    assert [path.name for path in (ROOT / "docs/adr").glob("0*.md") if path.name not in listed] == []


def test_every_command_that_a_person_runs_is_executable() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-s", "scripts", ".ci"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [line.split()[-1] for line in tracked if not line.startswith("100755")] == []
