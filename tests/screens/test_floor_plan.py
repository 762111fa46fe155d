"""The plan of a hall: the name of a zone is never under the icon of a place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.floor_plan import DrawnPlace, PlacedIcon, clear_of

BOX = (100.0, 50.0, 200.0, 150.0)
HIGH = 30.0


def seat(x: float, y: float, ring: float = 25.0) -> PlacedIcon:
    return PlacedIcon(DrawnPlace("advice", 0.0, 0.0, wanted=True), x, y, 40, ring)


def test_a_name_stands_at_the_upper_edge_of_its_zone() -> None:
    assert clear_of([], BOX, HIGH) == 170.0
    assert clear_of([seat(200.0, 80.0), seat(400.0, 185.0)], BOX, HIGH) == 170.0, "what lies elsewhere moves nothing"


def test_a_name_gives_way_to_the_place_under_it() -> None:
    at = clear_of([seat(200.0, 185.0)], BOX, HIGH)
    assert 50.0 <= at <= 185.0 - 25.0 - HIGH
    between = clear_of([seat(200.0, 185.0), seat(200.0, 70.0)], BOX, HIGH)
    assert 70.0 + 25.0 <= between <= 185.0 - 25.0 - HIGH


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), max_size=9))
def test_a_name_stays_in_its_zone_however_full_it_is(places: list[tuple[float, float]]) -> None:
    assert 50.0 - 1e-6 <= clear_of([seat(x, y) for x, y in places], BOX, HIGH) <= 170.0 + 1e-6
