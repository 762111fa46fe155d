"""Loads python-escpos without two side effects of its import: reading its table from YAML, and leaving a folder in
/tmp.

Reading takes 0.3 s on a server and seconds on a small board, and the pickle that should save this is written into a new
folder each time. The table is also valid JSON, which reads in milliseconds. This module passes it to the library as
that pickle, in a folder that is removed after the import.
"""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import platform
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "ESCPOS_CAPABILITIES_PICKLE_DIR"
"""The environment variable with the folder of the library's pickle."""

_alone = threading.Lock()


def load() -> None:
    """Load the library. Call it before any import of `escpos`; a second call does nothing. Raises `ImportError`."""
    with _alone:
        if "escpos.capabilities" in sys.modules:
            return
        with tempfile.TemporaryDirectory() as folder:
            _write_pickle(Path(folder))
            with _told(folder):
                import escpos.capabilities  # noqa: F401


def _write_pickle(folder: Path) -> None:
    found = importlib.util.find_spec("escpos")
    if found is None or found.origin is None:
        raise ImportError("python-escpos is not installed")
    table = json.loads(Path(found.origin).with_name("capabilities.json").read_text("utf-8"))
    with (folder / f"{platform.python_version()}.capabilities.pickle").open("wb") as file:
        pickle.dump(table, file)


@contextmanager
def _told(folder: str) -> Iterator[None]:
    """Set the variable. The library makes a further folder all the same: it is made inside `folder`."""
    variable, elsewhere = os.environ.get(FOLDER), tempfile.tempdir
    os.environ[FOLDER], tempfile.tempdir = folder, folder
    try:
        yield
    finally:
        tempfile.tempdir = elsewhere
        del os.environ[FOLDER]
        if variable is not None:
            os.environ[FOLDER] = variable
