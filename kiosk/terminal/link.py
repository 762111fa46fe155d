"""A terminal's link to its hall: messages become inputs of the flow, and the flow's wire effects become messages.

Everything that arrives is only posted; `post` may be called from any thread. The last catalogue is stored on disk
(`hall_cache.py`), so that a terminal that starts while the hall is away has it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from domain.commands import DeviceEvent
from domain.emergency.views import Emergency, EmergencySnapshot
from domain.flow import (
    Arrived,
    Ask,
    Doubt,
    HallAway,
    HallOnline,
    HallReplaced,
    IdentityDoubted,
    LinkInput,
    NoAnswer,
    NotRecorded,
    Record,
)
from domain.health.health import Health
from domain.views.catalogue import Catalogue
from domain.views.ticket import PrintOrder
from kiosk.mqtt.bodies import read_answer, wire_form
from kiosk.mqtt.client import Client, Published
from kiosk.mqtt.messages import Answer, DeviceState, HostState
from kiosk.mqtt.outbox import Held, Outbox, Recorded
from kiosk.mqtt.port import OpenWire
from kiosk.mqtt.presence import next_session
from kiosk.mqtt.topics import Topics
from kiosk.terminal.hall_cache import HallCache
from kiosk.terminal.home_machine import HomeMachine
from kiosk.terminal.own_disk import OwnDisk
from kiosk.terminal.settings import Terminal

logger = logging.getLogger(__name__)

Post = Callable[[LinkInput], None]
OnOrder = Callable[[PrintOrder], None]
OnDone = Callable[[Answer], None]
"""Gets the hall's answer to an event of the outbox, on the wire's thread."""
OnPicture = Callable[[str, Path], None]
OnEmergency = Callable[[Emergency | None], None]
"""Gets the emergency notice, or None when it ends, on the wire's thread."""
Filters = Callable[[Topics], Iterable[str]]

SESSION = "session"
"""The file with the number of this start. It exists wherever a terminal has run before."""

OUTBOX = "outbox"
"""The outbox's name as a part of the terminal's disk."""

OUTBOX_FULL, OUTBOX_DISK = "outbox.full", "outbox.disk"
"""Complaints of an outbox that could not store an event."""


