"""The queue-number machine without its window: flow, link, readers, printer and own numbers, wired together.

`__main__.py` chooses the parts, `app.py` gives it a window; tests give it fakes and no window.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from domain.health.health import Health
from domain.number_machine.effects import (
    ForgetLost,
    ForgetOrders,
    IssueOffline,
    MachineEffect,
    PrintCopy,
    PrintTicket,
    ReadCards,
    RememberLost,
    TimeKnown,
    WipeSession,
)
from domain.number_machine.inputs import (
    MachineInput,
    Ordered,
    PaperRenamed,
    PrinterChanged,
    ReaderChanged,
    SomeoneCame,
)
from domain.number_machine.state import Machine
from domain.number_machine.step import begin, step
from domain.statuses import PrinterStatus
from domain.ticket_number import numbers_like
from domain.views.catalogue import Catalogue
from kiosk.hw.cards import CardReader
from kiosk.hw.gpio import Gpio
from kiosk.hw.printer import TicketPrinter
from kiosk.hw.scanner import Scanner
from kiosk.mqtt.messages import Answer
from kiosk.mqtt.port import OpenWire
from kiosk.mqtt.topics import Topics
from kiosk.number_machine.copies import Copies
from kiosk.number_machine.first_state import first_state
from kiosk.number_machine.giving import day_of, issue_offline
from kiosk.number_machine.offline import OwnNumbers
from kiosk.number_machine.paper import copy_of, ticket_paper
from kiosk.number_machine.paper_count import PaperCount
from kiosk.number_machine.parts import Printing, Readers
from kiosk.terminal.contacts import Contacts
from kiosk.terminal.health import FirstFrame
from kiosk.terminal.home_machine import HomeMachine
from kiosk.terminal.link import SESSION, OnEmergency
from kiosk.terminal.own_disk import OwnDisk
from kiosk.terminal.program import Program
from kiosk.terminal.settings import Terminal
from program.durable import DISK_ERRORS

logger = logging.getLogger(__name__)

S = TypeVar("S")
I = TypeVar("I")  # noqa: E741 - of inputs
E = TypeVar("E")

LOOK_AT_PRINTER_S = 10.0
LOOK_AT_FAULTY_PRINTER_S = 2.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts attached to this machine; None: no such part."""

    cards: CardReader | None = None
    scanner: Scanner | None = None
    printer: TicketPrinter | None = None
    gpio: Gpio | None = None
    close: Callable[[], None] = lambda: None  # closes what the parts share


def filters(topics: Topics) -> tuple[str, ...]:
    """The topics that a number machine follows, besides orders to itself."""
    return topics.queues, topics.notices, topics.catalogue, topics.help


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFlow(Generic[S, I, E]):
    """A flow that contains a number machine: the machine's own flow, or that of a self-service kiosk.

    `within` makes the flow's first state from a machine; `machine` finds the machine in any state.
    """

    name: str
    within: Callable[[Machine], S]
    machine: Callable[[S], Machine]
    begin: Callable[[S], Iterable[E]]
    step: Callable[[S, I, int], tuple[S, Iterable[E]]]
    filters: Callable[[Topics], tuple[str, ...]]


NUMBER_MACHINE: MachineFlow[Machine, MachineInput, MachineEffect] = MachineFlow(
    name="number-machine",
    within=lambda machine: machine,
    machine=lambda machine: machine,
    begin=begin,
    step=step,
    filters=filters,
)


