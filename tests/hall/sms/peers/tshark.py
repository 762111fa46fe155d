"""What Wireshark makes of frames: they are laid into a capture file as one TCP stream each way of nothing else."""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PORT = 7890


def dissected(frames: Sequence[bytes], folder: Path) -> list[dict[str, Any]]:
    """The CMPP layer of each frame, as tshark names it."""
    capture = folder / "frames.pcap"
    with capture.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))  # raw IP
        at = 1
        for frame in frames:
            tcp = struct.pack(">HHIIBBHHH", 40000, PORT, at, 1, 5 << 4, 0x18, 65535, 0, 0)
            at += len(frame)
            total = 20 + len(tcp) + len(frame)
            address = bytes((127, 0, 0, 1))
            ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, total, 0, 0, 64, 6, 0, address, address)
            file.write(struct.pack("<IIII", 0, 0, total, total) + ip + tcp + frame)
    command = ["tshark", "-n", "-r", str(capture), "-d", f"tcp.port=={PORT},cmpp", "-T", "json", "-J", "cmpp"]
    # no limit but the test's own: beside a whole run of tests its start alone may take half a minute
    said = subprocess.run(command, capture_output=True, check=True)
    packets = json.loads(said.stdout)
    return [packet["_source"]["layers"]["cmpp"] for packet in packets]


def flat(layer: object) -> dict[str, str]:
    """Every field by its name, however deep it lies."""
    found: dict[str, str] = {}
    if isinstance(layer, dict):
        for name, value in layer.items():
            if isinstance(value, dict | list):
                found |= flat(value)
            else:
                found[name] = str(value)
    elif isinstance(layer, list):
        for one in layer:
            found |= flat(one)
    return found
