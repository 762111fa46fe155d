"""Extra pins of a ticket printer beside its data line: paper sensor, busy, a relay that cuts its power. All are
optional.

They help where the data line cannot: a silent printer may be out of paper; one that does not know `GS r` has finished
when it is no longer busy; one that hangs can be switched off and on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from domain.statuses import PrinterStatus
from kiosk.hw.gpio_header import header_factory
from kiosk.hw.wiring import PrinterPinWiring

if TYPE_CHECKING:
    from gpiozero.pins import Factory

logger = logging.getLogger(__name__)
SENSOR_KNOWS_BETTER = {PrinterStatus.READY, PrinterStatus.NEAR_END, PrinterStatus.UNKNOWN}


class PrinterPins:
    """Pins are taken at the first use. Without a header the printer goes on without them, and the log says so."""

    def __init__(
        self,
        wiring: PrinterPinWiring,
        make_factory: Callable[[], Factory] = header_factory,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wiring = wiring
        self._make_factory = make_factory
        self._sleep = sleep
        self._paper_out: Any = None
        self._busy: Any = None
        self._cut: Any = None
        self._silences = 0
        self._tried = False

    def corrected(self, status: PrinterStatus) -> PrinterStatus:
        """`status` from the data line, corrected by the paper sensor."""
        self._open()
        if self._paper_out is not None and self._paper_out.is_active and status in SENSOR_KNOWS_BETTER:
            return PrinterStatus.PAPER_OUT
        return status

    def is_free(self, seconds: float) -> bool:
        """Wait at most `seconds` until it takes data. True if no busy line is wired."""
        self._open()
        return self._busy is None or bool(self._busy.wait_for_inactive(seconds)) or not self._busy.is_active

    def worked_off(self, begins: float, ends: float) -> bool:
        """Wait until it has become busy (at most `begins` seconds) and free again; False if it still is at `ends`.

        Raises nothing. Without a busy line it just waits `begins` seconds.
        """
        self._open()
        if self._busy is None:
            self._sleep(begins)
            return True
        self._busy.wait_for_active(begins)
        return self.is_free(ends)

    def notice(self, status: PrinterStatus) -> None:
        """Count missing answers. After `silences` in a row the power is cut for `cut_seconds`, and the count starts
        anew."""
        self._silences = self._silences + 1 if status is PrinterStatus.UNKNOWN else 0
        if self._cut is None or self._silences < self._wiring.silences:
            return
        logger.warning("the printer is silent: its supply is cut for %.0f s", self._wiring.cut_seconds)
        self._silences = 0
        self._cut.on()
        self._sleep(self._wiring.cut_seconds)
        self._cut.off()

    def close(self) -> None:
        """Release the pins; the power stays on."""
        for device in (self._paper_out, self._busy, self._cut):
            if device is not None:
                device.close()
        self._paper_out = self._busy = self._cut = None

    def _open(self) -> None:
        wired = (self._wiring.paper_out, self._wiring.busy, self._wiring.cut)
        if self._tried or wired == (None, None, None):
            return
        self._tried = True
        try:
            self._take(self._make_factory())
        except Exception as error:
            logger.error("the printer's pins cannot be used: %s: %s", type(error).__name__, error)  # noqa: TRY400
            self.close()

    def _take(self, factory: Factory) -> None:
        from gpiozero import DigitalInputDevice, DigitalOutputDevice

        def contact(name: str, pin: int | None) -> Any:
            pull_up = name not in self._wiring.active_high
            return None if pin is None else DigitalInputDevice(pin, pull_up=pull_up, pin_factory=factory)

        self._paper_out = contact("paper_out", self._wiring.paper_out)
        self._busy = contact("busy", self._wiring.busy)
        if self._wiring.cut is not None:
            high = "cut" in self._wiring.active_high
            self._cut = DigitalOutputDevice(self._wiring.cut, active_high=high, pin_factory=factory)
