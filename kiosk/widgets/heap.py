"""Keeps the C heap of a program that draws all day from growing.

Texts are painted into blocks of up to some megabytes, which are freed at different times. glibc raises the size from
which a block gets its own mapping to the largest block ever freed (at most 32 MB). So soon all blocks are in the heap,
whose holes are never returned; and every thread gets a heap of its own.
"""

from __future__ import annotations

import ctypes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # malloc.h
LARGE = 128 * 1024  # glibc's own value at the start: setting it keeps it from being raised
HEAPS = 2


def keep_heap_small() -> None:
    """Have large blocks returned to the system when they are freed.

    Call it before threads start. Without glibc it does nothing.
    """
    if (libc := _glibc()) is not None:
        for option, value in ((M_MMAP_THRESHOLD, LARGE), (M_TRIM_THRESHOLD, LARGE), (M_ARENA_MAX, HEAPS)):
            libc.mallopt(option, value)


def give_back() -> None:
    """Return unused memory inside the heap to the system. It takes some milliseconds: call it when nobody waits."""
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None
