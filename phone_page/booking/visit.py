"""One web request about bookings: the fields, the link to the hall, and the proof of a phone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.booking.views import PhoneCodeAnswer, PhoneProof, SlotsAnswer, SlotsQuestion
from domain.calendar.day import zone
from domain.commands import DeviceCommand, ProvePhone, SendPhoneCode
from domain.refusal import Code
from domain.roles import Question
from domain.views.catalogue import Catalogue
from phone_page import pages
from phone_page.booking import choosing, own, words
from phone_page.booking.visitor import Visitor
from phone_page.hall_link import HallRefused
from phone_page.pages import HtmlPage
from program.speech import Speaker

T = TypeVar("T")


class BookingLink(Protocol):
    """The part of `HallLink` that is used here."""

    def asked(
        self, asked: DeviceCommand | Question, kind: type[T], request_id: str | None = None
    ) -> T | HallRefused | None: ...

    def done(self, asked: DeviceCommand, request_id: str) -> HallRefused | bool | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRequest:
    """One request of a browser. `may_send` and `may_guess`: whether this address may once more have a code sent, or try
    a booking's code; each call counts."""

    desk: BookingLink
    catalogue: Catalogue
    say: Speaker
    fields: Mapping[str, str]
    may_send: Callable[[], bool]
    may_guess: Callable[[], bool]

    @property
    def visitor(self) -> Visitor:
        return Visitor(self.catalogue, self.say, zone(self.catalogue.timezone))

    def field(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def language(self) -> str:
        return "zh_CN" if self.say.chinese else "en"

    def request(self, *content: str) -> str:
        """The id of a request: the same form sent twice is one request; with other content it is another."""
        told = "\n".join((self.field("once"), self.field("step"), *content))
        return "page-" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def slots_of(visit: BookingRequest, queue: str) -> SlotsAnswer | HallRefused | None:
    return visit.desk.asked(SlotsQuestion(queue=queue), SlotsAnswer)


def sent(visit: BookingRequest, phone: str) -> HtmlPage | str:
    """Have a code sent. Returns "" if it was, else the word for what to correct, or the page that ends the step."""
    if not visit.may_send():
        return visit.say(words.CODES_MANY)
    told = visit.desk.asked(SendPhoneCode(phone=phone, language=visit.language), PhoneCodeAnswer, visit.request(phone))
    if isinstance(told, PhoneCodeAnswer):
        return ""
    if isinstance(told, HallRefused):
        if told.code == Code.PHONE_CODE_WAIT:  # sent a moment ago, so the phone has it
            return ""
        if told.code == Code.PHONE_INVALID:
            return visit.say(words.BAD_PHONE)
        if told.code in {Code.PHONE_LIMIT, Code.PHONE_CODES_MANY}:
            return own.refused(visit.visitor, told).lines[0]
    return no(visit, told)


def proved(visit: BookingRequest, action: str) -> str | HtmlPage:
    """The proof of the phone whose code was typed, or the page for another try."""
    phone = visit.field("phone")
    typed = visit.field("code")
    told = visit.desk.asked(ProvePhone(phone=phone, code=typed), PhoneProof, visit.request(phone, typed))
    if isinstance(told, PhoneProof) and told.proof:
        return told.proof
    if isinstance(told, PhoneProof) and told.left:
        problem = visit.say(words.WRONG_CODE, left=told.left)
        return choosing.code(visit.visitor, action, carried(visit), phone, problem)
    if isinstance(told, PhoneProof):
        told = HallRefused(Code.PHONE_CODE_OVER)
    return no(visit, told)


def carried(visit: BookingRequest) -> tuple[tuple[str, str], ...]:
    return tuple((name, visit.field(name)) for name in ("item", "at", "phone", "address") if visit.field(name))


def no(visit: BookingRequest, told: HallRefused | object) -> HtmlPage:
    """The page for a refusal, or for a hall that has not answered."""
    if isinstance(told, HallRefused):
        return own.refused(visit.visitor, told)
    return pages.away_from_booking(visit.say)
