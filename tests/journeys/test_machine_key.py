"""The ticket's key at the machine: into the QR code of whoever took the number, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from machine_sample import Walk, catalogue

from domain.config import Level, Text
from domain.flow import DoneTouched
from domain.number_machine.effects import PrintTicket
from domain.number_machine.inputs import PriorityChosen, QueueChosen, ReprintTouched, SomewhereTouched, WayChosen
from domain.reviews.review_code import review_code
from domain.views.catalogue import TicketWay
from domain.views.ticket import PrintOrder
from kiosk.number_machine.paper import copy_of, ticket_paper

URL = "https://hall.example/t/{ticket}/{key}"
KEY = "Zk3-9_aQ1xYw"
PLACE = "https://hall.example/t/20261121-A012/"


def asked() -> Walk:
    return Walk(follow_url=URL).touch(
        SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)
    )


def paper(effect: PrintTicket) -> Any:
    known = replace(catalogue(follow_url=URL), levels=(Level(value=5, name=Text(zh="满意", en="Satisfied")),))
    return ticket_paper(effect, known)


def test_the_code_on_the_paper_holds_the_key_and_says_that_it_is_for_reviewing_too() -> None:
    walk = asked().hall_answers(key=KEY)
    printed = paper(walk.last(PrintTicket))
    assert printed.qr == PLACE + KEY
    assert "评价" in printed.qr_caption


def test_a_copy_for_the_person_themselves_holds_it_too() -> None:
    number = {"ticket": "20261121-A012", "number": "A012", "queue": "social", "ahead": 2, "issued_at": 1}
    walk = asked().hall_refuses("person.has_ticket", **number, key=KEY).touch(ReprintTouched())
    copied = paper(walk.last(PrintTicket))
    assert copied.qr == PLACE + KEY
    assert copied.code


def test_a_copy_that_a_clerk_ordered_is_for_following_alone() -> None:
    order = PrintOrder(
        order="r1", ticket="20261121-A012", number="A012", queue="social", issued_at=1, language="zh_CN", ahead=3
    )
    assert "key" not in PrintOrder.__slots__, "a clerk gets no way to review their own service"
    printed = paper(copy_of(order))
    assert printed.qr == PLACE
    assert "评价" not in printed.qr_caption
    assert printed.code == ""


def test_the_paper_says_the_review_code_in_its_own_language_where_people_can_review() -> None:
    effect = asked().hall_answers(key=KEY).last(PrintTicket)
    code = review_code(KEY)
    assert paper(effect).code == f"自助机评价码：{code[:3]} {code[3:]}"
    english = replace(effect, language="en")
    assert paper(english).code == f"Kiosk review code: {code[:3]} {code[3:]}"
    silent = replace(catalogue(follow_url=URL), levels=())
    assert ticket_paper(effect, silent).code == ""


@pytest.mark.parametrize("key", [None, 5, ["x"]])
def test_without_a_key_the_code_is_for_following_alone(key: object) -> None:
    printed = paper(asked().hall_answers(key=key).last(PrintTicket))
    assert printed.qr == PLACE
    assert printed.qr_caption == "扫码看排队"


def test_no_log_of_the_machine_could_hold_a_key_and_the_next_person_finds_none() -> None:
    walk = asked().hall_answers(key=KEY)
    assert KEY not in repr(walk.state)
    assert KEY not in repr(walk.made(PrintTicket))
    walk.paper_comes().touch(DoneTouched()).is_forgotten()
