"""A kernel with one USB device: umockdev's, so that the real libusb and udev's real clients run on it.

`usb_printer.py` and `usb_card_reader.py` say what the device is. Debian's own python3 runs them:

    umockdev-wrapper /usr/bin/python3 usb_….py … COMMAND …

COMMAND finds the device below /dev/bus/usb. One byte into the hand pulls it (u) or puts it back (p); it is answered
when that is done. COMMAND is ended when the hand lets go, or when this program is terminated.
Needs the Debian packages umockdev, gir1.2-umockdev-1.0 and python3-gi.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Collection, Sequence
from typing import Any, Protocol

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

URB = struct.Struct("=BBxxiIxxxxQiiiiiIQ")  # struct usbdevfs_urb of linux/usbdevice_fs.h, 64 bit
ENDPOINT, STATUS, BUFFER_LENGTH, ACTUAL_LENGTH = 1, 2, 5, 6
BUFFER_AT = 16
INWARDS = 0x80

SUBMIT, DISCARD, REAP, REAP_NOW = 0x8038550A, 0x0000550B, 0x4008550C, 0x4008550D
CAPABILITIES, GET_DRIVER = 0x8004551A, 0x41045508
SET_CONFIGURATION, RESET, CLAIM, RELEASE, CLEAR_HALT = 0x80045505, 0x00005514, 0x8004550F, 0x80045510, 0x80045515
EASY = {SET_CONFIGURATION, RESET, CLAIM, RELEASE, CLEAR_HALT}
PAUSE_MS = 5  # a device's file is always ready here, so libusb asks again at once when there is nothing to reap

HUB = bytes.fromhex("12010002090001406b1d020014060302010109021900010100e0000904000001090000000705810304000c")
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
A: idVendor={vendor:04x}\\n
A: idProduct={product:04x}\\n
A: speed=480\\n
H: descriptors={descriptors}

"""
INTERFACE = """P: {path}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface
A: bInterfaceNumber=00\\n

"""


class Device(Protocol):
    """What hangs on the cable: its descriptors as in /dev/bus/usb, what it hears and what it has to say."""

    descriptors: bytes

    def hears(self, data: bytes) -> None: ...

    def says(self, endpoint: int) -> bytes | None:
        """What the device has to say now; None: nothing yet."""

    def loses_power(self) -> None: ...


class Plug(UMockdev.IoctlBase):  # type: ignore[misc]
    """What usbfs does for one device: requests are finished at once, or when the device says something."""

    def __init__(self, device: Device) -> None:
        super().__init__()
        self.pulled = False
        self._device = device
        self._listening: dict[int, tuple[Any, Any]] = {}  # by the request's address in the program that made it
        self._done: list[Any] = []

    def do_handle_ioctl(self, client: Any) -> bool:
        request, argument = client.get_request() & 0xFFFFFFFF, client.get_arg()
        if request in {REAP, REAP_NOW}:
            if not self._reap(client, argument):
                GLib.timeout_add(PAUSE_MS, self._reap_or_fail, client, argument)
            return True
        trouble = self._one(request, argument)
        client.complete(-1 if trouble else 0, trouble)
        return True

    def _one(self, request: int, argument: Any) -> int:
        """Does it; the errno, 0 if it went well."""
        if self.pulled:
            return errno.ENODEV
        if request == SUBMIT:
            address = _address(argument)
            self._submit(address, argument.resolve(0, URB.size))
            return 0
        if request == DISCARD:
            return self._discard(_address(argument))
        if request == CAPABILITIES:
            argument.resolve(0, 4).update(0, bytes(4))
            return 0
        if request == GET_DRIVER:
            return errno.ENODATA
        return 0 if request in EASY else errno.ENOTTY

    def _submit(self, address: int, urb: Any) -> None:
        fields = URB.unpack(bytes(urb.retrieve()))
        buffer = urb.resolve(BUFFER_AT, fields[BUFFER_LENGTH])
        if fields[ENDPOINT] & INWARDS:
            self._listening[address] = (urb, buffer)
        else:
            self._device.hears(bytes(buffer.retrieve()))
            self._finish(urb, fields[BUFFER_LENGTH])

    def _discard(self, address: int) -> int:
        if address not in self._listening:
            return errno.EINVAL
        self._finish(self._listening.pop(address)[0], 0, -errno.ENOENT)
        return 0

    def _reap(self, client: Any, argument: Any) -> bool:
        """Hands over a finished request, if there is one."""
        for address, (urb, buffer) in list(self._listening.items()):
            if self.pulled:
                self._finish(self._listening.pop(address)[0], 0, -errno.ESHUTDOWN)
                continue
            said = self._device.says(URB.unpack(bytes(urb.retrieve()))[ENDPOINT])
            if said is not None:
                buffer.update(0, said)
                self._finish(self._listening.pop(address)[0], len(said))
        if self._done:
            argument.resolve(0, 8).set_ptr(0, self._done.pop(0))
            client.complete(0, 0)
            return True
        if self.pulled:
            client.complete(-1, errno.ENODEV)
        return self.pulled

    def _reap_or_fail(self, client: Any, argument: Any) -> bool:
        if not self._reap(client, argument):
            client.complete(-1, errno.EAGAIN)
        return GLib.SOURCE_REMOVE  # type: ignore[no-any-return]

    def _finish(self, urb: Any, moved: int, status: int = 0) -> None:
        fields = list(URB.unpack(bytes(urb.retrieve())))
        fields[STATUS], fields[ACTUAL_LENGTH] = status, moved
        urb.update(0, URB.pack(*fields))
        self._done.append(urb)


