"""The orders of one machine by themselves: each is printed once, and its end is told."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.fake_printer import FakePrinter
from domain.commands import DeviceEvent
from domain.statuses import PrinterStatus
from domain.views.ticket import PrintOrder
from kiosk.hw.printer import TicketPaper
from kiosk.mqtt.bodies import wire_form
from kiosk.number_machine.copies import STORED, Copies
from kiosk.number_machine.parts import Printing

ORDER = PrintOrder(order="d-A001-r1", ticket="d-A001", number="A001", queue="q", issued_at=0, language="zh_CN", ahead=3)
PAPER = TicketPaper(hall="h", number="A001", queue="q", ahead="", time="")


class Told:
    """An outbox: what it was told of, and whether there is room in it."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.full = False

    def __call__(self, event: DeviceEvent) -> bool:
        if not self.full:
            self.events.append(wire_form(event))
        return not self.full

    @property
    def orders(self) -> list[str]:
        return [data["order"] for _, data in self.events]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def copies(tmp_path: Path, told: Told) -> Copies:
    return Copies(tmp_path / "copies.db", told)


def order(number: int) -> PrintOrder:
    return replace(ORDER, order=f"order-{number}")


def test_a_copy_is_told_with_its_order(copies: Copies, told: Told) -> None:
    copies.printed(ORDER, PAPER, Printing(FakePrinter()))
    assert told.events == [("ticket.printed", {"ticket": "d-A001", "copy": True, "order": "d-A001-r1"})]


def test_a_copy_that_failed_is_told_with_its_fault(copies: Copies, told: Told) -> None:
    printer = FakePrinter()
    printer.state = PrinterStatus.COVER_OPEN
    copies.printed(ORDER, PAPER, Printing(printer))
    about = {"ticket": "d-A001", "copy": True, "order": "d-A001-r1", "fault": "cover_open"}
    assert told.events == [("ticket.print_failed", about)]


def test_an_order_that_comes_again_is_neither_printed_nor_told_again(copies: Copies, told: Told) -> None:
    printer = FakePrinter()
    for _ in range(2):
        copies.printed(ORDER, PAPER, Printing(printer))
    copies.printed(order(2), PAPER, Printing(printer))
    assert len(printer.papers) == 2
    assert told.orders == ["d-A001-r1", "order-2"]


def test_an_order_that_cannot_be_written_down_is_not_printed(copies: Copies, told: Told) -> None:
    printer = FakePrinter()
    copies._db.execute("PRAGMA query_only = ON")
    copies.printed(ORDER, PAPER, Printing(printer))
    assert not printer.papers
    assert [data["fault"] for _, data in told.events] == ["disk"]


def test_a_disk_that_fills_up_while_it_prints_stops_no_machine(
    copies: Copies, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    class FillsUp(FakePrinter):
        def print(self, paper: TicketPaper) -> Any:
            copies._db.execute("PRAGMA query_only = ON")
            return super().print(paper)

    with caplog.at_level(logging.WARNING):
        copies.printed(ORDER, PAPER, Printing(FillsUp()))
    assert told.orders == ["d-A001-r1"]
    assert "d-A001-r1" in caplog.text


def test_what_was_not_told_is_told_at_the_start_in_its_order_and_once(tmp_path: Path, told: Told) -> None:
    copies = Copies(tmp_path / "copies.db", told)
    told.full = True
    for number in (2, 1, 3):
        copies.printed(order(number), PAPER, Printing(FakePrinter()))
    copies.close()
    copies = Copies(tmp_path / "copies.db", told)
    copies.recover()
    told.full = False
    copies.recover()
    copies.recover()
    assert told.orders == ["order-2", "order-1", "order-3"]


def test_the_last_orders_are_known_and_older_ones_that_were_told_are_forgotten(tmp_path: Path, told: Told) -> None:
    printer = FakePrinter()
    copies = Copies(tmp_path / "copies.db", told)
    copies._db.execute("PRAGMA synchronous = OFF")
    told.full = True
    copies.printed(order(0), PAPER, Printing(printer))
    told.full = False
    for number in range(1, STORED + 2):
        copies.printed(order(number), PAPER, Printing(printer))
    printed = len(printer.papers)
    copies.printed(order(2), PAPER, Printing(printer))
    copies.printed(order(0), PAPER, Printing(printer))
    assert len(printer.papers) == printed, "the last ones, and what was not told, are known"
    copies.printed(order(1), PAPER, Printing(printer))
    assert len(printer.papers) == printed + 1


class CutOff(FakePrinter):
    """The power goes while it prints."""

    def print(self, paper: TicketPaper) -> Any:
        super().print(paper)
        raise KeyboardInterrupt


def test_an_order_that_a_power_cut_met_half_way_is_told_as_failed_and_not_begun_again(tmp_path: Path) -> None:
    told, printer = Told(), CutOff()
    copies = Copies(tmp_path / "copies.db", told)
    with pytest.raises(KeyboardInterrupt):
        copies.printed(ORDER, PAPER, Printing(printer))
    copies.close()
    for _start in range(2):
        copies = Copies(tmp_path / "copies.db", told)
        copies.recover()
        copies.printed(ORDER, PAPER, Printing(printer))
        copies.close()
    assert len(printer.papers) == 1
    failed = {"ticket": "d-A001", "copy": True, "order": "d-A001-r1", "fault": "interrupted"}
    assert told.events == [("ticket.print_failed", failed)]


def test_a_file_of_orders_that_cannot_be_read_stops_no_machine(tmp_path: Path) -> None:
    (tmp_path / "copies.db").write_bytes(b"not a database at all, whatever it once was" * 100)
    told, printer = Told(), FakePrinter()
    copies = Copies(tmp_path / "copies.db", told)
    copies.printed(ORDER, PAPER, Printing(printer))
    copies.close()
    assert len(printer.papers) == 1


def test_a_machine_without_a_printer_says_so(copies: Copies, told: Told) -> None:
    copies.printed(ORDER, PAPER, None)
    assert [data["fault"] for _, data in told.events] == ["none"]
