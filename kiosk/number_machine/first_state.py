"""The number machine's state before anything has been heard: what its window shows first."""

from __future__ import annotations

import secrets
import time

from domain.flow import HallTime, Look
from domain.number_machine.state import Machine, SessionTimes
from kiosk.terminal.settings import Terminal
from program.clock import monotonic_ms
from program.vitals import clock


def first_state(terminal: Terminal) -> Machine:
    """A machine of this terminal that knows nothing of its hall."""
    times = terminal.times
    look = Look(language=terminal.language)
    return Machine(
        device=terminal.device,
        seed=secrets.randbits(62),
        time=HallTime(time.time_ns() // 1_000_000 - monotonic_ms(), sure=clock() == "synced"),
        times=SessionTimes(times.idle_seconds, times.elder_idle_seconds, times.question_seconds, times.number_seconds),
        default_look=look,
        places=terminal.places,
        look=look,
    )
