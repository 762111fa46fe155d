"""Orders to print a copy: to the machine that was named, for as long as anybody waits for the paper."""

from __future__ import annotations

import json

import pytest
from acting import HALL, Acting

from domain import commands as c
from domain.decide.reprinting import ORDER_MS
from domain.statuses import PrinterStatus
from hall.publisher import Orders
from kiosk.mqtt.port import Publication
from kiosk.mqtt.topics import Topics

ORDERS = Orders(Topics(HALL.id))


@pytest.fixture
def day() -> Acting:
    """Two numbers, each ordered at a machine of its own."""
    day = Acting().open()
    day.printers = {"kiosk-1": PrinterStatus.READY, "kiosk-2": PrinterStatus.READY}
    for window, device in (("w1", "kiosk-1"), ("w2", "kiosk-2")):
        day.do(c.ReprintTicket(window=window, ticket=day.id(day.take()), device=device))
    return day


def said(publications: list[Publication]) -> list[tuple[str, str, int | None]]:
    return [(one.topic, json.loads(one.payload)["number"], one.expiry_s) for one in publications]


def test_each_order_of_a_batch_goes_to_its_machine_and_nothing_else_does(day: Acting) -> None:
    made = list(ORDERS.after(day.hall, day.log, day.now))
    assert said(made) == [(f"xc/v1/hall/dev/kiosk-{one}/order", f"A00{one}", ORDER_MS // 1000) for one in (1, 2)]
    assert not any(one.retain for one in made)


@pytest.mark.parametrize(("later_ms", "expiry_s"), [(0, 120), (1, 119), (60_000, 60), (119_500, 1)])
def test_the_broker_keeps_an_order_no_longer_than_anybody_waits_for_it(
    day: Acting, later_ms: int, expiry_s: int
) -> None:
    made = list(ORDERS.open(day.hall, day.now + later_ms))
    assert [one.expiry_s for one in made] == [expiry_s, expiry_s]


def test_on_a_new_link_what_no_machine_has_answered_goes_out_again(day: Acting) -> None:
    first = json.loads(next(ORDERS.open(day.hall, day.now)).payload)
    day.do(c.RecordPrint(ticket=first["ticket"], order=first["order"], copy=True), "kiosk-1")
    assert [topic for topic, _, _ in said(list(ORDERS.open(day.hall, day.now)))] == ["xc/v1/hall/dev/kiosk-2/order"]
    assert list(ORDERS.open(day.hall, day.now + ORDER_MS)) == []
