"""A hall that can be booked: slots of half an hour, two people in each, and somebody who books in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from hashlib import sha256
from typing import Any

from acting import HALL, Acting, at

from domain import commands as c
from domain.booking.settings import BookingRules, QueueBooking
from domain.booking.views import AppointmentView, SlotsAnswer, SlotsQuestion
from domain.config import Calendar, Device, HallConfig, Role, ServiceHours, StatutoryYear
from domain.decide.bookings.phone_codes import code_words
from domain.events import PhoneCodeSent
from domain.notices.texts import SmsTexts, Template
from domain.show.bookings import answer

WEEK = Calendar(
    id="week",
    sessions=(
        ServiceHours(days=(1, 2, 3, 4, 5), opens=time(9), closes=time(12)),
        ServiceHours(days=(1, 2, 3, 4, 5), opens=time(13, 30), closes=time(15, 15)),
    ),
)
LI, WANG, ZHAO = "aa" * 16, "bb" * 16, "cc" * 16
MONDAY = at("2026-11-23 08:00")


def booked_hall(*, people: int = 2, home_visit: bool = False, years: tuple[int, ...] = (), **rules: Any) -> HallConfig:
    offer = QueueBooking(minutes=30, people=people, home_visit=home_visit)
    papers, *others = HALL.queues
    return replace(
        HALL,
        queues=(replace(papers, calendar="week", booking=offer), *others),
        calendars=(WEEK,),
        years=tuple(StatutoryYear(year=year, off=()) for year in years),
        notices=SmsTexts(signature="hall", called=Template(zh="c", en="c"), near=Template(zh="n", en="n")),
        booking=replace(BookingRules(), **rules),
        devices=(*HALL.devices, Device(id="desk", role=Role.SUPERVISOR), Device(id="page", role=Role.PHONE_PAGE)),
    )


class Booking(Acting):
    """On a Monday at eight."""

    def __init__(self, config: HallConfig | None = None, now: int = MONDAY) -> None:
        super().__init__(config or booked_hall(), now, ticket_key=lambda words: sha256(words.encode()).hexdigest()[:12])
        self.do(c.Tick())

    def asked(self, when: str, person: str | None = LI, **more: Any) -> c.BookAppointment:
        return c.BookAppointment(queue="papers", starts_at=at(when), person=person, **more)

    def book(self, when: str, person: str | None = LI, *, device: str = "kiosk-1", **more: Any) -> AppointmentView:
        view: AppointmentView = self.do(self.asked(when, person, **more), device)
        return view

    def prove(self, phone: str, device: str = "page") -> str:
        """A code is sent to the phone, and said back: the proof."""
        self.do(c.SendPhoneCode(phone=phone), device)
        sent = self.log[-1]
        assert isinstance(sent, PhoneCodeSent)
        code = code_words(self.hall.state, sent.token)
        proof: str = self.do(c.ProvePhone(phone=phone, code=code), device).proof
        return proof

    def slots(self, from_day: str = "", days: int = 31) -> SlotsAnswer:
        found = answer(self.hall.state, SlotsQuestion(queue="papers", from_day=from_day, days=days), self.now)
        assert isinstance(found, SlotsAnswer), found
        return found

    def free(self, when: str) -> int:
        """Of the slot that begins then."""
        day = date.fromisoformat(when[:10]).isoformat()
        return next(slot.free for slot in self.slots(day, 1).slots if slot.starts_at == at(when))

    def until(self, when: str) -> Booking:
        self.now = at(when)
        self.do(c.Tick())
        return self
