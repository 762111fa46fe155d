"""Waits after wrong PINs and cards: one for the device they come from, one for the person they are about.

Both waits grow with each wrong try, up to a limit: nobody is locked out for ever. The limit of a device is longer than
that of a person. So a device that guesses a clerk's PIN keeps itself waiting, not the clerk.
"""

from __future__ import annotations

from dataclasses import dataclass

FREE = 3
"""How many wrong tries cost no wait, because fingers slip."""

PERSON_STEPS_S = (5, 15, 30, 60)
DEVICE_STEPS_S = (5, 15, 30, 60, 120, 300)
"""The waits after the following wrong tries, in seconds; the last value also for all later ones."""

FORGOTTEN_MS = 3_600_000
"""After an hour without a wrong try, earlier ones no longer count."""

GUESSING = 6
"""After this many wrong tries the supervisor is told."""


@dataclass(slots=True)
class _Tries:
    count: int
    last_ms: int


class WrongTries:
    """Counts wrong tries by person and by device. All times are ms of a clock that never jumps.

    In memory alone. A restart of the hall clears the counts, but nobody can cause one from a pad.
    """

    def __init__(self) -> None:
        self._tries: dict[tuple[str, str], _Tries] = {}

    def wrong(self, person: str, device: str, now_ms: int) -> None:
        """Count a wrong PIN or card. `person`: whose it should have been; "" for a card that nobody has."""
        self._forget(now_ms)
        tries = self._tries.setdefault((person, device), _Tries(0, now_ms))
        tries.count, tries.last_ms = tries.count + 1, now_ms

    def right(self, person: str, device: str) -> None:
        """Forget this person's wrong tries at this device: they were slips. Wrong tries about others still count."""
        self._tries.pop((person, device), None)

    def wait_s(self, person: str, device: str, now_ms: int) -> int:
        """How many whole seconds this person at this device still has to wait; 0: no wait."""
        self._forget(now_ms)
        at_device = [tries for (_, where), tries in self._tries.items() if where == device]
        of_person = [tries for (who, _), tries in self._tries.items() if who == person and who]
        left_ms = max(_left_ms(at_device, DEVICE_STEPS_S, now_ms), _left_ms(of_person, PERSON_STEPS_S, now_ms))
        return -(-left_ms // 1000)

    def guessing(self, now_ms: int) -> dict[str, str]:
        """Devices from which many wrong tries came → the person that most of them were about ("": cards that nobody
        has)."""
        self._forget(now_ms)
        found: dict[str, str] = {}
        for device in {where for _, where in self._tries}:
            here = {who: tries.count for (who, where), tries in self._tries.items() if where == device}
            if sum(here.values()) >= GUESSING:
                found[device] = max(sorted(here), key=lambda who: here[who])
        return found

    def _forget(self, now_ms: int) -> None:
        for key in [key for key, tries in self._tries.items() if now_ms - tries.last_ms >= FORGOTTEN_MS]:
            del self._tries[key]


def _left_ms(tries: list[_Tries], steps_s: tuple[int, ...], now_ms: int) -> int:
    beyond = sum(one.count for one in tries) - FREE
    if beyond < 0:
        return 0
    wait_ms = steps_s[min(beyond, len(steps_s) - 1)] * 1000
    return max(0, max(one.last_ms for one in tries) + wait_ms - now_ms)
