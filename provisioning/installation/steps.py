"""One step of an installation: it knows whether it is needed, does it, and undoes it.

A run with `--dry-run`, a second run and `uninstall` all read the same list of steps.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from program.durable import make_folder, whole_file
from provisioning.installation import layout
from provisioning.installation.machine import InstallationError, TargetSystem, mode_of, owner_of


class Step(Protocol):
    @property
    def affects(self) -> tuple[str, ...]:
        """What a change affects: units to restart, `start:UNIT`, `reload:UNIT`, `systemd`, `udev`."""

    def needed(self, machine: TargetSystem) -> str:
        """What would be done, in words; "" if nothing is needed. Changes nothing."""

    def do(self, machine: TargetSystem) -> None:
        """Raises `InstallationError`, `OSError`."""

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        """Undo the step. Returns what is removed, in words; "" if nothing. Raises as `do`."""


@dataclass(frozen=True, slots=True)
class Users:
    """The users and groups of a sysusers.d file."""

    text: str
    affects: tuple[str, ...] = ()

    def needed(self, machine: TargetSystem) -> str:
        missing = [name for kind, name in self._wanted() if not self._is_there(machine, kind, name)]
        return f"make the users and groups {', '.join(missing)}" if missing else ""

    def do(self, machine: TargetSystem) -> None:
        machine.offline("systemd-sysusers", str(machine.path(layout.SYSUSERS)))

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        there = [(kind, name) for kind, name in self._wanted() if self._is_there(machine, kind, name)]
        for kind, name in sorted(there, key=lambda one: one[0] == "g"):
            if not dry_run and self._is_there(machine, kind, name):
                machine.run("userdel" if kind == "u" else "groupdel", "--root", str(machine.root), name)
        return f"the users and groups {', '.join(name for _, name in there)}" if there else ""

    def _wanted(self) -> list[tuple[str, str]]:
        return re.findall(r"^([ug]) (\S+)", self.text, re.MULTILINE)

    @staticmethod
    def _is_there(machine: TargetSystem, kind: str, name: str) -> bool:
        return (machine.user(name) if kind == "u" else machine.group(name)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder that belongs to root and that everybody may read."""

    path: str
    affects: tuple[str, ...] = ()

    def needed(self, machine: TargetSystem) -> str:
        path = machine.path(self.path)
        if not path.is_dir():
            return f"make the folder {self.path}"
        return "" if mode_of(path) == 0o755 else f"open the folder {self.path} to everybody's eyes (0755)"

    def do(self, machine: TargetSystem) -> None:
        make_folder(machine.path(self.path))
        machine.path(self.path).chmod(0o755)

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        path = machine.path(self.path)
        if not path.is_dir() or any(path.iterdir()):
            return ""
        if not dry_run:
            path.rmdir()
        return self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFile:
    """A file with this content, owner and mode. `owner` may read it alone if `mode` says so."""

    path: str
    content: bytes
    mode: int = 0o644
    owner: str = "root"
    affects: tuple[str, ...] = ()

    def needed(self, machine: TargetSystem) -> str:
        path = machine.path(self.path)
        told = f"{self.path} (mode {self.mode:04o}, {self.owner})"
        try:
            same = path.read_bytes() == self.content
        except FileNotFoundError:
            return f"write {told}"
        except OSError as error:
            return f"write {told}: it cannot be read now: {error.strerror}"
        if not same:
            return f"write {told} anew"
        if mode_of(path) != self.mode or owner_of(path)[0] != machine.user(self.owner):
            return f"put right who may read {told}"
        return ""

    def do(self, machine: TargetSystem) -> None:
        owner = machine.user(self.owner)
        if owner is None:
            raise InstallationError(f"{self.path}: there is no user {self.owner}")
        path = machine.path(self.path)
        make_folder(path.parent)
        with whole_file(path, mode=0o600) as file:
            os.fchown(file.fileno(), owner, machine.group(self.owner) or 0)
            os.fchmod(file.fileno(), self.mode)
            file.write(self.content)

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        path = machine.path(self.path)
        if not path.exists() and not path.is_symlink():
            return ""
        if not dry_run:
            path.unlink()
            _remove_empty(path.parent)
        return self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The command `xiaochuang` in the path of all users."""

    affects: tuple[str, ...] = ()

    def needed(self, machine: TargetSystem) -> str:
        link = machine.path(layout.COMMAND)
        stands = link.is_symlink() and str(link.readlink()) == layout.PROGRAM
        return "" if stands else f"make the command {layout.COMMAND}"

    def do(self, machine: TargetSystem) -> None:
        link = machine.path(layout.COMMAND)
        if link.exists() and not link.is_symlink():
            raise InstallationError(f"{layout.COMMAND} is there already, and is not ours")
        make_folder(link.parent)
        draft = link.with_name(".xiaochuang.new")
        draft.unlink(missing_ok=True)
        draft.symlink_to(layout.PROGRAM)
        draft.replace(link)

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        link = machine.path(layout.COMMAND)
        if not link.is_symlink() or str(link.readlink()) != layout.PROGRAM:
            return ""
        if not dry_run:
            link.unlink()
        return layout.COMMAND


@dataclass(frozen=True, slots=True)
class Enabled:
    """A unit that starts with the machine, and now if systemd runs. `ours`: it is stopped by an uninstall."""

    unit: str
    ours: bool = True

    @property
    def affects(self) -> tuple[str, ...]:
        return (f"start:{self.unit}",)

    def needed(self, machine: TargetSystem) -> str:
        if not self.is_enabled(machine):
            return f"enable {self.unit}{' and start it' if machine.live else ''}"
        return f"start {self.unit}" if machine.live and not self._is_active(machine) else ""

    def do(self, machine: TargetSystem) -> None:
        """Enable the unit. It is started when all steps are done (see `affects`)."""
        if not self.is_enabled(machine):
            machine.offline("systemctl", "enable", "--quiet", self.unit)

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        if not self.ours or not self.is_enabled(machine):
            return ""
        if not dry_run:
            if machine.live:
                machine.run("systemctl", "stop", self.unit)
            machine.offline("systemctl", "disable", "--quiet", self.unit)
        return f"start of {self.unit}"

    def is_enabled(self, machine: TargetSystem) -> bool:
        return machine.path(f"/etc/systemd/system/multi-user.target.wants/{self.unit}").is_symlink()

    def _is_active(self, machine: TargetSystem) -> bool:
        try:
            machine.run("systemctl", "is-active", "--quiet", self.unit)
        except InstallationError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Disabled:
    """A unit of ours whose program this machine no longer has: it is stopped and disabled."""

    unit: str
    why: str
    affects: tuple[str, ...] = ("systemd",)

    def needed(self, machine: TargetSystem) -> str:
        enabled = Enabled(self.unit).is_enabled(machine)
        return f"stop {self.unit} and disable it: {self.why}" if enabled else ""

    def do(self, machine: TargetSystem) -> None:
        Enabled(self.unit).undo(machine, dry_run=False)

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        """Nothing to undo."""
        return ""


def _remove_empty(folder: Path) -> None:
    """Remove a drop-in folder of ours if it is empty."""
    if folder.name.endswith(".d") and folder.name.startswith(("xiaochuang", "mosquitto.service")):
        try:
            folder.rmdir()
        except OSError:
            return
