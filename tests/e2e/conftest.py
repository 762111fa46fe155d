"""One running hall in each process for the tests of this folder; the tests of a file keep to one process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.house import House
from tests.hall.mqtt_asker import Asker


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("demo") / "hall")
    yield made
    made.close()


@pytest.fixture
def asker(house: House) -> Iterator[Asker]:
    made = Asker(house.port, house.hall)
    yield made
    made.close()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" in str(item.path):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group(f"stage-{item.path.stem}"))
