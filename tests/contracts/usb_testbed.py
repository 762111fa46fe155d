"""A kernel with one USB printer: umockdev's, so that the real libusb runs on it. Debian's own python3 runs this file.

    umockdev-wrapper /usr/bin/python3 usb_testbed.py COMMAND …

COMMAND (with `{wire}` and `{hand}` in it made into file descriptors) finds the printer below /dev/bus/usb. Bytes that
libusb sends to it come out of `wire`, and bytes that are put in there are what the printer says. One byte into `hand`
pulls the printer (u) or puts it back (p); it is answered when that is done.
Needs the Debian packages umockdev, gir1.2-umockdev-1.0 and python3-gi.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import struct
import subprocess
import sys
import threading
from typing import Any

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

URB = struct.Struct("=BBxxiIxxxxQiiiiiIQ")  # struct usbdevfs_urb of linux/usbdevice_fs.h, 64 bit
ENDPOINT, STATUS, BUFFER_LENGTH, ACTUAL_LENGTH = 1, 2, 5, 6
BUFFER_AT = 16

SUBMIT, DISCARD, REAP, REAP_NOW = 0x8038550A, 0x0000550B, 0x4008550C, 0x4008550D
CAPABILITIES, GET_DRIVER = 0x8004551A, 0x41045508
SET_CONFIGURATION, RESET, CLAIM, RELEASE, CLEAR_HALT = 0x80045505, 0x00005514, 0x8004550F, 0x80045510, 0x80045515
EASY = {SET_CONFIGURATION, RESET, CLAIM, RELEASE, CLEAR_HALT}

HUB = "12010002090001406b1d020014060302010109021900010100e0000904000001090000000705810304000c"
PRINTER = "12010002000000401604115000010000000109022000010100c032090400000207010200"
PRINTER += "0705030240000007058402400000"  # bulk out 03, bulk in 84
DEVICE = """P: {path}
N: bus/usb/001/{number:03}
E: SUBSYSTEM=usb
E: DRIVER=usb
E: BUSNUM=001
E: DEVNUM={number:03}
E: DEVNAME=/dev/bus/usb/001/{number:03}
E: DEVTYPE=usb_device
A: bConfigurationValue=1\\n
A: busnum=1\\n
A: devnum={number}\\n
A: speed=480\\n
H: descriptors={descriptors}

"""


class Plug(UMockdev.IoctlBase):  # type: ignore[misc]
    """What usbfs does for one printer: requests are finished at once, or when the printer says something."""

    def __init__(self, wire: socket.socket) -> None:
        super().__init__()
        self.pulled = False
        self._wire = wire
        self._listening: list[Any] = []
        self._done: list[Any] = []

    def do_handle_ioctl(self, client: Any) -> bool:
        trouble = self._one(client.get_request() & 0xFFFFFFFF, client.get_arg())
        client.complete(-1 if trouble else 0, trouble)
        return True

    def _one(self, request: int, argument: Any) -> int:
        """Does it; the errno, 0 if it went well."""
        if request in {REAP, REAP_NOW}:
            return self._reap(argument)
        if self.pulled:
            return errno.ENODEV
        if request == SUBMIT:
            self._submit(argument.resolve(0, URB.size))
            return 0
        if request == DISCARD:
            return self._discard()
        if request == CAPABILITIES:
            argument.resolve(0, 4).update(0, bytes(4))
            return 0
        if request == GET_DRIVER:
            return errno.ENODATA
        return 0 if request in EASY else errno.ENOTTY

    def _submit(self, urb: Any) -> None:
        fields = URB.unpack(bytes(urb.retrieve()))
        buffer = urb.resolve(BUFFER_AT, fields[BUFFER_LENGTH])
        if fields[ENDPOINT] & 0x80:
            self._listening.append((urb, buffer))
        else:
            self._wire.sendall(bytes(buffer.retrieve()))
            self._finish(urb, fields[BUFFER_LENGTH])

    def _discard(self) -> int:
        if not self._listening:
            return errno.EINVAL
        self._finish(self._listening.pop(0)[0], 0, -errno.ENOENT)
        return 0

    def _reap(self, argument: Any) -> int:
        if self._listening and self.pulled:
            self._finish(self._listening.pop(0)[0], 0, -errno.ESHUTDOWN)
        elif self._listening and select.select([self._wire], [], [], 0)[0]:
            urb, buffer = self._listening.pop(0)
            said = self._wire.recv(64)
            buffer.update(0, said)
            self._finish(urb, len(said))
        if not self._done:
            return errno.ENODEV if self.pulled else errno.EAGAIN
        argument.resolve(0, 8).set_ptr(0, self._done.pop(0))
        return 0

    def _finish(self, urb: Any, moved: int, status: int = 0) -> None:
        fields = list(URB.unpack(bytes(urb.retrieve())))
        fields[STATUS], fields[ACTUAL_LENGTH] = status, moved
        urb.update(0, URB.pack(*fields))
        self._done.append(urb)


class Bed:
    """The bus. A printer that is put back has the next number on it, as a real one."""

    PATH = "/devices/usb1/1-1"

    def __init__(self, wire: socket.socket) -> None:
        self._bed = UMockdev.Testbed.new()
        self._wire = wire
        self._number = 1
        self._plug: Plug | None = None
        self._bed.add_from_string(DEVICE.format(path="/devices/usb1", number=1, descriptors=HUB))
        self.plug()

    @property
    def folder(self) -> str:
        return str(self._bed.get_root_dir())

    def plug(self) -> None:
        self._number += 1
        self._plug = Plug(self._wire)
        self._bed.add_from_string(DEVICE.format(path=self.PATH, number=self._number, descriptors=PRINTER))
        self._bed.attach_ioctl(self._node, self._plug)
        self._bed.uevent(f"/sys{self.PATH}", "add")

    def unplug(self) -> None:
        assert self._plug is not None
        self._plug.pulled = True
        self._bed.uevent(f"/sys{self.PATH}", "remove")
        self._bed.remove_device(f"/sys{self.PATH}")

    @property
    def _node(self) -> str:
        return f"/dev/bus/usb/001/{self._number:03}"


def main() -> int:
    (wire, wire_end), (hand, hand_end) = socket.socketpair(), socket.socketpair()
    bed = Bed(wire)
    ends = {"wire": wire_end.fileno(), "hand": hand_end.fileno()}
    child = subprocess.Popen(
        [word.format(**ends) if "{" in word else word for word in sys.argv[1:]],
        pass_fds=ends.values(),
        env={**os.environ, "UMOCKDEV_DIR": bed.folder},
    )
    loop = GLib.MainLoop()

    def obey(*_: object) -> bool:
        order = hand.recv(1)
        if order:
            bed.unplug() if order == b"u" else bed.plug()
            hand.sendall(b".")
        return bool(order)

    GLib.io_add_watch(hand.fileno(), GLib.IO_IN, obey)
    threading.Thread(target=lambda: (child.wait(), GLib.idle_add(loop.quit)), daemon=True).start()
    loop.run()
    return child.returncode


if __name__ == "__main__":
    sys.exit(main())
