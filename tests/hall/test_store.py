"""The hall's store by itself: all of a batch or nothing, what is erased when, and how it is found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hall.disk.store import Batch, Sms, Store
from hall.sms.states import SmsState

SMS = Sms("t-1/called-1", at=5, expires_at=9, ticket="t-1", text="请到1号窗口")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "data" / "hall.db")
    yield made
    made.close()


def again(store: Store) -> Store:
    """As after a power cut."""
    store.close()
    return Store(store.folder / "hall.db")


def event(seq: int, type_: str = "ticket.issued", body: str = "{}") -> tuple[int, int, str, str]:
    return seq, seq * 10, type_, body


def seqs(store: Store, after: int = 0, limit: int | None = None) -> list[int]:
    return [stored.seq for stored in store.events(after, limit)]


def refuse_rows_of(store: Store, table: str) -> None:
    store._db.execute(
        f"CREATE TEMP TRIGGER no_room BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )


def test_its_promises_are_kept_from_the_start_and_nobody_else_reads_it(store: Store) -> None:
    pragma = {name: store._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert pragma == {"journal_mode": "wal", "synchronous": 2}  # FULL
    assert store._db.execute("PRAGMA secure_delete").fetchone()[0] == 1
    assert (store.folder / "hall.db").stat().st_mode & 0o777 == 0o600


def test_an_empty_store_knows_nothing(store: Store) -> None:
    assert store.last_seq() == 0
    assert seqs(store) == []
    assert store.snapshot() is None
    assert store.answers(["a"]) == {}
    assert store.answers([]) == {}
    assert store.meta("mark") is None
    assert store.private("t-1") == {}
    assert store.sms([SmsState.QUEUED]) == []


def test_all_of_a_batch_is_there_after_a_restart(store: Store) -> None:
    batch = Batch(
        events=[event(1), event(2)],
        private=[(2, "t-1", '{"phone": "138"}')],
        answers=[("a", 20, "yes"), ("b", 20, "no")],
        sms=[SMS],
        meta={"mark": "1"},
        snapshot=(2, "state"),
    )
    assert store.commit(batch) is None
    store = again(store)
    assert [(one.seq, one.at, one.private) for one in store.events(0)] == [(1, 10, None), (2, 20, '{"phone": "138"}')]
    assert store.answers(["a"]) == {"a": "yes"}
    assert store.answers(["b", "a", "c"]) == {"a": "yes", "b": "no"}
    assert store.sms([SmsState.QUEUED]) == [SMS]
    assert store.meta("mark") == "1"
    assert store.snapshot() == (2, "state")
    assert store.last_seq() == 2


@pytest.mark.parametrize("table", ["events", "private", "answers", "sms", "meta", "snapshots"])
def test_nothing_of_a_batch_is_there_if_one_row_of_it_was_refused(store: Store, table: str) -> None:
    assert store.commit(Batch(events=[event(1)], private=[(1, "t-1", "{}")], snapshot=(1, "old"))) is None
    refuse_rows_of(store, table)
    batch = Batch(
        events=[event(2)],
        private=[(3, "t-2", "{}")],
        answers=[("a", 20, "yes")],
        sms=[SMS],
        meta={"mark": "1"},
        closed=2,
        snapshot=(2, "new"),
        answers_before=30,
    )
    failed = store.commit(batch)
    assert failed is not None
    assert "full" in failed.detail
    assert seqs(store) == [1]
    assert [one.private for one in store.events(0)] == ["{}"], "the day is not closed"
    assert store.snapshot() == (1, "old")
    assert (store.answers(["a"]), store.sms([SmsState.QUEUED]), store.meta("mark")) == ({}, [], None)
    store._db.execute("DROP TRIGGER no_room")
    assert store.commit(batch) is None, "nothing was left open"


def test_a_bug_in_a_batch_leaves_nothing_open(store: Store) -> None:
    with pytest.raises(OverflowError):
        store.commit(Batch(events=[event(1), event(1 << 64)]))
    assert store.commit(Batch(events=[event(1)])) is None
    assert seqs(again(store)) == [1]


def test_a_full_disk_is_told_from_a_broken_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "hall.db", max_pages=120)
    full = store.commit(Batch(events=[event(1, body="x" * 200_000)]))
    assert full is not None
    assert full.kind == "disk_full"
    assert (tmp_path / "hall.db-wal").stat().st_size == 0, "its log makes room"
    store._db.execute("PRAGMA query_only = ON")
    broken = store.commit(Batch(events=[event(1)]))
    assert broken is not None
    assert broken.kind == "disk_error"
    store._db.execute("PRAGMA query_only = OFF")
    assert (probed := store.probe()) is not None
    assert probed.kind == "disk_full"
    store._db.execute("PRAGMA max_page_count = 10000")
    assert store.probe() is None
    assert store.commit(Batch(events=[event(1)])) is None


def test_a_connection_that_is_broken_is_made_anew(store: Store) -> None:
    store.commit(Batch(events=[event(1)]))
    store._db.close()
    broken = store.commit(Batch(events=[event(2)]))
    assert broken is not None
    assert broken.kind == "disk_error"
    assert store.commit(Batch(events=[event(2)])) is None
    assert seqs(again(store)) == [1, 2]


def test_a_store_that_is_closed_leaves_one_file(store: Store) -> None:
    store.commit(Batch(events=[event(1)]))
    store.close()
    assert [path.name for path in store.folder.iterdir()] == ["hall.db"]


def test_a_probe_leaves_nothing_behind(store: Store) -> None:
    assert store.probe() is None
    store._db.execute("INSERT INTO probe VALUES (1, x'00')")  # as a disk leaves it that filled up in between
    assert store.probe() is None
    assert store._db.execute("SELECT count(*) FROM probe").fetchone()[0] == 0


def test_a_log_that_an_earlier_run_left_is_emptied_at_the_start(store: Store) -> None:
    store.commit(Batch(events=[event(1, body="x" * 5000)]))
    log = store.folder / "hall.db-wal"
    assert log.stat().st_size > 5000
    left = log.read_bytes()
    store.close()
    log.write_bytes(left)  # as a killed program leaves it
    opened = Store(store.folder / "hall.db")
    assert log.stat().st_size == 0
    assert seqs(opened) == [1]


# ---- the end of a day


def test_closing_a_day_erases_what_was_private_before_it_and_keeps_what_comes_after(store: Store) -> None:
    private = [(1, "t-1", '{"phone": "13800138000"}')]
    store.commit(Batch(events=[event(1)], private=private, snapshot=(1, "of 13800138000")))
    closing = Batch(
        events=[event(2), event(3), event(4)],
        private=[(2, "t-2", '{"n": 2}'), (3, "t-3", '{"n": 3}'), (4, "t-4", '{"n": 4}')],
        closed=3,
        snapshot=(4, "new day"),
    )
    assert store.commit(closing) is None
    assert [one.private for one in store.events(0)] == [None, None, None, '{"n": 4}']
    assert store.snapshot() == (4, "new day")
    assert (store.folder / "hall.db-wal").stat().st_size == 0
    for path in store.folder.iterdir():
        assert b"13800138000" not in path.read_bytes(), path


def test_answers_and_messages_older_than_an_instant_are_forgotten(store: Store) -> None:
    rows = [("a", 9, "old"), ("b", 10, "young"), ("c", 11, "younger")]
    messages = [replace(SMS, key=f"t-1/{at}", at=at) for at in (9, 10, 11)]
    store.commit(Batch(answers=rows, sms=messages))
    store.commit(Batch(meta={"mark": "1"}))
    assert store.answers(["a"]) == {"a": "old"}
    store.commit(Batch(answers=[("d", 12, "new")], answers_before=10))
    assert store.answers(["a", "b", "c", "d"]) == {"b": "young", "c": "younger", "d": "new"}
    assert store.answers(["a"]) == {}
    assert [one.at for one in store.sms([SmsState.QUEUED])] == [10, 11]
    assert len(store._answered) == 3, "nor do their ids take memory"
    assert store.answers(["a", "b"]) == again(store).answers(["a", "b"])


# ---- reading


def test_a_batch_is_worth_a_transaction_if_anything_is_in_it() -> None:
    assert not Batch()
    assert not Batch(private=[(1, "t-1", "{}")], answers_before=5), "these come with events"
    assert Batch(events=[event(1)])
    assert Batch(answers=[("a", 1, "yes")])
    assert Batch(sms=[SMS])
    assert Batch(meta={"mark": "1"})
    assert Batch(snapshot=(1, "state"))


def test_events_come_in_their_order_from_any_number_on(store: Store) -> None:
    store.commit(Batch(events=[event(3), event(1), event(2), event(12)]))
    assert seqs(store) == [1, 2, 3, 12]
    assert seqs(store, 2) == [3, 12]
    assert seqs(store, 1, 2) == [2, 3]
    assert seqs(store, 12) == []
    assert seqs(store, 0, 0) == []


def test_a_sequence_number_is_never_written_twice(store: Store) -> None:
    store.commit(Batch(events=[event(1, body="first")]))
    assert store.commit(Batch(events=[event(1, body="second")])) is not None
    assert [one.body for one in store.events(0)] == ["first"]


def test_an_answer_is_never_replaced(store: Store) -> None:
    store.commit(Batch(answers=[("a", 1, "first")]))
    assert store.commit(Batch(answers=[("a", 2, "second")])) is not None
    assert store.answers(["a"]) == {"a": "first"}


def test_what_is_private_of_a_ticket_is_what_its_events_said_last(store: Store) -> None:
    events = [event(1, body='{"language": "zh_CN"}'), event(2, body='{"language": "en"}'), event(3)]
    private = [(1, "t-1", '{"phone": "1"}'), (2, "t-1", '{"phone": "2"}'), (3, "t-2", '{"phone": "3"}')]
    store.commit(Batch(events=events, private=private))
    assert store.private("t-1") == {"language": "en", "phone": "2"}


def test_messages_come_oldest_first_by_their_states(store: Store) -> None:
    rows = [
        replace(SMS, key="t-1/b", at=5),
        replace(SMS, key="t-1/a", at=5, state=SmsState.SENDING),
        replace(SMS, key="t-2/a", at=4, state=SmsState.ACCEPTED, reference="r", tries=2, reason="why"),
        replace(SMS, key="t-3/a", at=3, state=SmsState.DELIVERED),
    ]
    store.commit(Batch(sms=rows))
    assert store.sms([SmsState.QUEUED, SmsState.SENDING, SmsState.ACCEPTED]) == [rows[2], rows[1], rows[0]]
    assert store.sms([SmsState.DELIVERED]) == [rows[3]]
    assert store.sms([]) == []
    store.commit(Batch(sms=[replace(rows[0], state=SmsState.FAILED)]))
    assert store.sms([SmsState.QUEUED]) == []


def test_the_keys_of_a_ticket_are_its_own(store: Store) -> None:
    keys = ["t-1/called-1", "t-1/near-3", "t-10/called-1", "t-1", "t-10", "t-", "t-2/called-1"]
    store.commit(Batch(sms=[replace(SMS, key=key) for key in keys]))
    assert store.sms_keys("t-1") == {"t-1/called-1", "t-1/near-3"}
    assert store.sms_keys("t-3") == set()


def test_a_newer_snapshot_and_a_newer_mark_take_the_place_of_the_older_ones(store: Store) -> None:
    store.commit(Batch(snapshot=(1, "old"), meta={"mark": "1"}))
    store.commit(Batch(snapshot=(2, "new"), meta={"mark": "2"}))
    assert store.snapshot() == (2, "new")
    assert store.meta("mark") == "2"
