"""Numbers reserved ahead: a flush now and then, however many people come at once, and few numbers skipped if few do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hall.copies import reserve as module
from hall.copies.reserve import AHEAD, MOST_AHEAD, Reserve, read_reserve

DAY = "2026-11-20"


class Flushed:
    """A reserve, and how often it was flushed."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.flushes = 0
        self.path = path
        self.reserve = Reserve(path)
        flush = os.fdatasync

        def counted(file: int) -> None:
            self.flushes += 1
            flush(file)

        monkeypatch.setattr(module.os, "fdatasync", counted)

    def give(self, batches: int, each: int, last: int, *, idle: bool = False) -> int:
        """So many batches of so many numbers. Returns the counter of the last one."""
        counter = 0
        for number in range(batches):
            counter += each
            self.reserve.before(DAY, {"a": (counter, last)}, number)
            assert self.reserved >= counter
            if idle:
                self.reserve.ahead(DAY, {"a": (counter, last)}, number)
        return counter

    @property
    def reserved(self) -> int:
        """What is on disk."""
        found = read_reserve(self.path)
        assert found is not None
        return found.counters["a"]


@pytest.fixture
def flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flushed:
    return Flushed(tmp_path / "hall.reserve", monkeypatch)


@pytest.mark.parametrize("idle", [False, True])
def test_a_crowd_does_not_flush_the_reserve_with_each_batch(flushed: Flushed, *, idle: bool) -> None:
    given = flushed.give(200, 30, 1_000_000, idle=idle)
    assert flushed.flushes <= 200 // 7
    assert flushed.reserved - given <= MOST_AHEAD


def test_with_one_after_the_other_few_numbers_can_be_skipped(flushed: Flushed) -> None:
    given = flushed.give(200, 1, 1_000_000)
    assert flushed.reserved - given <= AHEAD
    assert flushed.flushes <= 200 // AHEAD + 1


def test_of_a_small_range_a_crowd_reserves_no_more_than_an_eighth(flushed: Flushed) -> None:
    given = flushed.give(20, 30, 899)
    assert flushed.reserved - given <= max(AHEAD, (899 - given + 30) // 8)


def test_a_queue_that_comes_to_its_end_gives_its_last_number(flushed: Flushed) -> None:
    assert flushed.give(899, 1, 899, idle=True) == 899
    assert flushed.reserved == 899
