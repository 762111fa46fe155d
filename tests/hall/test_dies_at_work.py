"""The hall ends in the midst of a request: of a power cut before it is on disk, or of a bug of its own."""

from __future__ import annotations

import json
import os

from hall_process import HallProcess
from mqtt_asker import Asker

from kiosk.mqtt.messages import new_id

KILLED_BEFORE_COMMIT = """
import os, signal, sys
from hall.store import Store
from hall.__main__ import main

commit = Store.commit

def killed(store, batch):
    if batch.answers:
        os.kill(os.getpid(), signal.SIGKILL)
    return commit(store, batch)

Store.commit = killed
sys.exit(main())
"""

FAILS_AFTER_COMMIT = """
import sys
from hall.publisher import Publisher
from hall.__main__ import main

def fails(*_):
    raise ValueError("13912345678")

Publisher.after = fails
sys.exit(main())
"""


def asked_once(asker: Asker) -> str:
    request = {"id": new_id(), "type": "ticket.issue", "data": {"queue": "social"}}
    asker.send(asker.topics.command("kiosk-1"), json.dumps(request).encode())
    return str(request["id"])


def answers(asker: Asker, request: str) -> list[dict[str, object]]:
    heard = [json.loads(one) for one in asker.heard[asker.topics.reply("kiosk-1")]]
    return [one for one in heard if one["id"] == request]


def test_a_request_that_was_not_on_disk_is_worked_after_the_restart(hall: HallProcess, asker: Asker) -> None:
    hall.kill()
    usual, hall.program = hall.program, ["-c", KILLED_BEFORE_COMMIT]
    hall.start()
    request = asked_once(asker)
    assert hall.died() < 0
    hall.program = usual
    hall.start()
    asker.wait(lambda: answers(asker, request))
    assert asker.ask("desk-1", "hall.snapshot")["ok"]
    assert [one["ok"] for one in answers(asker, request)] == [True]


def test_a_bug_in_the_midst_of_requests_ends_the_program_for_systemd_to_start_it_again(
    hall: HallProcess, asker: Asker
) -> None:
    hall.kill()
    usual, hall.program = hall.program, ["-c", FAILS_AFTER_COMMIT]
    hall.start()
    request = asked_once(asker)
    assert hall.died() == os.EX_SOFTWARE
    assert "13912345678" not in hall.log.read_text()
    hall.program = usual
    hall.start()
    asker.wait(lambda: answers(asker, request))
    number = answers(asker, request)[0]["data"]
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"}, request)["data"] == number