def _address(argument: Any) -> int:
    """Of a request, before it is resolved."""
    return int.from_bytes(bytes(argument.retrieve()), sys.byteorder)


class Bed:
    """The bus. A device that is put back has the next number on it, as a real one."""

    PATH = "/devices/usb1/1-1"
    INTERFACE_PATH = f"{PATH}/1-1:1.0"

    def __init__(self, device: Device) -> None:
        self._bed = UMockdev.Testbed.new()
        self._device = device
        self._number = 0
        self._plug: Plug | None = None
        self._add("/devices/usb1", HUB)
        self.plug()

    @property
    def folder(self) -> str:
        return str(self._bed.get_root_dir())

    def plug(self) -> None:
        self._add(self.PATH, self._device.descriptors)
        self._bed.add_from_string(INTERFACE.format(path=self.INTERFACE_PATH))
        self._plug = Plug(self._device)
        self._bed.attach_ioctl(f"/dev/bus/usb/001/{self._number:03}", self._plug)
        self._bed.uevent(f"/sys{self.PATH}", "add")
        self._bed.uevent(f"/sys{self.INTERFACE_PATH}", "add")

    def unplug(self) -> None:
        assert self._plug is not None
        self._plug.pulled = True
        self._device.loses_power()
        for path in (self.INTERFACE_PATH, self.PATH):
            self._bed.uevent(f"/sys{path}", "remove")
            self._bed.remove_device(f"/sys{path}")

    def _add(self, path: str, descriptors: bytes) -> None:
        self._number += 1
        vendor, product = struct.unpack_from("<HH", descriptors, 8)
        self._bed.add_from_string(
            DEVICE.format(path=path, number=self._number, vendor=vendor, product=product, descriptors=descriptors.hex())
        )


def run(bed: Bed, hand: socket.socket, command: Sequence[str], descriptors: Collection[int] = ()) -> int:
    """Runs `command`, which inherits `descriptors`, on the bus, and obeys the hand. Returns what it returned."""
    child = subprocess.Popen(command, pass_fds=descriptors, env={**os.environ, "UMOCKDEV_DIR": bed.folder})
    loop = GLib.MainLoop()

    def obey(*_: object) -> bool:
        order = hand.recv(1)
        if order:
            bed.unplug() if order == b"u" else bed.plug()
            hand.sendall(b".")
        else:
            child.terminate()
        return bool(order)

    GLib.io_add_watch(hand.fileno(), GLib.IO_IN | GLib.IO_HUP, obey)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    threading.Thread(target=lambda: (child.wait(), GLib.idle_add(loop.quit)), daemon=True).start()
    loop.run()
    return child.returncode
