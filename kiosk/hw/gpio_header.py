"""Contacts on a Raspberry Pi's 40-pin header, through gpiozero: five review keys, lamp, presence, door, tamper.

Each is optional. A missing header, or a pin that another program holds, is a return value and not an exception. On a
bench and in tests the same code runs on gpiozero's MockFactory. On a Pi 5 the header's chip moved between kernels
(gpiozero #1166), so `header_chip` looks it up in sysfs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.hw.gpio import Contact, ContactChanged, KeyPressed, OnGpio
from kiosk.hw.wiring import GpioWiring

if TYPE_CHECKING:
    from gpiozero.pins import Factory


logger = logging.getLogger(__name__)


def header_factory(chips: Path = Path("/sys/bus/gpio/devices")) -> Factory:
    """gpiozero's pins on the header's chip. Raises `OSError` if there is no header, and lgpio's own errors."""
    chip = header_chip(chips)
    if chip is None:
        raise OSError("this machine has no 40-pin header")
    from gpiozero.pins.lgpio import LGPIOFactory

    factory: Factory = LGPIOFactory(chip=chip)
    return factory


class HeaderContacts:
    """See `gpio.Gpio`. The pins are taken at `start` and let go at `stop`."""

    def __init__(self, wiring: GpioWiring, make_factory: Callable[[], Factory] = header_factory) -> None:
        self._wiring = wiring
        self._make_factory = make_factory
        self._contacts: GpioContacts | None = None

    def start(self, on_gpio: OnGpio) -> bool:
        contacts: GpioContacts | None = None
        try:
            contacts = GpioContacts(self._wiring, self._make_factory())
            contacts.start(on_gpio)
        except Exception as error:
            logger.error("the GPIO header cannot be used: %s: %s", type(error).__name__, error)  # noqa: TRY400
            if contacts is not None:
                contacts.stop()
            return False
        self._contacts = contacts
        return True

    def lamp(self, *, on: bool) -> None:
        if self._contacts is not None:
            self._contacts.lamp(on=on)

    def stuck_keys(self) -> tuple[int, ...]:
        return self._contacts.stuck_keys() if self._contacts is not None else ()

    def stop(self) -> None:
        if self._contacts is not None:
            self._contacts.stop()
            self._contacts = None


MOST_SATISFIED = 5
HEADER_CHIPS = {"raspberrypi,rp1-gpio", "brcm,bcm2711-gpio", "brcm,bcm2835-gpio"}  # Pi 5; Pi 4; Pi 3, Zero 2


class GpioContacts:
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
        """Watch the contacts. The present state of door, tamper and presence is reported at once.

        Raises what gpiozero raises when a pin cannot be had (`HeaderContacts` turns that into an answer).
        """
        from gpiozero import LED

        self._on_gpio = on_gpio
        wiring = self._wiring
        if wiring.lamp is not None:
            self._lamp = LED(wiring.lamp, pin_factory=self._factory)
        for place, pin in enumerate(wiring.keys):
            key = self._input(pin, active_high=False)
            key.when_activated = partial(self._key_down, key, MOST_SATISFIED - place)
            self._keys.append(key)
        for contact in Contact:
            pin = getattr(wiring, contact.value)
            if pin is None:
                continue
            switch = self._input(pin, active_high=contact in wiring.active_high)
            rests_active = contact in wiring.normally_closed
            switch.when_activated = partial(self._changed, contact, not rests_active)
            switch.when_deactivated = partial(self._changed, contact, rests_active)
            self._changed(contact, bool(switch.is_active) is not rests_active)
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
        """A key counts only if no other key is down, because otherwise it is not clear which was meant. Stuck keys are
        ignored.

        Contacts bounce, and not every pin factory filters that: a press right after the last one counts as the same
        press.
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

    def _changed(self, contact: Contact, active: bool) -> None:  # noqa: FBT001
        self._tell(ContactChanged(contact, active))

    def _tell(self, event: KeyPressed | ContactChanged) -> None:
        on_gpio: Callable[[KeyPressed | ContactChanged], None] | None = self._on_gpio
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
