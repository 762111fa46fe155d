"""Snapshots for the broker: which of them go out at once, which wait, and which are sent again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from itertools import count, pairwise
from pathlib import Path

import pytest
from acting import HALL, Acting

from domain import commands as c
from domain.config import Calendar, HallConfig, ServiceHours
from hall.publisher import PAUSE_MS, REFUSED_TICKS, Publisher, Snapshots
from kiosk.mqtt.port import Outcome
from kiosk.mqtt.topics import Topics

TOPICS = Topics(HALL.id)
W1, W2, W3 = (TOPICS.window_state(window) for window in ("w1", "w2", "w3"))
PORTRAIT = TOPICS.picture("li")


class Board:
    """A day and its publisher, with a wire that takes what it should take. Time passes when a test says so."""

    def __init__(self, folder: Path, hall: HallConfig = HALL) -> None:
        (folder / "li.png").write_bytes(b"a portrait")
        config = replace(hall, clerks=(replace(hall.clerks[0], portrait="li.png"), *hall.clerks[1:]))
        self.day = Acting(config)
        self.publisher = Publisher(config, TOPICS, folder, count(1).__next__, "store-1")
        self.mono_ms = 0
        self.takes: Callable[[str], bool] = lambda _topic: True
        self.refuses: set[str] = set()
        self.line_moved = False
        self.versions: list[int] = []
        self.known = 0

    def _send(self, snapshots: Snapshots) -> list[str]:
        """The topics that were handed to the wire, in their order."""
        self.line_moved = snapshots.line is not None
        self.versions = [json.loads(one.payload)["version"] for one in snapshots.publications if one.topic != PORTRAIT]
        for one in snapshots.publications:
            assert one.retain
            if self.takes(one.topic):
                self.publisher.took(one)
                refused = one.topic in self.refuses
                self.publisher.heard(one, Outcome.REFUSED if refused else Outcome.ACKNOWLEDGED)
        return [one.topic for one in snapshots.publications]

    def links(self) -> list[str]:
        return self._send(self.publisher.everything(self.day.hall, self.day.now))

    def ticks(self, later_s: int = 1) -> list[str]:
        self.mono_ms += 1000 * later_s
        self.day.later(seconds=later_s)
        return self._send(self.publisher.time_passed(self.day.hall, self.day.now, self.mono_ms))

    def happened(self) -> list[str]:
        """What follows at once from what has happened since."""
        events, self.known = self.day.log[self.known :], len(self.day.log)
        return self._send(self.publisher.after(self.day.hall, events, self.day.now, self.mono_ms))

    def pause_is_over(self) -> list[str]:
        self.mono_ms += self.publisher.wait_ms(self.mono_ms)
        return self._send(self.publisher.due(self.day.hall, self.day.now, self.mono_ms))


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """A hall with all windows open, everything of which is on the broker."""
    board = Board(tmp_path)
    board.day.open()
    board.links()
    board.happened()
    board.ticks()
    return board


def test_a_new_link_gets_everything_that_is_retained(board: Board) -> None:
    everything = {
        TOPICS.catalogue,
        PORTRAIT,
        TOPICS.notices,
        TOPICS.queues,
        TOPICS.calls,
        TOPICS.content,
        TOPICS.emergency,
        TOPICS.help,
        W1,
        W2,
        W3,
    }
    sent = board.links()
    assert set(sent) == everything
    assert len(sent) == len(everything)
    assert board.ticks() == []


def test_what_happens_at_a_window_goes_out_at_once_even_within_the_pause(board: Board) -> None:
    board.day.take("social")
    board.day.take("social")
    board.happened()
    board.day.call("w2")
    assert board.happened() == [TOPICS.calls, W2]
    assert set(board.pause_is_over()) == {TOPICS.queues, W1}


def test_after_a_quiet_moment_everything_that_a_call_changes_goes_out_once(board: Board) -> None:
    board.day.take("social")
    board.happened()
    board.pause_is_over()
    board.mono_ms += PAUSE_MS
    board.day.call("w2")
    assert board.happened() == [TOPICS.calls, W2, TOPICS.queues, W1]


def test_after_a_quiet_moment_windows_that_an_event_concerns_are_published_at_once(board: Board) -> None:
    """Nothing happened at w1 and w2 themselves: the queue that they serve has grown."""
    board.pause_is_over()
    board.mono_ms += PAUSE_MS
    board.day.take("social")
    assert board.happened() == [TOPICS.queues, W1, W2]


def test_numbers_taken_one_after_the_other_go_out_once_a_pause(board: Board) -> None:
    board.mono_ms += PAUSE_MS
    board.day.take("social")
    board.happened()
    board.mono_ms += PAUSE_MS - 1
    board.day.take("social")
    assert board.happened() == []
    assert board.publisher.waiting
    assert board.publisher.wait_ms(board.mono_ms) == 1
    assert set(board.pause_is_over()) == {TOPICS.queues, W1, W2}
    assert not board.publisher.waiting


def test_a_snapshot_that_shows_the_same_is_not_sent_again(board: Board) -> None:
    assert board.ticks() == []
    board.day.do(c.RecordFault(code="door.open"), "kiosk-1")
    assert board.happened() == []
    assert board.pause_is_over() == []


@pytest.mark.parametrize(
    "topic", [TOPICS.catalogue, PORTRAIT, TOPICS.notices, TOPICS.queues, TOPICS.calls, TOPICS.content, W1]
)
def test_what_the_wire_did_not_take_is_sent_again_at_the_next_tick(board: Board, topic: str) -> None:
    board.takes = lambda one: one != topic
    board.links()
    assert board.ticks() == [topic]
    board.takes = lambda _one: True
    assert board.ticks() == [topic]
    assert board.ticks() == []


@pytest.mark.parametrize("topic", [TOPICS.catalogue, PORTRAIT, TOPICS.notices, TOPICS.queues, TOPICS.calls, W1])
def test_what_the_broker_refused_is_sent_again_at_the_next_tick(board: Board, topic: str) -> None:
    board.refuses = {topic}
    board.links()
    board.refuses = set()
    assert board.ticks() == [topic]
    assert board.ticks() == []


def test_a_call_that_was_refused_is_sent_again_as_it_stands_then(board: Board) -> None:
    board.refuses = {TOPICS.calls}
    board.day.take("social")
    number = board.day.call("w2")
    board.happened()
    board.mono_ms += 1000
    snapshots = board.publisher.time_passed(board.day.hall, board.day.now, board.mono_ms)
    again = [one for one in snapshots.publications if one.topic == TOPICS.calls]
    assert [number.encode() in one.payload for one in again] == [True]


def test_a_broker_that_goes_on_refusing_is_asked_ever_more_rarely_and_at_once_again_after_a_new_link(
    board: Board,
) -> None:
    board.refuses = {W1}
    board.links()
    asked = [tick for tick in range(1, 5 * REFUSED_TICKS) if board.ticks()]
    pauses = [later - sooner for sooner, later in pairwise(asked)]
    assert asked[0] == 1
    assert max(pauses) == REFUSED_TICKS
    assert sorted(pauses[1:]) == pauses[1:]
    board.links()
    assert board.ticks() == [W1]


def test_a_topic_that_is_taken_again_after_refusals_is_as_any_other(board: Board) -> None:
    board.refuses = {W1}
    board.links()
    for _ in range(2 * REFUSED_TICKS):
        board.ticks()
    board.refuses = set()
    while not board.ticks():
        pass
    board.ticks()
    board.refuses = {W1}
    board.day.do(c.PauseWindow(window="w1", reason="tea"))
    assert W1 in board.happened()
    assert W1 in board.ticks()


def test_a_refusal_of_what_is_old_already_changes_nothing(board: Board) -> None:
    board.day.do(c.PauseWindow(window="w1", reason="tea"))
    old = board.publisher.after(board.day.hall, board.day.log[-1:], board.day.now, board.mono_ms).publications[0]
    board.publisher.took(old)
    board.known = len(board.day.log)
    board.day.do(c.OpenWindow(window="w1"))
    assert W1 in board.happened()
    board.publisher.heard(old, Outcome.REFUSED)
    board.pause_is_over()
    assert W1 not in board.ticks()


def test_a_portrait_that_went_away_leaves_the_one_that_the_broker_has(board: Board, tmp_path: Path) -> None:
    (tmp_path / "li.png").unlink()
    assert PORTRAIT not in board.links()
    assert board.ticks() == []


def test_who_is_near_hears_of_it_although_no_broker_is_there(board: Board) -> None:
    board.takes = lambda _topic: False
    board.day.take("social")
    board.happened()
    board.pause_is_over()
    assert board.line_moved


def test_a_call_that_the_wire_did_not_take_is_sent_again_at_the_next_tick(board: Board) -> None:
    board.day.take("social")
    board.day.call("w2")
    board.takes = lambda topic: topic not in {TOPICS.calls, W2}
    assert board.happened()[:2] == [TOPICS.calls, W2]
    board.takes = lambda _topic: True
    assert {TOPICS.calls, W2} <= set(board.ticks())
    assert board.ticks() == []


def test_a_refusal_of_what_is_old_does_not_hide_the_one_after_it(board: Board) -> None:
    board.day.do(c.PauseWindow(window="w1", reason="tea"))
    old = board.publisher.after(board.day.hall, board.day.log[-1:], board.day.now, board.mono_ms).publications[0]
    board.publisher.took(old)
    board.known = len(board.day.log)
    board.publisher.heard(old, Outcome.REFUSED)
    board.refuses = {W1}
    board.day.do(c.OpenWindow(window="w1"))
    assert W1 in board.happened()
    assert W1 in board.ticks()


def test_each_snapshot_has_a_version_after_all_before_it(board: Board) -> None:
    seen = []
    for _ in range(3):
        board.day.take("social")
        board.happened()
        board.pause_is_over()
        seen += board.versions
    assert seen == sorted(set(seen))
    assert min(seen) > 7, "those of the board's own first snapshots"


def test_who_waits_is_looked_at_when_the_queues_have_moved_and_not_when_a_window_has(board: Board) -> None:
    board.mono_ms += PAUSE_MS
    board.day.take("social")
    board.happened()
    assert board.line_moved
    board.day.do(c.PauseWindow(window="w3", reason="tea"))
    assert board.happened() == [W3]
    assert not board.line_moved


def test_hours_begin_and_end_without_anything_happening(tmp_path: Path) -> None:
    every_day = ServiceHours(days=(1, 2, 3, 4, 5, 6, 7), opens=time(9), closes=time(17))
    saturday = ServiceHours(days=(6,), opens=time(18), closes=time(20))
    calendar = Calendar(id="default", sessions=(every_day, saturday))
    board = Board(tmp_path, replace(HALL, calendars=(calendar,)))
    board.day.open()
    board.links()
    board.ticks()
    quiet = board.ticks()
    assert quiet == []
    assert TOPICS.queues in board.ticks(later_s=8 * 3600)
    assert TOPICS.notices in board.ticks(later_s=16 * 3600)


def test_a_ticket_that_has_waited_long_enough_is_seen_at_the_window_that_joins_in_late(board: Board) -> None:
    board.day.take("social")
    board.happened()
    board.pause_is_over()
    shown = [board.ticks(later_s=60) for _ in range(11)]
    assert any(W1 in topics for topics in shown), "w1 calls this queue after ten minutes"
