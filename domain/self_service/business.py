"""The form of a business: a few pure functions over a state of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from types import UnionType
from typing import Any, Generic, TypeVar

from domain.self_service.effects import About, BusinessEffect
from domain.self_service.inputs import BusinessNews
from domain.self_service.moment import KioskMoment
from domain.views.business_names import BusinessName

S = TypeVar("S")
T = TypeVar("T")

Effects = tuple[BusinessEffect, ...]


class Offer(Enum):
    """How home shows the tile."""

    HIDDEN = auto()  # this kiosk cannot do it at all
    OPEN = auto()
    STAFF = auto()  # it needs staff, and nobody is there now: the tile says until when
    AWAY = auto()  # it needs the hall, which is away now


def open_always(_moment: KioskMoment) -> Offer:
    return Offer.OPEN


def ignores(state: Any, _given: BusinessNews, _moment: KioskMoment) -> tuple[Any, Effects]:
    return state, ()


def never(_state: Any) -> bool:
    return False


def nowhere(_state: Any) -> object:
    return None


def nothing_left(_state: Any) -> Effects:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Business(Generic[S, T]):
    """`S`: its state. `T`: the union of its touches.

    `back`: 返回 inside the business; None: this is its first page, and the frame goes back to what was before. All
    functions are total: every input has a next state on every page.
    """

    name: BusinessName
    touches: type | UnionType  # `T`, to tell its touches from others'
    begin: Callable[[KioskMoment, About], tuple[S, Effects]]
    touched: Callable[[S, T, KioskMoment], tuple[S, Effects]]
    page: Callable[[S], str]  # the name of the screen; after a change of it, a double tap chooses nothing
    place: Callable[[S], object] = nowhere  # tells two pages of the same screen apart, for the same purpose
    back: Callable[[S, KioskMoment], tuple[S, Effects] | None]
    heard: Callable[[S, BusinessNews, KioskMoment], tuple[S, Effects]] = ignores
    offer: Callable[[KioskMoment], Offer] = open_always
    typing: type | UnionType | None = None  # touches that type: a quick second one counts
    loses: Callable[[S], bool] = never  # whether typed text would be lost for good
    busy: Callable[[S], bool] = never  # whether a request waits: then there is no time-out question and no way home
    cards: Callable[[S], bool] = never  # whether this page asks for a card
    card_details: Callable[[S], bool] = never  # whether it also needs the data printed on the card
    codes: Callable[[S], bool] = never  # whether this page asks for a code
    left: Callable[[S], Effects] = nothing_left  # effects when it is closed or the person has gone
    tile: bool = True  # whether home shows it
