"""One hall per folder: every program that changes a hall's data, service or tool, holds the lock of its folder."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from program.durable import make_folder

LOCK = "hall.lock"
"""In the hall's data folder."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Take the lock. Gives whether it was free; while it is held, nobody else can begin. Two writers would give one
    number twice.

    The lock ends with its process. Raises `OSError`.
    """
    make_folder(folder)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
