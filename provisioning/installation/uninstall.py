"""Removes our programs from a machine, last step first. The hall's own files stay, unless `purge` is given."""

from __future__ import annotations

import shutil
from pathlib import Path

from provisioning.installation import layout
from provisioning.installation.hall_steps import manual
from provisioning.installation.layout import PROGRAMS, SHIPPED, UNITS
from provisioning.installation.machine import TargetSystem
from provisioning.installation.steps import Command, Enabled, PlacedFile, Step, Users


def uninstall(machine: TargetSystem, files: Path, *, purge: bool, dry_run: bool) -> int:
    """Undo all steps. `files`: the folder `systemd`. Returns 0. Raises `InstallationError`, `OSError`."""
    steps: list[Step] = [Enabled(unit) for unit in reversed(layout.UNITS_OF_HOUSE)]
    drop_ins = sorted(machine.path(UNITS).glob("xiaochuang-*.service.d/30-*.conf"))
    placed = ["/" + str(path.relative_to(machine.root)) for path in drop_ins]
    placed += [page.path for page in manual(files)]
    placed += [target for part in SHIPPED.values() for target in part.values()]
    users = Users((files / "sysusers/xiaochuang.conf").read_text(encoding="utf-8"))
    steps += [Command(), *(PlacedFile(path=path, content=b"") for path in placed)]
    gone = [said for step in steps if (said := step.undo(machine, dry_run=dry_run))]
    own = [layout.CONFIGURATION, *(program.data for program in PROGRAMS)]
    caches = [f"{layout.CACHE}/{program.user}" for program in PROGRAMS]
    for folder in [layout.HOME, *caches, *(own if purge else [])]:
        if machine.path(folder).exists():
            gone.append(folder)
            if not dry_run:
                shutil.rmtree(machine.path(folder))
    if purge and (said := users.undo(machine, dry_run=dry_run)):
        gone.append(said)
    if machine.live and not dry_run:
        machine.run("systemctl", "daemon-reload")
        if layout.BROKER in gone:
            machine.run("systemctl", "try-restart", "--no-block", layout.BROKER_UNIT)
    _say(gone, [one for one in own if machine.path(one).exists()], purge=purge, dry_run=dry_run)
    return 0


def _say(gone: list[str], kept: list[str], *, purge: bool, dry_run: bool) -> None:
    for one in gone:
        print(f"{'would remove' if dry_run else 'removed'}: {one}")
    if not gone:
        print("nothing of the house is installed here")
    if kept and not purge:
        print(f"kept: {', '.join(kept)}, and the users they belong to; --purge removes them too")
    if gone:
        print("Debian's packages stay; the broker among them, with its own settings again")
