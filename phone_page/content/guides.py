"""The pages of guides: a list with search, and one guide whole. Pure: content in, pages out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain.content.dates import is_shown
from domain.content.guide import Guide
from domain.content.markdown import text_blocks
from domain.content.whole import ContentIndex, IndexRow
from phone_page.content import words
from phone_page.content.body import ContentBody, PageFilm, PagePicture, PageSection
from phone_page.content.library import ContentLibrary
from phone_page.pages import HtmlPage
from program.speech import Speaker
from program.words.content_words import days, material_words

LONGEST = 40
"""The most characters of a search; nobody types more on purpose."""

MOST = 60


def guides(library: ContentLibrary, typed: str, today: date, hotline: str, say: Speaker) -> HtmlPage:
    """The list of guides by group, or of those that match what was typed."""
    index, search = library.index, library.search
    if index is None or search is None:
        return HtmlPage(heading=say(words.GUIDES), lines=(say(words.AWAY_HINT),), status=503)
    typed = " ".join(typed.split())[:LONGEST]
    body = ContentBody(search=typed, search_label=say(words.SEARCH), search_button=say(words.SEARCH_BUTTON))
    if typed:
        found = search.find(typed, today, MOST)
        said = say(words.FOUND, n=len(found)) if found else say(words.NOTHING, phone=hotline)
        return HtmlPage(
            heading=say(words.GUIDES),
            lines=(said,),
            groups=(("", tuple(_link(row, say) for row in found)),) if found else (),
            keep=(("q", typed),),
            links=((say(words.BACK), "/guides"),),
            body=body,
        )
    return HtmlPage(heading=say(words.GUIDES), groups=tuple(_groups(index, today, say)), body=body)


def _groups(index: ContentIndex, today: date, say: Speaker) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for group in index.browse.groups:
        rows = [row for row in index.items if row.group == group.id and is_shown(row, today)]
        if rows:
            yield say(group.name), tuple(_link(row, say) for row in rows)


def _link(row: IndexRow, say: Speaker) -> tuple[str, str]:
    return say(row.name), f"/guides/{row.id}"


def guide(library: ContentLibrary, item: str, today: date, say: Speaker) -> HtmlPage:
    """One guide in full, without what is past its date."""
    found, index = library.guide(item), library.index
    back = ((say(words.BACK), "/guides"),)
    if found is None or index is None or not is_shown(found, today):
        return replace(none_of(say), links=back)
    return HtmlPage(
        heading=say(found.name),
        body=ContentBody(
            sections=tuple(one for one in _sections(library, found, item, index, say) if one.paragraphs or one.entries),
            pictures=tuple(_pictures(library, found, item, say)),
            pictures_heading=say(words.PICTURES),
            film=_film(library, found, item, say),
            film_heading=say(words.FILM),
        ),
        small=say(words.CODE, code=found.code) if found.code else "",
        links=back,
    )


def none_of(say: Speaker) -> HtmlPage:
    return HtmlPage(heading=say(words.NONE), lines=(say(words.NONE_HINT),), status=404)


def _sections(
    library: ContentLibrary, one: Guide, item: str, index: ContentIndex, say: Speaker
) -> Iterator[PageSection]:
    yield _plain(library, one, item, say)
    term = say(words.TERM, promised=days(say, one.promised_days), legal=days(say, one.legal_days))
    yield PageSection(heading=say(words.HOW_LONG), paragraphs=(term,))
    fee = f"{say(one.fee.text)} {say(one.fee.basis)}" if one.fee else say(words.NO_CHARGE)
    yield PageSection(heading=say(words.CHARGE), paragraphs=(fee,))
    yield PageSection(heading=say(words.BRING), entries=tuple(_materials(one, index, say)), numbered=True)
    yield from _instead(one, index, say)
    steps = tuple(f"{say(step.title)}：{say(step.text)}" if say.chinese else f"{say(step.title)}: {say(step.text)}"
                  for step in one.steps)  # fmt: skip
    yield PageSection(heading=say(words.STEPS), entries=steps, numbered=True)
    yield PageSection(heading=say(words.WHO), entries=tuple(map(say, one.conditions)))
    yield PageSection(heading=say(words.RESULT), paragraphs=(say(one.result),) if one.result else ())
    delivery = say(words.AND).join(say(words.DELIVERIES[way]) for way in one.delivery)
    yield PageSection(heading=say(words.DELIVERY), paragraphs=(delivery,) if delivery else ())
    online = (f"{say(one.online.name)} {one.online.url}",) if one.online else ()
    yield PageSection(heading=say(words.ONLINE), paragraphs=online)
    asked = tuple(f"{say(advice.ask)} {say(advice.answer)}" for advice in one.advice)
    yield PageSection(heading=say(words.ASKED), entries=asked)
    basis = tuple(f"{say(law.name)} {say(law.article)}".strip() for law in one.basis)
    yield PageSection(heading=say(words.BASIS), entries=basis)
    phones = tuple(f"{say(phone.name)} {phone.number}" for phone in one.phones)
    yield PageSection(heading=say(words.PHONES), entries=phones)


def _plain(library: ContentLibrary, one: Guide, item: str, say: Speaker) -> PageSection:
    text = library.text(f"items/{item}/{say(one.plain)}") if one.plain is not None else ""
    blocks = [block for block in text_blocks(text) if not block.heading]
    return PageSection(
        heading=say(words.PLAIN),
        paragraphs=tuple(block.text for block in blocks if not block.listed),
        entries=tuple(block.text for block in blocks if block.listed),
    )


def _materials(one: Guide, index: ContentIndex, say: Speaker) -> Iterator[str]:
    for needed in one.materials:
        more = [say(words.ONLY, when=say(needed.when))] if needed.when is not None else []
        more += [say(needed.note)] if needed.note is not None else []
        yield " ".join([material_words(say, needed, index.materials), *more])


def _instead(one: Guide, index: ContentIndex, say: Speaker) -> Iterator[PageSection]:
    def names(several: tuple[str, ...]) -> str:
        known = index.materials
        return say(words.AND).join(say(known[name].name) if name in known else name for name in several)

    if one.later is not None:
        line = say(words.LATER_LINE, what=names(one.later.materials), term=days(say, one.later.days))
        lines = (line, say(one.later.conditions), say(one.later.otherwise))
        yield PageSection(heading=say(words.LATER), paragraphs=lines)
    if one.commitment is not None:
        lines = (names(one.commitment.materials), say(one.commitment.conditions), say(one.commitment.text))
        yield PageSection(heading=say(words.COMMITMENT), paragraphs=lines)


def _pictures(library: ContentLibrary, one: Guide, item: str, say: Speaker) -> Iterator[PagePicture]:
    for picture in one.pictures:
        address = library.address_of(f"items/{item}/{picture.file}")
        if address:
            yield PagePicture(address=address, caption=say(picture.caption))


def _film(library: ContentLibrary, one: Guide, item: str, say: Speaker) -> PageFilm | None:
    if one.film is None:
        return None
    film = library.address_of(f"items/{item}/{one.film.file}")
    captions = library.address_of(f"items/{item}/{say(one.film.captions)}")
    return PageFilm(address=film, captions=captions, label=say(one.name)) if film and captions else None
