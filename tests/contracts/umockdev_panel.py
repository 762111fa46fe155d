"""The files that make umockdev pretend a touch panel: the device, the ioctls evdev asks, the fingers on it.

It speaks multi-touch protocol B, with places from 0 to 4095.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

NODE = "/dev/input/event9"
GREATEST = 4095
EV_BITS = bytes((0x0B,))  # EV_SYN, EV_KEY, EV_ABS
DIRECT_BIT = bytes((0x02,))  # INPUT_PROP_DIRECT
AXES = {0x00: GREATEST, 0x01: GREATEST, 0x2F: 9, 0x35: GREATEST, 0x36: GREATEST, 0x39: 65535}
BTN_TOUCH = 0x14A
DEVICE = f"""P: /devices/platform/panel/input/input9/event9
N: input/event9
E: DEVNAME={NODE}
E: SUBSYSTEM=input
E: ID_INPUT=1
E: ID_INPUT_TOUCHSCREEN=1
A: dev=13:73

"""

Event = tuple[int, int, int]


def bits(*numbers: int) -> bytes:
    made = bytearray(96)
    for number in numbers:
        made[number // 8] |= 1 << number % 8
    return bytes(made)


def ioctl_lines() -> list[str]:
    """Every question of `evdev.InputDevice`, at the lengths it asks with; EVIOCGRAB as in `umockdev_scanner.py`."""

    def line(name: str, size: int, data: bytes = b"", returned: int | None = None) -> str:
        return f"{name} {len(data) if returned is None else returned} {data.ljust(size, bytes(1)).hex().upper()}"

    kinds = {1: bits(BTN_TOUCH), 3: bits(*AXES)}
    return [
        line("EVIOCGVERSION", 4, bytes((1, 0, 1, 0)), 0),
        line("EVIOCGID", 8, bytes((3, 0, 0x34, 0x12, 0x78, 0x56, 1, 0)), 0),
        line("EVIOCGNAME(0)", 256, b"Test Touch Panel\0"),
        line("EVIOCGPHYS(0)", 256, b"usb-test/input0\0"),
        line("EVIOCGUNIQ(0)", 256, b"\0"),
        line("EVIOCGPROP(0)", 4, DIRECT_BIT, 4),
        line("EVIOCGBIT(0)", 4, EV_BITS, 4),
        line("EVIOCGBIT(0)", 96, EV_BITS, 96),
        *(line(f"EVIOCGBIT({kind})", 96, kinds.get(kind, b""), 96) for kind in range(1, 0x20)),
        *(
            line(f"EVIOCGABS({axis})", 24, struct.pack("=6i", 0, 0, greatest, 0, 0, 0), 0)
            for axis, greatest in AXES.items()
        ),
        line("EVIOCGEFFECTS", 4, b"", 0),
    ]


def tap(number: int, x: float, y: float) -> list[list[Event]]:
    """One finger down and up at shares of the panel, as two moments."""
    down = [(3, 0x2F, 0), (3, 0x39, number), (3, 0x35, round(x * GREATEST)), (3, 0x36, round(y * GREATEST))]
    return [[*down, (1, BTN_TOUCH, 1)], [(3, 0x39, -1), (1, BTN_TOUCH, 0)]]


def write_files(folder: Path, moments: Sequence[tuple[float, Sequence[Event]]]) -> list[str]:
    """The options for `umockdev-run`; each moment is `(seconds after the one before, its events)`."""
    device, ioctls, events = folder / "panel.umockdev", folder / "panel.ioctl", folder / "panel.events"
    device.write_text(DEVICE)
    ioctls.write_text("\n".join(ioctl_lines()) + "\n")
    at, lines = 0.0, []
    for after, moment in moments:
        at += after
        lines += [f"E: {at:.6f} {type_:04x} {code:04x} {value}" for type_, code, value in (*moment, (0, 0, 0))]
    events.write_text("\n".join(lines) + "\n")
    return ["-d", str(device), "-i", f"{NODE}={ioctls}", "-e", f"{NODE}={events}"]
