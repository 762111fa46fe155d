"""The ticket's way to the printer: the real driver on a pty whose other end takes the bytes and says that all is well.

The pty is faster than a wire, so the time of 115200 baud is added by count; what the printer itself takes to answer
its status questions and to print is not in here.
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

from benchmarks.row import Row, percentile
from demo.folder import SAMPLE
from domain.number_machine.effects import PrintTicket
from domain.show.public import catalogue
from domain.views.catalogue import Catalogue
from domain.views.public import Wait
from hall.config.file import read_hall
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.escpos_talk import IN_ORDER, QUESTIONS
from kiosk.hw.printer import Printed
from kiosk.hw.ticket_bytes import PART_CUT, PaperProfile, ticket_bytes
from kiosk.hw.wiring import PrinterWiring
from kiosk.mqtt.messages import new_id
from kiosk.number_machine.paper import ticket_paper

BAUD, BITS_PER_BYTE = 115200, 10
TICKETS = 100
ASKED = re.compile(b"|".join(map(re.escape, IN_ORDER)))
QUESTION_BYTES = 4 * len(QUESTIONS)  # three to ask, one to answer


class Taker:
    """The printer's end: answers DLE EOT and what is asked in order, and knows when a ticket's cut has come."""

    def __init__(self, master: int) -> None:
        self._master = master
        self.last_byte_at = 0.0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        data = b""
        while not self.stopping.is_set():
            ready, _, _ = select.select([self._master], [], [], 0.2)
            if not ready:
                continue
            data += os.read(self._master, 4096)
            if data.endswith(IN_ORDER):
                if PART_CUT in data:
                    self.last_byte_at = time.perf_counter()
                os.write(self._master, bytes(map(IN_ORDER.index, ASKED.findall(data))))
                data = b""
            elif len(data) == 3 and data.startswith(b"\x10\x04"):
                os.write(self._master, b"\x12")
                data = b""


@contextlib.contextmanager
def taker(path: Path) -> Iterator[Taker]:
    master, slave = pty.openpty()
    tty.setraw(slave)
    path.symlink_to(os.ttyname(slave))
    made = Taker(master)
    try:
        yield made
    finally:
        made.stopping.set()
        made.thread.join()
        os.close(master)
        os.close(slave)


def tickets(hall: Catalogue) -> list[PrintTicket]:
    """One of each queue of the demo hall, with people ahead."""
    wait = Wait(low=25, high=40)
    return [
        PrintTicket(
            ticket=new_id(), number="A128", queue=card.id, issued_at=hall.at, language="zh_CN", ahead=12, wait=wait
        )
        for card in hall.queues
    ]


def rows(path: Path) -> list[Row]:
    hall = catalogue(read_hall(SAMPLE), int(time.time() * 1000), 1)
    effects = tickets(hall)
    lengths = [len(ticket_bytes(ticket_paper(effect, hall), PaperProfile())) for effect in effects]
    longest = max(lengths)
    line_s = (longest + QUESTION_BYTES) * BITS_PER_BYTE / BAUD
    took = []
    with taker(path) as printer:
        driver = EscposPrinter(PrinterWiring(path=str(path), baud=BAUD))
        driver.status()
        for number in range(TICKETS):
            effect = effects[number % len(effects)]
            start = time.perf_counter()
            outcome = driver.print(ticket_paper(effect, hall))
            assert isinstance(outcome, Printed), outcome
            took.append(printer.last_byte_at - start)
        driver.close()
    ours = (percentile(took, 0.99) + line_s) * 1e3
    return [
        Row(name="longest ticket of the demo hall", unit="bytes", ours=longest, aim="<= 700", met=longest <= 700),
        Row(name="the hall's answer -> last byte of the ticket at 115200 baud, p99", unit="ms", ours=ours,
            floor=line_s * 1e3, aim="<= 100 ms", met=ours <= 100),
    ]  # fmt: skip
