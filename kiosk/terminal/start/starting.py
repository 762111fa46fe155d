"""Starts the program behind a window completely, or not at all."""

from __future__ import annotations

import contextlib
from typing import Protocol, TypeVar


class Startable(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


P = TypeVar("P", bound=Startable)


def started(program: P) -> P:
    """Start `program` and return it. If that fails, the parts that had started are stopped and the error is raised
    again: the window's failsafe tries three times and then ends the process."""
    try:
        program.start()
    except Exception:
        with contextlib.suppress(Exception):
            program.stop()
        raise
    return program
