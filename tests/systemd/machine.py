"""The units as systemd reads them, all drop-ins taken together, on a machine where it need not be running."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

UNITS = Path(__file__).parents[2] / "systemd"
NOWHERE = "/proc"
"""A folder in which nothing can be made, not even by root: as `/` is in a unit."""

FAMILIES = {
    "AF_UNIX": [socket.AF_UNIX],
    "AF_INET_INET6": [socket.AF_INET, socket.AF_INET6],
    "AF_NETLINK": [socket.AF_NETLINK],
    "AF_PACKET": [socket.AF_PACKET],
}


class Machine:
    """A root folder as after an installation: units, programs as empty files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(UNITS, root / "etc/systemd/system")
        for name in ("sysinit.target", "basic.target", "shutdown.target", "multi-user.target", "graphical.target"):
            (root / "etc/systemd/system" / name).write_text("[Unit]\nDefaultDependencies=no\n")
        for program in ("opt/xiaochuang/.venv/bin/xiaochuang", "usr/bin/Xorg"):
            path = root / program
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("#!/bin/sh\n")
            path.chmod(0o755)

    def analyze(self, *words: str, log: str = "info") -> subprocess.CompletedProcess[str]:
        command = ["systemd-analyze", "--no-pager", words[0], f"--root={self.root}", *words[1:]]
        environment = {**os.environ, "SYSTEMD_LOG_LEVEL": log}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    def settings(self, unit: str) -> dict[str, list[str]]:
        """What systemd has made of a unit; a setting that may stand more than once has all its values."""
        found: dict[str, list[str]] = defaultdict(list)
        for line in self.analyze("verify", "--man=no", unit, log="debug").stdout.splitlines():
            name, colon, value = line.strip().partition(": ")
            if colon:
                found[name].append(value)
        assert found["Fragment Path"], f"systemd has not read {unit}"
        return found

    def families(self, unit: str) -> list[int]:
        """The address families that it leaves to a unit."""
        rows = json.loads(self.analyze("security", "--offline=true", "--json=short", unit).stdout)
        closed = {row["json_field"].removeprefix("RestrictAddressFamilies_") for row in rows if row["set"]}
        return [int(family) for name, families in FAMILIES.items() if name not in closed for family in families]

    def run(self, unit: str, program: str) -> subprocess.CompletedProcess[str]:
        """Runs Python in the unit's confinement. Its runtime folder lies in the machine's own /run."""
        settings = self.settings(unit)
        folder = Path(settings["WorkingDirectory"][0])
        if str(folder.relative_to("/")) in {f"run/{name}" for name in settings["RuntimeDirectory"]}:
            here = self.root / folder.relative_to("/")
            here.mkdir(parents=True, exist_ok=True)
        else:
            here = Path(NOWHERE)
        calls = settings["SystemCallFilter"][0].split()
        asked = json.dumps({"folder": str(here), "families": self.families(unit), "calls": calls})
        confined = [sys.executable, Path(__file__).with_name("confined.py"), asked]
        return subprocess.run(
            [*confined, sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(UNITS.parent), os.environ.get("PYTHONPATH", "")])},
        )
