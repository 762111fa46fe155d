"""What a machine is known by, as far as any user may read it: the board's serial number, its built-in network cards.

A copied memory card takes everything along but these. Each mark is a hash: it says whether two are alike, and nothing
of what it is made of.
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
    """`hardware`: of the board and its cards; `installed`: of the installation of the system, which a copy has too."""

    hardware: frozenset[str] = frozenset()
    installed: str = ""

    @property
    def short(self) -> str:
        """One mark for people to compare; the same at each start on one machine. Empty if there is none."""
        return min(self.hardware, default=self.installed)[:8]

    def alike(self, other: MachineMarks) -> bool:
        """Whether both may be of one machine. A card that was added, taken away or is found late changes nothing.

        Where one of the two knows no hardware, the installation decides; where nothing can be compared, they are alike.
        """
        if self.hardware and other.hardware:
            return not self.hardware.isdisjoint(other.hardware)
        return self.installed == other.installed or not (self.installed and other.installed)


def machine_marks(root: Path = Path("/")) -> MachineMarks:
    """Of this machine. What cannot be read is no mark."""
    serials = {_text(root / name) for name in SERIALS}
    found = {_hash("serial", serial) for serial in serials if serial.strip("0")}
    found |= {_hash("network", address) for address in _addresses(root / NETWORK)}
    installed = _text(root / INSTALLED)
    return MachineMarks(frozenset(found), _hash("installed", installed) if installed else "")


def _addresses(folder: Path) -> set[str]:
    """Of network cards that are built in: those on USB move from machine to machine, others are no hardware."""
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
