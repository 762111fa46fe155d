"""Search at the kiosk: whatever way it is written, over everything that is shown; and what to do when nothing fits."""

from __future__ import annotations

import pytest
from kiosk_sample import KioskWalk

from domain.number_machine.inputs import HelpTouched
from domain.self_service.content.browsing import Shelf
from domain.self_service.content.guides_state import (
    EntryChosen,
    FoundChosen,
    LetterTouched,
    MapWanted,
    SearchOpened,
    ShelfChosen,
    ShelvesWanted,
)
from domain.self_service.content.open_documents import OpenSearchOpened
from domain.self_service.content.searching import LONGEST_TYPED, FoundKind, SearchHit, found_row
from domain.self_service.content.themes import ThemeSearchOpened
from domain.views.business_names import BusinessName

GUIDES, THEMES, OPEN, MAP = BusinessName.GUIDES, BusinessName.THEMES, BusinessName.OPEN, BusinessName.MAP
ALLOWANCE = SearchHit(FoundKind.ITEM, "old-age-allowance")


def searching(*typed: str, walk: KioskWalk | None = None) -> KioskWalk:
    return (walk or KioskWalk()).opens(GUIDES).touch(SearchOpened(), *map(LetterTouched, typed)).at("guides_search")


@pytest.mark.parametrize("typed", [[*"gljt"], [*"gaolingj"], ["高", "龄"], [*"allow"], ["老", "年", "津", "贴"]])
def test_an_item_is_found_by_initials_by_pinyin_by_hand_and_in_english(typed: list[str]) -> None:
    walk = searching(*typed)
    assert ALLOWANCE in walk.business.found[:3]
    walk.touch(FoundChosen(ALLOWANCE)).at("guides_guide").back().at("guides_search")
    assert walk.business.typed == "".join(typed), "what was typed is still there"


@pytest.mark.parametrize("typed", [[*"tx"], [*"tuixiu"], ["退", "休"]])
def test_an_event_of_life_is_found_and_back_leads_to_the_search(typed: list[str]) -> None:
    walk = searching(*typed)
    found = next(one for one in walk.business.found if one.kind is FoundKind.THEME)
    walk.touch(FoundChosen(found)).at("themes_question").back().at("guides_search")
    assert "".join(typed) == walk.business.typed


@pytest.mark.parametrize("typed", [[*"tousu"], ["投", "诉"], [*"ts"]])
def test_an_open_document_is_found_and_back_leads_to_the_search(typed: list[str]) -> None:
    walk = searching(*typed)
    found = next(one for one in walk.business.found if one.kind is FoundKind.DOCUMENT)
    assert found_row(walk.moment, found) is not None
    walk.touch(FoundChosen(found)).at("open_document")
    assert walk.business.text.zh
    walk.back().at("guides_search")


def test_what_a_kiosk_does_not_show_is_not_found_there() -> None:
    walk = KioskWalk()
    walk.state = type(walk.state)(**{**_fields(walk.state), "businesses": (GUIDES, BusinessName.TICKET)})
    kinds = {one.kind for one in searching(*"tx", walk=walk).business.found}
    assert kinds == {FoundKind.ITEM}


def _fields(state: object) -> dict[str, object]:
    return {name: getattr(state, name) for name in type(state).__dataclass_fields__}  # type: ignore[attr-defined]


def test_where_nothing_fits_there_is_help_the_map_and_the_shelves() -> None:
    walk = searching(*"zzzq")
    assert walk.business.found == ()
    walk.touch(HelpTouched()).at("help_sheet").back().at("guides_search")
    walk.touch(MapWanted()).at("map_plan").back().at("guides_search")
    walk.touch(ShelvesWanted()).at("guides_shelves").touch(ShelfChosen(Shelf.GROUP), EntryChosen("social-security"))
    walk.at("guides_items").back().back().back().at("guides_search")
    assert walk.business.typed == "zzzq"


def test_search_is_one_touch_from_themes_and_open_documents() -> None:
    for name, opened, first in (
        (THEMES, ThemeSearchOpened(), "themes_list"),
        (OPEN, OpenSearchOpened(), "open_categories"),
    ):
        walk = KioskWalk().opens(name).at(first).touch(opened).at("guides_search")
        walk.touch(*map(LetterTouched, "gljt"), FoundChosen(ALLOWANCE)).at("guides_guide")
        walk.back().back().at(first)


def test_a_line_is_not_longer_than_can_be_read() -> None:
    walk = searching(*["退休"] * 20)
    assert len(walk.business.typed) == LONGEST_TYPED
    walk.touch(LetterTouched("delete"), LetterTouched("clear"))
    assert walk.business.typed == ""
    assert walk.business.found == ()


def test_what_was_searched_is_in_no_log_and_gone_with_the_person() -> None:
    walk = searching("王", "小", "明")
    assert "王小明" not in repr(walk.state)
    assert "王" not in repr(LetterTouched("王"))
    walk.after(60).is_forgotten()
