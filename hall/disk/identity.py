"""Which store this is: an id that no other store has, and the id of the store it was made from.

Numbers, versions and tickets have a meaning only within their store. A copy that goes on by itself (a restored copy, a
hall moved to another machine) is another store: its A007 is another ticket. So it gets a new id and the id of its
parent (`renew`), and terminals that hear the new id forget what they knew (ADR 19).
"""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import dataclass

STORE, PARENT = "store", "store_parent"
"""Keys of the table `meta`."""


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """`parent`: the id of the store that this one was copied from; empty if it began anew."""

    id: str
    parent: str = ""


def identity(db: sqlite3.Connection) -> StoreIdentity:
    """The identity of the store in `db`. A store without an id (new, or of an early version) gets one.

    If the disk cannot be written, the id is only for this run; the next start makes another one, which does no harm.
    Raises `sqlite3.Error` if the table cannot be read.
    """
    known = read(db)
    if known is not None:
        return known
    made = StoreIdentity(new_id())
    try:
        _write(db, made)
    except sqlite3.OperationalError:
        return made
    return made


def read(db: sqlite3.Connection) -> StoreIdentity | None:
    """The identity of the store; None if it has no id yet."""
    found = dict(db.execute("SELECT key, value FROM meta WHERE key IN (?, ?)", (STORE, PARENT)).fetchall())
    return StoreIdentity(found[STORE], found.get(PARENT, "")) if found.get(STORE) else None


def renew(db: sqlite3.Connection) -> StoreIdentity:
    """Give a copy of a store an id of its own; its parent is the store that it was copied from.

    Call this once for each copy that a hall goes on with, before the hall publishes anything. It is part of the
    caller's transaction if there is one. Raises `sqlite3.Error` if it cannot be written: then the copy must not be
    used.
    """
    before = read(db)
    made = StoreIdentity(new_id(), before.id if before is not None else "")
    _write(db, made)
    return made


def new_id() -> str:
    """A UUID of version 4 (RFC 9562): two stores never share one, whatever the clock says."""
    return str(uuid.uuid4())


def _write(db: sqlite3.Connection, made: StoreIdentity) -> None:
    """Write both keys in one statement, so that neither is ever there alone."""
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?), (?, ?)", (STORE, made.id, PARENT, made.parent))
