"""The page of a ticket: its content, and after how long it reloads. Pure: data in, `HtmlPage` out."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.calendar.day import zone
from domain.config import Level, Text
from domain.emergency.views import Emergency
from domain.views.catalogue import Catalogue, QueueCard
from domain.views.queries import ComeBack, FollowView, ReviewState
from domain.views.ticket import TicketState
from phone_page import words
from phone_page.booking import words as booking_words
from phone_page.booking.sheets import Sheet
from phone_page.cases import words as case_words
from phone_page.content.body import ContentBody
from phone_page.review_form import FilledForm, empty
from program.speech import Speaker
from program.wait_words import hour, wait_parts

SOON_S, LATER_S, FAR_S = 8, 15, 30
BRING = "bring"
NEAR, FAR = 3, 10
"""With fewer than `NEAR` people ahead the page reloads soon, with fewer than `FAR` later, else in half a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """One answer. `lines` stand under the heading; `red`: the house's red is the ground; `form` is a review to fill in.

    `heading_number`: the number is part of the heading. `lists`: a name and what belongs to it. `way` leads to another
    view of the ticket: its words, and its name in the address. `view` is the name of this one. `links` and `groups` (of
    links, each under a heading) lead to other pages; `keep`: what of this page's address stays in another language.
    `sheets`: forms of bookings. `body`: of a page of content. `number_label`: what the number is, if it is no ticket's.
    """

    heading: str
    lines: tuple[str, ...] = ()
    number: str = ""
    heading_number: bool = False
    facts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    way: tuple[str, str] | None = None
    view: str = ""
    links: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    keep: tuple[tuple[str, str], ...] = ()
    language_link: bool = True
    sheets: tuple[Sheet, ...] = ()
    body: ContentBody | None = None
    number_label: str = ""
    small: str = ""
    updated: str = ""  # when the state was read; a page that differs only in this is the same
    red: bool = False
    refresh_s: int | None = None
    status: int = 200
    form: FilledForm | None = None
    problem: str = ""
    levels: tuple[Level, ...] = ()
    words: dict[str, str] = field(default_factory=dict)


def of_ticket(told: FollowView, catalogue: Catalogue, say: Speaker, view: str = "") -> HtmlPage:
    """The page of a ticket's state, for its holder; while it waits there is also the view `BRING`."""
    match told.state:
        case TicketState.WAITING if view == BRING and _to_bring(told, catalogue, say):
            return _bring(told, catalogue, say)
        case TicketState.WAITING:
            return _waiting(told, catalogue, say)
        case TicketState.CALLED:
            heading = say(words.CALLED, window=told.window)
            lines = (say(words.CALLED_HINT),)
            return HtmlPage(heading=heading, lines=lines, number=told.number, red=True, refresh_s=SOON_S)
        case TicketState.SERVING:
            heading = say(words.SERVING, window=told.window)
            return HtmlPage(heading=heading, lines=(say(words.SERVING_HINT),), number=told.number, refresh_s=LATER_S)
        case TicketState.HELD:
            lines = (say(words.HELD_HINT, window=told.window),)
            return HtmlPage(heading=say(words.HELD), lines=lines, number=told.number, refresh_s=LATER_S)
        case TicketState.NO_SHOW:
            return _missed(told, catalogue, say)
        case TicketState.SERVED:
            return _served(told, catalogue, say)
        case TicketState.CANCELLED:
            return HtmlPage(heading=say(words.CANCELLED), lines=(say(words.CANCELLED_HINT),), number=told.number)
        case TicketState.EXPIRED:
            return unknown(say)


def _waiting(told: FollowView, catalogue: Catalogue, say: Speaker) -> HtmlPage:
    card = _card(told, catalogue)
    windows = "、".join(told.windows) if say.chinese else ", ".join(told.windows)
    if told.window is not None:  # transferred straight to a window
        windows = told.window
    facts = (say(card.name) if card else "", say(words.WINDOWS, windows=windows) if windows else "")
    ahead = told.ahead or 0
    return HtmlPage(
        heading=say(words.YOUR_NUMBER),
        number=told.number,
        heading_number=True,
        lines=wait_parts(say, ahead, told.wait, words.WAIT),
        facts=tuple(fact for fact in (*facts, say(words.SILENT)) if fact),
        updated=say(words.UPDATED, time=hour(told.at, zone(catalogue.timezone))),
        way=(say(words.BRING), BRING) if _to_bring(told, catalogue, say) else None,
        refresh_s=SOON_S if ahead < NEAR else LATER_S if ahead < FAR else FAR_S,
    )


def _card(told: FollowView, catalogue: Catalogue) -> QueueCard | None:
    return next((card for card in catalogue.queues if card.id == told.queue), None)


def _to_bring(told: FollowView, catalogue: Catalogue, say: Speaker) -> bool:
    card = _card(told, catalogue)
    return bool((card and card.guide) or _lists(told, catalogue, say))


