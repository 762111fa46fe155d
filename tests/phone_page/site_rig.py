"""The site with a stand-in for its hall, asked without a network."""

from __future__ import annotations

from typing import Any, cast

from domain.config import Level, Tag, Text
from domain.emergency.views import Emergency
from domain.views.catalogue import Catalogue, ItemCard, QueueCard, WindowCard
from domain.views.public import NoticesSnapshot, Wait
from domain.views.queries import FollowView, ReviewState
from domain.views.ticket import TicketState
from phone_page.hall_link import HallLink, HallRefused, SubmittedReview
from phone_page.site import Site

TICKET = "20261121-A012"


def text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


LEVELS = tuple(
    Level(
        value=value,
        name=text(zh, en),
        bad=value <= 2,
        tags=(Tag(code="slow", name=text("慢", "Slow")), Tag(code="kind", name=text("态度", "Manner"))),
    )
    for value, zh, en in (
        (1, "非常不满意", "Very dissatisfied"),
        (2, "不满意", "Dissatisfied"),
        (3, "基本满意", "Fairly satisfied"),
        (4, "满意", "Satisfied"),
        (5, "非常满意", "Very satisfied"),
    )
)

CATALOGUE = Catalogue(
    version=1,
    at=0,
    hall="h1",
    name=text("测试大厅", "Test Hall"),
    timezone="Asia/Shanghai",
    day_starts_minutes=240,
    hotline="12345",
    booking_phone="",
    follow_url="",
    review_url="",
    identify=(),
    queues=(QueueCard(id="social", name=text("社保", "Social security"), prefix="A", icon="x", examples=text("", ""),
                      guide=text("请备好身份证", "Please have your ID card ready"), items=("pension", "claim")),),
    items=(
        ItemCard(id="pension", name=text("养老登记", "Pension"), bureau=text("人社", "Labour"),
                 materials=(text("户口簿", "Household register"), text("银行卡", "Bank card"))),
        ItemCard(id="claim", name=text("申报", "Claim"), bureau=text("人社", "Labour")),
        ItemCard(id="birth", name=text("生育登记", "Birth"), bureau=text("卫健", "Health"),
                 materials=(text("结婚证", "Marriage certificate"),)),
    ),
    priorities=(),
    windows=(WindowCard(id="w3", number="3", name=text("综合", "General"), kind="accept", queues=("social",)),),
    clerks=(),
    levels=LEVELS,
    comment_limit=150,
    lapse_seconds=60,
    mend_days=7,
    offline=(),
)  # fmt: skip


def told(state: TicketState = TicketState.SERVED, **more: Any) -> FollowView:
    about: dict[str, Any] = {
        "ticket": TICKET,
        "number": "A012",
        "queue": "social",
        "state": state,
        "at": 1_795_230_000_000,
        "language": "zh_CN",
        "window": None if state is TicketState.WAITING else "3",
        "review": ReviewState.OPEN if state is TicketState.SERVED else ReviewState.NONE,
    }
    if state is TicketState.WAITING:
        about |= {"ahead": 3, "wait": Wait(low=10, high=15), "windows": ("1", "3")}
    return FollowView(**(about | more))


class StandIn:
    """A hall that always says the same."""

    alive = True
    catalogue: Catalogue | None = CATALOGUE
    emergency: Emergency | None = None
    notices: NoticesSnapshot | None = None

    def __init__(self, answer: FollowView | HallRefused | bool | None = False) -> None:
        self.answer = told() if answer is False else answer
        self.asked: list[tuple[str, str]] = []
        self.reviews: list[SubmittedReview] = []

    def follow(self, ticket: str, key: str) -> Any:
        self.asked.append((ticket, key))
        return self.answer

    def review(self, _ticket: str, _key: str, review: SubmittedReview) -> Any:
        self.reviews.append(review)
        return True


def serving(hall: StandIn, **more: Any) -> Site:
    return Site(cast("HallLink", hall), **more)
