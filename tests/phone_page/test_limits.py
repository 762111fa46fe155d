"""How often may be asked: a hall full of phones behind one address goes on, a guesser does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_rig import TICKET, StandIn, serving, told
from werkzeug.test import Client

from phone_page.hall_link import HallRefused
from phone_page.limits import FIRST_QUESTIONS, STRANGERS_OF_ADDRESS, Allowance, Limit, Names, address_of


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
    assert len(hall.asked) <= STRANGERS_OF_ADDRESS.at_once + FIRST_QUESTIONS.at_once
    clock.now += 600
    assert client.get(f"/t/{TICKET}/guess").status_code == 404


class OneTicketHall(StandIn):
    """Knows one key."""

    def follow(self, ticket: str, key: str) -> Any:
        self.asked.append((ticket, key))
        return told() if key == "right" else HallRefused("ticket.unknown")


def test_a_right_key_is_served_whatever_its_neighbours_behind_the_same_address_do() -> None:
    clock, hall = Clock(), OneTicketHall()
    client = Client(serving(hall, monotonic=clock))
    for round_ in range(10):
        for guess in range(40):
            client.get(f"/t/20261121-B{guess:03d}/guess{round_}")
            client.get(f"/t/{TICKET}/guess{round_}-{guess}")
        clock.now += 1
        assert client.get(f"/t/{TICKET}/right").status_code == 200, round_
    first_of_all = Client(serving(hall, monotonic=clock))
    for guess in range(60):
        first_of_all.get(f"/t/20261121-B{guess:03d}/guess")
    assert first_of_all.get(f"/t/{TICKET}/right").status_code == 200, "also when it was never asked before"


def test_pages_without_a_ticket_use_up_nothing_that_a_holder_needs() -> None:
    client = Client(serving(OneTicketHall(), monotonic=Clock()))
    said = {client.get("/").status_code for _ in range(400)}
    assert said == {200, 429}
    assert client.get(f"/t/{TICKET}/right").status_code == 200


def test_what_was_wrong_just_now_is_answered_without_the_hall() -> None:
    clock, hall = Clock(), OneTicketHall()
    client = Client(serving(hall, monotonic=clock))
    assert {client.get(f"/t/{TICKET}/wrong").status_code for _ in range(50)} == {404}
    assert len(hall.asked) == 1
    clock.now += 11
    client.get(f"/t/{TICKET}/wrong")
    assert len(hall.asked) == 2


def test_names_are_remembered_for_their_time_and_not_without_end() -> None:
    clock = Clock()
    names = Names(10.0, clock, most_kept=100)
    for number in range(1000):
        names.add(str(number))
    assert "999" in names
    assert "0" not in names
    clock.now += 10.0
    assert "999" not in names


@pytest.mark.parametrize("behind", ["/", "//", "。", "。）", "，", ".", "%E3%80%82", "》", " ", "%20"])
@pytest.mark.parametrize("key", ["/right", ""])
def test_what_was_copied_along_with_the_address_does_no_harm(key: str, behind: str) -> None:
    hall = OneTicketHall()
    Client(serving(hall, monotonic=Clock())).get(f"/t/{TICKET}{key}{behind}")
    assert hall.asked == [(TICKET, key[1:])]


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
