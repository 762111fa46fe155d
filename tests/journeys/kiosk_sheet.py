"""A business that does what each touch of it says, in the place of 大厅地图: the frame is tried with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kiosk_sample import KioskWalk

from domain.flow import (
    Ask,
    HallOnline,
    StopTimer,
)
from domain.number_machine.inputs import (
    CardRead,
    DigitTouched,
)
from domain.progress.views import ProgressQuestion
from domain.self_service.business import Business, Effects
from domain.self_service.effects import ANYTHING, About, ContentKind, ReadContent
from domain.views.business_names import BusinessName

OWN, GUIDES, TICKET, HELP = BusinessName.MAP, BusinessName.GUIDES, BusinessName.TICKET, BusinessName.HELP
CARD = CardRead("hash", "欧阳**", "19400101")
PHONE = [DigitTouched(digit) for digit in "13912345678"]
QUESTION = ProgressQuestion(person="hash")


@dataclass(frozen=True)
class Sheet:
    """`heard`: all that it was told."""

    about: About = ANYTHING
    page: str = "one"
    typed: str = ""
    busy: bool = False
    heard: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Does:
    """Its business comes into another state, and wants this."""

    effects: tuple[Any, ...] = ()
    page: str = "one"
    busy: bool = False


@dataclass(frozen=True)
class Types:
    text: str


def _begin(_moment: Any, about: About) -> tuple[Sheet, Effects]:
    return Sheet(about), (ReadContent("piece", ContentKind.TEXT, about.text),) if about.text else ()


def _touched(state: Sheet, given: Does | Types, _moment: Any) -> tuple[Sheet, Effects]:
    if isinstance(given, Types):
        return replace(state, typed=state.typed + given.text), ()
    return replace(state, page=given.page, busy=given.busy), given.effects


def _heard(state: Sheet, given: Any, moment: Any) -> tuple[Sheet, Effects]:
    asks = (Ask("again", QUESTION, request_id=moment.fresh_id),) if isinstance(given, HallOnline) else ()
    return replace(state, heard=(*state.heard, given)), asks


SHEET = Business(
    name=OWN,
    touches=Does | Types,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=lambda state, _moment: (replace(state, page="one"), ()) if state.page == "two" else None,
    page=lambda state: state.page,
    typing=Types,
    loses=lambda state: bool(state.typed),
    busy=lambda state: state.busy,
    cards=lambda state: state.page == "cards",
    codes=lambda state: state.page == "codes",
    left=lambda _state: (StopTimer("own"),),
)


def opened() -> KioskWalk:
    return KioskWalk().opens(OWN)


def stack(walk: KioskWalk) -> list[BusinessName]:
    return [one.name for one in walk.state.session.stack]


def heard(walk: KioskWalk) -> tuple[Any, ...]:
    told: tuple[Any, ...] = walk.business.heard
    return told
