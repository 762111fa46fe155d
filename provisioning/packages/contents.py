"""Which package holds which part, and where its files go: those of `installation.layout`, in the folders of a package.

`xiaochuang` holds what both parts need, `xiaochuang-hall` and `xiaochuang-terminal` each what they alone need. So a
machine that is both has every file once, and each file belongs to one package.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from provisioning.installation import layout
from provisioning.installation.layout import InstalledProgram

ROOT = Path(__file__).parents[2]
COMMON = "xiaochuang"
PARTS = ("hall", "terminal")
FILES = f"{layout.HOME}/systemd"
"""Files that the installation of a site needs later: the broker's settings."""

PLACER = f"{layout.HOME}/scripts/install"

IN_A_PACKAGE = {
    "/usr/local/": "/usr/",
    "/etc/polkit-1/": "/usr/share/polkit-1/",
}
"""Where Debian wants a package's files: `/usr/local` and `/etc` are the administrator's."""


@dataclass(frozen=True, slots=True)
class HousePackage:
    """One package. `part`: "" for the package that both parts need."""

    part: str

    @property
    def name(self) -> str:
        return f"{COMMON}-{self.part}" if self.part else COMMON

    @property
    def summary(self) -> str:
        return {
            "": "program of a public-service hall: what server and terminals need",
            "hall": "server of a public-service hall: queues, calls, page for phones, metrics",
            "terminal": "terminal of a public-service hall: number machine, pads, e-screens",
        }[self.part]

    @property
    def programs(self) -> tuple[InstalledProgram, ...]:
        return tuple(one for one in layout.PROGRAMS if one.part == self.part)

    @property
    def units(self) -> tuple[str, ...]:
        """The units of this package, the display first."""
        display = (layout.DISPLAY_UNIT,) if self.part == "terminal" else ()
        return (*display, *(one.unit for one in self.programs))

    def shipped(self) -> dict[str, str]:
        """File in the folder `systemd` → its path on the machine."""
        files = layout.SHIPPED[self.part or "both"]
        placed = {name: in_a_package(target) for name, target in files.items()}
        if self.part == "hall":
            placed |= {name: f"{FILES}/{name}" for name in layout.SHIPPED["broker"]}
        return placed

    def python_packages(self) -> dict[str, str]:
        """Name → version of the Python packages that only this package contains, from the lock file."""
        hall, terminal = (locked(part) for part in PARTS)
        both = {name: version for name, version in hall.items() if name in terminal}
        chosen = {"": both, "hall": hall, "terminal": terminal}[self.part]
        return {name: version for name, version in chosen.items() if not self.part or name not in both}

    def debian_packages(self) -> list[str]:
        """The Debian packages that the programs need, in the form of a `Depends:` line."""
        hall, terminal = (needed_of_debian(part) for part in PARTS)
        both = [name for name in hall if name in terminal]
        if not self.part:
            return ["systemd", *both]
        return [name for name in {"hall": hall, "terminal": terminal}[self.part] if name not in both]


PACKAGES = tuple(HousePackage(part) for part in ("", *PARTS))


def in_a_package(target: str) -> str:
    for old, new in IN_A_PACKAGE.items():
        if target.startswith(old):
            return target.replace(old, new, 1)
    return target


def locked(part: str) -> dict[str, str]:
    lines = _said(sys.executable, "scripts/locked", part)
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lines, re.MULTILINE))


def needed_of_debian(part: str) -> list[str]:
    """From the lists of `scripts/install`; a name that differs between releases has both forms."""
    return [name.replace("|", " | ") for name in _said("scripts/install", part, "--needs").splitlines()]


def _said(*words: str) -> str:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
