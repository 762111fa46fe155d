"""What was painted with and let go does not stay with the process."""

from __future__ import annotations

import subprocess
import sys

TRIAL = """
import ctypes
from pathlib import Path
from kiosk.widgets.heap import {used}

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]

def take(size):
    block = libc.malloc(size)
    ctypes.memset(block, 1, size)
    return block

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

{then}
"""


def trial(used: str, then: str) -> None:
    code = TRIAL.format(used=used, then=then)
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_holes_between_what_is_still_in_use_are_given_back() -> None:
    trial(
        "give_back",
        "blocks = [take(60_000) for _ in range(2000)]\n"
        "for block in blocks[:-1]: libc.free(block)\n"
        "before = resident()\n"
        "give_back()\n"
        "assert before - resident() > 100_000_000, (before, resident())",
    )


def test_a_large_block_goes_back_at_once_even_after_a_larger_one_was_let_go() -> None:
    trial(
        "keep_heap_small",
        "keep_heap_small()\n"
        "libc.free(take(30_000_000))\n"
        "blocks = [take(4_000_000) for _ in range(20)]\n"
        "before = resident()\n"
        "for block in blocks[:-1]: libc.free(block)\n"
        "assert before - resident() > 70_000_000, (before, resident())",
    )
