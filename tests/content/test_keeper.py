"""The thread that keeps a terminal's content up to date: told, tried again, never in a hurry."""

from __future__ import annotations

import queue
import threading

from content.fetching.fetch import Fetched, FetchEnd
from content.fetching.keeper import ContentKeeper

LONG_S = 20.0


class Hall:
    """Each `fetch` is noted and ends as the test says next."""

    def __init__(self) -> None:
        self.asked: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        self.ends: queue.SimpleQueue[Fetched] = queue.SimpleQueue()
        self.shown: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.pauses: list[float] = []
        self.keeper = ContentKeeper(self.fetch, self.shown.put, pause=self.pause)

    def fetch(self, wanted: str, address: str) -> Fetched:
        self.asked.put((wanted, address))
        return self.ends.get(timeout=LONG_S)

    def pause(self, most: float) -> float:
        self.pauses.append(most)
        return 0.0

    def asks(self) -> tuple[str, str]:
        return self.asked.get(timeout=LONG_S)


def test_a_set_is_fetched_when_it_is_told_and_tried_again_until_it_is_there() -> None:
    hall = Hall()
    hall.keeper.start()
    hall.keeper.told("", "http://hall")  # the hall has none yet
    hall.keeper.told("one", "http://hall")
    for _ in range(4):
        assert hall.asks() == ("one", "http://hall")
        hall.ends.put(Fetched(FetchEnd.AWAY))
    assert hall.asks() == ("one", "http://hall")
    hall.ends.put(Fetched(FetchEnd.SWITCHED))
    assert hall.shown.get(timeout=LONG_S) == "one"
    assert hall.pauses == [5, 10, 20, 40]
    hall.keeper.told("one", "http://hall")  # the same again is no news
    hall.keeper.told("two", "http://hall")
    assert hall.asks() == ("two", "http://hall")
    hall.ends.put(Fetched(FetchEnd.ALREADY))
    hall.keeper.look_again()
    assert hall.asks() == ("two", "http://hall")
    hall.ends.put(Fetched(FetchEnd.ALREADY))
    hall.keeper.stop()
    assert hall.shown.empty()
    assert not any(thread.name == "content" for thread in threading.enumerate())


def test_what_was_told_while_it_fetched_comes_next_and_a_refused_set_does_not_hold_it_up() -> None:
    hall = Hall()
    hall.keeper.start()
    hall.keeper.told("bad", "http://hall")
    assert hall.asks() == ("bad", "http://hall")
    hall.keeper.told("good", "http://hall")
    hall.ends.put(Fetched(FetchEnd.REFUSED))
    assert hall.asks() == ("good", "http://hall")
    hall.ends.put(Fetched(FetchEnd.SWITCHED))
    assert hall.shown.get(timeout=LONG_S) == "good"
    hall.keeper.stop()
