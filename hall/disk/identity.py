"""Which store this is: an id that no other store has, and the id of the store it was made from.

A hall's numbers, versions and tickets mean something only beside their store. A copy that goes on by itself (a restored
copy, a hall moved to another machine) is another store: what it says of A007 is not what the first one says. So it gets
a new id, which names its parent (`renew`), and terminals that hear it forget what they knew (ADR 19).
"""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import dataclass

STORE, PARENT = "store", "store_parent"
"""Keys of the table `meta`."""


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """`parent` is the id of the store that this one was copied from; empty for one that began anew."""

    id: str
    parent: str = ""


def identity(db: sqlite3.Connection) -> StoreIdentity:
    """Of the store in `db`. A new store, and one of before there were ids, is given one.

    On a disk that takes no writes the id is this run's alone; the next start makes another one, which does no harm.
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
    """None for a store that has no id yet."""
    found = dict(db.execute("SELECT key, value FROM meta WHERE key IN (?, ?)", (STORE, PARENT)).fetchall())
    return StoreIdentity(found[STORE], found.get(PARENT, "")) if found.get(STORE) else None


def renew(db: sqlite3.Connection) -> StoreIdentity:
    """Make a copy of a store another store, whose parent is the one that it was copied from.

    To be called once for each copy that a hall is to go on with, before the hall speaks. It is part of the caller's
    transaction if there is one. Raises `sqlite3.Error` if it cannot be written: then the copy must not be used.
    """
    before = read(db)
    made = StoreIdentity(new_id(), before.id if before is not None else "")
    _write(db, made)
    return made


def new_id() -> str:
    """A UUID of version 4 (RFC 9562): two stores never share one, whatever the clock says."""
    return str(uuid.uuid4())


def _write(db: sqlite3.Connection, made: StoreIdentity) -> None:
    """Both keys in one statement: one of them never stands alone."""
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?), (?, ?)", (STORE, made.id, PARENT, made.parent))
