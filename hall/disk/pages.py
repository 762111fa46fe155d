"""The size of the pages in `hall.db`: a commit writes whole pages, and most change a few hundred bytes."""

from __future__ import annotations

import logging
import sqlite3

logger = logging.getLogger(__name__)

PAGE_BYTES = 1024
LOG_PAGES = 4_000
"""In the write-ahead log before SQLite moves them to their place: 4 MB."""

MOST_BYTES = 64 * 1024 * 1024
"""A larger store keeps its pages: writing it anew would hold up the start."""


def set_size(db: sqlite3.Connection) -> None:
    """Give a store of an earlier version pages of today's size. After a power cut it has either, whole.

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
