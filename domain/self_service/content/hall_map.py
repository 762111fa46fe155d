"""大厅地图: the plan of the hall with "you are here", the places in it, and how to get to this hall and others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from domain.content.site import HallFloor, HallSite, PlanPlace
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.effects import About
from domain.self_service.moment import KioskMoment
from domain.views.business_names import BusinessName

PLAN, AROUND = "plan", "around"


@dataclass(frozen=True, slots=True)
class MapState:
    """`place`: the one that is shown on the plan."""

    around: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class PlaceChosen:
    place: str


@dataclass(frozen=True, slots=True)
class AroundChosen:
    """Address, lines, telephones, other halls."""


MapTouch = PlaceChosen | AroundChosen
Transition = tuple[MapState, Effects]


def site_of(moment: KioskMoment) -> HallSite | None:
    return moment.content.index.site if moment.content is not None else None


def floor_of(moment: KioskMoment) -> HallFloor | None:
    site = site_of(moment)
    return site.floor if site is not None else None


def here(moment: KioskMoment) -> PlanPlace | None:
    """Where this kiosk stands, if the plan says so."""
    floor = floor_of(moment)
    places = floor.places if floor is not None else ()
    return next((one for one in places if one.device and one.device == moment.machine.device), None)


def _begin(moment: KioskMoment, _about: About) -> Transition:
    return MapState(around=floor_of(moment) is None), ()


def _touched(state: MapState, given: MapTouch, moment: KioskMoment) -> Transition:
    match given:
        case PlaceChosen(place):
            floor = floor_of(moment)
            known = floor is not None and not state.around and place in {one.id for one in floor.places}
            return (replace(state, place="" if place == state.place else place) if known else state), ()
        case AroundChosen():
            return replace(state, around=True), ()
        case _:
            assert_never(given)


def _back(state: MapState, moment: KioskMoment) -> Transition | None:
    return (replace(state, around=False), ()) if state.around and floor_of(moment) is not None else None


def _offer(moment: KioskMoment) -> Offer:
    return Offer.OPEN if site_of(moment) is not None else Offer.HIDDEN


MAP = Business(
    name=BusinessName.MAP,
    touches=MapTouch,
    typing=PlaceChosen,
    begin=_begin,
    touched=_touched,
    back=_back,
    page=lambda state: AROUND if state.around else PLAN,
    offer=_offer,
)
