"""What is wrong with a file or a folder on the hall's disk, and what to do about it, in words for an engineer."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

_DO = {
    errno.EEXIST: "is a file and must be a folder: move it away, then start the hall again",
    errno.ENOTDIR: "is a file and must be a folder: move it away, then start the hall again",
    errno.EISDIR: "is a folder and must be a file: move it away, then start the hall again",
    errno.EACCES: "may not be used by this user: see whose it is (ls -ld), and give it to the hall's user (chown)",
    errno.EPERM: "may not be used by this user: see whose it is (ls -ld), and give it to the hall's user (chown)",
    errno.EROFS: "is on a disk that takes no writes: dmesg says why; it may be at its end",
    errno.ENOSPC: "finds no room: the disk is full",
    errno.EDQUOT: "finds no room: the disk is full for this user",
    errno.EIO: "cannot be read or written: the disk is broken (dmesg)",
}


def disk_words(error: OSError | sqlite3.Error, file: Path | None = None) -> str:
    """Words for an error: which path, what is wrong with it, what to do. `file`: the database, because SQLite's errors
    do not name it."""
    if isinstance(error, OSError):
        name, said = error.filename or file, _DO.get(error.errno or 0)
        return f"{_culprit(Path(os.fsdecode(name)))} {said}" if name and said else str(error)
    if file is not None and file.is_dir():
        return f"{file} {_DO[errno.EISDIR]}"
    return f"{file}: {error}" if file is not None else str(error)


def _culprit(path: Path) -> Path:
    """The path to name: if a parent of `path` is not a folder, that parent."""
    above = [one for one in path.parents if one.exists() and not one.is_dir()]
    return above[0] if above else path
