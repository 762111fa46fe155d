"""The fixtures of this folder: a broker of either kind, and programs on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from houses import House, Join, MemoryHouse, MosquittoHouse, Program


@pytest.fixture(params=["mosquitto", "memory"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    made = MosquittoHouse(request.getfixturevalue("broker")) if request.param == "mosquitto" else MemoryHouse()
    yield made
    made.close()


@pytest.fixture
def join(house: House) -> Iterator[Join]:
    """`join(name, *subscriptions)`: a program on the house's broker, linked."""
    made: list[Program] = []

    def joined(name: str, *subscriptions: str, **given: Any) -> Program:
        program = Program(house, name, *subscriptions, **given)
        made.append(program)
        return program.start()

    yield joined
    for program in made:
        program.wire.stop(timeout_s=0.5)
