"""Watches the wire until the hall and every terminal of the demo have announced themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.statuses import DeviceStatus
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import DeviceState, HostState, NotReadableError, read
from kiosk.mqtt.port import Incoming, Login
from kiosk.mqtt.topics import Topics

HALL = "hall"


class Readiness:
    """`missing`: the programs that have not announced themselves since `start`.

    A folder of an earlier run brings retained births of that run: those found at the first connect do not count.
    """

    def __init__(self, topics: Topics, devices: Iterable[str], port: int, changed: Callable[[], None]) -> None:
        self.missing = {HALL, *devices}
        self._topics = topics
        self._changed = changed
        self._links = 0
        self._wire = Connection(
            Broker(port=port),
            Login("demo-supervisor", subscriptions=(topics.host_state, topics.device_state("+")), session_expiry_s=0),
            on_message=self._take,
            on_link=self._link,
        )

    @property
    def watching(self) -> bool:
        return self._links > 0

    def start(self) -> None:
        self._wire.start()

    def stop(self) -> None:
        self._wire.stop()

    def _link(self, up: bool) -> None:  # noqa: FBT001 (the wire's own callback)
        self._links += up
        self._changed()

    def _take(self, message: Incoming) -> None:
        if message.retained and self._links <= 1:
            return
        name = self._announced(message)
        if name in self.missing:
            self.missing.discard(name)
            self._changed()

    def _announced(self, message: Incoming) -> str:
        try:
            if message.topic == self._topics.host_state:
                return HALL if read(HostState, message.payload).online else ""
            device = self._topics.device_of(message.topic)
            return device[0] if device and read(DeviceState, message.payload).state is DeviceStatus.READY else ""
        except NotReadableError:
            return ""  # not ours to judge
