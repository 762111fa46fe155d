"""What is wrong in the hall now: alarms that were raised and not cleared yet, by device."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.events import DeviceFault
from domain.views.queries import AlarmView

MOST_OF_DEVICE = 32
"""How many alarms of one device are kept. A device that reports more loses its own oldest ones; others are not
affected."""


@dataclass(frozen=True, slots=True)
class Fault:
    since: int
    detail: str


class Faults:
    """The standing alarms; `apply` changes them. A fault that is reported again keeps the time of its first report."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, Fault]] = {}

    def of(self, device: str) -> dict[str, Fault]:
        """The alarms of a device, by code."""
        return self._of.get(device, {})

    @property
    def devices(self) -> tuple[str, ...]:
        return tuple(self._of)

    def devices_with(self, code: str) -> tuple[str, ...]:
        """The devices that have this alarm, in order."""
        return tuple(sorted(device for device, own in self._of.items() if code in own))

    def apply(self, event: DeviceFault) -> None:
        own = self._of.setdefault(event.device, {})
        before = own.pop(event.code, None)
        if not event.cleared:
            own[event.code] = Fault(before.since if before else event.at, event.detail)
            while len(own) > MOST_OF_DEVICE:
                del own[next(iter(own))]
        if not own:
            del self._of[event.device]

    def forget(self, code: str) -> None:
        """Remove this alarm from every device: it was about a day that is over."""
        for device in self.devices_with(code):
            del self._of[device][code]
            if not self._of[device]:
                del self._of[device]

    def changes(self, device: str, code: str, detail: str, *, cleared: bool) -> bool:
        """Whether this report would say anything new."""
        known = self.of(device).get(code)
        return known is not None if cleared else known is None or known.detail != detail

    def views(self) -> Iterator[AlarmView]:
        """All alarms as the supervisor sees them, the oldest first."""
        every = [(fault.since, device, code, fault) for device, own in self._of.items() for code, fault in own.items()]
        for since, device, code, fault in sorted(every, key=lambda one: one[:3]):
            yield AlarmView(device=device, code=code, since=since, detail=fault.detail)

    def dump(self) -> list[dict[str, Any]]:
        return [
            {"device": device, "code": code, "since": fault.since, "detail": fault.detail}
            for device, own in self._of.items()
            for code, fault in own.items()
        ]

    def load(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self._of.setdefault(row["device"], {})[row["code"]] = Fault(row["since"], row["detail"])
