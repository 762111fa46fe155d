"""The rules on imports that import-linter has no contract for (CONTRIBUTING.md; the others stand in pyproject.toml)."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
HOUSE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]

SCREENS = re.compile(r"kiosk\.(widgets|screens|calibrate|number_machine\.app)\b|(review_pad|e_screen)\.(screens|app)\b")
FAKES = re.compile(r"bench\.")
CHOSEN_BY_NAME = re.compile(r"\w+\.screens\.")  # a table of each `app` says which
CHOOSERS = re.compile(r"\w+\.__main__$|demo\b")


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """What each module of the house imports, anywhere in it; of what is not ours the package alone."""
    graph = grimp.build_graph(*HOUSE, include_external_packages=True, cache_dir=None)
    ours = [module for module in graph.modules if module.partition(".")[0] in HOUSE]
    assert {module.partition(".")[0] for module in ours} == set(HOUSE)
    return {module: graph.find_modules_directly_imported_by(module) for module in ours}


def test_the_rules_of_a_hall_need_nothing_but_the_standard_library(imports: dict[str, set[str]]) -> None:
    allowed = sys.stdlib_module_names | {"domain"}
    rules = [module for module in imports if re.match(r"domain\b", module)]
    assert {(module, one) for module in rules for one in imports[module] if one.split(".")[0] not in allowed} == set()


def test_kivy_is_imported_by_screens_widgets_and_apps_alone(imports: dict[str, set[str]]) -> None:
    with_kivy = {module for module, imported in imports.items() if "kivy" in imported}
    assert {module for module in with_kivy if not SCREENS.match(module)} == set()
    assert with_kivy, "somebody shows something"


def test_only_a_programs_main_and_the_demo_choose_a_fake(imports: dict[str, set[str]]) -> None:
    fakes = {module for module in imports if FAKES.match(module)}
    others = {module for module in imports.keys() - fakes if not CHOOSERS.match(module)}
    assert {(module, fake) for module in others for fake in imports[module] & fakes} == set()
    assert {"bench.memory_broker", "bench.fake_cards", "bench.bench_cards", "bench.picture_printer"} <= fakes


def test_every_module_of_the_house_is_part_of_a_program(imports: dict[str, set[str]]) -> None:
    """What only a test imports is a copy: the test then holds it and not what the programs do."""
    programs = {module for module in imports if _is_program(module)} | set(_words(ROOT / "xiaochuang.py"))
    reached: set[str] = set()
    found = {*programs, *(module for module in imports if CHOSEN_BY_NAME.match(module))}
    while found:
        found |= {package for module in found for package in _packages(module) if package in imports}
        reached |= found
        found = {one for module in found for one in imports.get(module, ()) if one in imports} - reached
    packages = {module for module in imports if any(one.startswith(f"{module}.") for one in imports)}
    assert {module for module in imports.keys() - reached - packages if not FAKES.match(module)} == set()


def _packages(module: str) -> list[str]:
    """Those that it stands in: their `__init__` is run when it is imported."""
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def _is_program(module: str) -> bool:
    path = ROOT / f"{module.replace('.', '/')}.py"
    return path.exists() and '__name__ == "__main__"' in path.read_text(encoding="utf-8")


def _words(path: Path) -> list[str]:
    """The dotted names in a file: what it imports."""
    return re.findall(r"^\s*from ([a-z_.]+) import", path.read_text(encoding="utf-8"), re.MULTILINE)
