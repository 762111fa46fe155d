"""Real peers for the whole run, and a rig for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from peers import Peers


@pytest.fixture(scope="session")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peers]:
    made = Peers(tmp_path_factory.mktemp("sms-peers"))
    yield made
    made.stop()
