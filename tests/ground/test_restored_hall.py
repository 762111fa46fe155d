"""A hall service with a broker comes back from a damaged store as if nothing had been, and from the loss of all."""

from __future__ import annotations

import json
import os

from hall_process import HallProcess
from mqtt_asker import Asker

SOCIAL = {"queue": "social"}


def test_a_hall_whose_store_is_spoilt_goes_on_with_everybody_in_place(hall: HallProcess, asker: Asker) -> None:
    store = asker.retained(asker.topics.host_state)["store"]
    first = asker.ask("kiosk-1", "ticket.issue", SOCIAL, "first-1")
    given = [
        first["data"]["number"],
        *(asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] for _ in range(9)),
    ]
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    assert asker.ask("pad-1", "ticket.call_next", {"window": "w1"})["data"]["number"] == "A001"
    hall.kill()
    (hall.data / "hall.db-wal").unlink()
    (hall.data / "hall.db").write_bytes(bytes(8192))
    hall.start()
    snapshot = asker.ask("desk-1", "hall.snapshot")["data"]
    assert snapshot["queues"][0]["waiting"] == len(given) - 1
    assert [alarm["code"] for alarm in snapshot["alarms"] if alarm["code"].startswith("store.")] == ["store.restored"]
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL, "first-1") == first, "what was answered is known by its id"
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] == "A011"
    assert asker.ask("pad-1", "ticket.call_next", {"window": "w1"})["error"]["code"] == "window.busy"
    asker.wait(lambda: asker.retained(asker.topics.host_state)["store"] != store)
    assert asker.retained(asker.topics.host_state)["store_parent"] == store
    assert hall.stop() == 0


def test_a_hall_that_is_damaged_again_right_after_it_was_restored_gives_no_number_twice(
    hall: HallProcess, asker: Asker
) -> None:
    """What is left of the log ends with a whole line, so nothing in it says that more was there."""
    given = [asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] for _ in range(10)]
    hall.kill()
    (hall.data / "hall.db-wal").unlink()
    with (hall.data / "hall.db").open("r+b") as file:
        file.truncate((hall.data / "hall.db").stat().st_size // 2)
    hall.start()
    given += [asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] for _ in range(8)]
    assert given[10] == "A011"
    hall.kill()
    (hall.data / "hall.db-wal").unlink()
    for path in (hall.data / "copies").glob("since-*.log"):
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-3]))
    hall.start()
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] not in given
    snapshot = asker.ask("desk-1", "hall.snapshot")["data"]
    (told,) = [alarm["detail"] for alarm in snapshot["alarms"] if alarm["code"] == "store.restored"]
    assert "may be missing" in told
    assert hall.stop() == 0


def test_a_store_that_turns_out_to_be_spoilt_at_work_ends_the_hall_and_the_next_start_mends_it(
    hall: HallProcess, asker: Asker
) -> None:
    for _ in range(5):
        last = asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"]
    assert hall.stop() == 0
    hall.program = ["-c", SPOILT, str(hall.folder / "spoilt")]
    hall.start()
    (hall.folder / "spoilt").touch()
    asker.send(
        asker.topics.command("kiosk-1"), json.dumps({"id": "x1", "type": "ticket.issue", "data": SOCIAL}).encode()
    )
    assert hall.died() == os.EX_IOERR
    hall.program = ["-m", "hall"]
    hall.start()
    again = asker.ask("kiosk-1", "ticket.issue", SOCIAL, "x1")
    assert again["data"]["number"] == f"A{int(last[1:]) + 1:03d}", "who asked meanwhile has the next number"


SPOILT = """
import sqlite3, sys
from pathlib import Path
from hall.disk.store import Store
from hall.__main__ import main

spoilt = Path(sys.argv.pop(1))
insert = Store._insert

def fails(store, db, batch):
    if spoilt.exists() and batch.events:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error
    return insert(store, db, batch)

Store._insert = fails
sys.exit(main())
"""
"""The hall's program, whose SQLite finds the file spoilt once another file is there."""
