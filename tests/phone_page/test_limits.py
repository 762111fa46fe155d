"""How often may be asked: a hall full of phones behind one address goes on, a guesser does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_rig import TICKET, StandIn, serving
from werkzeug.test import Client

from phone_page.hall_link import HallRefused
from phone_page.limits import Allowance, Limit, address_of


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 5)), max_size=60))
def test_nobody_gets_more_than_the_allowance(asks: list[tuple[str, float]]) -> None:
    clock = Clock()
    limit = Limit(Allowance(3, 60), clock)
    taken = {"a": 0, "b": 0}
    for name, pause in asks:
        clock.now += pause
        taken[name] += limit.take(name)
        assert taken[name] <= 3 + (clock.now - 1000.0) * 1.001


def test_what_is_remembered_is_bounded_and_the_longest_silent_goes_first() -> None:
    limit = Limit(Allowance(1, 0), Clock(), most_kept=100)
    for number in range(1000):
        assert limit.take(str(number))
    assert limit.spent("999")
    assert not limit.spent("0")
    assert len(limit._buckets) == 100


def test_two_hundred_phones_behind_one_address_all_follow() -> None:
    clock, hall = Clock(), StandIn()
    client = Client(serving(hall, monotonic=clock))
    for _ in range(20):
        clock.now += 15
        answers = {client.get(f"/t/20261121-A{number:03d}/key").status_code for number in range(200)}
        assert answers == {200}


def test_who_tries_keys_is_stopped_before_the_hall_is_asked() -> None:
    clock, hall = Clock(), StandIn(HallRefused("ticket.unknown"))
    client = Client(serving(hall, monotonic=clock))
    said = [client.get(f"/t/{TICKET}/guess{number}").status_code for number in range(200)]
    assert said[0] == 404
    assert said[-1] == 429
    assert len(hall.asked) <= 30
    clock.now += 600
    assert client.get(f"/t/{TICKET}/guess").status_code == 404


def test_a_stranger_cannot_use_up_what_the_holder_may_ask() -> None:
    clock, hall = Clock(), StandIn()
    client = Client(serving(hall, monotonic=clock))
    for number in range(100):
        client.get(f"/t/{TICKET}/", environ_overrides={"REMOTE_ADDR": f"10.0.0.{number}"})
    assert client.get(f"/t/{TICKET}/").status_code == 429
    assert client.get(f"/t/{TICKET}/key").status_code == 200


def test_reviews_are_sent_a_few_times_only() -> None:
    hall = StandIn()
    client = Client(serving(hall, monotonic=Clock()))
    said = [client.post(f"/t/{TICKET}/key", data={"level": "5"}).status_code for _ in range(12)]
    assert said[0] == 200
    assert said[-1] == 429
    assert len(hall.reviews) <= 6


@pytest.mark.parametrize(
    ("remote", "name"),
    [("10.1.2.3", "10.1.2.3"), ("::ffff:10.1.2.3", "10.1.2.3"), ("2001:db8::1", "2001:db8::/64"),
     ("2001:db8::ffff:2", "2001:db8::/64"), ("", "?"), (None, "?"), ("nonsense", "?")],
)  # fmt: skip
def test_an_address_is_one_asker(remote: str | None, name: str) -> None:
    assert address_of(remote) == name
