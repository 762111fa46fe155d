"""What the writer does besides answering: what was put aside, the written state, and what a closed day leaves."""

from __future__ import annotations

import logging

import pytest
from small_desk import DAY, MORNING, SmallDesk

from domain.events import DayClosed
from hall import writer
from hall.disk import journal
from hall.disk.memory import remember
from hall.disk.store import Sms

ASIDE = Sms("20261120-A001/near-3", MORNING, MORNING + 60_000, "20261120-A001", "请准备。")


def issue(desk: SmallDesk, id_: str | None = None) -> dict[str, object]:
    answer: dict[str, object] = desk.ask("kiosk-1", "ticket.issue", id_, queue="social")
    return answer


def no_writes(desk: SmallDesk, *, on: bool) -> None:
    desk.store._db.execute(f"PRAGMA query_only={'ON' if on else 'OFF'}")


def written_state(desk: SmallDesk) -> int:
    """The number of the last event that the written state holds."""
    return remember(desk.config, desk.store, None, None).snapshot_seq


# ---- put aside


def test_what_was_put_aside_is_written_with_the_next_batch_and_told_with_it_once(desk: SmallDesk) -> None:
    desk.desk.keep(sms=[ASIDE], meta={"published": "7"})
    assert desk.store.meta("published") is None
    issue(desk)
    assert desk.sms == [ASIDE]
    assert desk.store.meta("published") == "7"
    assert desk.store.sms_keys(ASIDE.ticket) == {ASIDE.key}
    issue(desk)
    assert desk.sms == [ASIDE]


def test_what_was_put_aside_is_written_by_the_clock_if_nobody_asks(desk: SmallDesk) -> None:
    issue(desk)
    desk.desk.keep(meta={"published": "7"})
    desk.desk.keep(sms=[ASIDE], meta={"other": "8"})
    desk.tick()
    assert (desk.store.meta("published"), desk.store.meta("other")) == ("7", "8")
    assert desk.sms == [ASIDE]


def test_what_was_put_aside_waits_while_the_disk_takes_nothing(desk: SmallDesk) -> None:
    issue(desk)
    desk.desk.keep(sms=[ASIDE], meta={"published": "7"})
    no_writes(desk, on=True)
    desk.tick()
    issue(desk)
    assert (desk.sms, desk.store.meta("published")) == ([], None)
    no_writes(desk, on=False)
    desk.tick()
    assert (desk.sms, desk.store.meta("published")) == ([ASIDE], "7")


def test_a_message_put_aside_is_not_written_with_the_state_where_nobody_would_send_it(desk: SmallDesk) -> None:
    issue(desk)
    desk.desk.keep(sms=[ASIDE])
    desk.desk.snapshot()
    assert desk.store.sms_keys(ASIDE.ticket) == set()
    desk.tick()
    assert desk.sms == [ASIDE]


# ---- the written state


@pytest.mark.parametrize(("idle", "after"), [(True, 4), (False, 6)])
def test_the_state_is_written_after_so_many_events_sooner_where_nobody_waits(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch, idle: bool, after: int
) -> None:
    monkeypatch.setattr(writer, "SNAPSHOT_EVENTS", 4)
    monkeypatch.setattr(writer, "SNAPSHOT_EVENTS_LATEST", 6)
    for _ in range(2):
        begun = desk.desk.seq
        while desk.desk.seq < begun + after - 1:
            issue(desk)
            desk.desk.rest(idle=idle)
        before = written_state(desk)
        assert before <= begun
        issue(desk)
        desk.desk.rest(idle=idle)
        assert written_state(desk) == desk.desk.seq


def test_a_state_is_written_where_there_is_something_new_alone(desk: SmallDesk) -> None:
    issue(desk)
    desk.desk.snapshot()
    no_writes(desk, on=True)
    desk.desk.snapshot()
    assert desk.desk.trouble is None, "nothing was written"


def test_a_state_that_the_disk_did_not_take_is_written_later(desk: SmallDesk) -> None:
    issue(desk)
    no_writes(desk, on=True)
    desk.desk.snapshot()
    no_writes(desk, on=False)
    assert written_state(desk) == 0
    desk.tick()
    desk.desk.snapshot()
    assert written_state(desk) == desk.desk.seq


def test_the_end_of_a_day_writes_the_state(desk: SmallDesk) -> None:
    issue(desk)
    desk.now += DAY
    desk.tick()
    assert any(isinstance(event, DayClosed) for event in desk.events)
    assert written_state(desk) == desk.desk.seq


# ---- answers of before


def test_an_answer_is_known_for_three_days_of_closed_days(desk: SmallDesk) -> None:
    first = issue(desk, "old")
    desk.now += 2 * DAY
    desk.tick()
    assert issue(desk, "old") == first
    desk.now += 2 * DAY
    desk.tick()
    assert issue(desk, "old") != first


# ---- bugs in what time brings


def test_a_bug_in_what_time_brings_changes_nothing_and_the_hall_works_on(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    issue(desk)
    before = desk.desk.hall.dump()
    desk.now += DAY
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(journal, "write", lambda _event: 1 / 0)
        done = desk.desk.tick()
    assert (done.events, done.stored) == ([], [])
    assert desk.desk.hall.dump() == before
    assert "letting time pass" in caplog.text
    desk.tick()
    assert any(isinstance(event, DayClosed) for event in desk.events)