class NumberMachine:
    """`wake` and `show` come from the window (see `kiosk.terminal.program`)."""

    def __init__(
        self,
        terminal: Terminal,
        open_wire: OpenWire,
        parts: Parts,
        *,
        key: bytes,
        wake: Callable[[], None],
        show: Callable[[Any], None],
        flow: MachineFlow[Any, Any, Any] = NUMBER_MACHINE,
    ) -> None:
        data = Path(terminal.data)
        disk = OwnDisk(data)
        self._own = OwnNumbers(
            data / "own_numbers.db",
            lambda error, again: disk.failed("own_numbers", error, again),
            first_start=not (data / SESSION).exists(),
        )
        self._device = terminal.device
        self._close = parts.close
        self._flow = flow
        self.program: Program[Any, Any, Any] = Program(
            terminal,
            open_wire,
            name=flow.name,
            filters=lambda topics: (*flow.filters(topics), topics.order(terminal.device)),
            state=flow.within(
                replace(
                    first_state(terminal),
                    has_printer=parts.printer is not None,
                    has_cards=parts.cards is not None,
                    has_scanner=parts.scanner is not None,
                    lost=self._own.lost(),
                )
            ),
            step=flow.step,
            wake=wake,
            show=show,
            attach=self._attach,
            on_order=lambda order: self.program.post(Ordered(order)),
            on_done=self._recorded,
            contacts=Contacts(parts.gpio, presence=SomeoneCame),
            disk=disk,
        )
        self.runner = self.program.runner
        if self.program.link.home.taken_over:
            self._halt(self.program.link.home)
        self._readers = Readers(parts.cards, parts.scanner, key=key, post=self._part_says)
        self._scanner_was = self._readers.scanner_state
        self._printing = Printing(parts.printer, PaperCount(data)) if parts.printer is not None else None
        handle = self.runner.handle
        handle(PrintTicket, self._print)
        self._copies = Copies(
            data / "copies.db",
            self.program.link.recorded,
            lambda error, again: disk.failed("copies", error, again),
        )
        handle(PrintCopy, self._print_copy)
        handle(ForgetOrders, lambda _effect: self._copies.forget())
        handle(ReadCards, self._readers.listen)
        handle(IssueOffline, self._issue_offline)
        handle(RememberLost, lambda effect: self._own.remember(effect.request))
        handle(TimeKnown, self._time_known)
        handle(ForgetLost, lambda effect: self._own.forget(effect.request))
        handle(WipeSession, lambda _effect: self._readers.wipe())  # screens clear themselves when they are left

    def _halt(self, home: HomeMachine) -> None:
        """Another machine may have given numbers after these files were copied: give none on the first known day."""
        try:
            self._own.halt()
            home.told()
        except DISK_ERRORS as error:  # tried again at the next start; until then this disk gives no number anyway
            logger.error("the own numbers stand still: %s", error)  # noqa: TRY400

    @property
    def alive(self) -> bool:
        return self.program.alive

    @property
    def catalogue(self) -> Catalogue | None:
        """The hall's catalogue, as the flow knows it now."""
        return self._flow.machine(self.runner.state).catalogue

    @property
    def printing(self) -> Printing | None:
        """The ticket printer, for other code that prints on it."""
        return self._printing

    def watch_window(self, window: Callable[[], FirstFrame | None]) -> None:
        self.program.watch_window(window)

    def tell_emergency(self, show: OnEmergency) -> None:
        self.program.tell_emergency(show)

    def start(self) -> None:
        """Start everything. Returns at once; results come as inputs of the flow."""
        self.runner.execute(self._flow.begin(self.runner.state))
        self.program.start()
        self.runner.work(self._copies.recover)
        self._readers.start()
        self._look_at_printer()

    def stop(self) -> None:
        self._readers.stop()
        self.program.stop()
        self._own.close()
        if self._printing is not None:
            self._printing.close()
        self._copies.close()
        self._close()

    # ---- effects

    def _print(self, effect: PrintTicket) -> None:
        printing, catalogue = self._printing, self.catalogue
        assert printing is not None, "the flow prints only where there is a printer"
        assert catalogue is not None, "a number comes from a hall that is known"
        paper = ticket_paper(effect, catalogue)
        self.runner.work(lambda: printing.print(effect.ticket, paper, copy=effect.copy))

    def _print_copy(self, effect: PrintCopy) -> None:
        order, catalogue = effect.order, self.catalogue
        if catalogue is None:  # the hall repeats the order, and its catalogue comes before that
            return
        paper, copies, printing = ticket_paper(copy_of(order), catalogue), self._copies, self._printing
        self.runner.work(lambda: copies.printed(order, paper, printing))

    def _issue_offline(self, effect: IssueOffline) -> None:
        catalogue = self.catalogue
        assert catalogue is not None, "a queue was chosen"
        link = self.program.link
        self.runner.work(lambda: issue_offline(self._own, catalogue, self._device, effect, link.recorded))

    def _time_known(self, effect: TimeKnown) -> None:
        catalogue = self.catalogue
        if catalogue is not None:  # without a catalogue no number was given
            self.runner.work(lambda: self._settle(day_of(catalogue, effect.at)))

    def _settle(self, day: str) -> None:
        with contextlib.suppress(*DISK_ERRORS):  # reported already; every number that is taken settles the day as well
            self._own.settle(day)

    def _recorded(self, answer: Answer) -> None:
        """The hall has taken an event of this machine. If another paper has the same number, the ticket waits under a
        new one."""
        data = answer.data or {}
        number, ticket = data.get("number"), data.get("ticket")
        if isinstance(number, str) and isinstance(ticket, str) and number != next(numbers_like(number)):
            logger.warning("the paper %s is not the only one: it waits as %s", next(numbers_like(number)), number)
            self.program.post(PaperRenamed(ticket, number))

    # ---- health

    def _part_says(self, said: MachineInput) -> None:
        self.runner.post(said)
        scanner, self._scanner_was = self._scanner_was, self._readers.scanner_state
        if isinstance(said, ReaderChanged) or scanner != self._scanner_was:
            self.program.look_again()

    def _look_at_printer(self) -> None:
        """Check the printer, on a worker; more often while it has a fault."""
        printing = self._printing
        if printing is None:
            return

        def look() -> PrinterChanged | None:
            before, now = printing.status, printing.look()
            self.program.later(LOOK_AT_PRINTER_S if now.can_print else LOOK_AT_FAULTY_PRINTER_S, self._look_at_printer)
            if now is not before:
                self.program.look_again()
            return PrinterChanged(can_print=now.can_print) if now is not before or not now.can_print else None

        self.runner.work(look)

    def _attach(self, health: Health) -> Health:
        return replace(
            health,
            cards=self._readers.cards_state,
            scanner=self._readers.scanner_state,
            printer=self._printing.status if self._printing is not None else PrinterStatus.NONE,
        )
