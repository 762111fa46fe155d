"""The wire of a hall that may not publish yet: it takes no publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kiosk.mqtt.port import OnDone, Publication, Wire


class QuietWire:
    """A `Wire` that takes nothing while `quiet()` is true."""

    def __init__(self, wire: Wire, quiet: Callable[[], bool]) -> None:
        self._wire = wire
        self._quiet = quiet

    @property
    def up(self) -> bool:
        return self._wire.up and not self._quiet()

    @property
    def alive(self) -> bool:
        return self._wire.alive

    def start(self) -> None:
        self._wire.start()

    def publish(self, publication: Publication, on_done: OnDone | None = None) -> bool:
        return not self._quiet() and self._wire.publish(publication, on_done)

    def flush(self) -> None:
        self._wire.flush()

    def hear(self, filters: Iterable[str], lightly: Iterable[str] = ()) -> None:
        self._wire.hear(filters, lightly)

    def stop(self, last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        self._wire.stop(last, timeout_s)
