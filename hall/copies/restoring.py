"""Puts a store aside and a copy in its place, with the events of the log since that copy.

After a power cut in between, the next start repeats or continues it: the new file is complete before it is renamed.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hall.copies.copy_file import CopyFile, copies_in, fault_of, put_personal_back, sync_file
from hall.copies.found import Found, found_in, tell
from hall.copies.reserve import Reserved, boot
from hall.copies.safe_store import PUT_ASIDE, SINCE_PERSONAL, Beside
from hall.copies.since import SinceLine, read_since, since_files
from hall.disk import identity
from hall.disk.store import Store
from program.durable import make_folder, sync_folder

logger = logging.getLogger(__name__)

KEPT_ASIDE = 3


def renew(path: Path, was: Reserved) -> None:
    """Make it another store, with a new id. A new store has no parent by itself: it gets the id of the store that was
    here."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        made = identity.renew(db)
        if was.store:
            parent = {"id": was.store, "key": identity.PARENT, "own": made.id}
            db.execute("UPDATE meta SET value = :id WHERE key = :key AND :id <> :own", parent)
        db.execute("COMMIT")


def restore(path: Path, beside: Beside, why: str, second: Path | None, chosen: CopyFile | None = None) -> Found:
    """Put the store aside and `chosen`, or the newest good copy of the data folder and `second`, in its place.

    Without a good copy a new store begins. The log beside the copies is written into it, unless a person has `chosen`
    the copy. After a power cut in between, the next start repeats or continues it. Raises `sqlite3.Error`, `OSError`.
    """
    new = path.with_name(f"{path.name}.new")
    _remove(new)
    _remove(ready(path))
    folders = [beside.copies, *([second] if second else []), *([chosen.path.parent] if chosen else [])]
    copy = chosen or newest_good(folders)
    if copy is not None:
        import shutil  # noqa: PLC0415 - few starts restore anything

        shutil.copyfile(copy.path, new)
    new.touch(0o600)
    new.chmod(0o600)
    lines, clean = ([], False) if chosen else lines_of(beside, {beside.copies, *([copy.path.parent] if copy else [])})
    people = _put_people_back(new, copy, beside)
    with contextlib.closing(Store(new)) as store:
        again, complete = write_again(store, lines)
        complete = complete and beside.has_all(store.last_seq())
        _forget_closed(new, lines)
        was = beside.reserve.now
        certain = complete and clean and was.boot == boot()
        found = Found(
            why=why,
            copy=copy.name if copy else "",
            again=again,
            complete=complete and clean,
            people=people,
            day=was.day,
            floors=None if certain else dict(was.counters),
        )
        renew(new, was)
        known = max((one.seq for folder in folders for one in copies_in(folder)), default=0)
        tell(store, found, replace(was, seq=max(was.seq, known, beside.reserve.marked)))
    sync_file(new)
    new.replace(ready(path))
    sync_folder(path.parent)
    return take_place(path, beside)


def newest_good(folders: Iterable[Path]) -> CopyFile | None:
    """The newest good copy in these folders; None if there is none."""
    found = [copy for folder in folders if folder.is_dir() for copy in copies_in(folder)]
    for copy in sorted(found, key=lambda one: (one.seq, one.at), reverse=True):
        fault = fault_of(copy.path)
        if not fault:
            return copy
        logger.error("the copy %s cannot be used: %s", copy.path, fault)
    return None


def _put_people_back(new: Path, copy: CopyFile | None, beside: Beside) -> bool:
    """Write the personal part back into the new store. Returns whether that was possible."""
    if copy is None:
        return True
    try:
        part = json.loads((beside.personal / f"{copy.seq:012d}.json").read_bytes())
        with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as db:
            db.execute("BEGIN")
            put_personal_back(db, part)
            db.execute("COMMIT")
    except (OSError, ValueError, KeyError, sqlite3.Error):
        return False
    return True


def lines_of(beside: Beside, folders: Iterable[Path]) -> tuple[list[SinceLine], bool]:
    """The lines of the newest log in these folders, and whether its last file is complete."""
    logs = [since_files(folder) for folder in folders]
    files = [path for _, path in max(logs, key=lambda log: log[-1][0] if log else -1)]
    lines, _ = read_since(files[:-1], beside.personal / SINCE_PERSONAL)
    last, clean = read_since(files[-1:], beside.personal / SINCE_PERSONAL)
    return lines + last, clean and is_whole(files, beside.reserve.now)


def is_whole(files: Sequence[Path], was: Reserved) -> bool:
    """Whether the log's newest file is among these."""
    return bool(files) and (not was.since or was.since in {path.name for path in files})


def write_again(store: Store, lines: Iterable[SinceLine]) -> tuple[int, bool]:
    """Write the events that the store lacks. Returns how many they were, and whether there was no gap."""
    at = begun = store.last_seq()
    for line in lines:
        if line.seq < at or (line.seq == at and line.batch.events):
            continue
        if line.before > at:
            return at - begun, False
        known = store.answers([row[0] for row in line.batch.answers])
        batch = replace(line.batch, closed=None, answers=[row for row in line.batch.answers if row[0] not in known])
        failure = Store.commit(store, batch) if batch else None
        if failure is not None:
            raise OSError(failure.detail)
        at = line.seq
    return at - begun, True


def _forget_closed(path: Path, lines: Iterable[SinceLine]) -> None:
    """Delete personal data of days that were closed within these lines. (The state is written anew anyway.)"""
    closed = max((line.batch.closed for line in lines if line.batch.closed is not None), default=None)
    if closed is not None:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("DELETE FROM private WHERE seq <= ?", (closed,))


def ready(path: Path) -> Path:
    """The path of the complete new file before it replaces the store."""
    return path.with_name(f"{path.name}.ready")


def take_place(path: Path, beside: Beside) -> Found:
    """Put the store aside and the ready file in its place. Raises `OSError`."""
    made = ready(path)
    found = found_in(made)
    _put_aside(path, beside, found)
    made.replace(path)
    sync_folder(path.parent)
    logger.error("the hall goes on from %s", f"the copy {found.copy}" if found.copy else "a new store")
    return found


def _put_aside(path: Path, beside: Beside, found: Found) -> None:
    """Put aside the damaged store with its log, and everything beside it that is newer than the new store, so that
    nothing of it is later taken for the new store's own history."""
    made = path.parent / PUT_ASIDE / datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    make_folder(made)
    for ending in ("-wal", "-shm", ""):
        one = path.with_name(path.name + ending)
        if one.exists():
            one.replace(made / one.name)
    newer = [one.path for one in copies_in(beside.copies) if one.path.name > found.copy]
    logs = [] if found.complete else [log for _, log in since_files(beside.copies)]
    for one in [*newer, *logs]:
        one.replace(made / one.name)
    sync_folder(made)
    for old in sorted(made.parent.iterdir())[:-KEPT_ASIDE]:
        import shutil  # noqa: PLC0415

        shutil.rmtree(old, ignore_errors=True)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
