"""Tables of a class: the next version reads what one wrote, wherever a field is put, and whatever is gone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from domain.state.rows import Rows, by_name


class Colour(StrEnum):
    RED = "red"


@dataclass(slots=True, kw_only=True)
class Thing:
    """As a later version has it: `size` is new and in the middle, `weight` is gone."""

    name: str
    size: int = 7
    colour: Colour
    parts: tuple[str, ...] = ()


def things() -> Rows[Thing]:
    return Rows(Thing, colour=Colour, parts=tuple)


THINGS = things()


def through_json(table: dict[str, Any]) -> dict[str, Any]:
    again: dict[str, Any] = json.loads(json.dumps(table))
    return again


def test_objects_come_back_as_they_were() -> None:
    written = [Thing(name="a", size=1, colour=Colour.RED, parts=("x",)), Thing(name="b", colour=Colour.RED)]
    table = things().write(written)
    assert through_json(table) == table
    again = list(things().read(through_json(table)))
    assert again == written
    assert [(type(one.colour), type(one.parts)) for one in again] == [(Colour, tuple)] * 2


def test_names_are_written_once() -> None:
    table = THINGS.write(Thing(name=name, colour=Colour.RED) for name in "abc")
    assert json.dumps(table).count("colour") == 1


def test_rows_of_an_older_version_are_read_by_name() -> None:
    old = {"fields": ["colour", "weight", "name"], "rows": [["red", 3, "a"], ["red", 4, "b"]]}
    assert list(THINGS.read(old)) == [Thing(name="a", colour=Colour.RED), Thing(name="b", colour=Colour.RED)]


def test_a_field_without_a_default_is_not_made_up() -> None:
    with pytest.raises(TypeError, match="colour"):
        list(THINGS.read({"fields": ["name"], "rows": [["a"]]}))


def test_a_row_that_does_not_fit_its_header_is_not_read_as_if_it_did() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(THINGS.read({"fields": ["name", "colour"], "rows": [["a"]]}))


def test_one_object_is_read_by_the_same_rule() -> None:
    assert by_name(Thing, {"name": "a", "weight": 3, "colour": Colour.RED}) == Thing(name="a", colour=Colour.RED)
