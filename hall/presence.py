"""Which devices of the hall are there, as they say themselves on `dev/{device}/state`: for the desk's snapshot."""

from __future__ import annotations

from pydantic import ValidationError

from domain.config import Device, HallConfig
from kiosk.mqtt.messages import DeviceState, read, write_data


class Presence:
    """The newest word of every device in the configuration; others are not listed."""

    def __init__(self, config: HallConfig) -> None:
        self._devices = config.devices
        self._known = {device.id for device in config.devices}
        self._states: dict[str, DeviceState] = {}

    def heard(self, device: str, payload: bytes) -> bool:
        """False: not a state. A will of an earlier session than the last birth says nothing."""
        if device not in self._known:
            return True
        if not payload:
            self._states.pop(device, None)
            return True
        try:
            state = read(DeviceState, payload)
        except ValidationError:
            return False
        before = self._states.get(device)
        if before is None or state.session >= before.session:
            self._states[device] = state
        return True

    def devices(self) -> tuple[dict[str, object], ...]:
        """For `HallSnapshot.devices`: role and window from the configuration, the rest from the device."""
        return tuple(self._entry(device) for device in self._devices)

    def _entry(self, device: Device) -> dict[str, object]:
        entry: dict[str, object] = {"device": device.id, "role": device.role.value, "state": "never"}
        if device.window is not None:
            entry["window"] = device.window
        if device.id in self._states:
            entry |= write_data(self._states[device.id])
        return entry
