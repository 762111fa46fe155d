"""What takes a name is on the disk before, and its folder right after: copies, the second disk, a restored store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hall.archive.files import ArchiveFiles
from hall.copies.copy_file import copies_in, take
from hall.copies.mirror import mirror
from hall.copies.restoring import ready, restore
from hall.copies.safe_store import Beside
from tests.ground.safe_hall import SafeHall

Done = tuple[str, int, str]
"""What was done; the file or folder; where it stands, or stood before it was renamed."""


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Done]:
    """The flushes and renames of this process, in their order."""
    seen: list[Done] = []
    fsync, replace = os.fsync, os.replace

    def flush(number: int) -> None:
        fsync(number)
        seen.append(("flush", os.fstat(number).st_ino, str(Path(f"/proc/self/fd/{number}").readlink())))

    def rename(source: Any, to: Any, **more: Any) -> None:
        node = Path(source).stat().st_ino
        replace(source, to, **more)
        seen.append(("rename", node, str(to)))

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", rename)
    return seen


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SafeHall]:
    (tmp_path / "hall").mkdir()
    made = SafeHall(tmp_path / "hall")
    for _ in range(3):
        made.take()
    yield made
    made.store.close()


def renamed(done: list[Done]) -> set[str]:
    """The names that files got, each of which was flushed before, and its folder before the next had a name there."""
    names = set()
    for place, (what, node, path) in enumerate(done):
        if what == "rename":
            folder, name = Path(path).parent, Path(path).name
            assert ("flush", node) in [one[:2] for one in done[:place]], f"{path} was not on the disk before"
            after = done[place + 1 :]
            kept = next((n for n, one in enumerate(after) if one[0] == "flush" and one[2] == str(folder)), None)
            assert kept is not None, f"the name {path} is not on the disk"
            assert not any(one[0] == "rename" and Path(one[2]).parent == folder for one in after[:kept]), path
            names.add(name)
    return names


def test_a_copy_is_on_the_disk_before_it_has_its_name(small: SafeHall, done: list[Done], tmp_path: Path) -> None:
    copy = take(small.folder / "hall.db", tmp_path / "copies", lambda _seq, _part: None, lambda: False)
    assert copy.name in renamed(done)


def test_the_second_disk_has_each_file_before_its_name_and_the_log_as_soon_as_it_grows(
    small: SafeHall, done: list[Done], tmp_path: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    past = [(-1, 1_700_000_000_000, "day.opened", '{"at":1,"day":"2025-01-01"}')]
    ArchiveFiles(small.folder / "archive").append("2025", past)
    small.copy()
    small.take()
    done.clear()
    mirror(small.beside.copies, second, lambda: False)
    (copy,) = copies_in(second)
    assert {copy.name, "2025.db", "hall.reserve"} <= renamed(done)
    (*_, log) = sorted(second.glob("since-*.log"))
    assert ("flush", str(log)) in [(what, path) for what, _, path in done]
    small.take()
    done.clear()
    mirror(small.beside.copies, second, lambda: False)
    assert ("flush", str(log)) in [(what, path) for what, _, path in done], "also where it was there before"


def test_a_store_that_is_put_back_is_on_the_disk_before_it_has_its_name(small: SafeHall, done: list[Done]) -> None:
    small.copy()
    small.stop()
    path = small.folder / "hall.db"
    beside = Beside(small.folder)
    done.clear()
    restore(path, beside, "by hand", None)
    aside = [one for one in done if "/damaged/" in one[2]]
    assert aside[-1][0] == "flush", "the folder of what was put aside"
    assert {ready(path).name, path.name} == renamed([one for one in done if "/damaged/" not in one[2]])
    beside.reserve.close()
    small.restart()
