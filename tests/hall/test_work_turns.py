"""What the hall does when nobody asks: what has waited goes out, time is worked, messages follow their states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_by_hand import TOPICS, HallByHand, issue, request, state
from rigs import MemoryGateway

import hall.work
from hall import writer
from hall.disk.memory import remember
from hall.publisher import PAUSE_MS
from hall.sms.port import Accepted, NotSent
from hall.sms.sender import OutcomeArrived
from hall.sms.states import SmsState
from hall.turns import IDLE_MS, QUIET_MS, STREAM_LATEST_MS, TICK_MS

PHONE = "13900000001"
STREAM, QUEUES = TOPICS.event_stream, TOPICS.queues


class Clock:
    """The clock that never jumps."""

    def __init__(self) -> None:
        self.ms = 5_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(hall.work, "monotonic_ms", made)
    return made


@pytest.fixture
def at_work(tmp_path: Path, clock: Clock) -> Iterator[HallByHand]:
    """A hall with a link, whose time was worked just now and which has nothing to do."""
    made = HallByHand(tmp_path)
    made.links()
    made.work.tick()
    clock.ms += PAUSE_MS
    made.work.turn()
    clock.ms += PAUSE_MS
    yield made
    made.store.close()


def turn(at: HallByHand) -> list[str]:
    """The topics of what goes out in one turn of the main thread."""
    at.wire.published.clear()
    at.work.turn()
    return at.topics


# ---- when


def test_a_hall_with_nothing_to_do_sleeps_until_the_next_second(at_work: HallByHand) -> None:
    at_work.work.tick()
    assert at_work.work.patience_ms() == TICK_MS


def test_a_second_is_worked_when_it_is_over_and_not_before(at_work: HallByHand, clock: Clock) -> None:
    at_work.work.tick()
    at_work.now += 24 * 3_600_000
    clock.ms += TICK_MS - 1
    turn(at_work)
    assert at_work.work.day == "2026-11-20"
    clock.ms += 1
    turn(at_work)
    assert at_work.work.day == "2026-11-21"
    at_work.now += 24 * 3_600_000
    turn(at_work)
    assert at_work.work.day == "2026-11-21", "this second is over"


def test_queue_lengths_that_had_to_wait_go_out_when_their_pause_is_over(at_work: HallByHand, clock: Clock) -> None:
    at_work.brings(issue())
    assert QUEUES in at_work.topics
    assert QUEUES not in at_work.brings(issue())
    clock.ms += PAUSE_MS - 1
    assert QUEUES not in turn(at_work)
    assert at_work.work.patience_ms() == 1
    clock.ms += 1
    assert QUEUES in turn(at_work)
    assert at_work.work.patience_ms() > 1


def test_the_stream_waits_while_people_ask_and_goes_on_in_a_quiet_moment(at_work: HallByHand, clock: Clock) -> None:
    clock.ms += QUIET_MS
    assert turn(at_work) == []
    assert STREAM not in at_work.brings(issue(), issue(), issue())
    assert at_work.work.patience_ms() == QUIET_MS
    clock.ms += QUIET_MS - 1
    assert STREAM not in turn(at_work)
    clock.ms += 1
    assert turn(at_work).count(STREAM) == 3


def test_many_who_ask_at_once_hold_the_stream_up_for_a_quarter_of_a_second(at_work: HallByHand, clock: Clock) -> None:
    at_work.work.take([], linked=True)
    assert STREAM not in at_work.brings(issue(), issue(), issue())
    clock.ms += STREAM_LATEST_MS
    assert STREAM in at_work.brings(issue(), issue(), issue())


def test_without_a_link_nobody_wakes_for_the_stream(at_work: HallByHand, clock: Clock) -> None:
    for _ in range(2):
        at_work.brings(issue())
    assert at_work.work.patience_ms() == QUIET_MS
    clock.ms += PAUSE_MS
    at_work.wire.up = False
    at_work.work.tick()
    assert at_work.work.patience_ms() == TICK_MS


@pytest.mark.parametrize(("idle", "events"), [(True, 3), (False, 6)])
def test_the_state_is_written_in_a_quiet_moment_and_late_while_people_ask(
    at_work: HallByHand, clock: Clock, monkeypatch: pytest.MonkeyPatch, idle: bool, events: int
) -> None:
    monkeypatch.setattr(writer, "SNAPSHOT_EVENTS", 3)
    monkeypatch.setattr(writer, "SNAPSHOT_EVENTS_LATEST", 6)
    for _ in range(events - 1):  # one has opened the day
        at_work.work.turn()
        assert at_work.store.snapshot() is None
        at_work.brings(issue())
    if idle:
        clock.ms += IDLE_MS - 1
        at_work.work.turn()
        assert at_work.store.snapshot() is None
        clock.ms += 1
        at_work.work.turn()
    written = at_work.store.snapshot()
    assert written is not None
    assert written[0] == events


def test_a_full_disk_is_an_alarm_that_only_the_desk_sees(at_work: HallByHand) -> None:
    at_work.store._db.execute("PRAGMA query_only=ON")
    at_work.brings(issue())
    at_work.work.tick()
    alarms = at_work.ask("hall.snapshot", "desk-1")["data"]["alarms"]
    assert "hall.disk_full" in {alarm["code"] for alarm in alarms}
    at_work.store._db.execute("PRAGMA query_only=OFF")


def test_what_everybody_has_already_is_not_sent_again_with_the_clock(at_work: HallByHand, clock: Clock) -> None:
    for _ in range(3):
        at_work.wire.published.clear()
        clock.ms += TICK_MS
        at_work.work.turn()
        assert at_work.topics == []


def test_a_new_link_gets_again_what_the_one_before_may_have_lost(at_work: HallByHand) -> None:
    at_work.brings(issue())
    for _ in range(2):
        assert at_work.links()[-2:] == [STREAM, STREAM]


def test_a_clock_that_is_wrong_is_an_alarm_and_a_word_that_the_broker_has_kept_is_none(
    at_work: HallByHand, clock: Clock
) -> None:
    at_work.now += 3_600_000
    at_work.brings(state("pad-1"), state("pad-2", retained=True))  # both say nine o'clock
    for _ in range(40):
        clock.ms += 1000
        at_work.now += 1000
        at_work.work.tick()
    alarms = at_work.ask("hall.snapshot", "desk-1")["data"]["alarms"]
    skewed = [(alarm["device"], alarm["detail"]) for alarm in alarms if alarm["code"] == "clock.skewed"]
    assert skewed == [("pad-1", "-3600 s")]


# ---- messages


@pytest.fixture
def with_sms(tmp_path: Path, clock: Clock) -> Iterator[HallByHand]:
    """A number of which the holder left a phone; the window is open."""
    made = HallByHand(tmp_path, MemoryGateway())
    made.links()
    made.brings(request("window.open", "pad-1", window="w1", clerk="c1"))
    made.brings(request("ticket.issue", queue="social", phone=PHONE))
    yield made
    made.store.close()


def states(at: HallByHand) -> list[SmsState]:
    return [row.state for row in at.store.sms([one for one in SmsState if one is not SmsState.SKIPPED])]


def call(at: HallByHand) -> str:
    at.brings(request("ticket.call_next", "pad-1", window="w1"))
    return next(row.key for row in at.store.sms([SmsState.QUEUED]))


def test_a_call_makes_a_message_that_is_marked_before_it_is_sent(with_sms: HallByHand) -> None:
    call(with_sms)
    assert states(with_sms) == [SmsState.QUEUED]
    with_sms.work.tick()
    assert states(with_sms) == [SmsState.SENDING]


def test_what_the_back_end_says_of_a_message_is_on_disk_with_the_next_second(
    with_sms: HallByHand, clock: Clock
) -> None:
    key = call(with_sms)
    with_sms.work.tick()
    clock.ms += TICK_MS
    with_sms.work.turn([OutcomeArrived(key, Accepted("7"))])
    assert states(with_sms) == [SmsState.ACCEPTED]


def test_a_message_that_could_not_be_sent_is_tried_again_with_the_clock(with_sms: HallByHand) -> None:
    key = call(with_sms)
    with_sms.work.tick()
    with_sms.work.turn([OutcomeArrived(key, NotSent("cut"))])
    with_sms.work.tick()
    assert states(with_sms) == [SmsState.QUEUED]
    with_sms.now += 60_000
    for _ in range(2):
        with_sms.work.tick()
    assert states(with_sms) == [SmsState.SENDING]


def test_who_comes_near_has_a_message_when_the_queue_is_shown(with_sms: HallByHand, clock: Clock) -> None:
    for phone in ({}, {}, {"phone": PHONE}):
        with_sms.brings(request("ticket.issue", queue="social", **phone))
    clock.ms += PAUSE_MS
    with_sms.work.turn()
    with_sms.brings(request("ticket.call_next", "pad-1", window="w1"))
    clock.ms += PAUSE_MS
    with_sms.work.turn()
    with_sms.work.tick()
    texts = [row.text for row in with_sms.store.sms(list(SmsState)) if "/near-3" in row.key and row.text]
    assert texts == ["【测试大厅】A004号前面还有2人，请准备。"]


def test_messages_of_a_day_that_is_over_are_given_up(with_sms: HallByHand) -> None:
    with_sms.now += 19 * 3_600_000 - 60_000  # a minute before four
    call(with_sms)
    with_sms.now += 61_000
    for _ in range(2):
        with_sms.work.tick()
    rows = [row for row in with_sms.store.sms(list(SmsState)) if "called" in row.key]
    assert [(row.state, row.reason) for row in rows] == [(SmsState.FAILED, "the hall day is closed")]


def test_at_the_end_a_marked_message_that_was_not_handed_over_is_queued_on_disk(with_sms: HallByHand) -> None:
    call(with_sms)
    with_sms.work._sms.outbox.stop()  # type: ignore[union-attr]
    with_sms.work.end()
    assert states(with_sms) == [SmsState.QUEUED]


def test_a_hall_without_a_back_end_makes_no_messages(at_work: HallByHand) -> None:
    at_work.brings(request("window.open", "pad-1", window="w1", clerk="c1"))
    at_work.brings(request("ticket.issue", queue="social", phone=PHONE))
    at_work.brings(request("ticket.call_next", "pad-1", window="w1"))
    at_work.work.tick()
    assert at_work.store.sms(list(SmsState)) == []


def test_after_the_end_a_start_needs_no_event_of_before(at_work: HallByHand) -> None:
    at_work.brings(issue())
    at_work.work.end()
    memory = remember(at_work.work._writer._config, at_work.store, None, None)
    assert (memory.snapshot_seq, memory.seq) == (2, 2)
