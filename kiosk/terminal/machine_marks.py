"""The marks of a machine that any user may read: the board's serial number, its built-in network cards.

A copied memory card has everything but these. Each mark is a hash: marks can be compared, but not reversed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

SERIALS = ("sys/firmware/devicetree/base/serial-number", "proc/device-tree/serial-number")
"""Boards with a device tree (Raspberry Pi and its like); the serial number of a PC is for root alone."""

NETWORK, INSTALLED = "sys/class/net", "etc/machine-id"
PERMANENT = "0"  # addr_assign_type: the address is the card's own (Linux, Documentation/ABI/testing/sysfs-class-net)


@dataclass(frozen=True, slots=True)
class MachineMarks:
    """`hardware`: marks of the board and its cards; `installed`: a mark of the installed system, which a copy has
    too."""

    hardware: frozenset[str] = frozenset()
    installed: str = ""

    @property
    def short(self) -> str:
        """A short mark for people to compare; the same at each start on one machine. "" if there is none."""
        return min(self.hardware, default=self.installed)[:8]

    def alike(self, other: MachineMarks) -> bool:
        """Whether both may be of one machine. A network card that was added, removed or found late makes no difference.

        If one of them has no hardware marks, the installation decides; if nothing can be compared, they count as alike.
        """
        if self.hardware and other.hardware:
            return not self.hardware.isdisjoint(other.hardware)
        return self.installed == other.installed or not (self.installed and other.installed)


def machine_marks(root: Path = Path("/")) -> MachineMarks:
    """The marks of this machine. What cannot be read is left out."""
    serials = {_text(root / name) for name in SERIALS}
    found = {_hash("serial", serial) for serial in serials if serial.strip("0")}
    found |= {_hash("network", address) for address in _addresses(root / NETWORK)}
    installed = _text(root / INSTALLED)
    return MachineMarks(frozenset(found), _hash("installed", installed) if installed else "")


def _addresses(folder: Path) -> set[str]:
    """The addresses of built-in network cards: cards on USB move between machines, and virtual ones are no hardware."""
    try:
        cards = list(folder.iterdir())
    except OSError:
        return set()
    return {address for card in cards if _is_built_in(card) and (address := _text(card / "address")).strip("0:")}


def _is_built_in(card: Path) -> bool:
    device = card / "device"
    return device.exists() and "usb" not in str(device.resolve()) and _text(card / "addr_assign_type") == PERMANENT


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("ascii", "replace").strip("\0 \n").lower()
    except OSError:
        return ""


def _hash(kind: str, text: str) -> str:
    return hashlib.blake2b(f"{kind}:{text}".encode(), digest_size=16, person=b"xiaochuang mark").hexdigest()
