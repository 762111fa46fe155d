"""Which of the programs in `/opt/xiaochuang/releases` is used: one link names it, and is replaced atomically."""

from __future__ import annotations

from dataclasses import dataclass

from program.durable import sync_folder
from provisioning.installation import layout
from provisioning.installation.machine import TargetSystem

NEW_PROGRAM = "program"
"""Stands among the things that a step affects: then every running program is restarted."""


@dataclass(frozen=True, slots=True)
class UsedRelease:
    """The step that makes the release of this name the used one. It is complete; files that it refuses were found
    before (`program`)."""

    name: str
    affects: tuple[str, ...] = (NEW_PROGRAM,)

    @property
    def environment(self) -> str:
        return f"releases/{self.name}/.venv"

    @property
    def program(self) -> str:
        return f"{layout.HOME}/{self.environment}/bin/xiaochuang"

    def needed(self, machine: TargetSystem) -> str:
        link = machine.path(layout.ENVIRONMENT)
        stands = link.is_symlink() and str(link.readlink()) == self.environment
        return "" if stands else f"use the program in {layout.HOME}/releases/{self.name}"

    def do(self, machine: TargetSystem) -> None:
        link = machine.path(layout.ENVIRONMENT)
        draft = link.with_name(".venv.new")
        draft.unlink(missing_ok=True)
        draft.symlink_to(self.environment)
        draft.replace(link)
        sync_folder(link.parent)

    def undo(self, machine: TargetSystem, *, dry_run: bool) -> str:
        """Nothing to do: the link is removed with its folder."""
        return ""
