"""A kernel with one HID scanner, as umockdev pretends it. Debian's own python3 runs this file.

    umockdev-wrapper /usr/bin/python3 scanner_testbed.py DEVICE IOCTLS COMMAND …

DEVICE and IOCTLS are the files of `umockdev_scanner.py`. COMMAND (with `{name}` in it made into the scanner's name, and
`{hand}` into a file descriptor) opens the scanner. A message into `hand` pulls the scanner (u), puts it back (p), or
presses keys (k, then pairs of two bytes each: code, value); it is answered when that is done.
Needs the Debian packages umockdev, gir1.2-umockdev-1.0 and python3-gi.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

BY_ID = "/dev/input/by-id/usb-scanner-event-kbd"
EVENT = struct.Struct("=qqHHi")  # struct input_event of linux/input.h, 64 bit
KEY = struct.Struct("=HH")


class Bed:
    """The node of a character device is one end of a pty; its keys are written to the other. Pulled, that end is shut,
    and what reads it comes to its end. A scanner that is put back has the next number, and the same name by-id."""

    def __init__(self, device: str, ioctls: str) -> None:
        self._bed = UMockdev.Testbed.new()
        self._device = Path(device).read_text(encoding="utf-8")
        self._ioctls = ioctls
        self._number = 6
        self._keys = -1
        self.plug()

    @property
    def folder(self) -> str:
        return str(self._bed.get_root_dir())

    @property
    def _names(self) -> list[Path]:
        """Its name, and where umockdev listens for what is asked of that name."""
        return [Path(self.folder + BY_ID), Path(self.folder + "/ioctl" + BY_ID)]

    def plug(self) -> None:
        self._number += 1
        node = f"/dev/input/event{self._number}"
        self._bed.add_from_string(self._device.replace("event7", f"event{self._number}"))
        self._bed.load_ioctl(node, self._ioctls)
        self._keys = self._bed.get_dev_fd(node)
        for name in self._names:
            name.parent.mkdir(exist_ok=True)
            name.symlink_to(Path("..", f"event{self._number}"))

    def unplug(self) -> None:
        for name in self._names:
            name.unlink()
        self._bed.remove_device(f"/sys/devices/platform/scanner/input/input7/event{self._number}")
        for pty in Path(self.folder, "dev/.ptymap").iterdir():  # the next one may get the same number
            pty.unlink()
        os.close(self._keys)

    def press(self, keys: bytes) -> None:
        second, part = divmod(time.time_ns() // 1000, 1_000_000)
        for code, value in KEY.iter_unpack(keys):
            os.write(self._keys, EVENT.pack(second, part, 1, code, value) + EVENT.pack(second, part, 0, 0, 0))


def main() -> int:
    hand, hand_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    bed = Bed(sys.argv[1], sys.argv[2])
    child = subprocess.Popen(
        [word.format(name=BY_ID, hand=hand_end.fileno()) for word in sys.argv[3:]],
        pass_fds=[hand_end.fileno()],
        env={**os.environ, "UMOCKDEV_DIR": bed.folder},
    )
    loop = GLib.MainLoop()

    def obey(*_: object) -> bool:
        order = hand.recv(4096)
        if order:
            {b"u": bed.unplug, b"p": bed.plug}.get(order, lambda: bed.press(order[1:]))()
            hand.sendall(b".")
        return bool(order)

    GLib.io_add_watch(hand.fileno(), GLib.IO_IN, obey)
    threading.Thread(target=lambda: (child.wait(), GLib.idle_add(loop.quit)), daemon=True).start()
    loop.run()
    return child.returncode


if __name__ == "__main__":
    sys.exit(main())
