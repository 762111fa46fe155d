"""The content of the sample hall: whole, in both languages, beside its hall.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from small_content import TODAY

from content.packing.pack import index_of
from content.source.checks import check
from content.source.folder import SourceFolder
from content.source.hall_checks import check_with_hall
from domain.config import HallConfig
from domain.content.documents import OpenCategory
from domain.content.guide import missing_elements
from domain.content.search import SearchIndex
from domain.content.themes import chosen_items, paths
from program.toml_file import read_toml

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture(scope="module")
def demo() -> SourceFolder:
    found = check(DEMO / "content", TODAY)
    hall = read_toml(HallConfig, DEMO / "hall.toml")
    assert isinstance(hall, HallConfig)
    check_with_hall(found, hall)
    return found


def test_it_has_no_mistakes_and_a_complete_guide_to_each_item(demo: SourceFolder) -> None:
    assert [str(one) for one in (*demo.mistakes, *demo.warnings)] == []
    items = [item["id"] for item in tomllib.loads((DEMO / "hall.toml").read_text())["items"]]
    assert sorted(demo.content.guides) == sorted(items)
    assert {
        name: missing_elements(guide) for name, guide in demo.content.guides.items() if missing_elements(guide)
    } == {}
    assert all(guide.plain is not None for guide in demo.content.guides.values())
    assert sum(bool(guide.pictures) for guide in demo.content.guides.values()) >= 6


def test_its_open_documents_are_of_all_nine_categories(demo: SourceFolder) -> None:
    assert {one.category for one in demo.content.documents.values()} == set(OpenCategory)
    assert len(demo.content.documents) == 15


def test_every_way_through_a_theme_ends_with_something(demo: SourceFolder) -> None:
    for theme in demo.content.themes.values():
        ways = list(paths(theme, 5000))
        assert 4 < len(ways) < 5000
    reached = {
        item
        for theme in demo.content.themes.values()
        for way in paths(theme, 5000)
        for item in chosen_items(theme, way)
    }
    assert len(reached) > 15


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("低保", "minimum-living"),
        ("dibao", "minimum-living"),
        ("生孩子", "birth-registration"),
        ("shz", "birth-registration"),
        ("我要办准生证", "birth-registration"),
        ("nuanqi", "central-heating"),
        ("丧葬费", "funeral-allowance"),
        ("gaol", "old-age-allowance"),
        ("光荣证", "one-child-certificate"),
        ("pension", "pension-enrolment"),
        ("gaoling laonian", "old-age-allowance"),
    ],
)
def test_people_find_an_item_by_their_own_words(demo: SourceFolder, typed: str, item: str) -> None:
    found = SearchIndex(index_of(demo.content).items).find(typed, TODAY)
    assert item in [row.id for row in found[:3]]
