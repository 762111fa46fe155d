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
    STAFF = auto()  # it needs somebody, and nobody is there now: says until when
    AWAY = auto()  # it needs the hall, which does not answer now


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

    `back` is 返回 within it; None: this is its first page, and the frame leads back to what was before. All functions
    are total: whatever comes on whatever page, there is a next state.
    """

    name: BusinessName
    touches: type | UnionType  # `T`, to tell its touches from others'
    begin: Callable[[KioskMoment, About], tuple[S, Effects]]
    touched: Callable[[S, T, KioskMoment], tuple[S, Effects]]
    page: Callable[[S], str]  # the name of the screen; with another one a double tap chooses nothing
    place: Callable[[S], object] = nowhere  # likewise with another place on a screen of the same name
    back: Callable[[S, KioskMoment], tuple[S, Effects] | None]
    heard: Callable[[S, BusinessNews, KioskMoment], tuple[S, Effects]] = ignores
    offer: Callable[[KioskMoment], Offer] = open_always
    typing: type | UnionType | None = None  # touches that type instead of choosing: a quick second one counts
    loses: Callable[[S], bool] = never  # something was typed that nobody could bring back
    busy: Callable[[S], bool] = never  # a request is out: no question whether somebody is there, and no way home
    cards: Callable[[S], bool] = never  # a card is asked for on this page
    card_details: Callable[[S], bool] = never  # and what is printed on it
    codes: Callable[[S], bool] = never  # likewise a code
    left: Callable[[S], Effects] = nothing_left  # what is still to be done when it is closed, or the person is gone
    tile: bool = True  # whether home shows it
