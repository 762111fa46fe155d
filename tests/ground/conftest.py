"""What tests of moving ground share: disks that can be broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ground.small_disk import SmallDisk

MakeDisk = Callable[..., SmallDisk]


@pytest.fixture
def make_disk(tmp_path: Path) -> Iterator[MakeDisk]:
    """`make_disk("name", kb=4096)`: a small disk at that place in the test's folder; all go when the test ends."""
    made: list[SmallDisk] = []

    def make(name: str = "disk", kb: int = 4096) -> SmallDisk:
        made.append(SmallDisk(tmp_path / name, kb))
        return made[-1]

    yield make
    for disk in made:
        disk.close()


@pytest.fixture
def disk(make_disk: MakeDisk) -> SmallDisk:
    """One small disk of 4 MB."""
    return make_disk()
