"""The start of what stands behind a window: whole, or not at all."""

from __future__ import annotations

import contextlib
from typing import Protocol, TypeVar


class Startable(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


P = TypeVar("P", bound=Startable)


def started(program: P) -> P:
    """`program` at work. If its start fails, what had begun of it is stopped and the error raised again: the window's
    failsafe tries three times, and then ends the process."""
    try:
        program.start()
    except Exception:
        with contextlib.suppress(Exception):
            program.stop()
        raise
    return program
