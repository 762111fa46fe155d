"""Measures cards and paper: every step a person waits for at the machine, with real drivers and the tests' peers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import cards, paper
from benchmarks.row import Row


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        return [*paper.rows(Path(name) / "paper"), *cards.rows(Path(name))]
