"""A hall is killed between the steps of one batch: the store has it, the mark and the line beside the store not yet.

Whoever was answered is in the hall after the next start, also if the store's own log is lost then; whoever was not asks
again and has one number.
"""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

SOCIAL = {"queue": "social"}
GIVEN = 7

KILLED = """
import os, signal, sys
from pathlib import Path
from hall.__main__ import main
from hall.copies.reserve import Reserve
from hall.copies.since import SinceLog

deadly, step = Path(sys.argv.pop(1)), sys.argv.pop(1)

def dies(cls, name, *, before):
    usual = getattr(cls, name)

    def call(*given):
        if before and deadly.exists():
            os.kill(os.getpid(), signal.SIGKILL)
        done = usual(*given)
        if not before and deadly.exists():
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(cls, name, call)

match step:
    case "before the mark":
        dies(Reserve, "mark", before=True)
    case "before the line":
        dies(SinceLog, "write", before=True)
    case "before the answer":
        dies(SinceLog, "write", before=False)
sys.exit(main())
"""
"""The hall's program, which is killed at this step once a file is there."""


def no_log_of_the_store(data: Path) -> None:
    (data / "hall.db-wal").unlink()


def nothing(_data: Path) -> None:
    pass


@pytest.mark.parametrize("lost", [nothing, no_log_of_the_store])
@pytest.mark.parametrize("step", ["before the mark", "before the line", "before the answer"])
def test_whoever_was_answered_is_there_and_whoever_was_not_has_one_number(
    hall: HallProcess, asker: Asker, step: str, lost: Callable[[Path], None]
) -> None:
    hall.kill()
    shutil.rmtree(hall.data)
    deadly = hall.folder / "deadly"
    hall.program = ["-c", KILLED, str(deadly), step]
    hall.start()
    given = [asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"] for _ in range(GIVEN)]
    deadly.touch()
    asked = {"id": "in-between", "type": "ticket.issue", "data": SOCIAL}
    asker.send(asker.topics.command("kiosk-1"), json.dumps(asked).encode())
    assert hall.died() == -signal.SIGKILL
    assert not asker.heard[asker.topics.reply("kiosk-1")][GIVEN:], "it was not answered"
    deadly.unlink()
    lost(hall.data)
    hall.program = ["-m", "hall"]
    hall.start()
    again = asker.ask("kiosk-1", "ticket.issue", SOCIAL, "in-between")["data"]["number"]
    given += [again, asker.ask("kiosk-1", "ticket.issue", SOCIAL)["data"]["number"]]
    assert len(set(given)) == GIVEN + 2
    waiting = asker.ask("desk-1", "hall.snapshot")["data"]["queues"][0]["waiting"]
    assert waiting == GIVEN + 2
    assert asker.ask("kiosk-1", "ticket.issue", SOCIAL, "in-between")["data"]["number"] == again
