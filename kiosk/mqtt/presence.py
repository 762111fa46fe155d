"""Who is there: a program's own session number, and whether the hall is (births and wills, after Sparkplug)."""

from __future__ import annotations

import time
from pathlib import Path

from kiosk.mqtt.messages import HostState
from program.durable import whole_file


def next_session(path: Path) -> int:
    """A number greater than at every start before, stored in the small file `path`. Raises `OSError`.

    Seconds since 1970 if that is more than the last one: a program whose disk was replaced is not older than its
    own wills, and a clock that was set back does no harm while the file is there. The hall's own session number is
    another one (`hall/host.py`): it stands in its store, and counts hours to fit into the upper half of a version.
    """
    try:
        last = int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        last = 0
    number = max(last + 1, int(time.time()))
    with whole_file(path) as file:
        file.write(b"%d" % number)
    return number


class HallWatch:
    """Whether the hall is online, from `host/state` messages in whatever order they come."""

    def __init__(self) -> None:
        self._newest: HostState | None = None
        self._heard = False

    @property
    def state(self) -> HostState | None:
        """The last one that counted; None before the first."""
        return self._newest

    @property
    def online(self) -> bool:
        return self._heard and self._newest is not None and self._newest.online

    def link_lost(self) -> None:
        """Nothing is known until the hall's state comes again."""
        self._heard = False

    def take(self, state: HostState) -> bool:
        """Returns False for the will of an earlier session, which says nothing about the hall that runs now."""
        if self._newest is not None and state.session < self._newest.session:
            return False
        self._newest = state
        self._heard = True
        return True


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
