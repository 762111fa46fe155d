"""How long a program waits before it connects to the broker again."""

from __future__ import annotations

import random
from collections.abc import Callable

LONGEST_PAUSE_S = 3.0
FIRST_PAUSE_S = 0.25
SHORTEST_PAUSE_S = 0.05


def pause_before(attempt: int, chance: Callable[[], float] = random.random) -> float:
    """Seconds before attempt `attempt` (0 = the first after a loss): full jitter under a doubling ceiling.

    A hall's terminals all lose the broker at the same moment; they must not all come back at the same moment.
    """
    ceiling = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(attempt, 10))
    return max(SHORTEST_PAUSE_S, ceiling * chance())
