"""The size of the pages in `hall.db`: a commit writes whole pages, although most commits change only a few hundred
bytes."""

from __future__ import annotations

import logging
import sqlite3

logger = logging.getLogger(__name__)

PAGE_BYTES = 1024
LOG_PAGES = 4_000
"""Pages in the write-ahead log before SQLite moves them into the database: 4 MB."""

MOST_BYTES = 64 * 1024 * 1024
"""A larger store keeps its page size: rewriting it would delay the start."""


FREE_BYTES = 16 * 1024 * 1024


def drop_events(db: sqlite3.Connection, upto: int, count: int) -> None:
    """Delete the `count` oldest events up to `upto`. Raises `sqlite3.Error`."""
    oldest = "SELECT seq FROM events WHERE seq <= ? ORDER BY seq LIMIT ?"
    db.execute(f"DELETE FROM events WHERE seq IN ({oldest})", (upto, count))  # noqa: S608 - our own words


def shrink(db: sqlite3.Connection) -> bool:
    """Rewrite the store if most of it, and more than `FREE_BYTES`, is empty. Returns whether that was done.

    After a power cut the store is either as before or as after. If the disk has no room, it is tried another night.
    """
    number, free, size = (db.execute(f"PRAGMA {name}").fetchone()[0]
                          for name in ("page_count", "freelist_count", "page_size"))  # fmt: skip
    if free * size <= FREE_BYTES or free * 2 <= number:
        return False
    try:
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as error:
        logger.warning("the store keeps %d MB that it does not need: %s", free * size // 1_000_000, error)
        return False
    logger.info("the store gave %d MB back", free * size // 1_000_000)
    return True


def set_size(db: sqlite3.Connection) -> None:
    """Give a store of an earlier version today's page size. After a power cut it is whole, with the old or the new
    size.

    If there is no room for that, or somebody else has the file open, the next start tries again.
    """
    number, size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    if size == PAGE_BYTES or number * size > MOST_BYTES:
        return
    (patience,) = db.execute("PRAGMA busy_timeout").fetchone()
    try:
        for pragma in ("busy_timeout=0", "journal_mode=DELETE", f"page_size={PAGE_BYTES}"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        db.execute("VACUUM")
    except sqlite3.Error as error:
        logger.warning("the store keeps pages of %d bytes for now: %s", size, error)
    for pragma in (f"busy_timeout={patience}", "journal_mode=WAL"):
        db.execute(f"PRAGMA {pragma}").fetchall()
