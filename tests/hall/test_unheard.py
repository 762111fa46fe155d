"""What the hall hears while a device floods: the others, and the flooding one for a moment now and then."""

from __future__ import annotations

from pathlib import Path

import pytest
from hall_by_hand import HallByHand

from hall.arrivals.arrivals import STRANGERS
from hall.arrivals.hearing import Hearing
from hall.arrivals.wild import CALM, CALM_LOOKS, LOUD, UNHEARD_S, WildDevice
from kiosk.mqtt.port import Incoming
from kiosk.mqtt.topics import Topics

TOPICS = Topics("test-hall")
HEARING = Hearing(TOPICS, ("kiosk-1", "pad-1"), (TOPICS.host_state,))
MESSAGE = Incoming(TOPICS.command("kiosk-1"), b"{}")


def of(device: str) -> set[str]:
    return {TOPICS.command(device), TOPICS.event(device), TOPICS.device_state(device)}


def test_all_devices_are_heard_while_none_is_wild() -> None:
    assert {*HEARING.always} == of("+") | {TOPICS.host_state}
    assert HEARING.without(frozenset()) == HEARING.always


def test_while_one_is_not_heard_each_of_the_others_is() -> None:
    assert {*HEARING.without({"kiosk-1"})} == of("pad-1") | {TOPICS.host_state}


def test_while_strangers_are_not_heard_every_device_of_the_hall_is() -> None:
    assert {*HEARING.without({STRANGERS})} == of("pad-1") | of("kiosk-1") | {TOPICS.host_state}
    assert {*HEARING.each} == of("pad-1") | of("kiosk-1")


def test_one_that_was_too_loud_is_heard_lightly_before_it_is_heard_as_all_are() -> None:
    probed = frozenset({"kiosk-1"})
    assert {*HEARING.without(frozenset(), probed)} == of("pad-1") | {TOPICS.host_state}
    assert {*HEARING.lightly(probed)} == of("kiosk-1")
    assert {*HEARING.without({"pad-1"}, probed)} == {TOPICS.host_state}
    assert HEARING.lightly(frozenset()) == ()


def test_strangers_have_no_topics_of_their_own_and_are_heard_with_all() -> None:
    assert HEARING.without(frozenset(), frozenset({STRANGERS})) == HEARING.always
    assert HEARING.lightly({STRANGERS}) == ()


def sends(wild: WildDevice, number: int, mono_ms: int) -> None:
    for _ in range(number):
        wild.drop(MESSAGE, mono_ms)


def test_a_device_that_sends_too_much_is_not_heard_for_longer_each_time() -> None:
    wild = WildDevice(0)
    waited = []
    now = 0
    for _ in range(6):
        sends(wild, LOUD, now)
        assert not wild.unheard
        assert wild.probed == bool(waited)
        sends(wild, 1, now + 10)
        assert wild.unheard
        assert not wild.probed
        looks = 0
        while wild.unheard:
            now += 1_000
            looks += 1
            assert not wild.look(now)
        waited.append(looks)
    assert waited == [*UNHEARD_S, UNHEARD_S[-1], UNHEARD_S[-1]]
    assert wild.rate > 1_000 * LOUD // 20, "as it was when it was heard"


def test_a_flood_is_over_when_the_device_was_heard_and_was_calm() -> None:
    wild = WildDevice(0)
    sends(wild, LOUD + 1, 10)
    looks = UNHEARD_S[0] + CALM_LOOKS
    assert [wild.look(second * 1_000) for second in range(1, looks + 1)] == [False] * (looks - 1) + [True]


def test_one_that_sends_a_little_too_much_stays_heard() -> None:
    wild = WildDevice(0)
    for second in range(1, 10):
        sends(wild, CALM, second * 1_000)
        assert not wild.look(second * 1_000)
        assert not wild.unheard


def test_what_was_under_way_when_it_was_shut_out_is_not_counted_against_it() -> None:
    wild = WildDevice(0)
    sends(wild, LOUD + 1, 10)
    sends(wild, 10 * LOUD, 20)
    wild.look(1_000)
    assert not wild.unheard
    sends(wild, 1, 1_001)
    assert not wild.unheard
    wild.look(2_000)
    assert wild.look(3_000)


@pytest.fixture
def hall(tmp_path: Path) -> HallByHand:
    made = HallByHand(tmp_path)
    made.wire.up = True
    made.wire.on_link(True)
    made.wire.on_batch()
    return made


def flood(hall: HallByHand) -> None:
    for number in range(3 * LOUD):
        hall.wire.on_message(Incoming(TOPICS.command("kiosk-1"), b"%d" % number))
    hall.wire.on_batch()


def test_the_broker_is_told_whom_the_hall_does_not_hear(hall: HallByHand) -> None:
    always = hall.wire.hears
    flood(hall)
    assert not of("kiosk-1") & {*hall.wire.hears}
    assert of("pad-1") | {TOPICS.host_state} <= {*hall.wire.hears}
    for _ in range(UNHEARD_S[0]):
        hall.work.tick()
    hall.wire.on_message(Incoming(TOPICS.host_state, b""))
    hall.wire.on_batch()
    assert not of("kiosk-1") & {*hall.wire.hears}
    assert {*hall.wire.lightly} == of("kiosk-1"), "nothing of it is kept while it is seen whether the flood is over"
    for _ in range(CALM_LOOKS):
        hall.work.tick()
    hall.wire.on_message(Incoming(TOPICS.host_state, b""))
    hall.wire.on_batch()
    assert (hall.wire.hears, hall.wire.lightly) == (always, ())


def test_a_new_link_is_told_so_again(hall: HallByHand) -> None:
    flood(hall)
    without = hall.wire.hears
    hall.wire.hears = tuple(hall.wire.login.subscriptions)  # as a wire does
    hall.wire.on_link(True)
    hall.wire.on_batch()
    assert hall.wire.hears == without
