"""A hall that can be booked behind the site, asked without a network: the real rules decide, as in the service."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from html import unescape
from typing import Any, cast

from werkzeug.test import Client, TestResponse

from domain.booking.settings import BookingRules, QueueBooking
from domain.booking.views import AppointmentQuestion, SlotsQuestion
from domain.commands import DeviceCommand
from domain.config import Calendar, Device, HallConfig, Item, Queue, Role, ServiceHours, StatutoryYear, Text
from domain.decide.bookings.phone_codes import code_words
from domain.decide.hall import Hall
from domain.events import PhoneCodeSent
from domain.notices.texts import SmsTexts, Template
from domain.refusal import Refusal
from domain.refusal_data import REFUSAL_DATA
from domain.roles import Question
from domain.show.answers import answer as answer_to
from domain.show.bookings import answer
from domain.show.public import catalogue
from phone_page.hall_link import HallLink, HallRefused
from phone_page.site import Site

MINUTE = 60_000
MONDAY = 1_795_392_000_000  # 2026-11-23 08:00 in China
PHONE = "13800138000"


def text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


def config(**rules: Any) -> HallConfig:
    from datetime import time  # noqa: PLC0415

    week = Calendar(id="week", sessions=(ServiceHours(days=(1, 2, 3, 4, 5), opens=time(9), closes=time(11)),))
    papers = text("户口簿", "Household register"), text("银行卡", "Bank card")
    return HallConfig(
        id="hall",
        name=text("测试大厅", "Test Hall"),
        hotline="12345",
        queues=(
            Queue(id="social", name=text("社保", "Social security"), prefix="A", items=("pension",), calendar="week",
                  last=899, booking=QueueBooking(minutes=30, people=1)),
            Queue(id="home", name=text("上门服务", "Visits at home"), prefix="B", calendar="week", last=899,
                  guide=text("请备好身份证", "Please have your ID ready"),
                  booking=QueueBooking(minutes=60, people=1, home_visit=True)),
            Queue(id="advice", name=text("咨询", "Advice"), prefix="C", last=899),
        ),
        items=(Item(id="pension", name=text("养老登记", "Pension"), bureau=text("b", "b"), materials=papers),),
        calendars=(week,),
        years=(StatutoryYear(year=2026, off=()),),
        windows=(),
        priorities=(),
        clerks=(),
        devices=(Device(id="page", role=Role.PHONE_PAGE), Device(id="desk", role=Role.SUPERVISOR)),
        booking=replace(BookingRules(), **rules),
        notices=SmsTexts(signature="hall", called=Template(zh="c", en="c"), near=Template(zh="n", en="n")),
    )  # fmt: skip


class BookedHall:
    """Answers as the link to a hall does; `away`: nobody answers."""

    alive = True
    emergency = None
    notices = None

    def __init__(self, settings: HallConfig | None = None) -> None:
        self.hall = Hall(settings or config(), ticket_key=lambda words: f"k{abs(hash(words)):020}"[:12])
        self.now = MONDAY
        self.away = False
        self.count = 0
        self.code = ""
        self.answered: dict[str, Any] = {}
        self.do(_tick())

    @property
    def catalogue(self) -> Any:
        return catalogue(self.hall.config, self.now, 1)

    def do(self, command: Any, device: str = "page") -> Any:
        self.count += 1
        told = self.hall.decide(command, self.now, device=device, token=f"{self.count:048x}"[::-1])
        if isinstance(told, Refusal):
            kind = REFUSAL_DATA.get(told.code)
            data = None
            if kind is not None and told.data is not None:
                names = {field.name for field in fields(kind)}
                data = kind(**{name: value for name, value in told.data.items() if name in names})
            return HallRefused(told.code, data)
        for event in told:
            self.hall.apply(event)
            if isinstance(event, PhoneCodeSent):
                self.code = code_words(self.hall.state, event.token)
        return answer_to(self.hall, command, told, self.now)

    def asked(self, asked: DeviceCommand | Question, _kind: Any, request_id: str | None = None) -> Any:
        if self.away:
            return None
        if isinstance(asked, SlotsQuestion | AppointmentQuestion):
            told = answer(self.hall.state, asked, self.now)
            return HallRefused(told.code) if isinstance(told, Refusal) else told
        if request_id not in self.answered:
            self.answered[str(request_id)] = self.do(asked)
        return self.answered[str(request_id)]

    def done(self, asked: DeviceCommand, request_id: str) -> Any:
        told = self.asked(asked, None, request_id)
        return told if isinstance(told, HallRefused) or self.away else True


def _tick() -> Any:
    from domain.commands import Tick  # noqa: PLC0415

    return Tick()


class Browser:
    """Somebody at the page: follows links by their words, fills in forms, sends them."""

    def __init__(self, hall: BookedHall, language: str = "zh", **more: Any) -> None:
        self.hall = hall
        self.client = Client(Site(cast("HallLink", hall), **more))
        self._language = language
        self.page: TestResponse

    def open(self, path: str) -> Browser:
        mark = "&" if "?" in path else "?"
        self.page = self.client.get(path if "lang=" in path else f"{path}{mark}lang={self._language}")
        return self

    @property
    def words(self) -> str:
        body = re.sub(r"<style>.*?</style>", "", self.page.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def heading(self) -> str:
        return unescape(re.sub(r"<[^>]+>", "", self.page.text.split("<h1>")[1].split("</h1>")[0]))

    def follow(self, words: str) -> Browser:
        """The first link that begins with these words."""
        links = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>', self.page.text)
        href = next(unescape(href) for href, said in links if unescape(said).startswith(words))
        return self.open(href)

    def send(self, submit: str, **filled: str) -> Browser:
        """The form with this button."""
        for form in re.findall(r"<form .*?</form>", self.page.text, re.DOTALL):
            if f">{submit}</button>" not in form:
                continue
            action = unescape(re.findall(r'action="([^"]*)"', form)[0])
            hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
            data = {name: unescape(value) for name, value in hidden} | filled
            self.page = self.client.post(action, data=data)
            return self
        raise AssertionError(f"no form {submit!r} on {self.words}")

    def times(self) -> list[str]:
        return re.findall(r'name="chosen"[^>]*value="(\d+)"', self.page.text)
