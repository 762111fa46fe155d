"""The steps for one terminal, after those that all terminals share (`hall_steps.shipped`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provisioning.installation import layout
from provisioning.installation.layout import CONFIGURATION, UNITS
from provisioning.installation.machine import TargetSystem
from provisioning.installation.site import TerminalSite
from provisioning.installation.steps import Disabled, Enabled, PlacedFile, Step

GPIO_GROUP = "gpio"


def terminal_steps(site: TerminalSite, machine: TargetSystem) -> Iterator[Step]:
    """The steps. The site must be complete. A secret file belongs to the user of the program that reads it, and only
    that user can read it."""
    programs = site.programs()
    here = {program.unit for program, _ in programs}
    for program in layout.TERMINALS:
        if program.unit not in here:
            yield Disabled(program.unit, f"the machine's folder has no {program.settings}")
    for program, table in programs:
        hears = (program.unit,)
        settings = (site.folder / program.settings).read_bytes()
        yield PlacedFile(path=f"{CONFIGURATION}/{program.settings}", content=settings, affects=hears)
        for source, target, secret in site.files(table):
            owner, mode = (program.user, 0o600) if secret else ("root", 0o644)
            yield PlacedFile(path=target, content=source.read_bytes(), owner=owner, mode=mode, affects=hears)
        if uses_gpio(table) and machine.group(GPIO_GROUP) is not None:
            yield PlacedFile(
                path=f"{UNITS}/{program.unit}.d/30-gpio.conf",
                content=f"[Service]\nSupplementaryGroups={GPIO_GROUP}\n".encode(),
                affects=("systemd", program.unit),
            )
    yield Enabled(layout.DISPLAY_UNIT)
    for program, _ in programs:
        yield Enabled(program.unit)


def uses_gpio(table: dict[str, Any]) -> bool:
    hardware = table.get("hardware")
    if not isinstance(hardware, dict):
        return False
    printer = hardware.get("escpos")
    return "gpio" in hardware or (isinstance(printer, dict) and "pins" in printer)
