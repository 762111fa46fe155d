"""What a person still has to do after an installation, in order."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provisioning.installation.layout import CONFIGURATION, ENVIRONMENT, InstalledProgram
from provisioning.installation.machine import TargetSystem
from provisioning.installation.site import ServerSite, TerminalSite
from provisioning.installation.terminal_steps import GPIO_GROUP, uses_gpio

KERNEL_LINES = ("/boot/firmware/cmdline.txt", "/boot/cmdline.txt")
UART = "/dev/serial0"


def of_hall(site: ServerSite, machine: TargetSystem) -> Iterator[str]:
    if not machine.path(f"{CONFIGURATION}/staff.toml").exists():
        yield "give everybody who works here a PIN: sudo xiaochuang staff add ID (the clerks' ids stand in hall.toml)"
    machines = sorted(path.name for path in (site.folder / "machines").glob("*") if path.is_dir())
    if machines:
        yield f"xiaochuang machine-files --site {site.folder}"
        yield (
            f"copy each folder of {site.folder}/machines to its machine ({', '.join(machines)}), and there: "
            "sudo scripts/install terminal --site FOLDER"
        )
    unsigned = [one["id"] for one in site.devices("pad-citizen") if not one.get("public_key")]
    if unsigned:
        yield (
            "write the key that each citizen's pad prints at its installation into hall.toml, as public_key of "
            f"{', '.join(unsigned)}; then this command again"
        )
    if not machine.live:
        yield "start this machine anew: its systemd is not running"


def of_terminal(site: TerminalSite, machine: TargetSystem) -> Iterator[str]:
    programs = site.programs()
    for program, table in programs:
        yield from _of_program(program, table, machine)
    if machine.path("/etc/systemd/system/display-manager.service").is_symlink():
        yield "this machine starts a desktop, which takes the display: sudo systemctl disable --now display-manager"
    if not machine.live:
        yield "start this machine anew: its systemd is not running"


def _of_program(program: InstalledProgram, table: dict[str, Any], machine: TargetSystem) -> Iterator[str]:
    settings = f"{CONFIGURATION}/{program.settings}"
    broker = table.get("broker")
    host = broker.get("host") if isinstance(broker, dict) else None
    if machine.live and isinstance(host, str) and not _is_known(host):
        yield f"this machine does not know the name {host} (broker.host of {settings}): put it into /etc/hosts"
    if uses_gpio(table) and machine.group(GPIO_GROUP) is None:
        yield f"{settings} uses the GPIO header, and this system has no group {GPIO_GROUP}: Raspberry Pi OS has it"
    elif uses_gpio(table) and not [*machine.path(ENVIRONMENT).glob("lib/python3*/site-packages/*lgpio*")]:
        yield f"{settings} uses the GPIO header, and there is no lgpio: sudo apt install python3-lgpio, then this again"
    if UART in str(table.get("hardware")) and (found := _serial_console(machine)) is not None:
        yield f"the printer hangs on {UART}, and the kernel talks there: take console=serial0,115200 out of {found}"
    if program.settings == "pad-citizen.toml" and table.get("signing_key_file"):
        yield (
            "write this pad's key into hall.toml of the hall; it is printed by: "
            f"sudo -u {program.user} xiaochuang pad --public-key --config {settings}"
        )


def _is_known(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return False
    return True


def _serial_console(machine: TargetSystem) -> Path | None:
    for name in KERNEL_LINES:
        path = machine.path(name)
        if path.is_file() and re.search(r"console=(serial0|ttyAMA0|ttyS0)", path.read_text(encoding="utf-8")):
            return Path(name)
    return None
