"""The self-service kiosk without its window: the number machine's parts, its flow around them, its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from domain.flow import Record
from domain.one_time_notice.commands import NoticeChannel
from domain.self_service.content.giving import notice_on, record_of
from domain.self_service.effects import (
    CheckParts,
    CheckStaff,
    ForgetStaff,
    KeepContent,
    KioskEffect,
    PrintSlip,
    ReadContent,
    RememberStaff,
)
from domain.self_service.inputs import PartsChecked, SlipEnded
from domain.self_service.practice.practising import truth
from domain.self_service.staff.assisting import step
from domain.self_service.state import SelfService
from domain.self_service.step import KioskInput, begin
from domain.statuses import PrinterStatus
from kiosk.mqtt.messages import wall_ms
from kiosk.mqtt.port import OpenWire
from kiosk.mqtt.topics import Topics
from kiosk.number_machine.machine import MachineFlow, NumberMachine, Parts
from kiosk.number_machine.machine import filters as machine_filters
from kiosk.self_service.content import KioskContent
from kiosk.self_service.first_state import within
from kiosk.self_service.known_staff import KnownStaff
from kiosk.self_service.parts_check import parts_of
from kiosk.self_service.slips import slip_paper
from kiosk.terminal.health import FirstFrame
from kiosk.terminal.link import OnEmergency
from kiosk.terminal.runner import Runner
from kiosk.terminal.settings import Terminal


def filters(topics: Topics) -> tuple[str, ...]:
    """The topics that a kiosk follows, besides orders to itself."""
    return (*machine_filters(topics), topics.content)


def flow_of(terminal: Terminal) -> MachineFlow[SelfService, KioskInput, KioskEffect]:
    def start(state: SelfService) -> Iterable[KioskEffect]:
        return begin(state)

    return MachineFlow(
        name="self-service",
        within=within(terminal),
        machine=lambda state: truth(state).machine,
        begin=start,
        step=step,
        filters=filters,
    )


class SelfServiceKiosk:
    """`wake` and `show` come from the window (see `kiosk.terminal.program`)."""

    def __init__(
        self,
        terminal: Terminal,
        open_wire: OpenWire,
        parts: Parts,
        *,
        key: bytes,
        wake: Callable[[], None],
        show: Callable[[SelfService], None],
    ) -> None:
        self._machine = NumberMachine(terminal, open_wire, parts, key=key, wake=wake, show=show, flow=flow_of(terminal))
        self._terminal = terminal
        store = terminal.content
        self._content = KioskContent(store, self._machine.program.post) if store is not None else None
        handle = self.runner.handle
        handle(ReadContent, self._read)
        handle(PrintSlip, self._print)
        handle(KeepContent, self._keep)
        handle(CheckParts, self._check)
        known = KnownStaff(Path(terminal.data), wall_ms)
        handle(CheckStaff, lambda effect: self.runner.work(lambda: known.check(effect)))
        handle(RememberStaff, lambda effect: self.runner.work(lambda: known.remember(effect)))
        handle(ForgetStaff, lambda effect: self.runner.work(lambda: known.forget(effect)))

    @property
    def runner(self) -> Runner[Any, Any, Any]:
        return self._machine.runner

    @property
    def alive(self) -> bool:
        return self._machine.alive

    def watch_window(self, window: Callable[[], FirstFrame | None]) -> None:
        self._machine.watch_window(window)

    def tell_emergency(self, show: OnEmergency) -> None:
        self._machine.tell_emergency(show)

    def start(self) -> None:
        """Start everything. Returns at once; results come as inputs of the flow."""
        content = self._content
        if content is not None:
            self.runner.work(content.open)
            content.start()
        self._machine.start()

    def stop(self) -> None:
        if self._content is not None:
            self._content.stop()
        self._machine.stop()

    # ---- effects

    def _read(self, effect: ReadContent) -> None:
        content = self._content
        assert content is not None, "the flow reads only what a set has"
        self.runner.work(lambda: content.read(effect))

    def _keep(self, effect: KeepContent) -> None:
        if self._content is not None:
            self._content.keep(effect)

    def _check(self, effect: CheckParts) -> None:
        parts = parts_of(self._terminal, self._machine)
        self.runner.post(PartsChecked(effect.tag, parts))

    def _print(self, effect: PrintSlip) -> None:
        printing, catalogue = self._machine.printing, self._machine.catalogue
        if printing is None or catalogue is None:
            self.runner.post(SlipEnded(effect.tag, PrinterStatus.NONE))
            return
        paper = slip_paper(effect, catalogue)
        self.runner.work(lambda: self._printed(effect, printing.print_slip(paper)))

    def _printed(self, effect: PrintSlip, fault: PrinterStatus | None) -> SlipEnded:
        """A slip was printed. A notice on paper was given, whatever the screen shows by now, so its record goes to the
        hall."""
        notice = notice_on(effect)
        if fault is None and notice is not None and notice.items:
            self._machine.program.link.record(Record(record_of(notice, NoticeChannel.PAPER)))
        return SlipEnded(effect.tag, fault)
