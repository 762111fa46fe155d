"""The port's contract, held by mosquitto with paho and by the broker in memory alike."""

from __future__ import annotations

import logging
import threading
import time

import pytest
from houses import SOON, House, Join, Program

from kiosk.mqtt.port import Incoming, Outcome, Publication


def test_a_message_arrives_with_its_response_topic_and_correlation(join: Join) -> None:
    hall = join("hall", "dev/+/command")
    kiosk = join("kiosk")
    outcome = kiosk.say("dev/k1/command", b"hello", response_topic="dev/k1/reply", correlation=b"\x00\xff", expiry_s=5)
    assert outcome is Outcome.ACKNOWLEDGED
    assert hall.message() == Incoming("dev/k1/command", b"hello", False, "dev/k1/reply", b"\x00\xff")


def test_a_program_may_work_when_everything_that_came_was_told_and_answer_from_there(join: Join) -> None:
    told: list[bytes] = []
    wires: list[Program] = []

    def work() -> None:
        if told:
            wires[0].wire.publish(Publication("answers", b",".join(told)))
            told.clear()

    hall = join("hall", "t", on_message=lambda incoming: told.append(incoming.payload), on_batch=work)
    wires.append(hall)
    kiosk = join("kiosk", "answers")
    for number in range(100):
        assert kiosk.wire.publish(Publication("t", b"%d" % number))
    answered: list[bytes] = []
    while len(answered) < 100:
        answered += kiosk.message().payload.split(b",")
    assert answered == [b"%d" % number for number in range(100)]


def test_messages_of_one_sender_arrive_in_order(join: Join) -> None:
    hall = join("hall", "t")
    kiosk = join("kiosk")
    for number in range(500):
        assert kiosk.wire.publish(Publication("t", b"%d" % number))
    assert [int(hall.message().payload) for _ in range(500)] == list(range(500))


def test_who_comes_late_is_told_what_was_retained(join: Join) -> None:
    join("hall").say("public/calls", b"v1", retain=True)
    assert join("screen", "public/#").message() == Incoming("public/calls", b"v1", retained=True)


def test_an_empty_retained_message_removes_what_was_retained(join: Join) -> None:
    hall = join("hall", "public/#")
    hall.say("public/calls", b"v1", retain=True)
    hall.say("public/calls", b"", retain=True)
    assert [hall.message().payload, hall.message().payload] == [b"v1", b""]
    screen = join("screen", "public/#")
    hall.say("public/queues", b"other")
    assert screen.message().payload == b"other"


def test_a_message_that_nobody_reads_says_so(join: Join) -> None:
    assert join("kiosk").say("dev/k1/command", b"anyone?") is Outcome.NOBODY


def test_births_are_there_before_the_program_is_told_that_it_is_linked(join: Join) -> None:
    watcher = join("watcher", "state")
    join("kiosk", births=lambda: [Publication("state", b"ready", retain=True)])
    assert watcher.message().payload == b"ready"


def test_a_cut_link_leaves_the_will_and_comes_back_with_births_and_retained_messages(house: House, join: Join) -> None:
    watcher = join("watcher", "state", "public/#")
    watcher.say("public/calls", b"v1", retain=True)
    assert watcher.message().payload == b"v1"
    kiosk = join(
        "kiosk",
        "public/#",
        births=lambda: [Publication("state", b"ready", retain=True)],
        will=Publication("state", b"lost", retain=True),
    )
    assert kiosk.message().payload == b"v1"
    assert watcher.message().payload == b"ready"
    house.cut("kiosk")
    assert kiosk.link() is False
    assert watcher.message().payload == b"lost"
    house.restore("kiosk")
    assert kiosk.link() is True
    assert watcher.message().payload == b"ready"
    assert kiosk.message() == Incoming("public/calls", b"v1", retained=True)


def test_a_program_that_stops_says_goodbye_and_leaves_no_will(join: Join) -> None:
    watcher = join("watcher", "state")
    kiosk = join("kiosk", will=Publication("state", b"lost"))
    kiosk.wire.stop([Publication("state", b"stopped")])
    assert kiosk.link() is False
    assert watcher.message().payload == b"stopped"
    watcher.say("state", b"later")
    assert watcher.message().payload == b"later"


def test_a_program_that_stops_while_it_is_being_linked_says_goodbye_too(house: House, join: Join) -> None:
    watcher = join("watcher", "state")
    stopping = threading.Event()

    def births() -> list[Publication]:
        threading.Thread(target=lambda: kiosk.wire.stop([Publication("state", b"stopped")])).start()
        stopping.wait(0.1)
        return [Publication("state", b"ready")]

    kiosk = Program(house, "kiosk", births=births)
    kiosk.wire.start()
    assert [watcher.message().payload, watcher.message().payload] == [b"ready", b"stopped"]


def test_without_a_link_nothing_is_taken_but_what_is_kept(house: House, join: Join) -> None:
    hall = join("hall", "t")
    kiosk = join("kiosk")
    house.cut("kiosk")
    assert kiosk.link() is False
    assert kiosk.say("t", b"call the next one") is None
    assert kiosk.wire.publish(Publication("t", b"first", keep=True), kiosk.outcomes.put)
    assert kiosk.wire.publish(Publication("t", b"second", keep=True), kiosk.outcomes.put)
    house.restore("kiosk")
    assert [hall.message().payload, hall.message().payload] == [b"first", b"second"]
    assert kiosk.outcomes.get(timeout=SOON) is Outcome.ACKNOWLEDGED


def test_what_comes_while_a_program_is_cut_off_waits_for_it(house: House, join: Join) -> None:
    kiosk = join("kiosk", "ack")
    hall = join("hall")
    house.cut("kiosk")
    assert kiosk.link() is False
    assert hall.say("ack", b"gone by then", expiry_s=1) is Outcome.ACKNOWLEDGED
    assert hall.say("ack", b"done", expiry_s=60) is Outcome.ACKNOWLEDGED
    time.sleep(2.2)  # the broker's own clock, in whole seconds: there is no event to wait for
    house.restore("kiosk")
    assert kiosk.message().payload == b"done"


def test_a_killed_broker_is_found_again(house: House, join: Join) -> None:
    hall = join("hall", "t")
    kiosk = join("kiosk")
    house.kill()
    assert [hall.link(), kiosk.link()] == [False, False]
    house.start()
    assert [hall.link(), kiosk.link()] == [True, True]
    assert kiosk.say("t", b"again") is Outcome.ACKNOWLEDGED
    assert hall.message().payload == b"again"


def test_a_callback_that_fails_is_logged_without_the_message_and_ends_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    read: list[bytes] = []

    def careless(incoming: Incoming) -> None:
        read.append(incoming.payload)
        raise ValueError(incoming.payload)

    kiosk = Program(house, "kiosk", "t", on_message=careless).start()
    with caplog.at_level(logging.DEBUG):
        kiosk.say("t", b"110101199003070038")
        kiosk.say("t", b"second")
        kiosk.say("nobody", b"")
    kiosk.wire.stop()
    assert read == [b"110101199003070038", b"second"]
    assert "ValueError" in caplog.text
    assert "110101199003070038" not in caplog.text


def test_stopping_twice_or_without_a_link_is_quick_and_harmless(house: House) -> None:
    kiosk = Program(house, "kiosk").start()
    house.kill()
    assert kiosk.link() is False
    kiosk.wire.stop([Publication("state", b"stopped")])
    kiosk.wire.stop()
    assert kiosk.wire.up is False
    assert kiosk.wire.publish(Publication("t", b"x")) is False
