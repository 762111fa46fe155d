"""A lane behaves as a sorted list does, however many stand in it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.state import lane as lane_file
from domain.state.lane import Lane
from domain.state.ticket import Ticket


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
            assert next(iter(lane), None) == (model[0] if model else None)
            for index, entry in enumerate(model):
                assert lane.before(entry[0], entry[1]) == index
                assert lane.nth(index) == entry
            assert lane.before(10**9) == len(model)
            assert lane.nth(len(model)) == (model[-1] if model else None)
    finally:
        lane_file.CHUNK = whole


@pytest.mark.parametrize("chunk", [1, 2, 3])
@pytest.mark.parametrize("places", [range(12), range(12, 0, -1), (5, 1, 5, 9, 5, 0, 9, 9, 3, 5, 2, 7), (4,) * 12])
def test_whoever_comes_or_goes_the_others_stand_in_the_same_order(
    places: Sequence[int], chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the front, from the back, and from the middle, over every edge of the chunks."""
    monkeypatch.setattr(lane_file, "CHUNK", chunk)
    people = [ticket(place, order) for order, place in enumerate(places)]
    for take_out in (lambda left: 0, lambda left: len(left) - 1, lambda left: len(left) // 2):
        lane = Lane()
        for one in people:
            lane.add(one)
        left = sorted(people, key=lambda one: (one.effective_at, one.order))
        while left:
            entries = [(one.effective_at, one.order, one) for one in left]
            assert list(lane) == entries
            assert len(lane) == len(entries)
            assert [lane.nth(index) for index in range(len(entries) + 2)] == [*entries, entries[-1], entries[-1]]
            assert [lane.before(one.effective_at, one.order) for one in left] == list(range(len(left)))
            assert [lane.before(one.effective_at) for one in left] == [
                sum(other.effective_at < one.effective_at for other in left) for one in left
            ]
            lane.remove(left.pop(take_out(left)))
        assert (list(lane), len(lane), lane.nth(0), lane.before(10**9)) == ([], 0, None, 0)


def test_thousands_in_a_lane_keep_their_order() -> None:
    lane = Lane()
    people = [ticket(place % 977, order) for order, place in enumerate(range(0, 50_000, 7))]
    for one in people:
        lane.add(one)
    assert [entry[2] for entry in lane] == sorted(people, key=lambda t: (t.effective_at, t.order))
