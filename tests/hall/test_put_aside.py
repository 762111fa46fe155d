"""What the writer does besides answering: what was put aside, the written state, and what a closed day leaves."""

from __future__ import annotations

import logging

import pytest
from quiet_hall import DAY, MORNING, QuietHall

from domain.events import DayClosed
from hall import writer
from hall.disk import journal
from hall.disk.memory import remember
from hall.disk.store import Sms

ASIDE = Sms("20261120-A001/near-3", MORNING, MORNING + 60_000, "20261120-A001", "请准备。")


def issue(small: QuietHall, id_: str | None = None) -> dict[str, object]:
    answer: dict[str, object] = small.ask("kiosk-1", "ticket.issue", id_, queue="social")
    return answer


def no_writes(small: QuietHall, *, on: bool) -> None:
    small.store._db.execute(f"PRAGMA query_only={'ON' if on else 'OFF'}")


def written_state(small: QuietHall) -> int:
    """The number of the last event that the written state holds."""
    return remember(small.config, small.store, None, None).snapshot_seq


# ---- put aside


def test_what_was_put_aside_is_written_with_the_next_batch_and_told_with_it_once(small: QuietHall) -> None:
    small.writer.keep(sms=[ASIDE], meta={"published": "7"})
    assert small.store.meta("published") is None
    issue(small)
    assert small.sms == [ASIDE]
    assert small.store.meta("published") == "7"
    assert small.store.sms_keys(ASIDE.ticket) == {ASIDE.key}
    issue(small)
    assert small.sms == [ASIDE]


def test_what_was_put_aside_is_written_by_the_clock_if_nobody_asks(small: QuietHall) -> None:
    issue(small)
    small.writer.keep(meta={"published": "7"})
    small.writer.keep(sms=[ASIDE], meta={"other": "8"})
    small.tick()
    assert (small.store.meta("published"), small.store.meta("other")) == ("7", "8")
    assert small.sms == [ASIDE]


def test_what_was_put_aside_waits_while_the_disk_takes_nothing(small: QuietHall) -> None:
    issue(small)
    small.writer.keep(sms=[ASIDE], meta={"published": "7"})
    no_writes(small, on=True)
    small.tick()
    issue(small)
    assert (small.sms, small.store.meta("published")) == ([], None)
    no_writes(small, on=False)
    small.tick()
    assert (small.sms, small.store.meta("published")) == ([ASIDE], "7")


def test_a_message_put_aside_is_not_written_with_the_state_where_nobody_would_send_it(small: QuietHall) -> None:
    issue(small)
    small.writer.keep(sms=[ASIDE])
    small.writer.snapshot()
    assert small.store.sms_keys(ASIDE.ticket) == set()
    small.tick()
    assert small.sms == [ASIDE]


# ---- the written state


@pytest.mark.parametrize(("idle", "after"), [(True, 4), (False, 6)])
def test_the_state_is_written_after_so_many_events_sooner_where_nobody_waits(
    small: QuietHall, monkeypatch: pytest.MonkeyPatch, idle: bool, after: int
) -> None:
    monkeypatch.setattr(writer, "SNAPSHOT_EVENTS", 4)
    monkeypatch.setattr(writer, "SNAPSHOT_EVENTS_LATEST", 6)
    for _ in range(2):
        begun = small.writer.seq
        while small.writer.seq < begun + after - 1:
            issue(small)
            small.writer.rest(idle=idle)
        before = written_state(small)
        assert before <= begun
        issue(small)
        small.writer.rest(idle=idle)
        assert written_state(small) == small.writer.seq


def test_a_state_is_written_where_there_is_something_new_alone(small: QuietHall) -> None:
    issue(small)
    small.writer.snapshot()
    no_writes(small, on=True)
    small.writer.snapshot()
    assert small.writer.trouble is None, "nothing was written"


def test_a_state_that_the_disk_did_not_take_is_written_later(small: QuietHall) -> None:
    issue(small)
    no_writes(small, on=True)
    small.writer.snapshot()
    no_writes(small, on=False)
    assert written_state(small) == 0
    small.tick()
    small.writer.snapshot()
    assert written_state(small) == small.writer.seq


def test_the_end_of_a_day_writes_the_state(small: QuietHall) -> None:
    issue(small)
    small.now += DAY
    small.tick()
    assert any(isinstance(event, DayClosed) for event in small.events)
    assert written_state(small) == small.writer.seq


# ---- answers of before


def test_an_answer_is_known_for_three_days_of_closed_days(small: QuietHall) -> None:
    first = issue(small, "old")
    small.now += 2 * DAY
    small.tick()
    assert issue(small, "old") == first
    small.now += 2 * DAY
    small.tick()
    assert issue(small, "old") != first


# ---- bugs in what time brings


def test_a_bug_in_what_time_brings_changes_nothing_and_the_hall_works_on(
    small: QuietHall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    issue(small)
    before = small.writer.hall.dump()
    small.now += DAY
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(journal, "write", lambda _event: 1 / 0)
        done = small.writer.tick()
    assert (done.events, done.stored) == ([], [])
    assert small.writer.hall.dump() == before
    assert "letting time pass" in caplog.text
    small.tick()
    assert any(isinstance(event, DayClosed) for event in small.events)
