"""Orders to the machines on the wire: after the commit, once for the machine, and also when the hall is killed."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from acting import Acting
from hall_process import HallProcess
from mqtt_asker import Asker

from domain.commands import ReprintTicket
from domain.statuses import PrinterStatus
from hall.publisher import Orders
from kiosk.mqtt.messages import new_id, wall_ms
from kiosk.mqtt.port import Publication
from kiosk.mqtt.topics import Topics

DIES_BEFORE_SENDING = """
import os, signal, sys
from hall import publisher
from hall.__main__ import main

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

publisher.Orders.after = killed
sys.exit(main())
"""


def says(asker: Asker, printer: str, state: str = "ready") -> None:
    """The machine's own word about its printer."""
    word = {"state": state, "session": 1, "at": wall_ms(), "health": {"printer": printer}}
    topic = asker.topics.device_state("kiosk-1")
    assert asker.wire.publish(Publication(topic, json.dumps(word).encode(), retain=True, keep=True))


def ticket(asker: Asker) -> str:
    return str(asker.ask("kiosk-1", "ticket.issue", {"queue": "social", "phone": "13800138000"})["data"]["ticket"])


def orders(asker: Asker) -> list[dict[str, Any]]:
    return [json.loads(payload) for payload in asker.heard[asker.topics.order("kiosk-1")]]


def test_an_order_goes_to_the_machine_and_its_end_to_the_window(hall: HallProcess, asker: Asker) -> None:
    assert hall.pid
    says(asker, "ready")
    wanted = ticket(asker)
    answer = asker.ask("pad-1", "ticket.reprint", {"window": "w1", "ticket": wanted})
    assert answer["data"]["state"] == "ordered"
    order = asker.wait(lambda: orders(asker))[0]
    assert (order["ticket"], order["number"], order["order"]) == (wanted, "A001", answer["data"]["order"])
    assert "138" not in json.dumps(order)
    asker.tell("kiosk-1", "ticket.printed", {"ticket": wanted, "copy": True, "order": order["order"]})
    shown = asker.topics.window_state("w1")
    asker.wait(lambda: asker.retained(shown).get("reprint", {}).get("state") == "printed")


def test_an_order_expires_with_the_wait_for_it_and_is_never_retained() -> None:
    day = Acting().open()
    day.printers = {"kiosk-1": PrinterStatus.READY}
    ordered = day.do(ReprintTicket(window="w1", ticket=day.id(day.take())))
    sent = [*Orders(Topics("hall")).after(day.hall, day.log, day.now)]
    assert [(one.topic, one.qos, one.retain, one.expiry_s) for one in sent] == [
        ("xc/v1/hall/dev/kiosk-1/order", 1, False, 120)
    ]
    day.later(seconds=90)
    assert [one.expiry_s for one in Orders(Topics("hall")).open(day.hall, day.now)] == [30]
    day.now = ordered.expires_at - 1
    assert [one.expiry_s for one in Orders(Topics("hall")).open(day.hall, day.now)] == [1], "0 would be gone at once"
    day.now = ordered.expires_at
    assert not [*Orders(Topics("hall")).open(day.hall, day.now)]


def test_the_same_request_again_orders_no_second_copy(hall: HallProcess, asker: Asker) -> None:
    assert hall.pid
    says(asker, "ready")
    data, id_ = {"window": "w1", "ticket": ticket(asker)}, new_id()
    first = asker.ask("pad-1", "ticket.reprint", data, id_)
    assert asker.ask("pad-1", "ticket.reprint", data, id_) == first
    asker.ask("pad-1", "hall.snapshot")
    assert len(orders(asker)) == 1


def test_a_machine_that_cannot_print_or_is_gone_gets_no_order(hall: HallProcess, asker: Asker) -> None:
    assert hall.pid
    data = {"window": "w1", "ticket": ticket(asker)}
    for printer, state, status in (("paper_out", "ready", "paper_out"), ("ready", "lost", "lost")):
        says(asker, printer, state)
        refused = asker.ask("pad-1", "ticket.reprint", data)["error"]
        assert refused["code"] == "printer.none"
        assert [one["status"] for one in refused["data"]["machines"]] == [status]
    assert not orders(asker)


def test_an_order_on_disk_goes_out_after_a_hall_that_was_killed_before_it_could_send_it(
    hall: HallProcess, asker: Asker
) -> None:
    says(asker, "ready")
    wanted = ticket(asker)
    hall.kill()
    usual, hall.program = hall.program, ["-c", DIES_BEFORE_SENDING]
    hall.start()
    request = {"id": new_id(), "type": "ticket.reprint", "data": {"window": "w1", "ticket": wanted}}
    asker.send(asker.topics.command("pad-1"), json.dumps(request).encode())
    hall.died()
    events = sqlite3.connect(hall.data / "hall.db").execute("SELECT type FROM events ORDER BY seq DESC").fetchone()
    assert events == ("ticket.reprint_ordered",)
    assert not orders(asker)
    hall.program = usual
    hall.start()
    order = asker.wait(lambda: orders(asker))[0]
    assert order["ticket"] == wanted
    again = asker.ask("pad-1", "ticket.reprint", request["data"], str(request["id"]))
    assert again["data"]["order"] == order["order"], "asked again, the clerk gets the answer that was on disk"


def test_an_order_that_was_printed_is_not_sent_again(hall: HallProcess, asker: Asker) -> None:
    says(asker, "ready")
    wanted = ticket(asker)
    order = asker.ask("pad-1", "ticket.reprint", {"window": "w1", "ticket": wanted})["data"]["order"]
    asker.tell("kiosk-1", "ticket.printed", {"ticket": wanted, "copy": True, "order": order})
    hall.kill()
    hall.start()
    asker.ask("pad-1", "hall.snapshot")
    assert len(orders(asker)) == 1
