"""Pages for engineers are whole in both languages: the same sections, the same commands, the same tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path.name.removesuffix(".zh-CN.md") for path in DOCS.glob("*.zh-CN.md"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def text(page: str, *, chinese: bool) -> str:
    return (DOCS / f"{page}{'.zh-CN' if chinese else ''}.md").read_text(encoding="utf-8")


def code(words: str) -> list[str]:
    """The lines of code, without what a comment says."""
    fenced = [line for block in re.findall(r"```.*?\n(.*?)```", words, re.DOTALL) for line in block.splitlines()]
    indented = re.findall(r"^    (\S.*|  .*)$", re.sub(r"```.*?```", "", words, flags=re.DOTALL), re.MULTILINE)
    return [re.sub(r"\s+# .*", "", line).rstrip() for line in fenced + indented]


def headings(words: str) -> list[int]:
    bare = re.sub(r"```.*?```", "", words, flags=re.DOTALL)
    return [len(level) for level in re.findall(r"^(#+) ", bare, re.MULTILINE)]


def first_cells(words: str) -> list[list[str]]:
    """What stands between backticks in the first cell of each row of each table: codes and names, in both languages."""
    rows = re.findall(r"^\| (.*?) \|", words, re.MULTILINE)
    return [re.findall(r"`([^`]+)`", row) for row in rows]


def test_the_engineer_s_pages_are_there_in_both_languages() -> None:
    assert {"alarms", "operations"} <= set(PAGES)
    assert all((DOCS / f"{page}.md").exists() for page in PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_same_in_both_languages(page: str) -> None:
    english, chinese = text(page, chinese=False), text(page, chinese=True)
    assert headings(english) == headings(chinese)
    assert code(english) == code(chinese)
    assert first_cells(english) == first_cells(chinese)
    assert f"({page}.zh-CN.md)" in english
    assert f"({page}.md)" in chinese


@pytest.mark.parametrize("page", PAGES)
def test_every_section_of_the_chinese_page_is_in_chinese(page: str) -> None:
    for section in re.split(r"^#+ ", text(page, chinese=True), flags=re.MULTILINE)[1:]:
        assert CHINESE.search(section.partition("\n")[0]), section[:60]
        prose = section.partition("\n")[2].strip()
        assert not prose or len(CHINESE.findall(prose)) > 20, section[:60]


def anchor(title: str) -> str:
    return re.sub(r"[^\w\u4e00-\u9fff -]", "", title.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", [*PAGES, *(f"{page}.zh-CN" for page in PAGES)])
def test_every_link_to_a_section_leads_to_one(page: str) -> None:
    here = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    for file, place in re.findall(r"\]\(([\w.-]*\.md)?#([^)]+)\)", here):
        there = (DOCS / file).read_text(encoding="utf-8") if file else here
        assert place in {anchor(title) for title in re.findall(r"^#+ (.+)$", there, re.MULTILINE)}, (file, place)
