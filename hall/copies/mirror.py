"""Mirrors a hall to a folder on a second disk: the newest copy, the log since, the reserve and the archive.

The folder itself is not created: if the disk is not mounted, nothing is written.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from hall.archive.files import ARCHIVE, ArchiveFiles
from hall.copies.copy_file import BadCopyError, CopyStoppedError, copies_in, fault_of, open_to_read, sync_file
from hall.copies.reserve import RESERVE
from hall.copies.since import since_files
from program.durable import make_folder, sync_folder, whole_file

_HEAD_BYTES = 256


def mirror(copies: Path, second: Path, stopped: Callable[[], bool]) -> None:
    """Bring the folder up to date. Every new copy and archive file is read back and checked.

    Raises `OSError`, `BadCopyError`, and `CopyStoppedError` soon after `stopped()` is true.
    """
    if not second.is_dir():
        raise FileNotFoundError(2, "no such folder", str(second))
    for copy in copies_in(copies)[:1]:
        there = second / copy.path.name
        if not there.exists():
            _carry(copy.path, there, stopped)
            _refuse(there, fault_of(there))
    for _, log in since_files(copies)[-2:]:
        _append_rest(log, second / log.name)
    reserve = (copies.parent / RESERVE).read_bytes()
    if not (second / RESERVE).exists() or (second / RESERVE).read_bytes() != reserve:
        with whole_file(second / RESERVE, mode=0o600) as file:
            file.write(reserve)
    carry_archive(copies.parent, second, stopped)


def carry_archive(data: Path, to: Path, stopped: Callable[[], bool] = lambda: False) -> None:
    """Copy the archive files that `to` lacks or has in another state. A file that is being written is left for the next
    time."""
    for year in ArchiveFiles(data / ARCHIVE).paths():
        there, was = to / ARCHIVE / year.name, year.stat()
        if there.exists() and _same(there.stat(), was):
            continue
        make_folder(there.parent)
        draft = there.with_name(f".{there.name}.new")
        _carry(year, draft, stopped)
        if year.with_name(f"{year.name}-journal").exists() or not _same(year.stat(), was):
            draft.unlink()
            continue
        _refuse(draft, _archive_fault(draft))
        os.utime(draft, ns=(was.st_atime_ns, was.st_mtime_ns))
        draft.replace(there)
        sync_folder(there.parent)


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether size and time are the same. Times are compared to the second, because some file systems keep no more."""
    return one.st_size == other.st_size and int(one.st_mtime) // 2 == int(other.st_mtime) // 2


def _archive_fault(path: Path) -> str:
    try:
        with contextlib.closing(open_to_read(path)) as db:
            said = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if said == "ok" else said


def _refuse(path: Path, fault: str) -> None:
    if fault:
        path.unlink(missing_ok=True)
        raise BadCopyError(f"{path.name}: {fault}")


def _carry(source: Path, to: Path, stopped: Callable[[], bool]) -> None:
    draft = to.with_name(f".{to.name}")
    try:
        with source.open("rb") as read, draft.open("wb") as write:
            while piece := read.read(1 << 20):
                if stopped():
                    raise CopyStoppedError
                write.write(piece)
        sync_file(draft)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(to.parent)


def _append_rest(source: Path, to: Path) -> None:
    """Append what `to` lacks of a log. What it has already stays, unless it is the log of another store."""
    have = to.stat().st_size if to.exists() else 0
    with source.open("rb") as read:
        if have and read.read(_HEAD_BYTES)[:have] != to.read_bytes()[:_HEAD_BYTES][: source.stat().st_size]:
            to.unlink()
            have = 0
        read.seek(have)
        rest = read.read()
    if not rest:
        return
    with to.open("ab") as write:
        write.write(rest)
    sync_file(to)
