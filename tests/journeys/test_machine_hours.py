"""Whether a machine gives numbers of a queue: the hall's word, carried on by its times while it is away."""

from __future__ import annotations

from dataclasses import replace

from machine_sample import Walk, queues

from domain.flow import Arrived, HallAway
from domain.views.public import QueueStatus


def status(walk: Walk, queue: str = "social") -> QueueStatus:
    return walk.state.status(queue, walk.now)


def test_a_hall_that_is_there_is_believed_at_any_time() -> None:
    walk = Walk().give(Arrived(queues(2, social=QueueStatus.CLOSED))).after(3 * 3600)
    assert status(walk) is QueueStatus.CLOSED
    assert status(walk, "civil") is QueueStatus.OPEN


def test_a_queue_opens_and_closes_at_its_time_while_the_hall_is_away() -> None:
    for shut in (QueueStatus.CLOSED, QueueStatus.BREAK):
        walk = Walk().give(Arrived(queues(2, social=shut)), HallAway()).after(3599.999)
        assert status(walk) is shut
        assert status(walk.after(0.001)) is QueueStatus.OPEN
    walk = Walk().give(Arrived(queues(2)), HallAway()).after(8 * 3600 - 0.001)
    assert status(walk) is QueueStatus.OPEN
    assert status(walk.after(0.001)) is QueueStatus.CLOSED


def test_a_closed_queue_that_names_no_time_stays_closed_for_twelve_hours() -> None:
    shut = queues(2, social=QueueStatus.CLOSED)
    shut = replace(shut, queues=tuple(replace(view, opens_at=None, closes_at=None) for view in shut.queues))
    walk = Walk().give(Arrived(shut), HallAway()).after(12 * 3600)
    assert (status(walk), status(walk, "civil")) == (QueueStatus.CLOSED, QueueStatus.OPEN)
    assert status(walk.after(0.001)) is QueueStatus.OPEN


def test_a_full_or_paused_queue_stays_so_until_it_would_close() -> None:
    for said in (QueueStatus.FULL, QueueStatus.PAUSED):
        walk = Walk().give(Arrived(queues(2, social=said)), HallAway()).after(7 * 3600)
        assert status(walk) is said
        assert status(walk.after(3600)) is QueueStatus.CLOSED


def test_a_queue_that_the_hall_has_said_nothing_of_turns_nobody_away() -> None:
    assert status(Walk(known=False)) is QueueStatus.OPEN
    assert status(Walk(), "new") is QueueStatus.OPEN
