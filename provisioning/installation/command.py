"""The command line behind `scripts/install … --site DIR` and `scripts/install uninstall`.

Each step is printed as it is done. A second run has nothing to do and says so; `--dry-run` prints what would be done.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from program.start import interrupted
from provisioning.installation import layout, todo
from provisioning.installation.hall_steps import hall_steps, shipped
from provisioning.installation.machine import InstallationError, TargetSystem, is_root
from provisioning.installation.release import NEW_PROGRAM, UsedRelease
from provisioning.installation.site import ServerSite, TerminalSite
from provisioning.installation.steps import Step
from provisioning.installation.terminal_steps import terminal_steps
from provisioning.installation.uninstall import uninstall

FILES = Path(__file__).parents[2] / "systemd"


def installation_main(argv: Sequence[str]) -> int:
    """Returns 0; 1 if something could not be done, or the site's files have mistakes; 2 for wrong arguments."""
    asked = _parser().parse_args(argv)
    os.umask(0o022)
    machine = TargetSystem(asked.root)
    if not asked.dry_run and not is_root():
        print("scripts/install: this writes into the system: sudo scripts/install …", file=sys.stderr)
        return 1
    try:
        _refuse_what_dpkg_placed(asked, machine)
        if asked.parts == ["uninstall"]:
            return uninstall(machine, asked.files, purge=asked.purge, dry_run=asked.dry_run)
        return _install(asked, machine)
    except InstallationError as error:
        print(f"scripts/install: {error}", file=sys.stderr)
    except OSError as error:
        print(f"scripts/install: {error.filename}: {error.strerror}", file=sys.stderr)
    return 1


def _refuse_what_dpkg_placed(asked: argparse.Namespace, machine: TargetSystem) -> None:
    """Refuse to uninstall a program that came as Debian packages: only dpkg may do that. Site files are handled as
    usual.

    Raises `InstallationError`.
    """
    environment = machine.path(layout.ENVIRONMENT)
    if "uninstall" in asked.parts and environment.is_dir() and not environment.is_symlink():
        raise InstallationError("the program came as Debian packages: sudo apt remove xiaochuang")
    if asked.packaged:
        asked.files = machine.path(f"{layout.HOME}/systemd")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/install", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="+", choices=("hall", "terminal", "uninstall"), metavar="PART")
    parser.add_argument("--site", type=Path, metavar="DIR", help="the hall's folder, or a terminal's")
    parser.add_argument("--machine", metavar="NAME", help="which folder of a whole site's machines/ this machine is")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
    parser.add_argument("--purge", action="store_true", help="uninstall: also configuration, data and users")
    parser.add_argument("--root", type=Path, default=Path("/"), metavar="DIR", help="of another system (an image)")
    parser.add_argument("--files", type=Path, default=FILES, metavar="DIR", help="the folder systemd of the release")
    parser.add_argument(
        "--installed", action="append", default=[], choices=("hall", "terminal"), help="is here already"
    )
    parser.add_argument("--packaged", action="store_true", help="the program is here as a Debian package")
    parser.add_argument("--release", metavar="NAME", help="of the program that is used from now on")
    return parser


@dataclass(slots=True)
class _Plan:
    """The steps, and what a person has to do: `before` the hall can run, or `after`."""

    steps: list[Step] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def add(self, part: str, asked: argparse.Namespace, machine: TargetSystem) -> None:
        """Raises `InstallationError`."""
        if part == "hall":
            hall = ServerSite(asked.site)
            self.before += hall.missing()
            if not hall.missing():
                _check(machine, asked.release, hall.hall_toml)
                self.steps += hall_steps(hall, asked.files)
                self.after += todo.of_hall(hall, machine)
            return
        terminal = TerminalSite.chosen(asked.site, asked.machine)
        self.before += terminal.missing()
        if not terminal.missing():
            _check(machine, asked.release, *(terminal.folder / program.settings for program, _ in terminal.programs()))
            self.steps += terminal_steps(terminal, machine)
            self.after += todo.of_terminal(terminal, machine)


def _install(asked: argparse.Namespace, machine: TargetSystem) -> int:
    plan = _Plan([UsedRelease(asked.release)] if asked.release else [])
    for part in dict.fromkeys([*asked.installed, *asked.parts]):
        if not asked.packaged:
            plan.steps += shipped(asked.files, part, machine)
        if asked.site is not None and part in asked.parts:
            plan.add(part, asked, machine)
    if not _do(plan.steps, machine, asked):
        print("everything is as it should be: nothing to do")
    if plan.before:
        print("\nStill to be done before this hall can run, in this order; then this command again:")
    elif plan.after:
        print("\nStill to be done, in this order:")
    for number, line in enumerate(plan.before or plan.after, 1):
        print(f"  {number}. {line}")
    return 0


def _do(steps: Iterable[Step], machine: TargetSystem, asked: argparse.Namespace) -> list[Step]:
    """Do the steps. Returns those that were done, or would be."""
    changed: list[Step] = []
    try:
        for step in dict.fromkeys(steps):
            needed = step.needed(machine)
            if needed:
                print(f"{'would ' if asked.dry_run else ''}{needed}", flush=True)
                changed.append(step)
                if not asked.dry_run:
                    step.do(machine)
    finally:  # also for steps done before a failure
        if not asked.dry_run:
            _tell(changed, machine)
    return changed


def _check(machine: TargetSystem, release: str | None, *files: Path) -> None:
    """Check the files before they are placed, and that the new program accepts them.

    Raises `InstallationError`.
    """
    program = machine.path(UsedRelease(release).program if release else layout.PROGRAM)
    if not program.exists():
        print(f"not checked before the programs are installed: {', '.join(map(str, files))}")
        return
    done = subprocess.run([program, "check-config", *files], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise InstallationError(f"mistakes in the site's files, nothing is placed:\n{done.stderr or done.stdout}")


def _tell(changed: Iterable[Step], machine: TargetSystem) -> None:
    """Reload or restart the units that a change affects, and start new ones. A failed start is in the journal."""
    if not machine.live:
        return
    affected = {one for step in changed for one in step.affects}
    if "systemd" in affected:
        machine.run("systemctl", "daemon-reload")
    if "udev" in affected:
        machine.run("udevadm", "control", "--reload")
        machine.run("udevadm", "trigger")
    if layout.BROKER_UNIT in affected:
        machine.run("systemctl", "restart", layout.BROKER_UNIT)
    elif f"reload:{layout.BROKER_UNIT}" in affected:
        machine.run("systemctl", "try-reload-or-restart", layout.BROKER_UNIT)
    for unit in layout.UNITS_OF_HOUSE:
        if f"start:{unit}" in affected:
            machine.run("systemctl", "start", "--no-block", unit)
        elif affected & {NEW_PROGRAM, unit, re.sub("@.*\\.", "@.", unit), "xiaochuang-.service"}:
            machine.run("systemctl", "try-restart", "--no-block", unit)


if __name__ == "__main__":
    interrupted.end_at_once()
    sys.exit(interrupted.tidily(lambda: installation_main(sys.argv[1:])))
