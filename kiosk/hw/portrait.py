"""The photo on an identity card: decoded by a program that the hall chooses, held only in memory, and wiped.

The card holds 1024 bytes of WLT, whose decoders are closed; none comes with this software. The program gets them on
stdin and writes a PNG or BMP to stdout. Nothing is written to disk here, and photo and picture are wiped at the end of
the session.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import subprocess
import threading
import time
from collections.abc import Sequence
from typing import IO

from kiosk.hw.apdu import wipe

logger = logging.getLogger(__name__)
DECODE_SECONDS = 2.0
LONGEST_PICTURE = 256 * 1024
PICTURE_HEADS = (b"\x89PNG\r\n\x1a\n", b"BM")


class CardPortrait:
    """`raw` is overwritten by `wipe`; so is the picture. Show it from a copy that is dropped with the screen."""

    def __init__(
        self,
        raw: bytearray,
        command: Sequence[str],
        *,
        seconds: float = DECODE_SECONDS,
        longest: int = LONGEST_PICTURE,
    ) -> None:
        self._raw = raw
        self._command = tuple(command)
        self._seconds = seconds
        self._longest = longest
        self._picture: bytearray | None = None
        self._wiped = False
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "CardPortrait()"

    def picture(self) -> bytearray | None:
        """The PNG or BMP, decoded when first asked for; None when there is none. Blocks: for a worker."""
        with self._lock:
            if self._picture is None and not self._wiped:
                self._picture = self._decoded()
            return None if self._wiped else self._picture

    def wipe(self) -> None:
        """Overwrite everything. The photo cannot be used any more."""
        with self._lock:
            self._wiped = True
            wipe(self._raw)
            if self._picture is not None:
                wipe(self._picture)

    def _decoded(self) -> bytearray | None:
        try:
            program = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath)},
            )
        except OSError as error:
            logger.error("the photo decoder does not start: %s", error.strerror)  # noqa: TRY400
            return None
        with program:
            try:
                picture = self._read(program)
            finally:
                program.kill()
        if picture is not None and not picture.startswith(PICTURE_HEADS):
            wipe(picture)
            picture = None
        if picture is None:
            logger.warning("the photo decoder gave no picture")
        return picture

    def _read(self, program: subprocess.Popen[bytes]) -> bytearray | None:
        """What it writes until it ends; None if that takes too long or is too much."""
        assert program.stdin is not None
        assert program.stdout is not None
        end = time.monotonic() + self._seconds
        with contextlib.suppress(BrokenPipeError):
            program.stdin.write(self._raw)  # fits into a pipe, so it never blocks
            program.stdin.close()
        picture = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(program.stdout, selectors.EVENT_READ)
            while selector.select(max(0.0, end - time.monotonic())):
                more = _some(program.stdout)
                if not more:
                    return picture
                picture += more
                if len(picture) > self._longest:
                    break
        wipe(picture)
        return None


def _some(stream: IO[bytes]) -> bytes:
    return os.read(stream.fileno(), 65_536)
