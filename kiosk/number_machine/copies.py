"""Copies that clerks have ordered at this machine: each order is printed at most once, whatever happens in between.

An order is on disk before printing begins (SQLite, synchronous=FULL), so that a repeated order is recognised, also
after a restart. Its result goes into the outbox. An order interrupted by a restart is reported as failed: part of the
paper may be out, which the clerk can see.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from domain.commands import RecordPrint
from domain.statuses import PrinterStatus
from domain.views.ticket import PrintOrder
from kiosk.hw.printer import TicketPaper
from kiosk.mqtt.outbox import RecordEvent
from kiosk.number_machine.offline import OnTrouble
from kiosk.number_machine.parts import Printing
from program.durable import DISK_ERRORS, is_damaged, open_or_begin_anew, try_writing
from program.terminal_data import COPIES

logger = logging.getLogger(__name__)

SCHEMA = "CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, ticket TEXT NOT NULL, fault TEXT, told INTEGER)"
STORED = 1000


class CopyFault(StrEnum):
    """Why a copy was not printed, besides the printer's faults."""

    INTERRUPTED = "interrupted"  # the program ended while it printed
    DISK = "disk"  # the order could not be written to disk, and was not printed


class Copies:
    """The orders of one machine, in the file `path`. Thread-safe; `printed` blocks for the printer: workers call it.

    A file that cannot be read is begun anew, because orders live only two minutes. If the disk cannot be written,
    `on_trouble(error, again)` is called and no order is printed: a repeated one could not be recognised.
    """

    def __init__(self, path: Path, record: RecordEvent, on_trouble: OnTrouble = lambda _error, _again: None) -> None:
        self._path = path
        self._record = record
        self._on_trouble = on_trouble
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        with self._lock, self._told_trouble():
            _opened_now = self._db

    def recover(self) -> None:
        """Report at the start the results not reported before; orders without a result were interrupted."""
        left: list[tuple[str, str, str | None]] = []
        with self._lock, self._told_trouble():
            left = self._db.execute("SELECT id, ticket, fault FROM orders WHERE NOT told ORDER BY rowid").fetchall()
        for order, ticket, fault in left:
            self._tell(order, ticket, CopyFault.INTERRUPTED if fault is None else fault)

    def printed(self, order: PrintOrder, paper: TicketPaper, printing: Printing | None) -> None:
        """Print the order if it is new, and report the result to the hall."""
        new: bool | None = None
        with self._lock, self._told_trouble():
            new = self._begin(order)
        if new is False:
            return
        if new is None:
            self._say(order.order, order.ticket, CopyFault.DISK)  # not printed
            return
        ended = printing.print(order.ticket, paper, copy=True).fault if printing is not None else PrinterStatus.NONE
        self._tell(order.order, order.ticket, ended or "")

    def forget(self) -> None:
        """Forget reported orders: another store of the hall may use their ids again."""
        with self._lock, self._told_trouble("orders of the hall before"):  # at worst one is not printed
            self._db.execute("DELETE FROM orders WHERE told")

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _db(self) -> sqlite3.Connection:
        """The open file. Raises any of `DISK_ERRORS`."""
        if self._opened is None:
            self._opened = open_or_begin_anew(self._path, SCHEMA, COPIES)
        return self._opened

    @contextlib.contextmanager
    def _told_trouble(self, what: str = "orders") -> Iterator[None]:
        try:
            yield
        except DISK_ERRORS as error:
            logger.warning("%s: %s", what, error)
            if is_damaged(error):
                self._close()  # the next opening puts it aside
            self._on_trouble(error, self._again)

    def _again(self) -> None:
        with self._lock:
            try_writing(self._db)

    def _begin(self, order: PrintOrder) -> bool:
        with self._db as db:
            db.execute("BEGIN IMMEDIATE")
            new = db.execute("INSERT OR IGNORE INTO orders VALUES (?, ?, NULL, 0)", (order.order, order.ticket))
            db.execute("DELETE FROM orders WHERE told AND rowid <= (SELECT max(rowid) FROM orders) - ?", (STORED,))
            return new.rowcount == 1

    def _tell(self, order: str, ticket: str, fault: str) -> None:
        told = self._say(order, ticket, fault)
        with (
            self._lock,
            self._told_trouble(order),
        ):  # else it is reported again; the hall counts the first report
            self._db.execute("UPDATE orders SET fault = ?, told = ? WHERE id = ?", (fault, told, order))

    def _say(self, order: str, ticket: str, fault: str) -> bool:
        return self._record(RecordPrint(ticket=ticket, fault=fault, copy=True, order=order))
