"""`xiaochuang verify-ratings`: what it says about a chain of reviews, and about one that was touched."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import xiaochuang
from domain.events import RatingGiven
from domain.state.rating import GENESIS, chained
from hall.disk import journal
from hall.disk.store import Batch, Store


def review(number: int, previous: str, level: int = 5) -> RatingGiven:
    return chained(
        RatingGiven(
            at=1_795_269_600_000 + number,
            session=f"s{number}",
            ticket=f"20261121-A00{number}",
            window="w1",
            clerk="lin",
            device="pad-w1-citizen",
            level=level,
            tags=(),
            comment="服务很好",
            given_at=0,
            monotonic_ms=0,
            signature="",
            previous=previous,
            hash="",
        )
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A hall's data folder with three reviews."""
    store = Store(tmp_path / "hall.db")
    previous = GENESIS
    for number in (1, 2, 3):
        event = review(number, previous)
        written = journal.write(event)
        assert store.commit(Batch(events=[(number, event.at, written.type, written.body)])) is None
        previous = event.hash
    store.close()
    return tmp_path


def test_a_whole_chain_is_counted_and_its_last_hash_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert xiaochuang.main(["verify-ratings", str(data)]) == 0
    assert capsys.readouterr().out.startswith("whole: 3 reviews, last hash ")


def test_a_level_changed_afterwards_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = sqlite3.connect(data / "hall.db")
    (body,) = db.execute("SELECT body FROM events WHERE seq = 2").fetchone()
    db.execute("UPDATE events SET body = ? WHERE seq = 2", (body.replace('"level":5', '"level":4'),))
    db.commit()
    db.close()
    assert xiaochuang.main(["verify-ratings", str(data)]) == 1
    assert "1 reviews are sound, then the one of session s2" in capsys.readouterr().out


def test_a_review_taken_out_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = sqlite3.connect(data / "hall.db")
    db.execute("DELETE FROM events WHERE seq = 2")
    db.commit()
    db.close()
    assert xiaochuang.main(["verify-ratings", str(data / "hall.db")]) == 1
    assert "session s3" in capsys.readouterr().out


def test_a_folder_without_a_store_is_not_called_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert xiaochuang.main(["verify-ratings", str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_store_is_left_as_it_was(data: Path) -> None:
    before = (data / "hall.db").read_bytes()
    assert xiaochuang.main(["verify-ratings", str(data)]) == 0
    assert (data / "hall.db").read_bytes() == before
