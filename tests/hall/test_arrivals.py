"""What comes from the devices is worked by turns; who does not wait for answers is found out, and nobody else."""

from __future__ import annotations

import pytest

from hall.arrivals import arrivals as module
from hall.arrivals.arrivals import LARGEST_TAKEN, SHARE, TOO_LARGE, TRACKS, Arrivals
from hall.arrivals.track import AT_ONCE, HELD_MOST, HELD_MS, HELD_SLOW, SILENT_MS
from kiosk.mqtt.port import Incoming
from kiosk.mqtt.topics import Topics

TOPICS = Topics("test-hall")
DEVICES = ("kiosk-1", "kiosk-2", "pad-1", "page-1")
ASKED_MS = 3


def request(device: str, number: int, reply: str | None = None) -> Incoming:
    return Incoming(TOPICS.command(device), b"%d" % number, response_topic=reply)


class Hall:
    """Works what it is given, at once; `answered` is what it has worked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ns = 0
        monkeypatch.setattr(module.time, "perf_counter_ns", lambda: self.ns)
        self.arrivals = Arrivals(TOPICS, DEVICES, lambda: self.ns // 1_000_000)
        self.answered: list[Incoming] = []
        self.busy: list[Incoming] = []

    def passes(self, ms: float) -> None:
        self.ns += int(ms * 1_000_000)

    def comes(self, *messages: Incoming) -> list[Incoming]:
        """They have come by now; what is worked of them at once."""
        for one in messages:
            self.arrivals.take(one)
        return self.works()

    def works(self) -> list[Incoming]:
        found = self.arrivals.batch()
        self.arrivals.answering()
        self.busy += self.arrivals.refused()
        self.answered += found
        return found

    def waits(self, ms: int) -> None:
        """As the main thread does: looks again when something is due, and once a second."""
        for _ in range(ms):
            self.passes(1)
            if self.arrivals.wait_ms() == 0:
                self.works()
            if self.ns // 1_000_000 % 1000 == 0:
                self.arrivals.look()

    @property
    def floods(self) -> bool:
        return bool(self.arrivals.floods())


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    return Hall(monkeypatch)


def test_an_asker_that_waits_for_each_answer_is_worked_at_once_however_fast_it_is(hall: Hall) -> None:
    for number in range(20_000):
        assert hall.comes(one := request("kiosk-1", number)) == [one]
        hall.passes(0.2)
    assert not hall.floods


def test_fifty_askers_of_one_device_are_worked_at_once_while_each_has_a_topic_for_its_answers(hall: Hall) -> None:
    for number in range(300):
        together = [request("kiosk-1", number, f"{TOPICS.reply('kiosk-1')}/{one}") for one in range(50)]
        assert hall.comes(*together) == together
        hall.passes(4)
    assert not hall.floods


def test_fifty_askers_that_share_one_topic_are_all_answered_and_hardly_ever_wait(hall: Hall) -> None:
    """A phone page asks for many people."""
    waited = 0
    for number in range(400):
        together = [request("page-1", number * 50 + one) for one in range(50)]
        worked = len(hall.comes(*together))
        if worked < 50:
            waited += 1
            hall.waits(SILENT_MS + 1)
        hall.passes(4)
    assert [one.payload for one in hall.answered] == [b"%d" % number for number in range(20_000)], "in their order"
    assert waited < 20
    assert not hall.floods


def test_many_people_behind_one_asker_are_no_flood_though_it_is_never_silent(hall: Hall) -> None:
    for number in range(2_000):
        hall.comes(request("page-1", number), request("page-1", -number))
        hall.waits(12)
    hall.waits(HELD_MS)
    assert len(hall.answered) == 4_000
    assert not hall.floods
    assert HELD_MS / 12 * 2 < HELD_SLOW


def flood(hall: Hall, seconds: float, device: str = "kiosk-1") -> int:
    """Five messages a millisecond. Returns how many."""
    number = int(seconds * 1000)
    for ms in range(number):
        hall.comes(*(request(device, ms * 5 + one) for one in range(5)))
        hall.waits(1)
    return number * 5


def test_a_flood_is_dropped_after_a_few_and_the_others_are_worked(hall: Hall) -> None:
    flood(hall, 1)
    assert hall.floods
    assert len(hall.answered) <= AT_ONCE + HELD_MOST
    other = request("kiosk-2", 1)
    assert hall.comes(request("kiosk-1", 0), other, request("kiosk-1", 0)) == [other]
    assert hall.arrivals.floods()["kiosk-1"] > HELD_MOST


def test_a_few_of_a_flood_are_told_that_the_hall_is_busy(hall: Hall) -> None:
    flood(hall, 4)
    assert 4 <= len(hall.busy) <= 30


def test_a_device_is_worked_again_when_it_has_come_to_itself(hall: Hall) -> None:
    flood(hall, 2)
    hall.answered.clear()
    hall.waits(3_000)
    assert not hall.floods
    assert hall.answered == []
    assert hall.comes(one := request("kiosk-1", 7)) == [one]


def test_a_flood_by_one_topic_shuts_the_devices_others_too(hall: Hall) -> None:
    flood(hall, 1)
    assert hall.comes(Incoming(TOPICS.event("kiosk-1"), b"x")) == []


def test_of_the_states_of_a_device_that_floods_the_newest_is_heard(hall: Hall) -> None:
    for number in range(HELD_MOST * 3):
        hall.comes(Incoming(TOPICS.device_state("pad-1"), b"%d" % number), Incoming(TOPICS.device_state("pad-1"), b"-"))
    assert hall.floods
    hall.comes(Incoming(TOPICS.device_state("pad-1"), b"the newest"))
    hall.waits(2_000)
    assert hall.answered[-1].payload == b"the newest"


def test_a_batch_holds_a_share_of_each_device_and_nothing_is_lost_or_turned_round(hall: Hall) -> None:
    many = [request("kiosk-1", n, f"{TOPICS.reply('kiosk-1')}/{n}") for n in range(3 * SHARE)]
    few = [request("kiosk-2", n) for n in range(3)]
    first = hall.comes(*many[: 2 * SHARE], *few, *many[2 * SHARE :])
    assert [one for one in first if one.topic == few[0].topic] == few
    assert len(first) == SHARE + len(few)
    assert hall.arrivals.wait_ms() == 0
    while hall.arrivals.wait_ms() == 0:
        hall.works()
    mine = [one for one in hall.answered if one.topic == many[0].topic]
    assert mine[:SHARE] == many[:SHARE]
    assert {*mine} <= {*many}


def test_a_device_cannot_hide_a_flood_behind_ever_new_topics_for_its_answers(hall: Hall) -> None:
    for number in range(5_000):
        hall.comes(*(request("kiosk-1", n, f"{TOPICS.reply('kiosk-1')}/{number}-{n}") for n in range(5)))
        hall.waits(1)
    assert hall.floods
    assert len(hall.answered) < 2 * (TRACKS + HELD_MOST + AT_ONCE)


def test_devices_that_the_hall_does_not_know_are_one_asker(hall: Hall) -> None:
    for number in range(1_000):
        hall.comes(*(request(f"nobody-{number}-{n}", n) for n in range(5)))
        hall.waits(1)
    assert hall.floods
    assert len(hall.answered) < 200


def test_what_is_held_is_worked_before_the_service_ends(hall: Hall) -> None:
    sent = [request("kiosk-1", number) for number in range(AT_ONCE + 5)]
    assert len(hall.comes(*sent)) == AT_ONCE + 1
    assert hall.arrivals.batch(all_of_it=True) == sent[AT_ONCE + 1 :]


def test_nothing_is_kept_of_a_message_that_is_far_too_large(hall: Hall) -> None:
    """A hundred may be held before it is known what they are, and each may have four megabytes."""
    topics = (TOPICS.command("kiosk-1"), TOPICS.event("kiosk-1"), TOPICS.device_state("kiosk-1"))
    sent = [Incoming(topic, bytes(LARGEST_TAKEN + 1)) for topic in topics]
    assert [one.topic for one in hall.comes(*sent)] == [*topics]
    assert [one.payload for one in hall.answered] == [TOO_LARGE] * 3
    large = Incoming(topics[0], bytes(LARGEST_TAKEN))
    assert hall.comes(large) == [large]
    queues = Incoming(TOPICS.queues, bytes(LARGEST_TAKEN + 1))
    assert hall.comes(queues) == [queues], "the hall's own word may be long"


def test_a_flood_of_messages_that_are_far_too_large_is_a_flood(hall: Hall) -> None:
    for _ in range(2 * HELD_MOST):
        hall.comes(Incoming(TOPICS.command("kiosk-1"), bytes(LARGEST_TAKEN + 1)))
    assert hall.floods
