"""Runs a command as systemd would run it in a unit: its folder, its address families, its system calls.

    python confined.py '{"folder": …, "families": [1, 2], "calls": ["read", …]}' COMMAND …

libseccomp, which systemd itself uses, makes the same filters: what is not allowed ends with the same errors.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from collections.abc import Sequence

ALLOW, ERRNO = 0x7FFF0000, 0x00050000
EQUAL = 4
FAMILIES = range(64)


class Argument(ctypes.Structure):
    """`struct scmp_arg_cmp`: what one argument of a system call is compared with."""

    _fields_ = (
        ("number", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("with_", ctypes.c_uint64),
        ("and_", ctypes.c_uint64),
    )


class Filter:
    """One seccomp filter; those that are loaded hold together."""

    def __init__(self, otherwise: int) -> None:
        self._library = ctypes.CDLL("libseccomp.so.2")
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._made = ctypes.c_void_p(self._library.seccomp_init(ctypes.c_uint32(otherwise)))

    def rule(self, action: int, call: str, *arguments: Argument) -> None:
        number = self._library.seccomp_syscall_resolve_name(call.encode())
        if number < 0:
            return  # of another architecture
        given = (Argument * len(arguments))(*arguments)
        self._did(
            self._library.seccomp_rule_add_array(self._made, ctypes.c_uint32(action), number, len(arguments), given)
        )

    def load(self) -> None:
        self._did(self._library.seccomp_load(self._made))

    @staticmethod
    def _did(result: int) -> None:
        if result:
            raise OSError(-result, os.strerror(-result))


def confine(folder: str, families: Sequence[int], calls: Sequence[str]) -> None:
    """For this process and all that it becomes."""
    os.chdir(folder)
    sockets = Filter(ALLOW)
    for family in set(FAMILIES) - set(families):
        sockets.rule(ERRNO | errno.EAFNOSUPPORT, "socket", Argument(0, EQUAL, family))
    sockets.load()
    others = Filter(ERRNO | errno.EPERM)
    for call in calls:
        others.rule(ALLOW, call)
    others.load()


if __name__ == "__main__":
    confine(**json.loads(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
