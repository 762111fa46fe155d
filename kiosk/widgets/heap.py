"""Keeps the C heap of a program that draws all day from growing.

Texts are painted into blocks of up to some megabytes, each freed at another time. glibc raises the size from which a
block has a mapping of its own to the largest that was ever freed (32 MB at most), so that soon all of them lie in one
heap, whose holes are never given back; and each thread that works gets a heap of its own.
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
