"""Which store a hall works on: an id of its own, which a copy that goes on by itself gives up for one of its own."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from hall.disk import identity
from hall.disk.identity import StoreIdentity
from hall.disk.store import Store


def opened(path: Path) -> StoreIdentity:
    store = Store(path)
    store.close()
    return store.identity


def test_a_store_has_an_id_of_its_own_for_as_long_as_it_lives(tmp_path: Path) -> None:
    first, other = opened(tmp_path / "hall.db"), opened(tmp_path / "other.db")
    assert uuid.UUID(first.id).version == 4
    assert first.parent == ""
    assert first.id != other.id
    assert opened(tmp_path / "hall.db") == first


def test_a_store_of_before_there_were_ids_is_given_one_and_keeps_it(tmp_path: Path) -> None:
    opened(tmp_path / "hall.db")
    with closing(sqlite3.connect(tmp_path / "hall.db")) as db, db:
        db.execute("DELETE FROM meta WHERE key IN ('store', 'store_parent')")
    given = opened(tmp_path / "hall.db")
    assert uuid.UUID(given.id).version == 4
    assert opened(tmp_path / "hall.db") == given


def test_a_copy_that_goes_on_by_itself_is_another_store_and_names_the_first(tmp_path: Path) -> None:
    first = opened(tmp_path / "hall.db")
    shutil.copy(tmp_path / "hall.db", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db, db:
        renewed = identity.renew(db)
    assert renewed.parent == first.id
    assert renewed.id != first.id
    assert opened(tmp_path / "copy.db") == renewed
    assert opened(tmp_path / "hall.db") == first


def test_a_renewal_belongs_to_the_transaction_around_it(tmp_path: Path) -> None:
    first = opened(tmp_path / "hall.db")
    with closing(sqlite3.connect(tmp_path / "hall.db")) as db:
        db.execute("BEGIN")
        identity.renew(db)
        db.rollback()
    assert opened(tmp_path / "hall.db") == first


def test_on_a_disk_that_takes_no_writes_an_old_store_opens_all_the_same(tmp_path: Path) -> None:
    opened(tmp_path / "hall.db")
    with closing(sqlite3.connect(tmp_path / "hall.db", isolation_level=None)) as db:
        db.execute("DELETE FROM meta")
        db.execute("PRAGMA query_only=ON")
        assert uuid.UUID(identity.identity(db).id).version == 4
        assert identity.read(db) is None
        with pytest.raises(sqlite3.OperationalError):
            identity.renew(db)
