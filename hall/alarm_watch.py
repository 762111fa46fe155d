"""Checks every device once a second and says which alarms begin or end, by the rules in `domain/health`.

Raised alarms live in the hall's state, made of committed events. This object only remembers what is about to change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from domain.calendar.statutory import is_missing
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.decide.help_calls.calls import help_gone
from domain.events import DeviceFault, Event
from domain.health.alarm_codes import HALL, AlarmCode, alarm
from domain.health.alarms import DISK_FULL, SILENT, judge
from domain.health.health import Health
from domain.health.rule import Heard
from domain.statuses import ClockStatus, DeviceStatus
from domain.views.queries import AlarmView
from hall.presence import Presence
from program import vitals

OWN_MS = 10_000
"""How often the hall service checks its own machine."""


class AlarmWatch:
    """Call `look` once a second. `own(folder)` gives the health of the hall's own machine; `folder` holds its store.
    `stray_receipts()`: how many delivery reports in a row were about none of our messages (`SmsGateway.unmatched`).

    `now`: the hall's time in ms since 1970; `mono_ms`: a clock in ms that never jumps.
    """

    def __init__(
        self,
        config: HallConfig,
        presence: Presence,
        folder: Path,
        *,
        own: Callable[[Path], Health] | None = None,
        stray_receipts: Callable[[], int] = lambda: 0,
        floods: Callable[[], Mapping[str, int]] = dict,
        off_ms: Callable[[], int | None] = lambda: None,
    ) -> None:
        """`floods()`: the devices that send too much (`Arrivals.floods`). `off_ms()`: how far the machine's clock is
        off; None: it is believed."""
        self._devices = tuple(device.id for device in config.devices)
        self._presence = presence
        self._folder = folder
        self._ask_own = own or machine
        self._stray_receipts = stray_receipts
        self._floods = floods
        self._off_ms = off_ms
        self._own = Health()
        self._own_at: int | None = None
        self._pending: dict[str, dict[str, int]] = {}
        self._settled: dict[str, tuple[Heard, dict[str, str]]] = {}
        self._full_since: int | None = None

    def look(self, hall: Hall, now: int, mono_ms: int, *, disk_full: bool = False, twice: str = "") -> list[Event]:
        """The alarm events to commit. If they cannot be committed, the next call returns them again.

        `twice`: the two hall services that run at once, or "" (`Host.twice`).
        """
        if disk_full:
            self._full_since = now if self._full_since is None else self._full_since
            return []
        found: list[Event] = list(self._was_full(now))
        floods = self._floods()
        for device in self._devices:
            heard = self._presence.word(device, now, mono_ms)
            if device in floods:
                heard = replace(heard, flood=floods[device])
            found += self._judge(hall, device, heard, now, mono_ms)
        found += self._judge(hall, HALL, self._own_word(hall, now, mono_ms, twice), now, mono_ms)
        for gone in set(hall.state.faults.devices) - {*self._devices, HALL}:
            codes = hall.state.faults.of(gone)
            found += [alarm(now, gone, AlarmCode(code), cleared=True) for code in codes]
        if len(hall.state.help):
            found += help_gone(hall.state, self._out_of_reach(hall, now, mono_ms), now)
        return found

    def _out_of_reach(self, hall: Hall, now: int, mono_ms: int) -> set[str]:
        """The machines that have been lost for so long that it is an alarm, and those that are switched off."""
        lost = set(hall.state.faults.devices_with(SILENT))
        return lost | {d for d in self._devices if self._presence.word(d, now, mono_ms).state is DeviceStatus.STOPPED}

    def unwritten(self) -> tuple[AlarmView, ...]:
        """The one alarm that cannot be an event: the disk cannot be written."""
        if self._full_since is None:
            return ()
        return (AlarmView(device=HALL, code=DISK_FULL, since=self._full_since, detail="changes are refused"),)

    def _was_full(self, now: int) -> Iterator[DeviceFault]:
        """The disk can be written again: now the alarm can be stored."""
        if self._full_since is not None:
            seconds = max(0, now - self._full_since) // 1000
            self._full_since = None
            yield alarm(now, HALL, DISK_FULL, f"changes were refused for {seconds} s")
            yield alarm(now, HALL, DISK_FULL, cleared=True)

    def _judge(self, hall: Hall, device: str, heard: Heard, now: int, mono_ms: int) -> list[DeviceFault]:
        raised = {code: fault.detail for code, fault in hall.state.faults.of(device).items()}
        pending = self._pending.get(device, {})
        if not pending and self._settled.get(device) == (heard, raised):
            return []
        changes, turning = judge(heard, raised, pending, mono_ms)
        told = {change.code: pending.get(change.code, mono_ms) for change in changes}  # until the event is on disk
        self._pending[device] = turning | told
        if changes:
            self._settled.pop(device, None)
        else:
            self._settled[device] = (heard, raised)
        return [alarm(now, device, change.code, change.detail, cleared=change.cleared) for change in changes]

    def _own_word(self, hall: Hall, now: int, mono_ms: int, twice: str) -> Heard:
        if self._own_at is None or mono_ms - self._own_at >= OWN_MS:
            self._own_at = mono_ms
            self._own = self._ask_own(self._folder)
        ahead = bool(hall.day) and hall.day > hall.state.days.of(now)
        return Heard(
            state=DeviceStatus.READY,
            health=self._own,
            day_ahead=ahead,
            stray_receipts=self._stray_receipts(),
            twice=twice,
            year_missing=is_missing(hall.state.config.years, hall.state.days.local(now).date()),
            off_ms=self._off_ms(),
        )


def machine(folder: Path) -> Health:
    """The health of the machine that the hall service runs on."""
    room = vitals.room(folder)
    return Health(
        clock=ClockStatus(vitals.clock()),
        temperature=vitals.temperature(),
        storage_mb=room.mb if room else None,
        storage_percent=room.percent if room else None,
    )
