"""补打 by a clerk: which ticket, which machine, and what is known of the copy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, Acting, text

from domain import commands as c
from domain.decide.hall import Hall
from domain.decide.reprinting import ORDER_MS, print_order
from domain.refusal import Code
from domain.show.changed import changed
from domain.show.snapshots import window_snapshot
from domain.statuses import DeviceStatus, NotHeard, PrinterReport, PrinterStatus
from domain.views.public import Wait
from domain.views.ticket import PrintOrder
from domain.views.window import ReprintState, ReprintView

BOTH = {"kiosk-1": PrinterStatus.READY, "kiosk-2": PrinterStatus.NEAR_END}


def report(word: str) -> PrinterReport:
    """The status that is written so."""
    every: tuple[PrinterReport, ...] = (*PrinterStatus, *DeviceStatus, *NotHeard)
    return next(status for status in every if status == word)


def order(day: Acting, number: str, window: str = "w1", device: str | None = None, **printers: str) -> c.ReprintTicket:
    day.printers = {name.replace("_", "-"): report(status) for name, status in printers.items()} or BOTH
    return c.ReprintTicket(window=window, ticket=day.id(number), device=device)


def told(day: Acting, reprint: ReprintView, device: str = "", fault: str = "") -> None:
    number = reprint.number
    told = c.RecordPrint(ticket=day.id(number), order=reprint.order, copy=True, fault=fault)
    day.do(told, device or reprint.device)


def last(day: Acting, window: str = "w1") -> ReprintView:
    shown = window_snapshot(day.hall, window, day.now, 1).reprint
    assert shown is not None
    return shown


def test_the_machine_that_issued_the_number_prints_it_again() -> None:
    day = Acting().open()
    number = day.take(device="kiosk-2")
    assert day.do(order(day, number)).device == "kiosk-2"


def test_another_machine_prints_when_that_one_cannot() -> None:
    day = Acting().open()
    number = day.take(device="kiosk-2")
    assert day.do(order(day, number, kiosk_2="paper_out", kiosk_1="ready")).device == "kiosk-1"


def test_a_machine_that_was_named_is_not_replaced_by_another() -> None:
    day = Acting().open()
    number = day.take(device="kiosk-2")
    assert day.do(order(day, number, device="kiosk-1")).device == "kiosk-1"
    refusal = day.refusal(order(day, day.take(), device="kiosk-1", kiosk_1="cover_open", kiosk_2="ready"))
    assert refusal.code is Code.PRINTER_NONE
    assert refusal.data is not None
    assert [(one["device"], one["status"]) for one in refusal.data["machines"]] == [("kiosk-1", "cover_open")]


def test_who_is_told_that_no_machine_can_print_is_told_why() -> None:
    config = replace(HALL, devices=(replace(HALL.devices[0], name=text("by the door")), *HALL.devices[1:]))
    day = Acting(config).open()
    refusal = day.refusal(order(day, day.take(), kiosk_1="paper_out", kiosk_2="lost"))
    assert refusal.code is Code.PRINTER_NONE
    assert refusal.data == {
        "machines": [
            {"device": "kiosk-1", "name": {"zh": "by the door", "en": "by the door"}, "status": "paper_out"},
            {"device": "kiosk-2", "name": {"zh": "取号机 kiosk-2", "en": "kiosk-2"}, "status": "lost"},
        ]
    }


def test_a_machine_that_was_never_heard_of_prints_nothing() -> None:
    day = Acting().open()
    asked = c.ReprintTicket(window="w1", ticket=day.id(day.take()))
    assert day.refused(asked) is Code.PRINTER_NONE


@pytest.mark.parametrize("device", ["pad-1", "kiosk-9"])
def test_only_a_machine_of_the_hall_can_be_named(device: str) -> None:
    day = Acting().open()
    assert day.refused(order(day, day.take(), device=device)) is Code.DEVICE_UNKNOWN


def test_only_a_number_of_today_that_is_still_open_is_printed_again() -> None:
    day = Acting().open()
    first, second = day.take(), day.take()
    day.serve()
    assert day.refused(order(day, first)) is Code.TICKET_WRONG_STATE
    asked = order(day, second)
    day.later(minutes=24 * 60).do(c.Tick())
    assert day.refused(asked) is Code.TICKET_UNKNOWN


@pytest.mark.parametrize("how_far", range(4))
def test_a_number_is_printed_again_wherever_its_owner_waits(how_far: int) -> None:
    day = Acting().open()
    number = day.take()
    if how_far:
        day.call()
    if how_far > 1:
        day.start(number)
    if how_far > 2:
        day.do(c.HoldTicket(window="w1", ticket=day.id(number)))
    before = day.state(number)
    day.do(order(day, number, window="w2"))
    assert day.state(number) == before


def test_one_number_is_not_ordered_twice_at_a_time() -> None:
    day = Acting().open()
    number = day.take()
    day.do(order(day, number))
    assert day.refused(order(day, number, window="w2")) is Code.REPRINT_UNDER_WAY
    day.later(seconds=ORDER_MS / 1000)
    day.do(order(day, number, window="w2"))


def test_each_order_has_a_name_of_its_own() -> None:
    day = Acting().open()
    number, names = day.take(), set()
    for _ in range(3):
        names.add(day.do(order(day, number)).order)
        told(day, last(day))
    assert len(names) == 3


def test_the_window_that_ordered_sees_that_the_paper_came_out() -> None:
    day = Acting().open()
    number = day.take()
    day.do(order(day, number))
    assert last(day).state is ReprintState.ORDERED
    told(day, last(day))
    assert (last(day).state, last(day).number, last(day).ended_at) == (ReprintState.PRINTED, number, day.now)
    assert window_snapshot(day.hall, "w2", day.now, 1).reprint is None


def test_or_why_it_did_not() -> None:
    day = Acting().open()
    day.do(order(day, day.take()))
    told(day, last(day), fault="paper_out")
    assert (last(day).state, last(day).fault) == (ReprintState.FAILED, "paper_out")


def test_the_first_word_of_the_machine_that_was_asked_counts() -> None:
    day = Acting().open()
    day.do(order(day, day.take()))
    told(day, last(day), device="kiosk-2")
    assert last(day).state is ReprintState.ORDERED
    told(day, last(day))
    told(day, last(day), fault="interrupted")
    assert last(day).state is ReprintState.PRINTED


def test_what_a_machine_tells_is_shown_at_the_window_that_ordered() -> None:
    day = Acting().open()
    day.do(order(day, day.take(), window="w2"))
    assert changed(day.hall, day.log[-1:]).windows == {"w2"}
    told(day, last(day, "w2"))
    assert "w2" in changed(day.hall, day.log[-1:]).windows


def test_an_order_tells_the_machine_what_stands_on_the_paper_and_nothing_of_a_person() -> None:
    day = Acting().open()
    day.take()
    number = day.take(language="en", person="hash", phone="13800138000")
    day.do(order(day, number))
    reprint = day.hall.state.reprints.last_of("w1")
    assert reprint is not None
    made = print_order(day.hall.state, reprint, day.now)
    assert made == PrintOrder(
        order=f"{day.id(number)}-r1",
        ticket=day.id(number),
        number=number,
        queue="papers",
        issued_at=day.now,
        language="en",
        ahead=1,
        wait=Wait(low=0, high=1),
        offline=False,
    )
    assert "hash" not in str(made)
    assert "138" not in str(made)


def test_the_order_for_a_number_that_a_machine_gave_alone_says_so() -> None:
    day = Acting().open()
    day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now), "kiosk-1")
    day.do(order(day, "A900"))
    reprint = day.hall.state.reprints.last_of("w1")
    assert reprint is not None
    assert print_order(day.hall.state, reprint, day.now).offline


def test_a_number_that_no_machine_gave_is_asked_of_machines_alone() -> None:
    day = Acting().open()
    refusal = day.refusal(order(day, day.take(device="pad-1"), kiosk_1="paper_out", kiosk_2="lost"))
    assert refusal.data is not None
    assert [one["device"] for one in refusal.data["machines"]] == ["kiosk-1", "kiosk-2"]


def test_a_copy_at_a_machine_that_the_configuration_has_lost_is_shown_by_its_id() -> None:
    before = Acting().open()
    before.do(order(before, before.take(device="kiosk-2")))
    day = Acting(replace(HALL, devices=HALL.devices[:1]), before.now)
    for event in before.log:
        day.hall.apply(event)
    assert (last(day).device, last(day).name.zh, last(day).name.en) == ("kiosk-2", "取号机 kiosk-2", "kiosk-2")


def test_orders_survive_a_restart_and_end_with_the_day() -> None:
    day = Acting().open()
    day.do(order(day, day.take()))
    again = Hall.load(day.hall.config, day.hall.dump())
    assert [one.order for one in again.state.reprints.open(day.now)] == [last(day).order]
    assert again.state.reprints.last_of("w1") == day.hall.state.reprints.last_of("w1")
    assert again.dump() == day.revived().hall.dump()
    day.later(minutes=24 * 60).do(c.Tick())
    assert not list(day.hall.state.reprints.open(0))
    assert day.hall.state.reprints.last_of("w1") is None
