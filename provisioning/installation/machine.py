"""The target of an installation: its root folder, users and systemd. `--root DIR` names another one than this
machine."""

from __future__ import annotations

import os
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path


class InstallationError(RuntimeError):
    """Why the installation cannot go on; the text is for the person who runs it."""


@dataclass(frozen=True, slots=True)
class TargetSystem:
    root: Path

    @property
    def live(self) -> bool:
        """Whether its systemd runs, so that units can be started; in an image or a container without systemd they
        cannot."""
        return self.root == Path("/") and Path("/run/systemd/system").is_dir()

    def path(self, absolute: str) -> Path:
        return self.root / absolute.lstrip("/")

    def user(self, name: str) -> int | None:
        return self._number("etc/passwd", name)

    def group(self, name: str) -> int | None:
        return self._number("etc/group", name)

    def run(self, *words: str) -> str:
        """Run a command and return its output. Raises `InstallationError` with its error output if it fails."""
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise InstallationError(f"{words[0]}: there is no such command on this machine") from None
        if done.returncode:
            raise InstallationError(f"{' '.join(words)}: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def offline(self, *words: str) -> str:
        """Run a systemd command that works on a root folder without a running systemd."""
        return self.run(words[0], f"--root={self.root}", *words[1:])

    def _number(self, file: str, name: str) -> int | None:
        try:
            lines = (self.root / file).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        rows = (line.split(":") for line in lines)
        return next((int(row[2]) for row in rows if row[0] == name and len(row) > 2), None)


def mode_of(path: Path) -> int | None:
    """The permission bits; None if the path does not exist."""
    try:
        return stat.S_IMODE(path.lstat().st_mode)
    except FileNotFoundError:
        return None


def owner_of(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_uid, found.st_gid


def is_root() -> bool:
    return os.geteuid() == 0
