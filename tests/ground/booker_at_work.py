"""People who book a time while the ground breaks, for tests: each remembers what the hall has told them."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from kiosk.mqtt.messages import new_id
from tests.hall.mqtt_asker import Asker

PATIENCE_S = 5.0
ASKED_AGAIN = 12
DAY_AND_MORE_MS = 30 * 3_600_000
"""Slots of today may pass while a bad day lasts."""


class BookerAtWork(threading.Thread):
    """One person after the other books; every third moves, every fourth gives the time back.

    `booked`: what stands, the start of the slot by person; `given_back`: who has nothing any more; `told`: how many
    have been told something.
    """

    def __init__(self, device: str, hall: str, port: int, queue: str) -> None:
        super().__init__(name="booker", daemon=True)
        self.booked: dict[str, int] = {}
        self.given_back: set[str] = set()
        self.told = 0
        self._device, self._queue = device, queue
        self._asker = Asker(port, hall, "booker")
        self._people = 0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(AssertionError):  # nobody answered in time: this person goes away
                self._one()
            self._ended.wait(0.4)

    def end(self) -> None:
        self._ended.set()
        self.join(90)
        assert not self.is_alive()

    def close(self) -> None:
        self._asker.close()

    def stands(self, person: str) -> list[int]:
        """When the hall says that this person has a time."""
        answer = self._asker.ask(self._device, "appointment.lookup", {"person": person})
        if not answer["ok"]:
            assert answer["error"]["code"] == "appointment.unknown", answer
            return []
        return [one["starts_at"] for one in answer["data"]["appointments"]]

    def _one(self) -> None:
        free = self._free()
        if len(free) < 2:
            return
        self._people += 1
        person = f"{self._people:032x}"
        answer = self._told("appointment.book", queue=self._queue, person=person, starts_at=free[0])
        if not answer["ok"]:
            return
        self.told += 1
        code = answer["data"]["code"]
        self.booked[person] = answer["data"]["starts_at"]
        if self._people % 3 == 0:
            del self.booked[person]  # until there is an answer, either may be so
            answer = self._told("appointment.move", code=code, starts_at=free[1])
            if answer["ok"]:
                self.booked[person] = answer["data"]["starts_at"]
        elif self._people % 4 == 0:
            del self.booked[person]
            if self._told("appointment.cancel", code=code)["ok"]:
                self.given_back.add(person)

    def _free(self) -> list[int]:
        answer = self._asker.ask(self._device, "appointment.slots", {"queue": self._queue}, timeout_s=PATIENCE_S)
        slots = answer["data"]["slots"] if answer["ok"] else []
        first = slots[0]["starts_at"] + DAY_AND_MORE_MS if slots else 0
        return [slot["starts_at"] for slot in slots if slot["free"] and slot["starts_at"] > first]

    def _told(self, type_: str, **data: Any) -> dict[str, Any]:
        """The answer, asked for again under its id until there is one."""
        id_ = new_id()
        for _ in range(ASKED_AGAIN):
            with contextlib.suppress(AssertionError):
                answer = self._asker.ask(self._device, type_, data, id_, timeout_s=PATIENCE_S)
                if answer["ok"] or answer["error"]["code"] not in {"hall.disk_full", "hall.busy"}:
                    return answer
                self._ended.wait(1.0)
        raise AssertionError(f"no answer to {type_}")
