"""Real peers, each from the first test that needs it to the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from peers import NAMES, Peers

_PEERS: pytest.StashKey[Peers] = pytest.StashKey()
_LEFT: pytest.StashKey[Counter[str]] = pytest.StashKey()


@pytest.fixture(scope="session")
def peers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peers]:
    made = request.config.stash[_PEERS] = Peers(tmp_path_factory.mktemp("sms-peers"))
    yield made
    for name in NAMES:
        made.end(name)


def pytest_collection_finish(session: pytest.Session) -> None:
    session.config.stash[_LEFT] = Counter(name for item in session.items if (name := _peer(item)) is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    yield
    name, left = _peer(item), item.config.stash[_LEFT]
    if name is not None:
        left[name] -= 1
        peers = item.config.stash.get(_PEERS, None)
        if left[name] == 0 and peers is not None:
            peers.end(name)


def _peer(item: pytest.Item) -> str | None:
    """The peer that a test needs."""
    mark = item.get_closest_marker("xdist_group")
    return mark.args[0] if mark is not None and mark.args[0] in NAMES else None
