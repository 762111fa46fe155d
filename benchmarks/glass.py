"""A screen that the bench looks at from outside: Xvfb whose picture lies in a file that is mapped into memory.

Every program is measured in the same way, with nothing built into it: by when its picture changed.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Glass:
    """`display` is what a program gets as DISPLAY. Pixels are 4 bytes."""

    display: str
    width: int
    height: int
    _pixels: memoryview
    top: float = 0.0  # the part that is compared, as parts of the height
    bottom: float = 1.0

    def sample(self, *, every: int = 8) -> bytes:
        """Every `every`-th row, as bytes: cheap enough to be looked at a thousand times a second."""
        row = self.width * 4
        return b"".join(bytes(self._pixels[y * row : (y + 1) * row]) for y in self._rows(every))

    def _rows(self, every: int) -> range:
        return range(int(self.top * self.height), int(self.bottom * self.height), every)

    def row(self, y: int) -> bytes:
        """One row of pixels."""
        width = self.width * 4
        return bytes(self._pixels[y * width : (y + 1) * width])

    def wait_change(self, before: bytes, *, timeout_s: float, every: int = 8) -> float:
        """`time.perf_counter()` at which the glass differed from `before`. Raises `TimeoutError`."""
        deadline = time.perf_counter() + timeout_s
        while time.perf_counter() < deadline:
            if self.sample(every=every) != before:
                return time.perf_counter()
            time.sleep(0.0005)
        raise TimeoutError(f"nothing was drawn in {timeout_s} s")

    def settle(self, *, still_s: float = 0.5, timeout_s: float = 20.0) -> bytes:
        """Wait until nothing has changed for `still_s`; returns that sample."""
        deadline = time.perf_counter() + timeout_s
        last, since = self.sample(), time.perf_counter()
        while time.perf_counter() < deadline:
            time.sleep(0.02)
            now = self.sample()
            if now != last:
                last, since = now, time.perf_counter()
            elif time.perf_counter() - since >= still_s:
                return now
        raise TimeoutError(f"the screen did not come to rest in {timeout_s} s")


@contextlib.contextmanager
def glass(width: int, height: int) -> Iterator[Glass]:
    """A new Xvfb of this size, ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="glass-") as folder:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                f"{width}x{height}x24",
                "-fbdir",
                folder,
                "-nolisten",
                "tcp",
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                display = f":{told.readline().strip()}"
            with (Path(folder) / "Xvfb_screen0").open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            header_bytes, *_ = struct.unpack(">I", mapped[:4])
            colours = struct.unpack(">I", mapped[76:80])[0]  # XWDFileHeader.ncolors, 12 bytes each
            pixels = memoryview(mapped)[header_bytes + 12 * colours :]
            yield Glass(display, width, height, pixels)
        finally:
            server.terminate()
            server.wait(5)
