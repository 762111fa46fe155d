"""A real gammu-smsd with its dummy modem: what it sends lies as files in the modem's folders."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from pathlib import Path

from contract import until
from handset import Handset

from hall.sms.operators.gammu import NEVER
from peers.processes import Program

# minimal systems leave /usr/share/doc out; scripts/install asks dpkg for these files nevertheless
SCHEMA = Path("/usr/share/doc/gammu-smsd/examples/sqlite.sql")

# The dummy modem looks for received messages in tens of thousands of file names, for a second of work each time: it is
# asked for them once an hour. Without sleep in its loop the daemon never rests, and is no quicker.
_CONFIG = """
[gammu]
model = dummy
connection = none
port = {folder}/modem
gammuloc = /dev/null
[smsd]
service = sql
driver = sqlite3
dbdir = {folder}/
database = smsd.db
logfile = {folder}/log
debuglevel = 1
commtimeout = 1
sendtimeout = 5
receivefrequency = 3600
loopsleep = 1
statusfrequency = 0
checksecurity = 0
checkbattery = 0
checksignal = 0
checknetwork = 0
"""


class Smsd:
    """`ahead_s`: by so much the local time in which it lives is ahead of ours. It lives at noon, far from midnight.

    `zone` is for other programs that are to live there too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        here = time.localtime()
        self.ahead_s = (12 - here.tm_hour) * 3600
        east = here.tm_gmtoff + self.ahead_s
        self.zone = f"DAY{'-' if east >= 0 else '+'}{abs(east) // 3600:02}:{abs(east) % 3600 // 60:02}"
        (folder / "modem").mkdir()
        self.database = folder / "smsd.db"
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            db.executescript(SCHEMA.read_text(encoding="utf-8"))
        (folder / "smsdrc").write_text(_CONFIG.format(folder=folder), encoding="utf-8")
        self._program = Program(["gammu-smsd", "-c", str(folder / "smsdrc")], folder, environment={"TZ": self.zone})
        until(lambda: (folder / "log").is_file() and self._program.alive, "gammu-smsd")

    def phones(self) -> Handset:
        """What phones make of everything that the modem has sent."""
        made = Handset()
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            rows = db.execute("SELECT DestinationNumber, UDH, Text FROM sentitems ORDER BY ID, SequencePosition")
            for phone, udh, payload in rows.fetchall():
                made.take(phone, bytes.fromhex(udh), bytes.fromhex(payload))
        return made

    def modem_sent(self) -> int:
        """Messages that the modem itself has logged as gone."""
        log = self._folder / "log"
        return len(re.findall(r"Transmitted ", log.read_text(encoding="utf-8", errors="replace")))

    def forget(self) -> None:
        """An empty outbox and no sent items."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with contextlib.closing(sqlite3.connect(self.database, timeout=5)) as db, db:
                db.execute("DELETE FROM outbox WHERE SendingDateTime = ?", (NEVER,))
                if not db.execute("SELECT 1 FROM outbox").fetchone():
                    db.execute("DELETE FROM sentitems")
                    return
            time.sleep(0.02)
        raise AssertionError("gammu-smsd does not send")

    def hold(self, on: bool) -> None:
        self._program.hold(on)

    def kill(self) -> None:
        self._program.kill()
