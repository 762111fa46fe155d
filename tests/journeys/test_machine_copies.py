"""Copies that a clerk orders: printed by the machine once, told to the hall, and unseen by who stands before it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.client import CallbackAPIVersion, Client, MQTTMessage, MQTTv5
from running_machine import RunningHall, RunningMachine

from bench.mosquitto import Mosquitto
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Page, Paper
from domain.views.catalogue import TicketWay
from domain.views.ticket import PrintOrder
from kiosk.mqtt.messages import new_id, write

BASE = "xc/v1/longgang"


class SupervisorClient:
    """A desk's client: orders copies, and hears everything."""

    def __init__(self, port: int) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
        self._client.on_message = self._take
        self._client.connect("127.0.0.1", port)
        self._client.subscribe(f"{BASE}/#", qos=1)
        self._client.loop_start()

    def _take(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        if message.payload.startswith(b"{"):
            self.heard.append((message.topic, json.loads(message.payload)))

    def order(self, number: str) -> str:
        """Asks for a copy of today's `number`; returns the request's id."""
        day = next(body["day"] for topic, body in reversed(self.heard) if topic.endswith("public/queues"))
        data = {"window": "w1", "ticket": f"{day.replace('-', '')}-{number}"}
        id_ = new_id()
        body = {"id": id_, "type": "ticket.reprint", "data": data}
        self._client.publish(f"{BASE}/dev/desk/command", json.dumps(body), qos=1)
        return id_

    def send(self, order: PrintOrder) -> None:
        """As the hall does when it is not sure that it arrived."""
        self._client.publish(f"{BASE}/dev/m1/order", write(order), qos=1)

    def ordered(self) -> list[PrintOrder]:
        return [PrintOrder(**body | {"wait": None}) for topic, body in self.heard if topic == f"{BASE}/dev/m1/order"]

    def told(self, kind: str) -> list[dict[str, Any]]:
        found = [body for topic, body in self.heard if topic == f"{BASE}/dev/m1/event" and body["type"] == kind]
        return [body["data"] for body in found if body["data"].get("order")]

    def reprint(self) -> dict[str, Any]:
        """As the window shows it last."""
        seen = [body.get("reprint", {}) for topic, body in self.heard if topic == f"{BASE}/window/w1/state"]
        return dict(seen[-1]) if seen else {}

    def machine_is(self, printer: str) -> bool:
        seen = [body for topic, body in self.heard if topic == f"{BASE}/dev/m1/state"]
        return bool(seen) and seen[-1]["health"].get("printer") == printer

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@pytest.fixture
def supervisor(broker: Mosquitto) -> Iterator[SupervisorClient]:
    made = SupervisorClient(broker.port)
    yield made
    made.close()


@pytest.fixture
def machine(broker: Mosquitto, tmp_path: Path, supervisor: SupervisorClient) -> Iterator[RunningMachine]:
    """With its hall, and the number A001 printed and gone."""
    hall = RunningHall(tmp_path / "hall", broker.port)
    hall.start()
    made = RunningMachine(tmp_path / "m1", broker.port)
    made.until(lambda: made.state.online and made.state.queues and supervisor.machine_is("ready"))
    assert made.take_number() == "A001"
    made.until(lambda: made.printer.papers)
    yield made
    made.stop()
    hall.kill()


def test_a_clerk_s_copy_comes_out_of_a_machine_that_nobody_stands_at(
    machine: RunningMachine, supervisor: SupervisorClient
) -> None:
    supervisor.order("A001")
    machine.until(lambda: supervisor.reprint().get("state") == "printed")
    first, copy = machine.printer.papers
    assert (copy.number, copy.note, copy.queue) == ("A001", "补打", first.queue)
    assert copy.qr == first.qr


def test_somebody_who_stands_at_the_machine_sees_nothing_of_it(
    machine: RunningMachine, supervisor: SupervisorClient
) -> None:
    machine.touch(SomewhereTouched(), QueueChosen("social"))
    before = machine.state
    assert before.page is Page.WHO
    supervisor.order("A001")
    machine.until(lambda: supervisor.reprint().get("state") == "printed")
    assert (machine.state.visit, machine.state.page, machine.state.changed_at) == (
        before.visit,
        before.page,
        before.changed_at,
    )


def test_the_owner_of_the_number_at_the_machine_keeps_their_screen_too(
    machine: RunningMachine, supervisor: SupervisorClient
) -> None:
    machine.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    machine.until(lambda: machine.number == "A002" and len(machine.printer.papers) == 2)
    machine.until(lambda: machine.state.visit.paper is Paper.PRINTED)
    before = machine.state.visit
    supervisor.order("A002")
    machine.until(lambda: supervisor.reprint().get("state") == "printed")
    assert (machine.number, machine.state.visit) == ("A002", before)


def test_why_no_copy_came_out_reaches_the_window(machine: RunningMachine, supervisor: SupervisorClient) -> None:
    machine.printer.ends_at_half = True
    supervisor.order("A001")
    machine.until(lambda: supervisor.reprint().get("state") == "failed")
    assert supervisor.reprint()["fault"] == "paper_out"
    assert len(machine.printer.papers) == 1


def test_one_order_is_printed_once_however_often_it_comes_also_after_a_restart(
    machine: RunningMachine, supervisor: SupervisorClient, broker: Mosquitto, tmp_path: Path
) -> None:
    supervisor.order("A001")
    machine.until(lambda: supervisor.reprint().get("state") == "printed")
    order = supervisor.ordered()[0]
    supervisor.send(order)
    supervisor.send(order)
    machine.until(lambda: len(supervisor.ordered()) == 3)
    machine.stop()
    again = RunningMachine(tmp_path / "m1", broker.port)
    again.until(lambda: again.state.online)
    supervisor.send(order)
    supervisor.order("A001")
    again.until(lambda: again.printer.papers and len(supervisor.told("ticket.printed")) == 2)
    assert len(machine.printer.papers) == 2
    assert len(again.printer.papers) == 1
    assert {told["order"] for told in supervisor.told("ticket.printed")} == {order.order, order.order[:-1] + "2"}
    again.stop()


def test_an_order_that_came_while_the_machine_was_restarting_is_printed_when_it_is_back(
    machine: RunningMachine, supervisor: SupervisorClient, broker: Mosquitto, tmp_path: Path
) -> None:
    supervisor.order("A001")
    machine.until(lambda: supervisor.reprint().get("state") == "printed")
    later = replace(supervisor.ordered()[0], order="later")
    machine.stop()
    supervisor.send(later)
    machine.until(lambda: later in supervisor.ordered())
    again = RunningMachine(tmp_path / "m1", broker.port)
    again.until(lambda: again.printer.papers and supervisor.told("ticket.printed")[1:])
    assert supervisor.told("ticket.printed")[1]["order"] == "later"
    again.stop()
