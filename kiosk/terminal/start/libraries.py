"""Libraries that two threads use are loaded by the main thread, before those threads begin.

A library of many modules that is imported for the first time by two threads at once can fail in both: the one takes a
half-made module that the other is giving up. So whoever wires a program's parts calls `load` with what more than one of
its threads will use; in the functions that use it the import is then only a look into `sys.modules`.
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
