"""What the tests of the hall service share besides `tests/conftest.py`: the hall without MQTT."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from quiet_hall import QuietHall


@pytest.fixture
def small(tmp_path: Path) -> Iterator[QuietHall]:
    """The hall of the sample hall at nine in the morning, without MQTT."""
    made = QuietHall(tmp_path)
    yield made
    made.store.close()
