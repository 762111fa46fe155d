"""The files that make umockdev pretend a HID scanner: the device, the ioctls evdev asks, the keys it types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

NODE = "/dev/input/event7"
NAME = b"Test Barcode Scanner\0"
EV_BITS = bytes((0x03,))  # EV_SYN, EV_KEY
KEY_BITS = bytes((0xFF,)) * 32
DEVICE = f"""P: /devices/platform/scanner/input/input7/event7
N: input/event7
E: DEVNAME={NODE}
E: SUBSYSTEM=input
E: ID_INPUT=1
E: ID_INPUT_KEYBOARD=1
A: dev=13:71

"""


def ioctl_lines() -> list[str]:
    """Every question of `evdev.InputDevice`, at the lengths it asks with. EVIOCGRAB is left out: listing it crashes
    umockdev, and without it the grab succeeds."""

    def line(name: str, size: int, data: bytes = b"", returned: int | None = None) -> str:
        return f"{name} {len(data) if returned is None else returned} {data.ljust(size, bytes(1)).hex().upper()}"

    bits = [line(f"EVIOCGBIT({kind})", 96, KEY_BITS if kind == 1 else b"", 96) for kind in range(1, 0x20)]
    return [
        line("EVIOCGVERSION", 4, bytes((1, 0, 1, 0)), 0),
        line("EVIOCGID", 8, bytes((3, 0, 0x34, 0x12, 0x78, 0x56, 1, 0)), 0),
        line("EVIOCGNAME(0)", 256, NAME),
        line("EVIOCGPHYS(0)", 256, b"usb-test/input0\0"),
        line("EVIOCGUNIQ(0)", 256, b"\0"),
        line("EVIOCGPROP(0)", 4, b"", 4),
        line("EVIOCGBIT(0)", 4, EV_BITS, 4),
        line("EVIOCGBIT(0)", 96, EV_BITS, 96),
        *bits,
        line("EVIOCGEFFECTS", 4, b"", 0),
    ]


def event_lines(keys: Sequence[tuple[int, int]]) -> list[str]:
    """`keys` as (code, value), five milliseconds apart, each followed by its synchronisation."""
    lines = []
    for place, (code, value) in enumerate(keys):
        at = f"{(place + 1) * 0.005:.6f}"
        lines += [f"E: {at} 0001 {code:04x} {value}", f"E: {at} 0000 0000 0"]
    return lines


def write_files(folder: Path, keys: Sequence[tuple[int, int]]) -> list[str]:
    """The options for `umockdev-run`."""
    device, ioctls, events = folder / "scanner.umockdev", folder / "scanner.ioctl", folder / "scanner.events"
    device.write_text(DEVICE)
    ioctls.write_text("\n".join(ioctl_lines()) + "\n")
    events.write_text("\n".join(event_lines(keys)) + "\n")
    return ["-d", str(device), "-i", f"{NODE}={ioctls}", "-e", f"{NODE}={events}"]
