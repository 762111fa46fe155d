"""One thing has one word: the glossary and the names of classes hold each other to it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


def classes(packages: Iterable[str] = HOUSE) -> dict[str, list[str]]:
    """Every class name of the product, or of other folders, with the modules that define it."""
    found: dict[str, list[str]] = defaultdict(list)
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    found[node.name].append(str(path.relative_to(ROOT)))
    return found


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below `heading`, without its two head lines."""
    section = GLOSSARY.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def names(cell: str) -> list[str]:
    return re.findall(r"`([A-Z]\w+)`", cell)


def test_a_class_name_is_the_name_of_one_thing() -> None:
    twice = {name: modules for name, modules in classes().items() if len(modules) > 1}
    assert twice == {}


def test_every_class_that_the_glossary_names_exists() -> None:
    known = classes()
    named = [name for row in rows("Words of a hall") + rows("Words of the software") for name in names(row[-1])]
    assert len(named) > 40
    assert [name for name in named if name not in known] == []


def test_every_term_stands_once_in_the_glossary() -> None:
    terms = [row[0] for row in rows("Words of a hall") + rows("Words of the software")]
    assert sorted(terms) == sorted(set(terms))


def test_words_that_were_given_up_are_no_class_names_again() -> None:
    given_up = {name for row in rows("Words we do not use") for name in names(row[0])}
    assert len(given_up) > 10
    assert given_up & set(classes([*HOUSE, "tests", "benchmarks"])) == set()
