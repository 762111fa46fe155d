"""One hall a folder: whoever works on the data of a hall has the lock of its folder, service and tools alike."""

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
    """Whether nobody else works there; nobody else begins meanwhile. Two writers would give one number twice.

    The lock dies with its process. Raises `OSError`.
    """
    make_folder(folder)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
