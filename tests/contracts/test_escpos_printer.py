"""A ticket printer that misbehaves: silent, slow, sending noise, unplugged, out of paper at any byte."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from escpos_peer import PtyPrinter, TcpPrinter
from hypothesis import given
from hypothesis import strategies as st
from test_ticket_bytes import STANDARD

from domain.statuses import PrinterStatus
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.escpos_talk import status_of
from kiosk.hw.printer import NotPrinted, Printed
from kiosk.hw.ticket_bytes import PaperProfile, ticket_bytes
from kiosk.hw.wiring import Glyphs, PrinterLine, PrinterWiring

TICKET = len(ticket_bytes(STANDARD, PaperProfile()))


def wired(path: Path, **changes: object) -> PrinterWiring:
    settings = {"status_seconds": 0.5, "print_seconds": 2.0, "settle_seconds": 0.1, **changes}
    return PrinterWiring(line=PrinterLine.SERIAL, path=str(path), **settings)  # type: ignore[arg-type]


@pytest.fixture
def device(tmp_path: Path) -> Iterator[PtyPrinter]:
    printer = PtyPrinter(tmp_path)
    yield printer
    printer.unplug()


@pytest.fixture
def printer(device: PtyPrinter) -> Iterator[EscposPrinter]:
    driver = EscposPrinter(wired(device.path))
    yield driver
    driver.close()


@pytest.mark.parametrize("count", [1, 5, 60, TICKET // 2, TICKET - 5, TICKET - 1])
def test_paper_that_ends_at_any_byte_is_no_ticket_and_the_next_one_is_whole(
    device: PtyPrinter, printer: EscposPrinter, count: int
) -> None:
    device.peer.ends_after = count
    assert printer.print(STANDARD) == NotPrinted(PrinterStatus.PAPER_OUT, started=True)
    assert device.peer.paper.tickets == []
    device.peer.become(PrinterStatus.READY)
    assert printer.print(STANDARD) == Printed(PrinterStatus.READY)
    whole = device.peer.paper.texts[-1]
    assert STANDARD.number in whole
    assert whole.count(STANDARD.number) == 1


def test_half_a_ticket_is_cut_off_before_the_next_one(device: PtyPrinter, printer: EscposPrinter) -> None:
    device.peer.ends_after = TICKET // 2
    printer.print(STANDARD)
    device.peer.become(PrinterStatus.READY)
    printer.print(STANDARD)
    half, whole = device.peer.paper.texts
    assert half == whole[: len(half)]
    assert len(half) < len(whole)


def test_no_rest_of_a_ticket_comes_out_when_paper_is_put_in(device: PtyPrinter, printer: EscposPrinter) -> None:
    device.peer.ends_after = TICKET // 2
    printer.print(STANDARD)
    device.peer.become(PrinterStatus.READY)
    assert printer.status() == PrinterStatus.READY
    assert device.peer.paper.tickets == []


def test_a_printer_that_falls_silent_while_printing_is_unknown(device: PtyPrinter, printer: EscposPrinter) -> None:
    assert printer.status() == PrinterStatus.READY
    told: list[bytes] = []

    def four_answers_then_silence(answer: bytes) -> None:
        told.append(answer)
        if len(told) <= 4:
            device._send(answer)

    device.peer._reply = four_answers_then_silence
    assert printer.print(STANDARD) == NotPrinted(PrinterStatus.UNKNOWN, started=True)


@pytest.mark.parametrize("garbage", [b"\x00\x00", b"\xff", b"OK\r\n", bytes(range(0x80, 0x90))])
def test_garbage_is_no_answer(device: PtyPrinter, printer: EscposPrinter, garbage: bytes) -> None:
    device.peer.garbage = garbage
    assert printer.status() == PrinterStatus.UNKNOWN
    assert printer.print(STANDARD) == NotPrinted(PrinterStatus.UNKNOWN)
    assert device.peer.paper.tickets == []


def test_noise_between_the_answers_is_passed_over(device: PtyPrinter, printer: EscposPrinter) -> None:
    device.peer.chatter = b"\xff\x80"
    assert printer.print(STANDARD) == Printed()


def test_old_status_bytes_on_the_line_are_not_taken_for_answers(device: PtyPrinter, printer: EscposPrinter) -> None:
    assert printer.status() == PrinterStatus.READY
    device.peer.become(PrinterStatus.PAPER_OUT)
    device._send(b"\x12" * 8)
    time.sleep(0.05)
    assert printer.status() == PrinterStatus.PAPER_OUT


@pytest.mark.parametrize("count", [1, 13, 200, TICKET + 10])
def test_a_printer_unplugged_at_any_byte_is_offline_and_prints_when_it_is_back(
    device: PtyPrinter, printer: EscposPrinter, count: int
) -> None:
    arrives = device.peer.arrives

    def pulled(data: bytes) -> None:
        arrives(data)
        if device.peer.received >= count:
            device.unplug()

    device.peer.arrives = pulled  # type: ignore[method-assign]
    outcome = printer.print(STANDARD)
    assert isinstance(outcome, NotPrinted)
    assert outcome.status in (PrinterStatus.OFFLINE, PrinterStatus.UNKNOWN)
    device.peer.arrives = arrives  # type: ignore[method-assign]
    device.peer._buffer = device.peer._real_time = b""
    device.plug()
    printer.status()
    assert isinstance(printer.print(STANDARD), Printed)


def test_a_printer_that_takes_no_bytes_holds_nobody_up_for_long(tmp_path: Path) -> None:
    device = PtyPrinter(tmp_path)
    printer = EscposPrinter(wired(device.path, glyphs=Glyphs.NONE, baud=921600))
    assert printer.status() == PrinterStatus.READY
    arrives = device.peer.arrives

    def chokes(data: bytes) -> None:
        arrives(data)
        if device.peer.received > 2000:
            device.reading.clear()

    device.peer.arrives = chokes  # type: ignore[method-assign]
    outcome = printer.print(STANDARD)
    assert outcome == NotPrinted(PrinterStatus.UNKNOWN, started=True)
    printer.close()
    device.reading.set()
    device.unplug()


def test_a_slow_line_prints_all_the_same(tmp_path: Path) -> None:
    device = PtyPrinter(tmp_path, baud=9600)
    printer = EscposPrinter(wired(device.path, baud=9600, print_seconds=5.0))
    assert printer.print(STANDARD) == Printed()
    printer.close()
    device.unplug()


def test_a_printer_without_the_in_order_question_is_believed_by_its_status(device: PtyPrinter) -> None:
    printer = EscposPrinter(wired(device.path, in_order_status=False))
    assert printer.print(STANDARD) == Printed()
    device.peer.ends_after = TICKET // 2
    assert printer.print(STANDARD) == NotPrinted(PrinterStatus.PAPER_OUT, started=True)
    printer.close()


def test_two_who_print_at_once_get_two_whole_tickets(device: PtyPrinter, printer: EscposPrinter) -> None:
    outcomes: list[object] = []
    threads = [threading.Thread(target=lambda: outcomes.append(printer.print(STANDARD))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert outcomes == [Printed(), Printed()]
    assert len(device.peer.paper.tickets) == 2


def test_a_network_printer_that_was_switched_off_and_on_prints_again() -> None:
    device = TcpPrinter()
    wiring = PrinterWiring(line=PrinterLine.NETWORK, host="127.0.0.1", port=device.port, status_seconds=0.5)
    printer = EscposPrinter(wiring)
    assert printer.print(STANDARD) == Printed()
    device.forget_the_line()
    assert printer.status() == PrinterStatus.UNKNOWN
    assert printer.print(STANDARD) == Printed()
    printer.close()
    device.unplug()


def test_nothing_on_the_line_is_offline(tmp_path: Path) -> None:
    for wiring in (
        wired(tmp_path / "nothing"),
        PrinterWiring(line=PrinterLine.FILE, path=str(tmp_path / "nothing")),
        PrinterWiring(line=PrinterLine.NETWORK, host="127.0.0.1", port=9),
    ):
        assert EscposPrinter(wiring).status() == PrinterStatus.OFFLINE


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, PrinterStatus.READY),
        ({4: 0x1E}, PrinterStatus.NEAR_END),
        ({4: 0x72}, PrinterStatus.PAPER_OUT),
        ({2: 0x16, 4: 0x72}, PrinterStatus.COVER_OPEN),
        ({3: 0x1A}, PrinterStatus.CUTTER),
        ({1: 0x1A}, PrinterStatus.OFFLINE),
        ({3: 0x32}, PrinterStatus.OFFLINE),
        ({4: 0x00}, PrinterStatus.UNKNOWN),
        ({1: 0xFF, 2: 0x16}, PrinterStatus.COVER_OPEN),
    ],
)
def test_the_bits_mean_what_they_say(changes: dict[int, int], status: PrinterStatus) -> None:
    assert status_of({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12, **changes}) == status


@given(st.dictionaries(st.integers(1, 4), st.integers(0, 255), max_size=3))
def test_an_incomplete_answer_is_never_fine(answers: dict[int, int]) -> None:
    assert not status_of(answers).can_print


def test_a_hundred_thousand_random_answers_are_fine_only_by_their_bits() -> None:
    chance = random.Random(3)
    for _ in range(100_000):
        answers = {question: chance.randrange(256) for question in (1, 2, 3, 4)}
        if status_of(answers).can_print:
            assert all(answer & 0x93 == 0x12 for answer in answers.values())
            assert not answers[2] & 0x64
            assert not answers[4] & 0x60
