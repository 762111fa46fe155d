"""Which files this process has open."""

from __future__ import annotations

import contextlib
from pathlib import Path


def open_below(folder: Path) -> list[str]:
    """The names of the open files that lie in `folder`, deleted ones included."""
    found = []
    for number in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the one that lists them
            found.append(str(number.readlink()))
    return [name for name in found if name.startswith(f"{folder}/")]
