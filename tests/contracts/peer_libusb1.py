"""A USB bus with one ESC/POS printer on it, in the place of libusb: pyusb and python-escpos work on it as they are.

Its name ends as pyusb's own backend does, because python-escpos asks by that name whether it may detach a driver.
"""

from __future__ import annotations

import errno
import queue
from array import array
from typing import Any

from escpos_peer import EscposPeer
from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

VENDOR, PRODUCT = 0x0416, 0x5011
USB_ID = f"{VENDOR:04x}:{PRODUCT:04x}"
OUT, IN = 0x03, 0x84  # not the library's own guesses


class Descriptor:
    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(extra_descriptors=[], iInterface=0, iConfiguration=0, **fields)


class UsbBus(IBackend):  # type: ignore[misc]
    """`plug` and `unplug` at will. `empty_packets`: a printer that answers with nothing instead of not answering."""

    def __init__(self, dots: int = 576) -> None:
        self.peer = EscposPeer(self._say, dots)
        self.plugged = True
        self.kernel_driver = True
        self.empty_packets = False
        self.takes: int | None = None  # so many bytes more, then its buffer is full
        self.resets = 0
        self.longest_ms = 0
        self.endless = False  # a transfer without a deadline was asked for
        self._said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._address = 1

    def _say(self, answer: bytes) -> None:
        for byte in answer:
            self._said.put(bytes((byte,)))

    def unplug(self) -> None:
        self.plugged = False

    def plug(self) -> None:
        if not self.plugged:
            self.plugged, self.kernel_driver, self._address = True, True, self._address + 1
            self._said = queue.SimpleQueue()

    # ---- what the bus says of itself

    def enumerate_devices(self) -> Any:
        return iter([self._address] if self.plugged else [])

    def get_parent(self, _dev: Any) -> None:
        return None

    def get_device_descriptor(self, dev: Any) -> Descriptor:
        return Descriptor(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x0100, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=dev, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, _dev: Any, config: int) -> Descriptor:
        if config:
            raise IndexError
        return Descriptor(
            bLength=9, bDescriptorType=2, wTotalLength=55, bNumInterfaces=2, bConfigurationValue=1,
            bmAttributes=0xC0, bMaxPower=1,
        )  # fmt: skip

    def get_interface_descriptor(self, _dev: Any, intf: int, alt: int, _config: int) -> Descriptor:
        if intf > 1 or alt:
            raise IndexError
        return Descriptor(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=(255, 7)[intf], bInterfaceSubClass=1, bInterfaceProtocol=2,
        )  # fmt: skip

    def get_endpoint_descriptor(self, _dev: Any, ep: int, intf: int, _alt: int, _config: int) -> Descriptor:
        if ep > 1:
            raise IndexError
        address = ((0x01, 0x82), (OUT, IN))[intf][ep]
        return Descriptor(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=2, wMaxPacketSize=64, bInterval=0,
            bRefresh=0, bSynchAddress=0,
        )  # fmt: skip

    # ---- what is done with the printer

    def _there(self, handle: Any) -> None:
        if not self.plugged or handle != self._address:
            raise USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)

    def open_device(self, dev: Any) -> Any:
        self._there(dev)
        return dev

    def close_device(self, _handle: Any) -> None: ...

    def set_configuration(self, handle: Any, _value: int) -> None:
        self._there(handle)

    def get_configuration(self, handle: Any) -> int:
        self._there(handle)
        return 1

    def claim_interface(self, handle: Any, _intf: int) -> None:
        self._there(handle)

    def release_interface(self, handle: Any, _intf: int) -> None:
        self._there(handle)

    def reset_device(self, handle: Any) -> None:
        self._there(handle)
        self.resets += 1

    def is_kernel_driver_active(self, _handle: Any, _intf: int) -> bool:
        return self.kernel_driver

    def detach_kernel_driver(self, _handle: Any, _intf: int) -> None:
        self.kernel_driver = False

    def bulk_write(self, handle: Any, ep: int, _intf: int, data: Any, timeout: int) -> int:
        self._there(handle)
        self._deadline(timeout)
        assert ep == OUT
        part = bytes(data) if self.takes is None else bytes(data)[: self.takes]
        if self.takes is not None:
            self.takes -= len(part)
        if not part:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        self.peer.arrives(part)
        return len(part)

    def bulk_read(self, handle: Any, ep: int, _intf: int, buff: array[int], timeout: int) -> int:
        self._there(handle)
        self._deadline(timeout)
        assert ep == IN
        if self.empty_packets and self._said.empty():
            return 0
        try:
            said = self._said.get(timeout=timeout / 1000)
        except queue.Empty:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT) from None
        buff[: len(said)] = array("B", said)
        return len(said)

    def _deadline(self, timeout: int) -> None:
        self.endless = self.endless or timeout <= 0
        self.longest_ms = max(self.longest_ms, timeout)
