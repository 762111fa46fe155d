"""Packages of npm that tests speak with, installed once from a committed lock file."""

from __future__ import annotations

import fcntl
import subprocess
from pathlib import Path

VENV = Path(__file__).resolve().parents[2] / ".venv"


def installed(wanted: Path, name: str) -> Path:
    """The folder with node_modules of `wanted`'s package.json; `npm ci` runs when its lock file is new."""
    folder = VENV / name
    folder.mkdir(parents=True, exist_ok=True)
    lock = (wanted / "package-lock.json").read_bytes()
    with (folder / "lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        mark = folder / "installed.json"
        if not mark.is_file() or mark.read_bytes() != lock:
            for file in ("package.json", "package-lock.json"):
                (folder / file).write_bytes((wanted / file).read_bytes())
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(command, cwd=folder, check=True, timeout=120, capture_output=True)
            mark.write_bytes(lock)
    return folder
