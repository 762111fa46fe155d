"""The page of the hall itself: when it is open, where it is, and what is where in it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.content.site import HallSite, PlaceKind
from domain.views.public import NoticesSnapshot
from phone_page.content import words
from phone_page.content.body import ContentBody, PageSection, PlanPicture, PlanShape
from phone_page.content.library import ContentLibrary
from phone_page.pages import HtmlPage
from program.speech import Speaker

SPOT = 0.35
"""Radius of a spot on the plan, in metres."""


def about_hall(library: ContentLibrary | None, notices: NoticesSnapshot | None, say: Speaker) -> HtmlPage:
    """The page, made of what is known: the hours come from the hall, the rest from its content."""
    site = library.index.site if library is not None and library.index is not None else None
    sections = [*_hours(notices, say), *(_site(site, say) if site is not None else ())]
    if not sections:
        return HtmlPage(heading=say(words.HALL), lines=(say(words.AWAY_HINT),), status=503)
    return HtmlPage(
        heading=say(words.HALL),
        body=ContentBody(
            sections=tuple(one for one in sections if one.paragraphs or one.entries),
            plan=_plan(site, say) if site is not None else None,
        ),
    )


def _hours(notices: NoticesSnapshot | None, say: Speaker) -> Iterator[PageSection]:
    if notices is None:
        return
    for heading, lines in ((words.TODAY, notices.today), (words.USUAL, notices.hours)):
        entries = tuple(f"{say(line.title)} {say(line.text)}" for line in lines)
        yield PageSection(heading=say(heading), entries=entries)


def _site(site: HallSite, say: Speaker) -> Iterator[PageSection]:
    yield PageSection(heading=say(words.ADDRESS), paragraphs=(say(site.address),))
    yield PageSection(heading=say(words.WAYS), entries=tuple(map(say, site.ways)))
    phones = tuple(f"{say(phone.name)} {phone.number}" for phone in site.phones)
    yield PageSection(heading=say(words.PHONES), entries=phones)
    if site.floor is not None:
        zones = [f"{say(zone.name)} {say(zone.about)}".strip() for zone in site.floor.zones]
        places = [f"{say(place.name)} {say(place.about)}".strip() for place in site.floor.places]
        yield PageSection(heading=say(words.PLACES), entries=tuple(dict.fromkeys((*zones, *places))))
    halls = tuple(
        " · ".join(
            one for one in (say(hall.name), say(hall.address), say(hall.hours), hall.phone, say(hall.about)) if one
        )
        for hall in site.halls
    )
    yield PageSection(heading=say(words.OTHER_HALLS), entries=halls)


def _plan(site: HallSite, say: Speaker) -> PlanPicture | None:
    floor = site.floor
    if floor is None:
        return None
    zones = [
        PlanShape(left=one.left, top=one.top, width=one.width, height=one.height, label=say(one.name))
        for one in floor.zones
    ]
    spots = [
        PlanShape(left=one.x, top=one.y, radius=SPOT, label=_short(one.kind, say(one.name))) for one in floor.places
    ]
    return PlanPicture(width=floor.width, height=floor.height, shapes=(*zones, *spots), title=say(words.PLAN))


def _short(kind: PlaceKind, name: str) -> str:
    """The label on a small plan: a window has its number, everything else a dot that the list explains."""
    digits = "".join(sign for sign in name if sign.isdigit())
    return digits if kind is PlaceKind.WINDOW else ""
