"""The house as a wheel, in an environment of its own with one part's packages: nothing of the source tree is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_SHIPPED = re.compile(r"(docs|tests|scripts|benchmarks|share|findings|systemd|\.ci|\.github)/|[^/]+$|.*README\.md$")

Install = Callable[[str], Path]


def tracked() -> list[str]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in names if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: what an earlier build left in the tree must not get into it."""
    copy, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in tracked():
        if not re.match(r"(docs|tests)/", name):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", build, out], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def install(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Install:
    """`install(part)`: the Python of a new environment with the wheel and this part's packages, as they are here."""

    def install(part: str) -> Path:
        home = tmp_path_factory.mktemp(part)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
        site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(site)
        asked = [sys.executable, ROOT / "scripts/locked", part]
        lock = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        for name in re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE):
            _link(name, site)
        return home / "bin/python"

    return install


def _link(name: str, site: Path) -> None:
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return  # for another system or version of Python
    for top in {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(package.locate_file(top))))


def run(python: Path, script: str, *words: str) -> str:
    """`script`, away from the source tree. Returns what it prints."""
    argv = [python, "-I", "-W", "error::ImportWarning", "-c", script, *words]
    done = subprocess.run(argv, cwd=python.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_wheel_holds_every_file_that_a_program_reads(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {name for name in tracked() if not NOT_SHIPPED.match(name)}
    assert wanted - packed == set()
    assert {
        "kiosk/screens/number_machine/home.kv",
        "translations/en.po",
        "phone_page/style.css",
        "demo/hall.toml",
    } <= wanted


def test_an_installer_puts_the_manual_and_the_completions_in_place(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel).namelist()
    placed = {name.partition(".data/data/")[2] for name in packed} - {""}
    assert placed == {name for name in tracked() if name.startswith("share/")}


HALL = """
import importlib.util, pkgutil, sys
import hall, phone_page, xiaochuang
from demo.folder import SAMPLE
from phone_page.site import Site
from werkzeug.test import Client

assert all(importlib.util.find_spec(name) is None for name in ("kivy", "PIL", "smartcard", "pytest"))
for package in (hall, phone_page):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
assert xiaochuang.main(["check-config", str(SAMPLE)]) == 0

class Hall:
    alive, catalogue, notices, emergency = True, None, None, None

page = Client(Site(Hall())).get("/")
assert (page.status_code, "<style>" in page.text) == (200, True), page.text
assert xiaochuang.main(["kiosk"]) == 1
"""


def test_a_hall_server_works_without_kivy(install: Install) -> None:
    assert "hall 'chunxiaoli'" in run(install("hall"), HALL)


TERMINAL = """
import importlib.util, sys
from pathlib import Path
import kiosk, xiaochuang
from demo.folder import SAMPLE
from program import icon_names
from program.speech import catalogue
from kiosk.typeface.faces import COMMON

assert all(importlib.util.find_spec(name) is None for name in ("httpx", "werkzeug", "jinja2", "pytest"))
assert Path(kiosk.__file__).is_relative_to(sys.prefix), kiosk.__file__
assert len(catalogue("en")) > 100
assert icon_names.codes()["clipboard-list"]
assert (icon_names.FOLDER / "tabler.ttf").is_file()
assert len([*COMMON.glob("*.otf")]) == 2
assert xiaochuang.main(["check-config", str(SAMPLE)]) == 0
assert xiaochuang.main(["phone-page"]) == 1
"""


def test_a_terminal_has_its_words_icons_and_type_and_no_part_of_the_hall(install: Install) -> None:
    assert "hall 'chunxiaoli'" in run(install("terminal"), TERMINAL)
