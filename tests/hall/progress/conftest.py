"""The case sources of the contract suite, and one PostgreSQL for all tests that need it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import case_rigs
import pytest
from case_rigs import CaseRig
from postgres_server import PostgresServer, postgres

from hall.progress import folder


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is looked at more often than in a hall, and a file is quiet sooner."""
    monkeypatch.setattr(folder, "LOOK_S", 0.05)
    monkeypatch.setattr(folder, "QUIET_S", 0.1)


@pytest.fixture(scope="session")
def database() -> Iterator[PostgresServer]:
    with postgres() as server:
        yield server


@pytest.fixture(params=[*case_rigs.RIGS, pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseRig]:
    if request.param == "postgres":
        yield from case_rigs._postgres(request.getfixturevalue("database"))
    else:
        yield from case_rigs.RIGS[request.param](tmp_path / "cases")
