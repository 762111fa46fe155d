"""Files lie where the documents say, and where the units look for them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from provisioning.installation import layout
from provisioning.installation.layout import InstalledProgram

UNITS = Path(__file__).parents[2] / "systemd"
PROGRAMS = pytest.mark.parametrize("program", layout.PROGRAMS, ids=lambda program: program.unit)


def text_of(program: InstalledProgram) -> str:
    text = (UNITS / program.template).read_text(encoding="utf-8")
    return text.replace("%i", program.unit.partition("@")[2].removesuffix(".service"))


@PROGRAMS
def test_a_unit_starts_the_program_that_is_installed_as_the_user_that_is_said(program: InstalledProgram) -> None:
    text = text_of(program)
    assert f"\nUser={program.user}\n" in text
    assert re.search(rf"^ExecStart={re.escape(layout.PROGRAM)} ", text, re.MULTILINE)
    assert f"\nStateDirectory={program.data.removeprefix(f'{layout.DATA}/')}\n" in text
    assert "\nWantedBy=multi-user.target\n" in text, "the only target of a system without a desktop"


@pytest.mark.parametrize(
    "program", [one for one in layout.PROGRAMS if one is not layout.CONTENT], ids=lambda program: program.unit
)
def test_a_unit_reads_the_file_that_is_placed_for_it(program: InstalledProgram) -> None:
    if program not in layout.BESIDE_THE_HALL.values():
        assert f"--config {layout.CONFIGURATION}/{program.settings}" in text_of(program)
        return
    role = program.unit.removeprefix("xiaochuang-").removesuffix(".service")
    assert f"LoadCredential=broker:{layout.CONFIGURATION}/{role}.password" in text_of(program)
    assert f"--username {role} " in text_of(program)


def test_everything_in_the_folder_of_units_goes_somewhere_or_is_a_sample() -> None:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "."]
    there = subprocess.run(listed, cwd=UNITS, capture_output=True, text=True, check=True).stdout.split()
    placed = {name for part in layout.SHIPPED.values() for name in part}
    assert {name for name in there if (UNITS / name).exists()} - placed == {"mosquitto.acl"}
    assert placed - set(there) == set()
