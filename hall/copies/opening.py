"""Opens the hall's store at the start, and repairs it if necessary from the copies and the log beside it.

    beside = Beside(data)
    store = open_store(data / "hall.db", beside, second)

1. A store that is damaged, lost or empty is put aside whole, with its log. The newest good copy takes its place,
   as another store (`hall/disk/identity.py`); without a copy a new store begins.
2. Events that the log beside the store has and the store lacks are written into the store again.
3. If something may still be missing, each queue goes on above all reserved numbers. This is so after a loss, and after
   a power cut, when the disk may have kept less than it confirmed.

What was done is kept in the store itself, in the same transaction or file, until the hall has reported it (`Found`).
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from dataclasses import replace
from pathlib import Path

from hall.archive.files import ARCHIVE
from hall.copies.copy_file import BadCopyError, copies_in, last_event, open_to_read
from hall.copies.found import FOUND, PENDING, Found, found_in, read_found, tell
from hall.copies.mirror import carry_archive
from hall.copies.reserve import RESERVE, SPOILT, Reserved, boot, read_reserve
from hall.copies.restoring import is_whole, lines_of, ready, renew, restore, take_place, write_again
from hall.copies.safe_store import Beside, SafeStore
from hall.copies.since import erase, last_line, since_files
from hall.disk.migrations import MIGRATIONS
from hall.disk.store import Batch, Store
from program import data_version, sd_notify

logger = logging.getLogger(__name__)

SMALL_BYTES = 32 * 1024 * 1024
"""A store up to this size is checked at each start, which takes a moment. A larger one is checked only after an unclean
end. Copies are always checked."""

PATIENCE_US = 300_000_000  # for a check of the whole file on a slow disk


def open_store(path: Path, beside: Beside, second: Path | None = None) -> SafeStore:
    """The store, ready to be used. Raises `NewerDataError`, `SchemaError`, `sqlite3.Error`, `OSError`."""
    if second is not None:
        adopt(beside, second)
    if not beside.reserve.now.serial and (since_files(beside.copies) or copies_in(beside.copies)):
        beside.reserve.adopt(replace(SPOILT, day=beside.day_of_people()))  # a hall worked here, and its reserve is gone
    was = beside.reserve.now
    beside.forget_yesterday()
    for draft in beside.copies.glob(".copy*"):
        erase(draft)
    if ready(path).exists():
        take_place(path, beside)
    why = _damage(path, beside, was)
    if why:
        logger.error("%s cannot be used (%s): put aside", path, why)
        restore(path, beside, why, second)
    store = SafeStore(path, beside)
    last = store.last_seq()
    as_it_ended = was.serial and not was.running and was.ended == last
    put_in_place = bool(store.meta(FOUND)) and was.store != store.identity.id  # no hall has worked on it yet
    if not as_it_ended and not put_in_place:
        found = _compare(store, beside, was)
        if not found.complete:  # terminals may know more than this store: it must become another one
            store.close()
            renew(path, was)
            store = SafeStore(path, beside)
        if found != Found():
            tell(store, found.after(read_found(store)), replace(was, seq=max(was.seq, beside.reserve.marked)))
    if not was.serial and not store.last_seq():
        Store.commit(store, Batch(meta={PENDING: "1"}))  # a new store; the broker may know numbers of an earlier one
    beside.begin(store.last_seq(), was.day, store.identity.id)
    return store


def adopt(beside: Beside, second: Path) -> None:
    """If this machine has no data yet and the second disk has those of another machine, go on from those.

    Raises `OSError`.
    """
    there = None if beside.reserve.now.serial else read_reserve(second / RESERVE)
    if there is not None and copies_in(second):
        beside.reserve.adopt(replace(there, running=True, boot="", damaged=""))
        if not (beside.copies.parent / ARCHIVE).exists():
            try:
                carry_archive(second, beside.copies.parent)
            except BadCopyError as error:  # a hall can start without its archive
                logger.error("the archive of the second disk cannot be used: %s", error)  # noqa: TRY400


def _damage(path: Path, beside: Beside, was: Reserved) -> str:
    """Why the store has to be put aside; "" if it need not be. Raises `NewerDataError`."""
    known = bool(was.serial) or bool(copies_in(beside.copies))
    if not path.exists() or not path.stat().st_size:
        log = path.with_name(f"{path.name}-wal")
        return "the file is gone or empty" if known or (log.exists() and log.stat().st_size) else ""
    try:
        data_version.check(path, MIGRATIONS)
    except sqlite3.DatabaseError as error:
        if _is_about_the_file(error):
            return str(error)
        raise
    if was.damaged and found_in(path).why != was.damaged:
        return was.damaged
    if not was.serial or was.running or path.stat().st_size <= SMALL_BYTES:
        sd_notify.tell(f"EXTEND_TIMEOUT_USEC={PATIENCE_US}")
        why = check(path)
        if why:
            return why
    return _is_behind(path, beside)


def _is_behind(path: Path, beside: Beside) -> str:
    """Why the store is too old, "" if it is not: a store with fewer events than its copy has lost its write-ahead
    log."""
    copies = copies_in(beside.copies)
    if not copies:
        return ""
    with contextlib.closing(open_to_read(path)) as db:
        known = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'events'").fetchone()[0]
        last = last_event(db) if known else 0
    return f"it ends with event {last}, and a copy with event {copies[0].seq}" if last < copies[0].seq else ""


def check(path: Path) -> str:
    """What SQLite finds wrong in the file; "" if nothing. Raises `sqlite3.Error` if the disk cannot be read."""
    try:
        with contextlib.closing(open_to_read(path)) as db:
            said = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if _is_about_the_file(error):
            return str(error)
        raise
    return "" if said == "ok" else said.replace("\n", " ")[:200]


def _is_about_the_file(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _compare(store: SafeStore, beside: Beside, was: Reserved) -> Found:
    """After an unclean end: write the log's further events into the store, and find out whether anything may be
    missing."""
    if not was.serial:
        return Found()  # no hall has worked here, or only a version that had no reserve
    files = [path for _, path in since_files(beside.copies)]
    last, clean = last_line(files[-1]) if files else (0, False)
    again, complete = 0, True
    if last > store.last_seq():
        lines, clean = lines_of(beside, {beside.copies})
        again, complete = write_again(store, lines)
        logger.error("the store had lost %d events: they were written again from the log beside it", again)
    complete = complete and beside.has_all(store.last_seq())  # because a log that is cut between two lines looks whole
    whole = is_whole(files, was) and clean and complete
    if whole and was.boot == boot():
        return Found(again=again)
    if was.boot and was.boot != boot() and not again:
        whole = complete  # the end of the log may not have reached the disk: that is no fault
    return Found(again=again, complete=whole, day=was.day, floors=dict(was.counters))
