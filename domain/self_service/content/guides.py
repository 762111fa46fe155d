"""办事指南: find an item, read its guide, take the notice along, take a number for it.

Items are found by subject, audience, department, or typed text: characters, pinyin or its initials, everyday words. A
guide is read from the disk when it is opened. Content past its last day is not found, also while the hall is away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.config import Text
from domain.content.dates import is_shown
from domain.content.guide import Guide
from domain.content.materials import merged
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.content.booking_of import booking_of
from domain.self_service.content.browsing import items_under, queue_for, row_of, shelves
from domain.self_service.content.giving import shown_as_code
from domain.self_service.content.guides_state import (
    EntryChosen,
    FoundChosen,
    GuideBookingWanted,
    GuideChosen,
    GuideFormWanted,
    GuidePage,
    GuidePart,
    GuidesState,
    GuideTouch,
    LetterTouched,
    MapWanted,
    NoticeWanted,
    NumberWanted,
    PartChosen,
    PictureTurned,
    SearchOpened,
    ShelfChosen,
    ShelvesWanted,
)
from domain.self_service.content.searching import SHOWN_BY, FoundKind, SearchHit, search, typed_on
from domain.self_service.effects import About, ContentKind, GuideNotice, OpenBusiness, PrintSlip, ReadContent
from domain.self_service.inputs import BusinessNews, ContentRead, SlipEnded
from domain.self_service.moment import KioskMoment
from domain.self_service.slip import SlipPrint, ended
from domain.views.business_names import BusinessName

Transition = tuple[GuidesState, Effects]


def _begin(moment: KioskMoment, about: About) -> Transition:
    state = GuidesState()
    if about.item:
        return _open(state, about.item, moment)
    if about.search:
        return _searched(replace(state, page=GuidePage.SEARCH, typed=about.text), moment), ()
    return state, ()


def _touched(state: GuidesState, given: GuideTouch, moment: KioskMoment) -> Transition:
    match given:
        case ShelfChosen(shelf):
            known = state.page is GuidePage.SHELVES and shelf in shelves(moment)
            return (_go(replace(state, shelf=shelf), GuidePage.ENTRIES) if known else state), ()
        case SearchOpened():
            return (state if state.page in {GuidePage.SEARCH, GuidePage.GUIDE} else _go(state, GuidePage.SEARCH)), ()
        case EntryChosen(entry):
            some = state.page is GuidePage.ENTRIES and items_under(moment, state.shelf, entry)
            return (_go(replace(state, entry=entry), GuidePage.ITEMS) if some else state), ()
        case GuideChosen(item):
            lists = state.page is GuidePage.ITEMS
            return _open(state, item, moment) if lists and row_of(moment, item) else (state, ())
        case LetterTouched() | FoundChosen() | MapWanted() | ShelvesWanted():
            return _touched_in_search(state, given, moment) if state.page is GuidePage.SEARCH else (state, ())
        case PartChosen(part):
            return _show_part(state, part, moment) if state.guide and part in parts(state.guide) else (state, ())
        case PictureTurned(by):
            return _turn(state, by)
        case NumberWanted():
            return state, _take_number(state, moment)
        case GuideBookingWanted():
            return state, booking_of((state.item,), moment) if state.guide is not None else ()
        case GuideFormWanted():
            form = form_for(state, moment)
            return state, (OpenBusiness(BusinessName.FORMS, About(form=form)),) if form else ()
        case NoticeWanted():
            return _print(state, moment)
        case _:
            assert_never(given)


def _heard(state: GuidesState, given: BusinessNews, _moment: KioskMoment) -> Transition:
    if isinstance(given, SlipEnded):
        return replace(state, paper=ended(state.paper, given)), ()
    if not isinstance(given, ContentRead):
        return state, ()
    if given.tag == f"guide:{state.item}" and state.guide is None:
        found = given.found
        return (replace(state, guide=found) if isinstance(found, Guide) else replace(state, missing=True)), ()
    text = given.found if isinstance(given.found, str) else ""
    if given.tag == f"plain:{state.item}:zh":
        return replace(state, plain=Text(zh=text, en=state.plain.en if state.plain else "")), ()
    if given.tag == f"plain:{state.item}:en":
        return replace(state, plain=Text(zh=state.plain.zh if state.plain else "", en=text)), ()
    if given.tag == f"captions:{state.item}:zh":
        return replace(state, captions=Text(zh=text, en=state.captions.en if state.captions else "")), ()
    if given.tag == f"captions:{state.item}:en":
        return replace(state, captions=Text(zh=state.captions.zh if state.captions else "", en=text)), ()
    if given.tag == f"film:{state.item}" and state.part is GuidePart.FILM:
        return replace(state, drawn=given.found if isinstance(given.found, bytes) else b""), ()
    if given.tag == f"picture:{state.item}:{state.picture}" and state.part is GuidePart.PICTURES:
        return replace(state, drawn=given.found if isinstance(given.found, bytes) else b""), ()
    return state, ()


def _back(state: GuidesState, _moment: KioskMoment) -> Transition | None:
    if not state.trail:
        return None
    *trail, page = state.trail
    return replace(state, page=page, trail=tuple(trail)), ()


def _go(state: GuidesState, page: GuidePage) -> GuidesState:
    return replace(state, page=page, trail=(*state.trail, state.page))


def _searched(state: GuidesState, moment: KioskMoment) -> GuidesState:
    return replace(state, found=search(moment, state.typed))


def _touched_in_search(
    state: GuidesState, given: LetterTouched | FoundChosen | MapWanted | ShelvesWanted, moment: KioskMoment
) -> Transition:
    match given:
        case LetterTouched(key):
            return _searched(replace(state, typed=typed_on(state.typed, key)), moment), ()
        case FoundChosen(found):
            return _open_found(state, found, moment)
        case MapWanted():
            return state, (OpenBusiness(BusinessName.MAP),) if BusinessName.MAP in moment.offered else ()
        case ShelvesWanted():
            return replace(state, page=GuidePage.SHELVES, trail=(GuidePage.SEARCH,)), ()
        case _:
            assert_never(given)


def _open_found(state: GuidesState, found: SearchHit, moment: KioskMoment) -> Transition:
    """Open a search result: a guide here, others in their own business over this one; 返回 leads back to the
    results."""
    if found not in state.found:
        return state, ()
    if found.kind is FoundKind.ITEM:
        return _open(state, found.id, moment) if row_of(moment, found.id) else (state, ())
    about = About(theme=found.id) if found.kind is FoundKind.THEME else About(document=found.id)
    business = SHOWN_BY[found.kind]
    return state, (OpenBusiness(business, about),) if business in moment.offered else ()


# ---- one guide


def _open(state: GuidesState, item: str, moment: KioskMoment) -> Transition:
    opened = replace(
        state if moment.content is None or state.page is GuidePage.SHELVES else _go(state, GuidePage.GUIDE),
        page=GuidePage.GUIDE,
        item=item,
        guide=None,
        missing=row_of(moment, item) is None,
        part=GuidePart.BRIEF,
        plain=None,
        picture=0,
        drawn=None,
        captions=None,
        paper=SlipPrint.NONE,
        noticed=False,
    )
    return opened, () if opened.missing else (ReadContent(f"guide:{item}", ContentKind.GUIDE, item),)


def parts(guide: Guide) -> tuple[GuidePart, ...]:
    """The parts that this guide has."""
    has = {
        GuidePart.BRIEF: True,
        GuidePart.MATERIALS: bool(guide.materials),
        GuidePart.STEPS: bool(guide.steps),
        GuidePart.PLAIN: guide.plain is not None,
        GuidePart.PICTURES: bool(guide.pictures),
        GuidePart.FILM: guide.film is not None and bool(guide.film.machine),
        GuidePart.MORE: bool(guide.basis or guide.standards or guide.advice),
        GuidePart.TAKE: True,
    }
    return tuple(part for part in GuidePart if has[part])


def _show_part(state: GuidesState, part: GuidePart, moment: KioskMoment) -> Transition:
    state = replace(state, part=part)
    guide = state.guide
    if part is GuidePart.TAKE and not state.noticed:
        return replace(state, noticed=True), shown_as_code(notice(state, moment))
    if part is GuidePart.PLAIN and guide is not None and guide.plain is not None:
        return replace(state, plain=None), _read_both("plain", state.item, guide.plain)
    if part is GuidePart.FILM and guide is not None and guide.film is not None:
        film = ReadContent(f"film:{state.item}", ContentKind.PICTURE, f"items/{state.item}/{guide.film.machine}")
        reads = (*_read_both("captions", state.item, guide.film.captions), film)
        return replace(state, drawn=None, captions=None), reads
    if part is GuidePart.PICTURES:
        return _turn(replace(state, picture=0), 0)
    return state, ()


def _read_both(what: str, item: str, names: Text) -> Effects:
    """Read both languages, so that a person who changes the language can read on."""
    both = (("zh", names.zh), ("en", names.en))
    return tuple(
        ReadContent(f"{what}:{item}:{language}", ContentKind.TEXT, f"items/{item}/{name}")
        for language, name in both
        if name
    )


def _turn(state: GuidesState, by: int) -> Transition:
    pictures = state.guide.pictures if state.guide is not None else ()
    if not pictures or state.part is not GuidePart.PICTURES:
        return state, ()
    picture = max(0, min(len(pictures) - 1, state.picture + by))
    path = f"items/{state.item}/{pictures[picture].file}"
    tag = f"picture:{state.item}:{picture}"
    return replace(state, picture=picture, drawn=None), (ReadContent(tag, ContentKind.PICTURE, path),)


def _take_number(state: GuidesState, moment: KioskMoment) -> Effects:
    card, items = queue_for(moment, (state.item,))
    if card is None or state.guide is None or BusinessName.TICKET not in moment.offered:
        return ()
    return (OpenBusiness(BusinessName.TICKET, About(queue=card.id, items=items)),)


def form_for(state: GuidesState, moment: KioskMoment) -> str:
    """The id of the item's form that can be filled in here; "": none."""
    if state.guide is None or moment.content is None or BusinessName.FORMS not in moment.offered:
        return ""
    forms = moment.content.index.forms
    return next((one for one in state.guide.forms if one in forms and is_shown(forms[one], moment.today)), "")


def notice(state: GuidesState, moment: KioskMoment) -> GuideNotice | None:
    """The one-time notice of the guide that is open."""
    if state.guide is None or moment.content is None:
        return None
    guides = {state.item: state.guide}
    return GuideNotice(
        guides=(state.guide,),
        needed=merged(guides, guides),
        names=moment.content.index.materials,
        day=moment.today,
        items=(state.item,),
        content=moment.content.set,
        given_at=moment.hall_ms,
    )


def _print(state: GuidesState, moment: KioskMoment) -> Transition:
    made = notice(state, moment)
    if made is None or not moment.prints or state.paper is SlipPrint.PRINTING:
        return state, ()
    return replace(state, paper=SlipPrint.PRINTING), (PrintSlip("notice", made, moment.look.language),)


def _offer(moment: KioskMoment) -> Offer:
    return Offer.OPEN if moment.content is not None and moment.content.index.items else Offer.HIDDEN


GUIDES = Business(
    name=BusinessName.GUIDES,
    touches=GuideTouch,
    typing=LetterTouched | PictureTurned,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=lambda state: state.page.value,
    offer=_offer,
)
