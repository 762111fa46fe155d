"""A real PostgreSQL of our own on a free port: made once, thrown away after. As root it runs as the user postgres, for
the server refuses to run as root."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.free_ports import free_port

READER, PASSWORD = "kiosk_reader", "nur lesen"
SCHEMA = f"""
CREATE TABLE office (receipt text PRIMARY KEY, phone text, person text, name text, item text, item_en text, stage text,
  accepted_on date, promised_on date, changed_on date, next text, place text, steps text);
CREATE TABLE office_changes (change bigint, receipt text, phone text, stage text);
CREATE VIEW progress AS SELECT * FROM office;
CREATE VIEW progress_changes AS SELECT * FROM office_changes;
CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}';
GRANT SELECT ON progress, progress_changes TO {READER};
"""


class PostgresServer:
    """`start`, `kill`, `freeze` it; `run` SQL as its owner."""

    def __init__(self, folder: Path) -> None:
        self._binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self._data = folder / "data"
        self._folder = folder
        self.port = free_port()
        self._as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self._call("initdb", "-N", "-A", "scram-sha-256", "--pwfile", str(self._pwfile()), "-E", "UTF8",
                   "--locale=C.UTF-8", "-D", str(self._data))  # fmt: skip

    def _pwfile(self) -> Path:
        path = self._folder / "pw"
        path.write_text("owner\n")
        if self._as_owner:
            shutil.chown(path, "postgres")
        return path

    def _call(self, program: str, *words: str) -> None:
        subprocess.run([*self._as_owner, str(self._binaries / program), *words], check=True, capture_output=True,
                       cwd=self._folder)  # fmt: skip

    def start(self) -> None:
        """Also soon after it was killed: its backends may live a moment longer than it, and hold its memory."""
        deadline = time.monotonic() + 30
        while not self._started():
            assert time.monotonic() < deadline, (self._folder / "log").read_text()
            time.sleep(0.1)

    def _started(self) -> bool:
        try:
            self._start()
        except subprocess.CalledProcessError:
            return False
        return True

    def _start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._call("pg_ctl", "-w", "-D", str(self._data), "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._call("pg_ctl", "-w", "-D", str(self._data), "-m", "immediate", "stop")

    @property
    def pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def backends(self) -> list[int]:
        """Of the clients, not of the server's own workers."""
        rows = self.run("SELECT pid FROM pg_stat_activity WHERE usename = %s", READER)
        return [int(row[0]) for row in rows]

    def freeze(self) -> None:
        """It hears nothing and says nothing, and its connections stay."""
        for pid in self.backends():
            os.kill(pid, signal.SIGSTOP)

    def run(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        where = f"host=127.0.0.1 port={self.port} user={self.owner} password=owner dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            cursor = connection.execute(sql, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def postgres() -> Iterator[PostgresServer]:
    """Root's tests start it as the user `postgres`, who may not enter a folder of root's own in $TMPDIR."""
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="xc-pg-", dir="/tmp" if root else None))
    if root:
        shutil.chown(folder, "postgres")
    try:
        server = PostgresServer(folder)
        server.start()
        server.run(SCHEMA)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
