"""A program changes what it hears while its link is up: held by mosquitto with paho and by the broker in memory."""

from __future__ import annotations

from houses import House, Join, Program

from kiosk.mqtt.port import Incoming, Outcome, Publication

ALL = ("dev/+/command", "host/state")
WITHOUT_K1 = ("dev/k2/command", "dev/k3/command", "host/state")


def test_a_topic_that_is_not_heard_any_more_has_no_reader_and_the_others_have(join: Join) -> None:
    hall = join("hall", *ALL)
    kiosk = join("kiosk")
    hall.wire.hear(WITHOUT_K1)
    while kiosk.say("dev/k1/command", b"not heard") is not Outcome.NOBODY:
        hall.message()
    assert kiosk.say("dev/k2/command", b"heard") is Outcome.ACKNOWLEDGED
    assert kiosk.say("host/state", b"always") is Outcome.ACKNOWLEDGED
    assert [hall.message().payload, hall.message().payload] == [b"heard", b"always"]
    hall.wire.hear(ALL)
    while kiosk.say("dev/k1/command", b"again") is Outcome.NOBODY:
        pass
    assert hall.message().payload == b"again"


def test_nothing_that_both_want_is_missed_while_it_changes(join: Join) -> None:
    hall = join("hall", *ALL)
    kiosk = join("kiosk")
    for number in range(600):
        assert kiosk.wire.publish(Publication("dev/k2/command", b"%d" % number))
        if number % 30 == 0:
            hall.wire.hear(WITHOUT_K1 if number % 60 == 0 else ALL)
    heard: list[int] = []
    while 599 not in heard:
        heard.append(int(hall.message().payload))
    assert {*heard} == {*range(600)}


def test_what_is_retained_under_new_filters_comes(join: Join) -> None:
    kiosk = join("kiosk")
    kiosk.say("dev/k1/state", b"ready", retain=True)
    hall = join("hall", "host/state")
    hall.wire.hear(("host/state", "dev/k1/state"))
    assert hall.message() == Incoming("dev/k1/state", b"ready", retained=True)


def test_a_new_link_hears_what_the_login_says(house: House, join: Join) -> None:
    hall = join("hall", *ALL)
    kiosk = join("kiosk")
    hall.wire.hear(WITHOUT_K1)
    while kiosk.say("dev/k1/command", b"not heard") is not Outcome.NOBODY:
        hall.message()
    house.cut("hall")
    assert hall.link() is False
    house.restore("hall")
    assert hall.link() is True
    assert kiosk.say("dev/k1/command", b"heard") is Outcome.ACKNOWLEDGED
    while (payload := hall.message().payload) == b"not heard":
        pass  # at least once: an acknowledgement that the cut caught lets the broker send its message again
    assert payload == b"heard"


def test_what_an_earlier_run_heard_comes_no_second_time(house: House, join: Join) -> None:
    """The broker keeps a session, and what it is subscribed to, when a program has ended."""
    first = Program(house, "hall", *ALL).start()
    kiosk = join("kiosk")
    first.wire.hear(WITHOUT_K1)
    while kiosk.say("dev/k1/command", b"not heard") is not Outcome.NOBODY:
        first.message()
    first.wire.stop()
    second = join("hall", *ALL, left_over=("dev/k1/command", "dev/k2/command", "dev/k3/command"))
    kiosk.say("dev/k2/command", b"once")
    kiosk.say("host/state", b"last")
    assert [second.message().payload, second.message().payload] == [b"once", b"last"]
    assert second.silent()
