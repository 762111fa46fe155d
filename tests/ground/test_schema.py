"""Tables that something else has changed are named at the start, and are never taken for a full disk."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

import pytest
from sample_hall import TOML

from hall.__main__ import main
from hall.copies.safe_store import STORE
from hall.disk.store import Batch, Store


def changed(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE events ADD COLUMN more TEXT", "table events has the columns (at, body, more, seq, type)"),
        ("ALTER TABLE sms DROP COLUMN reason", "table sms has the columns"),
        ("DROP TABLE meta", "table meta has the columns (none)"),
    ],
)
def test_a_table_that_is_not_this_versions_ends_the_start_with_a_sentence_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str, said: str
) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    data = tmp_path / "data"
    Store(data / STORE).close()
    changed(data / STORE, statement)
    before = (data / STORE).read_bytes()
    words = ["--config", str(tmp_path / "hall.toml"), "--data", str(data), "--broker", "127.0.0.1:1"]
    assert main(words) == os.EX_DATAERR
    assert said in capsys.readouterr().err
    assert (data / STORE).read_bytes() == before
    assert not (data / "damaged").exists(), "it is whole: a person has to look at it"


def test_trouble_with_tables_at_work_is_no_full_disk(tmp_path: Path) -> None:
    store = Store(tmp_path / STORE)
    changed(tmp_path / STORE, "DROP TABLE events")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.commit(Batch(events=[(1, 1, "day.opened", "{}")]))
    store.close()
