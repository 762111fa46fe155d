"""The page's link to its hall: an MQTT client like any device. It may be called from many threads at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.commands import DeviceCommand, RateByPhone
from domain.emergency.views import Emergency, EmergencySnapshot
from domain.refusal import Code
from domain.refusal_data import REFUSAL_DATA, RefusalData
from domain.roles import Question
from domain.views.catalogue import Catalogue
from domain.views.public import ContentSnapshot, NoticesSnapshot
from domain.views.queries import FollowQuestion, FollowView
from kiosk.mqtt.bodies import wire_form
from kiosk.mqtt.client import Client, Published
from kiosk.mqtt.messages import Answer, HostState, NotReadableError, read_data
from kiosk.mqtt.port import OpenWire
from kiosk.mqtt.topics import Topics
from program.start.version import version

PATIENCE_S = 3.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HallRefused:
    """The hall refused. `code` is one of `domain.refusal.Code`; `data`: what the refusal tells besides, if anything."""

    code: str
    data: RefusalData | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedReview:
    """A review as it was sent. `request` is its id; the hall carries out each id once."""

    request: str
    level: int
    tags: tuple[str, ...]
    comment: str


def _told(code: str, data: Any) -> RefusalData | None:
    kind = REFUSAL_DATA.get(code)
    if kind is None:
        return None
    try:
        return read_data(kind, data)
    except NotReadableError:
        return None


class HallLink:
    """The link. `follow` and `review` block for up to `PATIENCE_S` and return None if nobody answered."""

    def __init__(self, open_wire: OpenWire, topics: Topics, device: str, session: int) -> None:
        self.catalogue: Catalogue | None = None
        self.notices: NoticesSnapshot | None = None  # with the hall's hours
        self.on_content: Callable[[ContentSnapshot], None] = lambda _told: None
        self.emergency: Emergency | None = None  # the text that every screen of the hall shows now
        self._client = Client(
            open_wire,
            topics,
            device,
            program="phone-page",
            session=session,
            version=version(),
            on_message=self._take,
            on_link=lambda _: None,
            on_hall=self._hall_known,
            subscriptions=(topics.emergency, topics.catalogue, topics.notices, topics.content),
        )

    @property
    def online(self) -> bool:
        return self._client.online

    @property
    def alive(self) -> bool:
        return self._client.alive

    def start(self) -> None:
        self._client.start()

    def stop(self) -> None:
        self._client.stop()

    def follow(self, ticket: str, key: str) -> FollowView | HallRefused | None:
        return self.asked(FollowQuestion(ticket=ticket, key=key), FollowView)

    def review(self, ticket: str, key: str, review: SubmittedReview) -> HallRefused | bool | None:
        """Send a review. True: it is on the hall's disk; None: nobody answered."""
        command = RateByPhone(ticket=ticket, key=key, level=review.level, tags=review.tags, comment=review.comment)
        return self.done(command, review.request)

    def asked(
        self, asked: DeviceCommand | Question, kind: type[T], request_id: str | None = None
    ) -> T | HallRefused | None:
        """The hall's answer, as `kind`; None if nobody answered, or the hall's version is another, so that its answer
        cannot be trusted. A command with the same `request_id` is carried out once."""
        answer = self._ask(asked, request_id)
        if not isinstance(answer, Answer):
            return answer
        try:
            return read_data(kind, answer.data)
        except NotReadableError:
            return None

    def done(self, asked: DeviceCommand, request_id: str) -> HallRefused | bool | None:
        """Send a command. True: it is carried out and on the hall's disk; None: nobody answered."""
        answer = self._ask(asked, request_id)
        return True if isinstance(answer, Answer) else answer

    def _ask(self, asked: DeviceCommand | Question, request_id: str | None = None) -> Answer | HallRefused | None:
        said: Future[Answer | None] = Future()
        type_, body = wire_form(asked)
        self._client.request(type_, body, said.set_result, timeout_s=PATIENCE_S, request_id=request_id)
        try:
            answer = said.result(PATIENCE_S + 1)
        except TimeoutError:
            return None
        if answer is None or answer.ok:
            return answer
        if answer.error is None:
            return HallRefused(Code.REQUEST_INVALID.value)
        return HallRefused(answer.error.code, _told(answer.error.code, answer.error.data))

    def _hall_known(self, _state: HostState, replaced: bool) -> None:  # noqa: FBT001 - the client's callback
        if replaced:
            self.catalogue = self.notices = None  # the new hall's follow

    def _take(self, _topic: str, value: Published) -> None:
        if isinstance(value, Catalogue):
            self.catalogue = value
        elif isinstance(value, NoticesSnapshot):
            self.notices = value
        elif isinstance(value, ContentSnapshot):
            self.on_content(value)
        elif isinstance(value, EmergencySnapshot):
            self.emergency = value.emergency
