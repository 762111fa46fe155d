"""Who is there: the hall by its newest session, snapshots by their newest version, a program by its own session."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.mqtt.messages import HostState
from kiosk.mqtt.presence import HallWatch, NewestOnly, next_session


def state(session: int, *, online: bool = True) -> HostState:
    return HostState(online=online, session=session, at=1)


def test_a_hall_is_online_when_it_says_so_and_away_when_it_says_so() -> None:
    watch = HallWatch()
    assert watch.state is None
    assert not watch.online
    assert watch.take(state(2))
    assert watch.online
    assert watch.take(state(2, online=False)), "of the same session"
    assert not watch.online
    assert watch.state == state(2, online=False)
    assert watch.take(state(3))
    assert watch.online


def test_the_will_of_an_earlier_session_says_nothing() -> None:
    watch = HallWatch()
    watch.take(state(3))
    assert not watch.take(state(2, online=False))
    assert watch.online
    assert watch.state == state(3)


def test_nothing_is_known_of_the_hall_without_the_link_until_it_is_heard_again() -> None:
    watch = HallWatch()
    watch.take(state(3))
    watch.link_lost()
    assert not watch.online
    assert watch.state == state(3)
    assert not watch.take(state(2)), "of an earlier session"
    assert not watch.online
    assert watch.take(state(3))
    assert watch.online


def test_only_a_newer_snapshot_passes_and_each_topic_counts_by_itself() -> None:
    newest = NewestOnly()
    assert newest.passes("a", 0)
    assert not newest.passes("a", 0)
    assert newest.passes("a", 2)
    assert not newest.passes("a", 1)
    assert newest.passes("b", 1)
    assert newest.passes("a", 3)


@pytest.mark.parametrize("left", [None, "", "rubbish", "名"])
def test_a_session_without_one_before_is_the_time_in_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str | None
) -> None:
    path = tmp_path / "data" / "session"
    if left is not None:
        path.parent.mkdir()
        path.write_text(left, encoding="utf-8")
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.9)
    assert next_session(path) == 1_800_000_000
    assert path.read_text() == "1800000000"
    assert next_session(path) == 1_800_000_001
    monkeypatch.setattr("time.time", lambda: 1_800_000_003.0)
    assert next_session(path) == 1_800_000_003


def test_a_session_before_the_first_is_none_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert [next_session(tmp_path / "session") for _ in range(2)] == [1, 2]


def test_a_session_that_cannot_be_stored_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        next_session(tmp_path / "file" / "session")