def _lists(told: FollowView, catalogue: Catalogue, say: Speaker) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every item of the queue with its materials, since the hall does not know for which item the holder came."""
    card = _card(told, catalogue)
    items = [item for item in catalogue.items if card and item.id in card.items and item.materials]
    return tuple((say(item.name), tuple(say(material) for material in item.materials)) for item in items)


def _bring(told: FollowView, catalogue: Catalogue, say: Speaker) -> HtmlPage:
    """The page of what to bring. It does not reload by itself, as reading may take a while."""
    card = _card(told, catalogue)
    return HtmlPage(
        heading=say(words.BRING),
        lines=(say(card.guide),) if card and card.guide else (),
        lists=_lists(told, catalogue, say),
        way=(say(words.BACK), ""),
        view=BRING,
    )


def _missed(told: FollowView, catalogue: Catalogue, say: Speaker) -> HtmlPage:
    back = told.come_back
    lines = (say(words.MISSED_OVER),) if back is None else _back(back, catalogue, say)
    return HtmlPage(heading=say(words.MISSED), lines=lines, number=told.number, refresh_s=LATER_S if back else None)


def _back(back: ComeBack, catalogue: Catalogue, say: Speaker) -> tuple[str, ...]:
    hint = say(words.MISSED_HINT, time=hour(back.until, zone(catalogue.timezone)))
    return hint, say(words.RETURN_PLACES[back.place], behind=back.behind)


def _served(told: FollowView, catalogue: Catalogue, say: Speaker) -> HtmlPage:
    match told.review:
        case ReviewState.OPEN:
            return to_review(empty(), None, told.number, catalogue, say)
        case ReviewState.GIVEN:
            return reviewed(say)
        case ReviewState.NONE:
            return HtmlPage(heading=say(words.SERVED), lines=(say(words.SERVED_HINT),), number=told.number)


def to_review(filled: FilledForm, problem: Text | None, number: str, catalogue: Catalogue, say: Speaker) -> HtmlPage:
    """The page with the form. `problem`: what to correct; everything else stays as it was filled in."""
    limit = catalogue.comment_limit
    return HtmlPage(
        heading=say(words.REVIEW),
        number=number,
        small=say(words.VOLUNTARY),
        status=422 if problem else 200,
        form=filled,
        problem=say(problem, limit=limit) if problem else "",
        levels=tuple(sorted(catalogue.levels, key=lambda level: -level.value)),  # most satisfied first
        words={
            "praise": say(words.PRAISE_TAGS),
            "blame": say(words.BLAME_TAGS),
            "comment": say(words.COMMENT, limit=limit),
            "submit": say(words.SUBMIT),
        },
    )


def thanks(catalogue: Catalogue, say: Speaker, *, bad: bool) -> HtmlPage:
    """The page of thanks. S4 9.3.2: a bad review is verified and put right within 7 calendar days."""
    if not bad:
        return HtmlPage(heading=say(words.THANKS), lines=(say(words.THANKS_HINT),))
    mend = say(words.MEND, days=catalogue.mend_days)
    return HtmlPage(heading=say(words.THANKS), lines=(mend, say(words.HEARD, phone=catalogue.hotline)))


def reviewed(say: Speaker) -> HtmlPage:
    return HtmlPage(heading=say(words.GIVEN), lines=(say(words.GIVEN_HINT),))


def unknown(say: Speaker) -> HtmlPage:
    """The page for a wrong key and for yesterday's number alike, so that a stranger learns nothing."""
    return HtmlPage(heading=say(words.UNKNOWN), lines=(say(words.UNKNOWN_HINT),), status=404)


def away(say: Speaker, *, number: str = "", reviewing: bool = False) -> HtmlPage:
    """The page while the hall is away. It shows the number, but not the last known state, which may be old."""
    hint = words.REVIEW_AWAY_HINT if reviewing else words.AWAY_HINT
    refresh = None if reviewing else LATER_S
    return HtmlPage(heading=say(words.AWAY), lines=(say(hint),), number=number, status=503, refresh_s=refresh)


def away_from_booking(say: Speaker) -> HtmlPage:
    links = ((say(booking_words.FIND), "/booking"), (say(booking_words.BOOK), "/book"))
    return HtmlPage(
        heading=say(words.AWAY), lines=(say(booking_words.AWAY_HINT),), status=503, language_link=False, links=links
    )


def busy(say: Speaker) -> HtmlPage:
    return HtmlPage(heading=say(words.BUSY), lines=(say(words.BUSY_HINT),), status=429, refresh_s=FAR_S)


def how(catalogue: Catalogue | None, say: Speaker, window: str = "") -> HtmlPage:
    """The page behind the QR code at a window: how to review by phone."""
    cards = catalogue.windows if catalogue else ()
    card = next((card for card in cards if card.id == window), None)
    return HtmlPage(
        heading=say(words.HOW_WINDOW, window=card.number) if card else say(words.HOW),
        steps=tuple(say(step) for step in words.HOW_STEPS),
        facts=(say(words.HOW_WHY), say(words.HOW_ELSE, phone=catalogue.hotline if catalogue else "12345")),
        links=(*_booking_links(catalogue, say), (say(case_words.LINK), "/say")) if not window else (),
    )


def _booking_links(catalogue: Catalogue | None, say: Speaker) -> tuple[tuple[str, str], ...]:
    if catalogue is None or not any(card.booked for card in catalogue.queues):
        return ()
    mine = (say(booking_words.MINE), "/booking")
    return ((say(booking_words.BOOK), "/book"), mine) if catalogue.messages else (mine,)


def emergency_words(emergency: Emergency | None, say: Speaker) -> tuple[str, str] | None:
    """The heading and the hall's sentence that stand over every page in an emergency; None: there is none."""
    if emergency is None:
        return None
    said = emergency.text if say.chinese else emergency.text_en or say(words.EMERGENCY_ELSE)
    return say(words.EMERGENCY), said


def hall_name(catalogue: Catalogue | None, say: Speaker) -> str:
    return say(catalogue.name) if catalogue else say(words.HALL)
