"""Loads libraries that several threads use, on the main thread, before those threads begin.

If two threads import a large library for the first time at once, both can fail: one may get a half-loaded module that
the other gives up. So the code that wires a program's parts calls `load` with the libraries that several of its threads
will use; later imports of them are then only a look into `sys.modules`.
"""

from __future__ import annotations

import contextlib
from importlib import import_module

CODES_AND_PAPER = (
    "qrcode",
    "qrcode.image.pil",  # which the first code made would load
    "qrcode.main",
    "PIL.Image",
    "PIL.ImageDraw",
    "PIL.ImageFont",
    "PIL.BmpImagePlugin",  # these five the first picture that is saved would load
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
)
"""For QR codes, on a screen (main thread) and on paper (a worker), and for the picture of a paper."""

INPUT = ("evdev",)
"""For a touch panel and a scanner, a thread each."""


def load(*names: str) -> None:
    """Import what is installed of these."""
    for name in names:
        with contextlib.suppress(ImportError):
            import_module(name)
