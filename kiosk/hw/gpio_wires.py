"""The wires of a terminal through gpiozero: five review keys, lamp, presence, door, tamper. Each is optional.

On a desk and in tests the same code runs on gpiozero's MockFactory. On a Pi 5 the header's chip moved between
kernels (gpiozero #1166), so `header_chip` looks it up in sysfs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.hw.gpio import KeyPressed, OnGpio, Wire, WireChanged
from kiosk.hw.wiring import GpioWiring

if TYPE_CHECKING:
    from gpiozero.pins import Factory

MOST_SATISFIED = 5
HEADER_CHIPS = {"raspberrypi,rp1-gpio", "brcm,bcm2711-gpio", "brcm,bcm2835-gpio"}  # Pi 5; Pi 4; Pi 3, Zero 2


class GpioWires:
    """`factory` is gpiozero's pin factory (lgpio on a Pi, MockFactory elsewhere)."""

    def __init__(self, wiring: GpioWiring, factory: Factory, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wiring = wiring
        self._factory = factory
        self._on_gpio: OnGpio | None = None
        self._inputs: list[Any] = []
        self._keys: list[Any] = []
        self._lamp: Any = None
        self._monotonic = monotonic
        self._pressed_at: dict[int, float] = {}

    def start(self, on_gpio: OnGpio) -> bool:
        """Watch the wires. The present state of door, tamper and presence is told at once. Raises what gpiozero raises
        when a pin cannot be had (`gpio_header.py` turns that into an answer)."""
        from gpiozero import LED

        self._on_gpio = on_gpio
        wiring = self._wiring
        if wiring.lamp is not None:
            self._lamp = LED(wiring.lamp, pin_factory=self._factory)
        for place, pin in enumerate(wiring.keys):
            key = self._input(pin, active_high=False)
            key.when_activated = partial(self._key_down, key, MOST_SATISFIED - place)
            self._keys.append(key)
        for wire in Wire:
            pin = getattr(wiring, wire.value)
            if pin is None:
                continue
            contact = self._input(pin, active_high=wire in wiring.active_high)
            rests_active = wire in wiring.normally_closed
            contact.when_activated = partial(self._changed, wire, not rests_active)
            contact.when_deactivated = partial(self._changed, wire, rests_active)
            self._changed(wire, bool(contact.is_active) is not rests_active)
        return True

    def lamp(self, *, on: bool) -> None:
        if self._lamp is not None:
            self._lamp.value = on

    def stuck_keys(self) -> tuple[int, ...]:
        return tuple(MOST_SATISFIED - place for place, key in enumerate(self._keys) if self._is_stuck(key))

    def stop(self) -> None:
        """Let go of every pin; the lamp goes out."""
        self._on_gpio = None
        for device in (*self._inputs, *([self._lamp] if self._lamp is not None else [])):
            device.close()
        self._inputs.clear()
        self._keys.clear()
        self._lamp = None

    def _input(self, pin: int, *, active_high: bool) -> Any:
        from gpiozero import DigitalInputDevice

        device = DigitalInputDevice(
            pin,
            pull_up=not active_high,
            bounce_time=self._wiring.bounce_ms / 1000 or None,
            pin_factory=self._factory,
        )
        self._inputs.append(device)
        return device

    def _key_down(self, pressed: Any, level: int) -> None:
        """A key counts alone: with another one down, nobody can say which was meant. A stuck one stands aside.

        Its contact chatters, and not every pin factory filters that: a press right after the last one is the same.
        """
        now = self._monotonic()
        before = self._pressed_at.get(level)
        self._pressed_at[level] = now
        if before is not None and now - before < self._wiring.bounce_ms / 1000:
            return
        others = (key for key in self._keys if key is not pressed and key.is_active)
        if all(self._is_stuck(key) for key in others):
            self._tell(KeyPressed(level))

    def _is_stuck(self, key: Any) -> bool:
        held: float | None = key.active_time
        return held is not None and held >= self._wiring.stuck_seconds

    def _changed(self, wire: Wire, active: bool) -> None:  # noqa: FBT001
        self._tell(WireChanged(wire, active))

    def _tell(self, event: KeyPressed | WireChanged) -> None:
        on_gpio: Callable[[KeyPressed | WireChanged], None] | None = self._on_gpio
        if on_gpio is not None:
            on_gpio(event)


def header_chip(chips: Path = Path("/sys/bus/gpio/devices")) -> int | None:
    """The number of the chip that carries the 40-pin header, by its device-tree name; None where there is no header."""
    for chip in sorted(chips.glob("gpiochip*")):
        for node in (chip, chip.resolve().parent):
            compatible = node / "of_node" / "compatible"
            if compatible.is_file() and HEADER_CHIPS & set(compatible.read_text().split("\0")):
                return int(chip.name.removeprefix("gpiochip"))
    return None