class Link:
    """One terminal's client, outbox and stored files, all in `terminal.data`.

    `filters(topics)`: topics to follow besides the own replies and the hall's presence. `on_picture(name, path)`:
    called on the wire's thread when a picture (`{name}.png`) has come or changed.
    """

    def __init__(
        self,
        terminal: Terminal,
        open_wire: OpenWire,
        *,
        program: str,
        disk: OwnDisk,
        post: Post,
        filters: Filters,
        version: str = "",
        on_picture: OnPicture | None = None,
        on_order: OnOrder | None = None,
        on_done: OnDone = lambda _answer: None,
    ) -> None:
        data = Path(terminal.data)
        self.topics = Topics(terminal.hall)
        self._disk = disk
        self.stored = HallCache(data, lambda error: disk.failed("hall", error, self._store_again))
        self.home = HomeMachine(data)
        try:
            self.home.settle()
        except OSError as error:
            disk.failed("machine", error, self.home.settle)
        self.outbox = Outbox(data / "outbox.db", on_complaint=self._outbox_complains)
        self._outbox_is_full = False
        self._post = post
        self._on_picture = on_picture
        self._on_order = on_order
        self._emergency: Emergency | None = None
        self._on_emergency: OnEmergency = lambda _emergency: None
        self._client = Client(
            open_wire,
            self.topics,
            terminal.device,
            program=program,
            version=version,
            session=next_session(data / SESSION, lambda error, again: disk.failed("session", error, again)),
            on_message=self._arrived,
            on_link=lambda online: post(HallOnline() if online else HallAway()),
            on_hall=self._hall_known,
            on_twice=self._heard_twice,
            subscriptions=(self.topics.emergency, *filters(self.topics)),
            on_done=on_done,
            outbox=self.outbox,
            held=self.home.is_another,
            machine=self.home.marks.short,
        )

    def start(self) -> None:
        """Post the stored catalogue, then connect; returns at once."""
        catalogue = self.stored.catalogue()
        if catalogue is not None:
            self._post(Arrived(catalogue))
        if self.home.is_another:
            logger.error("these files were made on the machine %s: see xiaochuang new-machine", self.home.before)
            self._post(IdentityDoubted(Doubt.OTHER_MACHINE))
        self._client.start()

    def stop(self) -> None:
        self._client.stop()
        self.outbox.close()

    @property
    def alive(self) -> bool:
        """Whether the wire's thread works; for the watchdog."""
        return self._client.alive

    @property
    def degraded(self) -> str:
        """The problem that the hall reports of itself (`disk_full`), or ""."""
        return self._client.host.degraded if self._client.host is not None else ""

    @property
    def hall(self) -> str:
        """The state of the hall: online, away (the broker is there, the hall is not) or no_broker."""
        return "online" if self._client.online else "away" if self._client.connected else "no_broker"

    def tell_emergency(self, show: OnEmergency) -> None:
        """Call `show` with the emergency notice, now and whenever it changes. It stands over every flow."""
        self._on_emergency = show
        show(self._emergency)

    @property
    def covered(self) -> bool:
        """An emergency notice stands over every screen."""
        return self._emergency is not None

    def set_health(self, health: dict[str, Any]) -> None:
        self._client.set_health(health)

    def with_outbox(self, health: Health) -> Health:
        """`health` with the number of events that wait here for the hall.

        Above ten it is rounded down to tens, so that health is not published anew for every event.
        """
        waiting = len(self.outbox)
        if not waiting:
            self._outbox_is_full = False
        return replace(
            health,
            outbox=waiting if waiting < 10 else waiting // 10 * 10,
            outbox_refused=len(self.outbox.refused()),
            outbox_trouble=self._outbox_trouble(),
            machine="other" if self.home.is_another else "",
        )

    # ---- effects

    def ask(self, effect: Ask) -> None:
        """Executes `Ask`; `Answered` or `NoAnswer` with its tag is posted."""

        def answered(answer: Answer | None) -> None:
            self._post(NoAnswer(effect.tag) if answer is None else read_answer(effect, answer))

        type_, body = wire_form(effect.command)
        self._client.request(
            type_, body, answered, timeout_s=effect.timeout_s, request_id=effect.request_id, by=effect.by
        )

    def record(self, effect: Record) -> None:
        """Executes `Record`: on disk when this returns, or `NotRecorded` is posted."""
        if not self.recorded(effect.event):
            self._post(NotRecorded(type(effect.event)))

    def recorded(self, event: DeviceEvent) -> bool:
        """Put an event into the outbox; from any thread. False: it will not reach the hall, so do not act on it."""
        done = self._client.record(*wire_form(event))
        if isinstance(done, Recorded):
            self._outbox_is_full = False
            self._disk.works(OUTBOX)
        return isinstance(done, Recorded | Held)

    def _outbox_complains(self, code: str, detail: str) -> None:
        if code == OUTBOX_FULL:
            self._outbox_is_full = True
        elif code == OUTBOX_DISK:
            self._disk.failed(OUTBOX, detail, self._try_outbox)

    def _try_outbox(self) -> None:
        self.outbox.try_writing()

    def _outbox_trouble(self) -> str:
        """The outbox's present problem, or "". Only writing shows whether the disk works; an empty outbox does not."""
        if self._disk.has_failed(OUTBOX):
            return OUTBOX_DISK
        return OUTBOX_FULL if self._outbox_is_full else ""

    def _store_again(self) -> None:
        """Write what could not be stored before; a picture is shown once it is stored."""
        for path in self.stored.store_again():
            if path.suffix == ".png" and self._on_picture is not None:
                self._on_picture(path.stem, path)

    # ---- the wire's thread

    def _hall_known(self, state: HostState, replaced: bool) -> None:  # noqa: FBT001 - the client's callback
        if replaced or not self.stored.holds(state):
            self.stored.forget()
            self._post(HallReplaced())

    def _heard_twice(self, twice: bool) -> None:  # noqa: FBT001 - the client's callback
        if not self.home.is_another:  # another machine is the greater doubt, and tells what to do
            self._post(IdentityDoubted(Doubt.TWICE if twice else Doubt.NONE))

    def _arrived(self, topic: str, value: Published) -> None:
        if isinstance(value, bytes):
            name = self.topics.picture_of(topic)
            path = self.stored.store_picture(name, value) if name else None
            if name and path and self._on_picture is not None:
                self._on_picture(name, path)
        elif isinstance(value, Catalogue):
            if self.stored.store_catalogue(value):
                self._post(Arrived(value, live=self._client.live))
        elif isinstance(value, EmergencySnapshot):
            self._emergency = value.emergency
            self._on_emergency(value.emergency)
        elif isinstance(value, PrintOrder):
            if self._on_order is not None:
                self._on_order(value)
        elif not isinstance(value, DeviceState | HostState):
            self._post(Arrived(value, live=self._client.live))
