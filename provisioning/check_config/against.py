"""Checks a terminal.toml against the hall.toml of its hall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.config import Device, HallConfig, Role
from kiosk.terminal.settings import PrinterDriver, Terminal
from program.mistakes.form import Found
from program.mistakes.nearest import nearest
from program.toml_file import FileReading
from review_pad.signing import Signer

AT_A_WINDOW = frozenset({Role.PAD, Role.PAD_CLERK, Role.PAD_CITIZEN})
SIGNING = frozenset({Role.PAD, Role.PAD_CITIZEN})
NO_TERMINAL = frozenset({Role.SUPERVISOR, Role.PHONE_PAGE})


def mistakes(terminal: Terminal, hall: HallConfig) -> Iterator[Found]:
    """The mistakes in the terminal's file. Paths in `terminal` must be absolute."""
    if terminal.hall != hall.id:
        yield "hall", f"is {terminal.hall!r}, and hall.toml is that of {hall.id!r}", hall.id
        return
    device = next((one for one in hall.devices if one.id == terminal.device), None)
    if device is None:
        known = [one.id for one in hall.devices]
        yield "device", f"there is no device {terminal.device!r} in hall.toml", nearest(terminal.device, known)
        return
    yield from _window(terminal, device, hall)
    yield from _role(terminal, device)
    yield from _key(terminal, device)


def warnings(terminal: Terminal, hall: HallConfig) -> Iterator[Found]:
    device = next((one for one in hall.devices if one.id == terminal.device), None)
    if device is None or terminal.hall != hall.id or device.role is Role.KIOSK:
        return
    what = f"{device.id} is a {device.role.value} in hall.toml"
    if terminal.person_key_file is not None:
        yield "person_key_file", f"is for a kiosk, and {what}", None
    if terminal.hardware.printer is not PrinterDriver.NONE:
        yield "hardware.printer", f"is for a kiosk, and {what}", None


def twice(terminals: Iterable[FileReading[Terminal]]) -> Iterator[tuple[FileReading[Terminal], str, str]]:
    """Files with the same device id: two machines with one name push each other off the broker."""
    seen: dict[tuple[str, str], str] = {}
    for reading in terminals:
        if reading.value is not None:
            who = reading.value.hall, reading.value.device
            if who in seen:
                yield reading, "device", f"{who[1]!r} is the device of {seen[who]} already"
            seen.setdefault(who, reading.file)


def _window(terminal: Terminal, device: Device, hall: HallConfig) -> Iterator[Found]:
    if terminal.window is None:
        if device.window is not None:
            yield "window", f"is missing: in hall.toml {device.id} stands at {device.window!r}", device.window
    elif device.window is not None and terminal.window != device.window:
        reason = f"is {terminal.window!r}, and in hall.toml {device.id} stands at {device.window!r}"
        yield "window", reason, device.window
    elif terminal.window not in (known := [window.id for window in hall.windows]):
        yield "window", f"there is no window {terminal.window!r} in hall.toml", nearest(terminal.window, known)
    elif device.role is Role.KIOSK:
        yield "window", f"is {terminal.window!r}, and {device.id} is a kiosk in hall.toml, which stands at none", None


def _role(terminal: Terminal, device: Device) -> Iterator[Found]:
    """Whether the device's role fits the program. The program is named only in its unit, but the file shows it by
    settings that only this program has."""
    what = f"{device.id} is a {device.role.value} in hall.toml"
    if device.role in NO_TERMINAL:
        yield "device", f"{what}, which has no terminal.toml", None
    elif terminal.signing_key_file is not None and device.role not in SIGNING:
        yield "signing_key_file", f"is for a citizen's pad, and {what}", None
    elif terminal.signing_key_file is None and device.role in SIGNING and device.public_key:
        reason = f"is missing: hall.toml has the public_key of {device.id}, and takes no unsigned review"
        yield "signing_key_file", reason, None


def _key(terminal: Terminal, device: Device) -> Iterator[Found]:
    if not device.public_key or terminal.signing_key_file is None or not Path(terminal.signing_key_file).exists():
        return
    try:
        own = Signer(Path(terminal.signing_key_file)).public_key
    except (OSError, ValueError):
        return  # this user may not read it, or it is damaged: its program reports that
    if own != device.public_key:
        yield "signing_key_file", f"its public key is {own}, and hall.toml has another for {device.id}", None
