"""政务公开: the documents that a hall publishes, by the categories a) to i) of S4 7.7.1, to read on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from domain.config import Text
from domain.content.dates import is_shown
from domain.content.documents import OpenCategory, OpenDocument
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.effects import About, ContentKind, OpenBusiness, ReadContent
from domain.self_service.inputs import BusinessNews, ContentRead
from domain.self_service.moment import KioskMoment
from domain.views.business_names import BusinessName

CATEGORIES, DOCUMENTS, DOCUMENT = "categories", "documents", "document"


@dataclass(frozen=True, slots=True)
class OpenState:
    """`text` None while the document is being read; empty: it cannot be shown here."""

    category: OpenCategory | None = None
    document: str = ""
    text: Text | None = None
    found: bool = False  # opened by a search: 返回 leads back there


@dataclass(frozen=True, slots=True)
class CategoryChosen:
    category: OpenCategory


@dataclass(frozen=True, slots=True)
class DocumentChosen:
    document: str


@dataclass(frozen=True, slots=True)
class OpenSearchOpened:
    """打字搜索."""


OpenTouch = OpenSearchOpened | CategoryChosen | DocumentChosen
Transition = tuple[OpenState, Effects]


def documents(moment: KioskMoment, category: OpenCategory | None = None) -> dict[str, OpenDocument]:
    """The documents shown today, newest first."""
    several = moment.content.index.documents if moment.content is not None else {}
    today = moment.today
    found = [(name, one) for name, one in several.items() if category in {None, one.category} and is_shown(one, today)]
    return dict(sorted(found, key=lambda pair: pair[1].issued, reverse=True))


def categories(moment: KioskMoment) -> tuple[OpenCategory, ...]:
    """The categories that have a document."""
    used = {one.category for one in documents(moment).values()}
    return tuple(one for one in OpenCategory if one in used)


def document_of(state: OpenState, moment: KioskMoment) -> OpenDocument | None:
    return moment.content.index.documents.get(state.document) if moment.content is not None else None


def _begin(moment: KioskMoment, about: About) -> Transition:
    found = documents(moment).get(about.document)
    if found is None:
        return OpenState(), ()
    return _open(OpenState(category=found.category, found=True), about.document, found)


def _touched(state: OpenState, given: OpenTouch, moment: KioskMoment) -> Transition:
    match given:
        case OpenSearchOpened():
            searched = state.category is None and BusinessName.GUIDES in moment.offered
            return state, (OpenBusiness(BusinessName.GUIDES, About(search=True)),) if searched else ()
        case CategoryChosen(category):
            known = state.category is None and category in categories(moment)
            return (replace(state, category=category) if known else state), ()
        case DocumentChosen(document):
            found = documents(moment, state.category).get(document)
            if state.category is None or state.document or found is None:
                return state, ()
            return _open(state, document, found)
        case _:
            assert_never(given)


def _open(state: OpenState, name: str, document: OpenDocument) -> Transition:
    both = (("zh", document.text), ("en", document.text_en))
    reads = tuple(
        ReadContent(f"text:{name}:{language}", ContentKind.TEXT, f"open/{file}")
        for language, file in both
        if file.endswith(".md")
    )
    return replace(state, document=name, text=None if reads else Text(zh="", en="")), reads


def _heard(state: OpenState, given: BusinessNews, _moment: KioskMoment) -> Transition:
    if not isinstance(given, ContentRead) or not state.document:
        return state, ()
    text = given.found if isinstance(given.found, str) else ""
    before = state.text or Text(zh="", en="")
    if given.tag == f"text:{state.document}:zh":
        return replace(state, text=replace(before, zh=text)), ()
    if given.tag == f"text:{state.document}:en":
        return replace(state, text=replace(before, en=text)), ()
    return state, ()


def _back(state: OpenState, _moment: KioskMoment) -> Transition | None:
    if state.found:
        return None
    if state.document:
        return replace(state, document="", text=None), ()
    return (OpenState(), ()) if state.category is not None else None


def _page(state: OpenState) -> str:
    return DOCUMENT if state.document else DOCUMENTS if state.category is not None else CATEGORIES


def _offer(moment: KioskMoment) -> Offer:
    return Offer.OPEN if documents(moment) else Offer.HIDDEN


OPEN = Business(
    name=BusinessName.OPEN,
    touches=OpenTouch,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=_page,
    offer=_offer,
)
