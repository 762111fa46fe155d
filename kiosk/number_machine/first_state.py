"""The number machine's state before it has heard anything: what its window shows first."""

from __future__ import annotations

import secrets

from domain.flow import Look
from domain.number_machine.state import Machine, SessionTimes
from kiosk.terminal.own_time import own_time
from kiosk.terminal.settings import Terminal


def first_state(terminal: Terminal) -> Machine:
    """A machine of this terminal that knows nothing of its hall."""
    times = terminal.times
    look = Look(language=terminal.language)
    return Machine(
        device=terminal.device,
        seed=secrets.randbits(62),
        time=own_time(),
        times=SessionTimes(times.idle_seconds, times.elder_idle_seconds, times.question_seconds, times.number_seconds),
        default_look=look,
        places=terminal.places,
        look=look,
    )
