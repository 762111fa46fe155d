"""A lane: tickets sorted by effective time, then by order of issue.

A sorted list in chunks, as `sortedcontainers` has it. It is written here because `domain` uses the standard library
alone.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from itertools import chain, islice

from domain.state.ticket import Ticket

Entry = tuple[int, int, Ticket]
"""`(effective_at, order, ticket)`. `order` is unique, so two entries never compare their tickets."""

CHUNK = 1024


class Lane:
    """Sorted entries in chunks of about a thousand. Even with a million entries a step touches only one chunk and the
    list of chunks. A removed entry is gone at once; none is only marked as removed."""

    __slots__ = ("_chunks", "_count", "_lasts")

    def __init__(self) -> None:
        self._chunks: list[list[Entry]] = []
        self._lasts: list[Entry] = []  # the last entry of each chunk
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Entry]:
        return chain.from_iterable(self._chunks)

    def add(self, ticket: Ticket) -> None:
        """Put a ticket in its place."""
        entry = (ticket.effective_at, ticket.order, ticket)
        self._count += 1
        if not self._lasts or entry > self._lasts[-1]:
            self._append(entry)
            return
        index = bisect_left(self._lasts, entry)
        chunk = self._chunks[index]
        insort(chunk, entry)
        if len(chunk) > 2 * CHUNK:
            self._chunks[index : index + 1] = [chunk[:CHUNK], chunk[CHUNK:]]
            self._lasts[index : index + 1] = [chunk[CHUNK - 1], chunk[-1]]

    def _append(self, entry: Entry) -> None:
        """The fast path for an entry that comes after all others, as nearly all do."""
        if self._chunks and len(self._chunks[-1]) < CHUNK:
            self._chunks[-1].append(entry)
            self._lasts[-1] = entry
        else:
            self._chunks.append([entry])
            self._lasts.append(entry)

    def remove(self, ticket: Ticket) -> None:
        """Take out a ticket of this lane. Its place must be the one that it was added with."""
        key = (ticket.effective_at, ticket.order)
        index = bisect_left(self._lasts, key)  # the key sorts just before its entry
        chunk = self._chunks[index]
        del chunk[bisect_left(chunk, key)]
        self._count -= 1
        if chunk:
            self._lasts[index] = chunk[-1]
        else:
            del self._chunks[index], self._lasts[index]

    def before(self, effective_at: int, order: int = 0) -> int:
        """How many entries stand before this place."""
        key = (effective_at, order)
        index = bisect_left(self._lasts, key)
        if index == len(self._chunks):
            return self._count
        inside = bisect_left(self._chunks[index], key)
        return sum(map(len, islice(self._chunks, index))) + inside

    def nth(self, index: int) -> Entry | None:
        """The entry with `index` others before it; the last entry if there are fewer; None in an empty lane."""
        if not self._count:
            return None
        for chunk in self._chunks:
            if index < len(chunk):
                return chunk[index]
            index -= len(chunk)
        return self._lasts[-1]
