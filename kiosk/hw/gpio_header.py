"""The wires on a Raspberry Pi's own 40-pin header, through lgpio. A machine without one, or a pin that another program
holds, is an answer and not an error.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.hw.gpio import OnGpio
from kiosk.hw.gpio_wires import GpioWires, header_chip
from kiosk.hw.wiring import GpioWiring

if TYPE_CHECKING:
    from gpiozero.pins import Factory

logger = logging.getLogger(__name__)


def header_factory(chips: Path = Path("/sys/bus/gpio/devices")) -> Factory:
    """gpiozero's pins on the header's chip. Raises `OSError` where there is no header, whatever lgpio raises else."""
    chip = header_chip(chips)
    if chip is None:
        raise OSError("this machine has no 40-pin header")
    from gpiozero.pins.lgpio import LGPIOFactory

    factory: Factory = LGPIOFactory(chip=chip)
    return factory


class HeaderWires:
    """See `gpio.Gpio`. The pins are taken at `start` and let go at `stop`."""

    def __init__(self, wiring: GpioWiring, make_factory: Callable[[], Factory] = header_factory) -> None:
        self._wiring = wiring
        self._make_factory = make_factory
        self._wires: GpioWires | None = None

    def start(self, on_gpio: OnGpio) -> bool:
        wires: GpioWires | None = None
        try:
            wires = GpioWires(self._wiring, self._make_factory())
            wires.start(on_gpio)
        except Exception as error:
            logger.error("the GPIO header cannot be used: %s: %s", type(error).__name__, error)  # noqa: TRY400
            if wires is not None:
                wires.stop()
            return False
        self._wires = wires
        return True

    def lamp(self, *, on: bool) -> None:
        if self._wires is not None:
            self._wires.lamp(on=on)

    def stuck_keys(self) -> tuple[int, ...]:
        return self._wires.stuck_keys() if self._wires is not None else ()

    def stop(self) -> None:
        if self._wires is not None:
            self._wires.stop()
            self._wires = None
