"""The link to the hall: an MQTT client like any device, which sends one query."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass

from pydantic import ValidationError

from domain.views.figures import FiguresQuestion, HallFigures
from kiosk.mqtt.bodies import wire_form
from kiosk.mqtt.client import Client
from kiosk.mqtt.messages import Answer, read_data
from kiosk.mqtt.port import OpenWire
from kiosk.mqtt.topics import Topics
from program.start.version import version

PATIENCE_S = 3.0
FRESH_S = 1.0
"""A second request within this time gets the same answer, so that several watchers ask the hall once."""


@dataclass(frozen=True, slots=True)
class HallLook:
    """The result of one look. `figures`: None if nobody answered or the query was refused; `refusal`: the code of the
    refusal.

    `age_s`: seconds since the hall's last answer; None: there was none since this program started.
    """

    broker: bool
    hall: bool
    hall_version: str
    figures: HallFigures | None
    refusal: str
    age_s: float | None


class FiguresAsker:
    """Asks the hall for its figures. `look` blocks for up to `PATIENCE_S` and may be called from many threads at
    once."""

    def __init__(self, open_wire: OpenWire, topics: Topics, device: str, session: int) -> None:
        self._lock = threading.Lock()
        self._seen: HallLook | None = None
        self._seen_at = self._answered_at = 0.0
        self._client = Client(
            open_wire,
            topics,
            device,
            program="metrics",
            session=session,
            version=version(),
            on_message=lambda _topic, _value: None,
            on_link=lambda _: None,
        )

    def start(self) -> None:
        self._client.start()

    def stop(self) -> None:
        self._client.stop()

    def look(self) -> HallLook:
        with self._lock:
            if self._seen is None or time.monotonic() - self._seen_at > FRESH_S:
                self._seen, self._seen_at = self._ask(), time.monotonic()
            return self._seen

    def _ask(self) -> HallLook:
        figures, refusal = None, ""
        answer = self._answer()
        if answer is not None:
            self._answered_at = time.monotonic()
            refusal = answer.error.code if answer.error is not None else ""
            try:
                figures = read_data(HallFigures, answer.data) if answer.ok else None
            except ValidationError:
                refusal = "answer.unreadable"  # a hall of another version
        host = self._client.host
        return HallLook(
            broker=self._client.connected,
            hall=answer is not None,
            hall_version=host.version if host is not None else "",
            figures=figures,
            refusal=refusal,
            age_s=time.monotonic() - self._answered_at if self._answered_at else None,
        )

    def _answer(self) -> Answer | None:
        said: Future[Answer | None] = Future()
        self._client.request(*wire_form(FiguresQuestion()), said.set_result, timeout_s=PATIENCE_S)
        try:
            return said.result(PATIENCE_S + 1)
        except TimeoutError:
            return None
