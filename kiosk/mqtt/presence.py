"""Presence: a program's own session number, and whether the hall is online (births and wills, after Sparkplug)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from domain.views.public import QueuesSnapshot
from kiosk.mqtt.messages import HostState
from program.durable import whole_file

logger = logging.getLogger(__name__)

OnUnstored = Callable[[OSError, Callable[[], None]], None]
"""`(error, again)`: the number could not be written; `again` tries once more, and raises `OSError` if that fails."""


def log_unstored(error: OSError, _again: Callable[[], None]) -> None:
    """Log the error, for programs that do nothing else about it."""
    logger.error("the session's number is not stored: %s", error.strerror)


def next_session(path: Path, on_unstored: OnUnstored = log_unstored) -> int:
    """A number greater than at every start before, stored in the small file `path`.

    If the disk cannot be written, the program goes on with a number made from file and clock.

    The number is the seconds since 1970, if that is more than the last number plus one. So after a replaced disk it is
    greater than in earlier wills, and a clock that was set back does no harm while the file is there. The hall's
    session number is another one (`hall/host.py`): it is in its store, and counts hours so that it fits into the upper
    half of a version.
    """
    try:
        last = int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        last = 0
    number = max(last + 1, int(time.time()))

    def store() -> None:
        with whole_file(path) as file:
            file.write(b"%d" % number)

    try:
        store()
    except OSError as error:
        on_unstored(error, store)
    return number


class HallNews(StrEnum):
    """What a `host/state` message means, given those heard before."""

    STALE = "stale"  # of an earlier start: it says nothing about the hall that runs now
    SAME = "same"  # of the start that was heard last
    RESTARTED = "restarted"  # of a later start on the same store, or the first message at all
    REPLACED = "replaced"  # of another store, or an earlier state of this one: what is known no longer holds


STARTS_REMEMBERED = 64


class HallWatch:
    """Whether the hall is online, and which store it works on, from `host/state` messages in whatever order they come.

    | word                                      | counts                                                        |
    |-------------------------------------------|---------------------------------------------------------------|
    | a birth that the broker passes on as new  | always: a hall that speaks is there, whatever its numbers     |
    | a birth that the broker has kept          | unless its start was heard before, has been left behind since,|
    |                                           | and has said nothing newer                                    |
    | a will or goodbye of the start heard last | always                                                        |
    | of another start on the same store        | if its session is greater, and its start was never heard      |
    | of another store                          | if the broker has kept it and its start was never heard       |
    """

    def __init__(self) -> None:
        self._newest: HostState | None = None
        self._heard = False
        self._starts: dict[str, int] = {}  # start → its newest serial; the start heard last is at the end

    @property
    def state(self) -> HostState | None:
        """The last `host/state` that counted; None before the first."""
        return self._newest

    @property
    def online(self) -> bool:
        return self._heard and self._newest is not None and self._newest.online

    def link_lost(self) -> None:
        """The link is lost: nothing is known until the hall's state comes again."""
        self._heard = False

    def take(self, state: HostState, *, retained: bool = False) -> HallNews:
        """Take in a `host/state`. `retained`: the broker had stored it, so it may be old."""
        before, start = self._newest, _start(state)
        if before is not None and not self._counts(state, before, retained=retained):
            return HallNews.STALE
        self._newest = state
        self._heard = True
        self._starts[start] = max(state.serial, self._starts.pop(start, 0))
        while len(self._starts) > STARTS_REMEMBERED:
            del self._starts[next(iter(self._starts))]
        if before is None:
            return HallNews.RESTARTED
        if start == _start(before):
            return HallNews.SAME
        later = state.store == before.store and state.session > before.session
        return HallNews.RESTARTED if later else HallNews.REPLACED

    def _counts(self, state: HostState, before: HostState, *, retained: bool) -> bool:
        start = _start(state)
        if start == _start(before):
            return True
        if state.online:
            return not retained or start not in self._starts or state.serial > self._starts[start]
        if start in self._starts:
            return False
        return state.session > before.session if state.store == before.store else retained


def _start(state: HostState) -> str:
    """The id of the start that sent this; the session, for a hall of a version without instances."""
    return state.instance or f"{state.store}/{state.session}"


class NewestOnly:
    """Lets a snapshot pass only if its version is greater than that of every one of its topic before.

    Queued and retained messages come again and late after a reconnect; a screen must never go back.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def passes(self, topic: str, version: int) -> bool:
        if version <= self._seen.get(topic, -1):
            return False
        self._seen[topic] = version
        return True

    def forget(self) -> None:
        """Forget the versions seen so far: they belong to another store."""
        self._seen.clear()


class SeenNumbers:
    """The highest number of each queue seen in one hall day, also from a store that is gone: a hall that has lost
    something needs them. `counters`: queue → counter.
    """

    def __init__(self) -> None:
        self.day = ""
        self.counters: dict[str, int] = {}

    def take(self, snapshot: QueuesSnapshot) -> None:
        if snapshot.day != self.day:
            self.day, self.counters = snapshot.day, {}
        self.counters |= {q.id: max(q.given, self.counters.get(q.id, 0)) for q in snapshot.queues if q.given}
