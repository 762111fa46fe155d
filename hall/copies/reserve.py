"""The reserve: up to which number each queue may have given, on disk before it gives them, apart from the store.

The store counts. If it is lost or doubtful, this small file still has for each queue the counter up to which numbers
may have been given. It is some numbers ahead, so that one flush serves many numbers; after a loss a few numbers are
skipped and none is given twice. The file also says how the last run ended.

Two places in the file are written in turn, each with its length and checksum, so a power cut damages at most one. A
third place holds the mark: the last event in the store. It is written after each batch without a flush, so it costs
almost nothing and survives a kill of the process. A store that ends before the mark has lost answered requests.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from program.durable import make_folder, sync_folder

logger = logging.getLogger(__name__)

RESERVE = "hall.reserve"

Given = tuple[int, int]
"""The last counter that a queue has given, and the last one of its range."""

AHEAD = 20
"""How many numbers of a queue are reserved at once; near the end of its range, half of what is left."""

BATCHES_AHEAD, MOST_AHEAD = 10, 640
"""When a batch gives many numbers, each flush delays many people: then numbers for `BATCHES_AHEAD` batches are
reserved, at most `MOST_AHEAD` and an eighth of what is left of the range."""

EVENTS_AHEAD = 2_000
_PLACE_BYTES, _BLOCK = 16 * 1024, 4096
_HEAD = len("XCR1 00000000 00000000\n")
_MARK_AT = 2 * _PLACE_BYTES  # in a block of its own, so that damage to it damages nothing else
_MARK = len("XCM1 0000000000000000 00000000\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """The content of the file. `day`: the hall day of `counters` (queue → counter).

    `running`: the hall service runs, or ended uncleanly. `boot`: the machine's boot in which it runs; after another
    boot, unflushed data is lost. `damaged`: what was found wrong with the store while it was in use. `store`: its id.
    `since`: the name of the log's newest file; if that file is missing, the log has lost its end. `seq`: reserved for
    events as `counters` are for numbers. `ended`: the last event at the last clean end.
    """

    serial: int = 0
    running: bool = False
    boot: str = ""
    damaged: str = ""
    store: str = ""
    since: str = ""
    day: str = ""
    counters: Mapping[str, int] = field(default_factory=dict)
    seq: int = 0
    ended: int = 0


SPOILT = Reserved(serial=1, running=True)
"""Stands for a file that cannot be read, or that is missing although a hall has worked here."""


class Reserve:
    """The reserve in its file, opened by the constructor. Every change is on disk when its call returns. Raises
    `OSError`."""

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        new = not path.exists()
        self.now = read_reserve(path) or (Reserved() if new else SPOILT)
        self.marked = read_mark(path)
        self._lock = Lock()
        self._last: dict[str, int] = {}  # queue → counter of its last number
        self._batch: dict[str, int] = {}  # queue → how many numbers the last batch gave
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        have = os.fstat(self._file).st_size
        for at in range(have, _MARK_AT + _BLOCK, _BLOCK):  # allocate all blocks now, so that no room is needed later
            os.pwrite(self._file, bytes(_BLOCK), at)
            os.fsync(self._file)
        if new:
            sync_folder(path.parent)

    def begin(self, store: str, since: str) -> None:
        """Note that the hall works from now on, with the store of this id and this file of the log ("": none)."""
        self._write(running=True, boot=boot(), damaged="", store=store, since=since)

    def log_begun(self, since: str) -> None:
        """Note that the log goes on in this file."""
        self._write(since=since)

    def end(self, seq: int) -> None:
        """Note a clean end: everything up to the event `seq` is in the store."""
        self._write(running=False, ended=seq)

    def adopt(self, reserved: Reserved) -> None:
        """Take over the content of another reserve."""
        self.now = reserved
        self._write()

    def tell_damaged(self, why: str) -> None:
        """Note for the next start that the store is damaged."""
        self._write(damaged=why)

    def before(self, day: str, given: Mapping[str, Given], seq: int) -> None:
        """Reserve these numbers of `day` and the event `seq`. Must be called before they are committed or shown to
        anybody."""
        self._count(given)
        now = self.now
        fresh = day != now.day
        counters = {} if fresh else now.counters
        if seq <= now.seq and not fresh and all(one[0] <= counters.get(queue, 0) for queue, one in given.items()):
            return
        self._reserve(day, counters, given, seq)

    def ahead(self, day: str, given: Mapping[str, Given], seq: int) -> None:
        """Reserve more for queues that have used half of their reserve. To be called when no request waits."""
        now = self.now
        if day != now.day:
            return
        low = {queue: one for queue, one in given.items() if self._is_low(queue, one, now.counters)}
        if low or seq > now.seq - EVENTS_AHEAD // 2:
            self._reserve(day, now.counters, low, seq)

    def mark(self, seq: int) -> None:
        """Note that the store has the event `seq`. Never fails: an old mark is less useful, but not wrong."""
        if seq > self.marked:
            self.marked = seq
            said = b"%016x" % seq
            with contextlib.suppress(OSError):
                os.pwrite(self._file, b"XCM1 %s %08x\n" % (said, zlib.crc32(said)), _MARK_AT)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _reserve(self, day: str, counters: Mapping[str, int], given: Mapping[str, Given], seq: int) -> None:
        more = {queue: max(counters.get(queue, 0), self._reserved_to(queue, one)) for queue, one in given.items()}
        self._write(day=day, counters={**counters, **more}, seq=max(self.now.seq, seq + EVENTS_AHEAD))

    def _count(self, given: Mapping[str, Given]) -> None:
        for queue, (counter, _) in given.items():
            self._batch[queue] = counter - self._last.get(queue, counter)
            self._last[queue] = counter

    def _reserved_to(self, queue: str, given: Given) -> int:
        counter, last = given
        left = last - counter
        wanted = min(BATCHES_AHEAD * self._batch.get(queue, 1), MOST_AHEAD, left // 8)
        return counter + max(0, min(max(AHEAD, wanted), left // 2))

    def _is_low(self, queue: str, given: Given, reserved: Mapping[str, int]) -> bool:
        if queue not in reserved:
            return False
        left = reserved[queue] - given[0]
        enough = max(AHEAD // 2, 2 * self._batch.get(queue, 1))
        return left <= enough and self._reserved_to(queue, given) - reserved[queue] >= AHEAD // 2

    def _write(self, **changes: Any) -> None:
        with self._lock:
            self._write_alone(changes)

    def _write_alone(self, changes: Mapping[str, Any]) -> None:
        wanted = replace(self.now, serial=self.now.serial + 1, **changes)
        body = json.dumps(asdict(wanted)).encode()
        whole = b"XCR1 %08x %08x\n" % (len(body), zlib.crc32(body)) + body
        if len(whole) > _PLACE_BYTES:
            raise OSError("more queues than the reserve has room for")
        os.pwrite(self._file, whole, (wanted.serial % 2) * _PLACE_BYTES)
        os.fdatasync(self._file)
        self.now = wanted


def read_reserve(path: Path) -> Reserved | None:
    """The content of the file; None if it is missing or has no valid content."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    found = [_place(content[start : start + _PLACE_BYTES]) for start in (0, _PLACE_BYTES)]
    return max((one for one in found if one is not None), key=lambda one: one.serial, default=None)


def read_mark(path: Path) -> int:
    """The mark in the file: the last event in the store; 0 if there is none."""
    with contextlib.suppress(OSError, ValueError):
        mark, said, checksum = path.read_bytes()[_MARK_AT : _MARK_AT + _MARK].split()
        if mark == b"XCM1" and zlib.crc32(said) == int(checksum, 16):
            return int(said, 16)
    return 0


def _place(content: bytes) -> Reserved | None:
    with contextlib.suppress(ValueError, TypeError, KeyError):
        mark, size, checksum = content[:_HEAD].split()
        body = content[_HEAD : _HEAD + int(size, 16)]
        if mark == b"XCR1" and zlib.crc32(body) == int(checksum, 16):
            return Reserved(**json.loads(body))
    return None


def boot() -> str:
    """The id of this boot of the machine; "" if the machine has none."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""
