"""Finds a shared library of Debian without loading it, so that a program knows at its start which ways it can offer."""

from __future__ import annotations

import sysconfig
from pathlib import Path

FOLDERS = ("/usr/lib/{multiarch}", "/lib/{multiarch}", "/usr/lib64", "/usr/lib", "/usr/local/lib")


def library(name: str) -> Path | None:
    """The path of a library such as `"libzinnia.so.0"`, or None."""
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    paths = (Path(folder.format(multiarch=multiarch)) / name for folder in FOLDERS)
    return next((path for path in paths if path.is_file()), None)
