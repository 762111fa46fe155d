"""A lane behaves as a sorted list does, however many stand in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain import lane as lane_file
from domain.lane import Lane
from domain.ticket import Ticket


def ticket(place: int, order: int) -> Ticket:
    number = f"A{order}"
    return Ticket(id=number, number=number, queue="q", issued_at=place, effective_at=place, order=order)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from("aaar"), st.integers(0, 30)), max_size=150), chunk=st.integers(1, 5))
def test_a_lane_is_a_sorted_list(steps: list[tuple[str, int]], chunk: int) -> None:
    lane, model = Lane(), []
    whole = lane_file.CHUNK
    lane_file.CHUNK = chunk
    try:
        for order, (what, place) in enumerate(steps):
            if what == "a":
                new = ticket(place, order)
                lane.add(new)
                model.append((place, order, new))
                model.sort()
            elif model:
                gone = model.pop(place % len(model))
                lane.remove(gone[2])
            assert list(lane) == model
            assert len(lane) == len(model)
            assert lane.first() == (model[0] if model else None)
            for index, entry in enumerate(model):
                assert lane.before(entry[0], entry[1]) == index
                assert lane.nth(index) == entry
            assert lane.before(10**9) == len(model)
            assert lane.nth(len(model)) == (model[-1] if model else None)
    finally:
        lane_file.CHUNK = whole


def test_thousands_in_a_lane_keep_their_order() -> None:
    lane = Lane()
    people = [ticket(place % 977, order) for order, place in enumerate(range(0, 50_000, 7))]
    for one in people:
        lane.add(one)
    assert [entry[2] for entry in lane] == sorted(people, key=lambda t: (t.effective_at, t.order))
