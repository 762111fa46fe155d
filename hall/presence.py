"""Which devices of the hall are online and their health, as they publish it on `dev/{device}/state`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.config import Device, HallConfig, Role
from domain.health.health import Health
from domain.health.rule import Heard
from domain.health.voices import Start, Voices
from domain.statuses import DeviceStatus, NotHeard, PrinterReport
from domain.views.figures import DeviceFigures
from hall.requests import LARGEST_NUMBER
from kiosk.mqtt.messages import DeviceState, NotReadableError, read, write_data

PARTS = ("cards", "printer", "scanner", "gpio", "door", "touch", "clock")
"""The fields of `Health` that are statuses of parts and useful for monitoring."""


@dataclass(frozen=True, slots=True)
class _Word:
    """The newest state of one device. `mono_ms`: when it came, by a clock that never jumps; None: it was retained."""

    state: DeviceState
    health: Health
    mono_ms: int | None


class Presence:
    """The newest state of every device in the configuration; others are not listed. Used under the hall's lock."""

    def __init__(self, config: HallConfig) -> None:
        self._devices = config.devices
        self._known = {device.id for device in config.devices}
        self._words: dict[str, _Word] = {}
        self._voices: dict[str, Voices] = {}
        self._printers: dict[str, PrinterReport] = {}
        self._look_at_printers()

    def heard(self, device: str, payload: bytes, mono_ms: int | None = None) -> bool:
        """Take in a message on a device's state topic. False: it is no state.

        A birth always counts, whatever its session: a machine whose clock or disk was reset is online all the same. A
        will or goodbye counts only for the start that was heard last, or a later one. A retained message of an earlier
        start is ignored. An empty message makes the device unknown again.

        `mono_ms`: the monotonic time in ms, if the message is new (its `at` then tells the device's clock).
        """
        if device not in self._known:
            return True
        if not payload:
            self._words.pop(device, None)
            self._voices.pop(device, None)
            self._look_at_printers()
            return True
        try:
            state = read(DeviceState, payload)
        except NotReadableError:
            return False
        if max(abs(state.at), abs(state.session)) > LARGEST_NUMBER:
            return False
        start = Start(state.instance or str(state.session), state.session, state.machine)
        if self._counts(device, state, start, mono_ms):
            ready = state.state is DeviceStatus.READY
            self._voices[device] = self._voices.get(device, Voices()).heard(start, mono_ms if ready else None)
            self._words[device] = _Word(state, Health.of(state.health), mono_ms)
            self._look_at_printers()
        return True

    def _counts(self, device: str, state: DeviceState, start: Start, mono_ms: int | None) -> bool:
        before, voices = self._words.get(device), self._voices.get(device, Voices())
        if before is None or start.id == voices.newest:
            return True
        if state.state is DeviceStatus.READY:
            return mono_ms is not None or not voices.left_behind(start.id)
        return state.session > before.state.session and not voices.left_behind(start.id)

    def word(self, device: str, now: int, mono_ms: int) -> Heard:
        """What the alarm rules need to know of a device. Its clock is compared with the hall's time at the moment of
        its message."""
        found = self._words.get(device)
        if found is None:
            return Heard()
        twice = self._voices[device].twice(mono_ms)
        came = None if found.mono_ms is None else now - (mono_ms - found.mono_ms)
        skew = None if came is None else round((found.state.at - came) / 1000) * 1000
        return Heard(state=found.state.state, health=found.health, skew_ms=skew, twice=twice)

    def printers(self) -> Mapping[str, PrinterReport]:
        """Kiosk → status of its printer in its newest state, or of the kiosk itself if it is not ready."""
        return self._printers

    def _look_at_printers(self) -> None:
        """Update the printers' statuses. Done once for each state that comes, so that requests need not."""
        self._printers = {d.id: self._printer(d.id) for d in self._devices if d.role is Role.KIOSK}

    def _printer(self, device: str) -> PrinterReport:
        found = self._words.get(device)
        if found is None:
            return NotHeard.NEVER
        return found.health.printer if found.state.state is DeviceStatus.READY else found.state.state

    def devices(self) -> tuple[dict[str, object], ...]:
        """For `HallSnapshot.devices`: role and window from the configuration, the rest from the device."""
        return tuple(self._entry(device) for device in self._devices)

    def figures(self) -> tuple[DeviceFigures, ...]:
        """For `HallFigures.devices`."""
        return tuple(self._figures(device) for device in self._devices)

    def _figures(self, device: Device) -> DeviceFigures:
        found = self._words.get(device.id)
        if found is None:
            return DeviceFigures(device=device.id, role=device.role.value, state=NotHeard.NEVER.value)
        health = found.health
        parts = {name: str(getattr(health, name)) for name in PARTS}
        return DeviceFigures(
            device=device.id,
            role=device.role.value,
            state=found.state.state.value,
            program=found.state.program,
            version=found.state.version,
            temperature=health.temperature,
            storage_mb=health.storage_mb,
            outbox=health.outbox,
            parts={name: status for name, status in parts.items() if status != "none"},
        )

    def _entry(self, device: Device) -> dict[str, object]:
        entry: dict[str, object] = {"device": device.id, "role": device.role.value, "state": NotHeard.NEVER.value}
        if device.window is not None:
            entry["window"] = device.window
        if device.id in self._words:
            entry |= write_data(self._words[device.id].state)
        return entry
