"""The catalogue: what a terminal learns of its hall, taken from the configuration whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from acting import HALL, LEVELS, Acting, clerk, text

from domain import commands as c
from domain.config import Device, Item, Priority, Queue, Ratings, Role, SmsTexts, Template
from domain.events import RatingInvited
from domain.help.settings import DeskPlace, HelpRules
from domain.queue_rules import Rules
from domain.show.public import catalogue, clerk_card
from domain.views.catalogue import Block, Catalogue, ItemCard, PriorityCard, QueueCard, WindowCard

SAID = Template(zh="{number}", en="{number}")
SMS = SmsTexts(signature="s", called=SAID, near=SAID)


def test_a_terminal_learns_what_the_configuration_says() -> None:
    item = Item(id="permit", name=text("permit"), bureau=text("b"), code="7", materials=(text("a photo"),))
    elder = Priority(id="elder", name=text("elder"), head_start_minutes=20, icon="cane", min_age=65, short=text("e"))
    queue = Queue(
        id="papers",
        name=text("papers"),
        prefix="A",
        width=4,
        icon="card",
        items=("permit",),
        guide=text("bring it"),
        pickup_code="QJ####",
    )
    config = replace(
        HALL,
        queues=(queue,),
        items=(item,),
        priorities=(elder,),
        windows=HALL.windows[:1],
        devices=HALL.devices[:1],
        clerks=(),
        day_starts=time(4, 30),
        hotline="1",
        booking_phone="2",
        follow_url="3",
        review_url="4",
        rules=Rules(hold_minutes=77),
        help=HelpRules(desk=DeskPlace(zh="the east desk", en="the east desk")),
        ratings=Ratings(levels=LEVELS, lapse_seconds=11, comment_limit=22, mend_days=33),
    )
    assert catalogue(config, 8, 9) == Catalogue(
        version=9,
        at=8,
        hall="hall",
        name=text("hall"),
        timezone="Asia/Shanghai",
        day_starts_minutes=270,
        hotline="1",
        booking_phone="2",
        follow_url="3",
        review_url="4",
        identify=("card", "none"),
        queues=(
            QueueCard(
                id="papers",
                name=text("papers"),
                prefix="A",
                icon="card",
                examples=text("permit"),
                guide=text("bring it"),
                items=("permit",),
                width=4,
                pickup_code="QJ####",
            ),
        ),
        items=(ItemCard(id="permit", name=text("permit"), bureau=text("b"), materials=(text("a photo"),)),),
        priorities=(PriorityCard(id="elder", name=text("elder"), icon="cane", min_age=65, short=text("e")),),
        windows=(
            WindowCard(id="w1", number="1", name=text("w1"), kind="accept", queues=("papers", "social"), tidal=True),
        ),
        clerks=(),
        levels=LEVELS,
        comment_limit=22,
        lapse_seconds=11,
        mend_days=33,
        hold_minutes=77,
        offline=(Block(device="kiosk-1", queue="papers", first=900, last=949),),
        devices=("kiosk-1",),
        help_desk=text("the east desk"),
    )


def test_a_terminal_learns_of_which_windows_its_clerk_may_change_the_queues() -> None:
    windows = (replace(HALL.windows[0], tidal=False), HALL.windows[1])
    told = catalogue(replace(HALL, windows=windows), 1, 1).windows
    assert [(card.id, card.tidal) for card in told] == [("w1", False), ("w2", True)]


def test_a_phone_is_asked_for_only_where_messages_are_sent() -> None:
    assert catalogue(HALL, 1, 1).identify == ("card", "none")
    assert catalogue(replace(HALL, notices=SMS), 1, 1).identify == ("card", "phone", "none")
    by_card = replace(HALL, notices=SMS, rules=replace(HALL.rules, identify=("card",)))
    assert catalogue(by_card, 1, 1).identify == ("card",)


def test_the_examples_of_a_queue_are_its_first_three_matters_unless_it_names_others() -> None:
    items = tuple(Item(id=f"i{one}", name=text(f"n{one}"), bureau=text("b")) for one in range(4))
    queue = replace(HALL.queues[0], items=("i3", "gone", "i2", "i1", "i0"))
    told = catalogue(replace(HALL, items=items, queues=(queue,)), 1, 1).queues[0].examples
    assert (told.zh, told.en) == ("n3、n2、n1", "n3, n2, n1")
    named = replace(queue, examples=text("all of it"))
    assert catalogue(replace(HALL, items=items, queues=(named,)), 1, 1).queues[0].examples == text("all of it")


@pytest.mark.parametrize(
    ("file", "name"), [("", ""), ("li", "li"), ("li.png", "li"), ("portraits/li.b.png", "li.b"), ("a/b/li.png", "li")]
)
def test_a_portrait_is_named_without_folder_and_ending(file: str, name: str) -> None:
    card = clerk_card(replace(clerk("li"), portrait=file))
    assert card.portrait == name
    assert (card.id, card.name, card.number, card.contact) == ("li", text("li"), "01", "1")
    assert (card.post, card.duty, card.promise) == (text("p"), text("d"), text("p"))


@pytest.mark.parametrize(
    ("role", "asked"), [(Role.PAD, True), (Role.PAD_CITIZEN, True), (Role.PAD_CLERK, False), (Role.SCREEN, False)]
)
def test_a_review_is_asked_for_where_a_citizens_screen_stands(role: Role, asked: bool) -> None:
    day = Acting(replace(HALL, devices=(Device(id="d", role=role, window="w1"),))).open("w1")
    day.take()
    day.serve()
    assert any(isinstance(event, RatingInvited) for event in day.log) is asked


def test_a_number_is_given_at_a_machine_that_no_configuration_names() -> None:
    assert Acting().do(c.IssueTicket(queue="papers"), "unheard-of").number == "A001"
