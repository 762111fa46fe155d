"""Cases in a PostgreSQL view, asked through psycopg, which is imported with the first question.

The server is told to refuse writes and to give up after two seconds. A server that is cut off or stopped cannot do
that, so this side also closes the connection when the time is over (`_Watchdog`).
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from domain.normal_form import normal, unframed
from domain.progress.settings import PostgresSource
from hall.progress.port import Changes, Found, SourceAway
from hall.progress.rows import RowReader

if TYPE_CHECKING:
    from psycopg import sql

logger = logging.getLogger(__name__)

DEADLINE_S = 2.0
MOST_ROWS = 100
IDLE = 4
"""How many connections are kept for later questions."""

Connection = Any
"""Of psycopg, with rows as dicts."""


class PostgresCases:
    """A `CaseSource`."""

    finds_people = True

    def __init__(
        self, settings: PostgresSource, reader: RowReader, password: str = "", deadline_s: float = DEADLINE_S
    ) -> None:
        self._settings = settings
        self._reader = reader
        self._password = password
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._warned = False
        self.tells_changes = bool(settings.changes_view)

    def by_receipt(self, receipt: str) -> Found:
        written = [unframed(receipt), normal(receipt)]
        found = self._records(self._reader.fields.receipt, written)
        if isinstance(found, SourceAway):
            return found
        meant = tuple(case for case in found if normal(case.receipt) == normal(receipt))
        return SourceAway("it answers with another case") if found and not meant else meant[:1]

    def by_person(self, person: str) -> Found:
        return self._records(self._reader.fields.person, [person])

    def changes(self, since: int | None, limit: int) -> Changes | SourceAway:
        from psycopg import sql

        view, number = _named(self._settings.changes_view), sql.Identifier(self._reader.fields.change)
        if since is None:
            newest = sql.SQL("SELECT max({}) AS last FROM {}").format(number, view)
            rows = self._asked(newest, [])
            if isinstance(rows, SourceAway):
                return rows
            return Changes((), int(rows[0]["last"] or 0) if rows else 0)
        after = sql.SQL("SELECT * FROM {} WHERE {} > %s ORDER BY {} LIMIT %s").format(view, number, number)
        rows = self._asked(after, [since, min(limit, MOST_ROWS * 5)])
        if isinstance(rows, SourceAway):
            return rows
        found = [change for change in map(self._reader.change, rows) if change is not None]
        return Changes(tuple(found), max((change.change for change in found), default=since))

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            _shut(connection)

    def _records(self, column: str, values: list[str]) -> Found:
        from psycopg import sql

        question = sql.SQL("SELECT * FROM {} WHERE {} = ANY(%s) LIMIT %s").format(
            _named(self._settings.view), sql.Identifier(column)
        )
        rows = self._asked(question, [values, MOST_ROWS])
        if isinstance(rows, SourceAway):
            return rows
        return tuple(case for case in map(self._reader.record, rows) if case is not None)

    def _asked(self, question: sql.Composed, values: list[Any]) -> list[dict[str, Any]] | SourceAway:
        import psycopg

        end = time.monotonic() + self._deadline_s
        reason = "no connection"
        for _ in range(2):  # a kept connection may be dead, which only the first question shows
            left = end - time.monotonic()
            if left <= 0.05:
                break
            try:
                connection = self._connection(left)
                rows = self._rows(connection, question, values, end)
            except psycopg.OperationalError as error:
                reason = _why(error)
                if time.monotonic() >= end:
                    reason = "no answer in time"
                    break
                continue
            except (psycopg.Error, ValueError) as error:
                return SourceAway(_why(error))
            self._give_back(connection)
            return rows
        return SourceAway(reason)

    def _rows(self, connection: Connection, question: sql.Composed, values: list[Any], end: float) -> list[Any]:
        try:
            with _Watchdog(connection, end - time.monotonic()):
                found: list[Any] = connection.execute(question, values).fetchmany(MOST_ROWS * 5)
        except BaseException:
            _shut(connection)
            raise
        return found

    def _connection(self, left_s: float) -> Connection:
        """A kept connection, or a new one. Raises psycopg.Error."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
        import psycopg
        from psycopg.rows import dict_row

        settings = self._settings
        wait_ms = round(self._deadline_s * 1000)
        connection = psycopg.connect(
            host=settings.host,
            port=settings.port,
            dbname=settings.database,
            user=settings.user,
            password=self._password or None,
            sslmode="verify-full" if settings.ca_file else "prefer",
            sslrootcert=settings.ca_file,
            connect_timeout=max(2, round(left_s)),  # libpq treats 1 as 2
            application_name="xiaochuang",
            options=f"-c default_transaction_read_only=on -c statement_timeout={wait_ms} -c lock_timeout={wait_ms}",
            keepalives=1,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
            tcp_user_timeout=5_000,
            autocommit=True,
            prepare_threshold=None,
            row_factory=dict_row,
        )
        self._warn_of_rights(connection)
        return connection

    def _warn_of_rights(self, connection: Connection) -> None:
        """Warn once if the role may write, which it does not need."""
        if self._warned:
            return
        self._warned = True
        row = connection.execute(
            "SELECT has_table_privilege(%s, 'INSERT, UPDATE, DELETE') AS writes", [self._settings.view]
        ).fetchone()
        if row is not None and row["writes"]:
            logger.warning(
                "cases: the role %s may write to %s: take that right away", self._settings.user, self._settings.view
            )

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if len(self._idle) < IDLE:
                self._idle.append(connection)
                return
        _shut(connection)


class _Watchdog:
    """Closes the socket of a connection when the time is over, so that the thread that waits for the server wakes
    up."""

    def __init__(self, connection: Connection, left_s: float) -> None:
        self._connection = connection
        self._timer = threading.Timer(max(0.05, left_s), self._bite)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _bite(self) -> None:
        with contextlib.suppress(Exception):
            handle = os.dup(self._connection.pgconn.socket)
            with socket.socket(fileno=handle) as own:
                own.shutdown(socket.SHUT_RDWR)


def _shut(connection: Connection) -> None:
    with contextlib.suppress(Exception):
        connection.close()


def _named(view: str) -> sql.Identifier:
    from psycopg import sql

    return sql.Identifier(*view.split("."))


def _why(error: Exception) -> str:
    """The kind of error alone: the server's own words may quote the question."""
    state = getattr(error, "sqlstate", None)
    return f"{type(error).__name__}{f' {state}' if state else ''}"
