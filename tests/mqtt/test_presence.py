"""Who is there: the hall by its newest session, snapshots by their newest version, a program by its own session."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.mqtt.messages import HostState
from kiosk.mqtt.presence import STARTS_REMEMBERED, HallNews, HallWatch, NewestOnly, next_session


def state(session: int, *, online: bool = True, store: str = "", start: str = "", serial: int = 0) -> HostState:
    return HostState(online=online, session=session, at=1, store=store, instance=start, serial=serial)


def test_a_hall_is_online_when_it_says_so_and_away_when_it_says_so() -> None:
    watch = HallWatch()
    assert watch.state is None
    assert watch.take(state(2)) is HallNews.RESTARTED
    assert watch.online
    assert watch.take(state(2, online=False)) is HallNews.SAME
    assert not watch.online
    assert watch.state == state(2, online=False)
    assert watch.take(state(3)) is HallNews.RESTARTED
    assert watch.online


def test_the_will_of_an_earlier_session_says_nothing() -> None:
    watch = HallWatch()
    watch.take(state(3))
    assert watch.take(state(2, online=False)) is HallNews.STALE
    assert watch.online
    assert watch.state == state(3)


def test_nothing_is_known_of_the_hall_without_the_link_until_it_is_heard_again() -> None:
    watch = HallWatch()
    watch.take(state(3))
    watch.link_lost()
    assert not watch.online
    assert watch.state == state(3)
    assert watch.take(state(3)) is HallNews.SAME
    assert watch.online


def test_a_hall_that_speaks_is_there_whatever_its_session_is() -> None:
    """A new store, and one that was put back: their sessions are smaller, or happen to be the same."""
    watch = HallWatch()
    watch.take(state(8021, store="a", start="1"))
    assert watch.take(state(8004, store="b", start="2")) is HallNews.REPLACED
    assert watch.online
    assert watch.take(state(8004, store="c", start="3")) is HallNews.REPLACED, "two new stores of one hour"
    assert watch.take(state(8004, store="c", start="4")) is HallNews.REPLACED, "an older copy of this very store"
    assert watch.take(state(8005, store="c", start="5")) is HallNews.RESTARTED
    watch.link_lost()
    assert watch.take(state(12, store="c", start="6"), retained=True) is HallNews.REPLACED, "while nobody listened"
    assert watch.online


def test_what_the_broker_kept_of_a_start_that_was_left_behind_turns_nobody_back() -> None:
    watch = HallWatch()
    watch.take(state(8, store="a", start="1", serial=2))
    watch.take(state(5, store="b", start="2", serial=1))
    for late in (state(8, store="a", start="1", serial=2), state(8, store="a", start="1", serial=1)):
        assert watch.take(late, retained=True) is HallNews.STALE
    assert watch.take(state(8, store="a", start="1", online=False)) is HallNews.STALE, "its will, late"
    assert watch.take(state(8, store="a", start="1", online=False), retained=True) is HallNews.STALE
    assert watch.online
    assert watch.take(state(8, store="a", start="1", serial=3), retained=True) is HallNews.REPLACED, "it is back"


def test_the_goodbye_of_a_hall_that_came_while_nobody_listened_counts() -> None:
    watch = HallWatch()
    watch.take(state(8, store="a", start="1"))
    watch.link_lost()
    assert watch.take(state(5, store="b", start="2", online=False), retained=True) is HallNews.REPLACED
    assert not watch.online
    assert watch.take(state(6, store="b", start="3", online=False)) is HallNews.RESTARTED
    watch.take(state(4, store="b", start="4"))
    assert watch.take(state(6, store="b", start="3", online=False)) is HallNews.STALE, "greater, and left behind"
    assert watch.online


def test_so_many_starts_of_a_hall_are_not_remembered_for_ever() -> None:
    watch = HallWatch()
    for number in range(10 * STARTS_REMEMBERED):
        watch.take(state(number, store="a", start=str(number)))
    assert watch.take(state(3, store="a", start="3"), retained=True) is HallNews.REPLACED, "forgotten"
    assert watch.take(state(999, store="a", start="639"), retained=True) is HallNews.STALE, "remembered"


def test_versions_that_were_another_store_s_are_forgotten() -> None:
    newest = NewestOnly()
    assert newest.passes("a", 9)
    newest.forget()
    assert newest.passes("a", 1)


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


def test_a_session_needs_no_disk_and_is_stored_when_the_disk_is_back(tmp_path: Path) -> None:
    folder, owed = tmp_path / "folder", []
    folder.write_bytes(b"")
    number = next_session(folder / "session", lambda _error, again: owed.append(again))
    folder.unlink()
    for again in owed:
        again()
    assert int((folder / "session").read_text(encoding="ascii")) == number
    assert next_session(folder / "session") == number + 1
