"""Lines of keys: found for every key that the library reads, whatever the text looks like."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from program.mistakes.file_text import FileText
from program.mistakes.places import places

ROOT = Path(__file__).parents[2]
FILES = ["demo/hall.toml", "demo/holidays.toml", "hall/config/national_levels.toml", "pyproject.toml"]


def paths(here: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Of everything in a table but the table itself."""
    if path:
        yield path
    inside = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
    for step, one in inside:
        yield from paths(one, (*path, step))


@pytest.mark.parametrize("name", FILES)
def test_every_key_of_a_real_file_has_a_line(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(places(text)) == set(paths(tomllib.loads(text)))


LINES = [
    "",
    'a = 1  # [no] = "header"',
    '"quoted \\u0041 key" = "x"',
    "'literal' . b = 2",
    "days = [ # one",
    "  1, [2, 3], { x = \"]\", y = ['}'] },",
    "]",
    'long = """',
    "[[not]]",
    'a = 5 \\""" ""',
    '""""',
    "raw = ''''",
    "[x]'''",
    "at = 1979-05-27 07:32:00",
    "[t.u]",
    "w.x.y = true",
    "[[list]]",
    "k = 1",
    "[[list.inner]]",
    "k = 2",
    "[[list]]",
    "[list.inner.deep]",
    "k = 3",
    "",
]
TEXT = "\n".join(LINES)


def test_lines_are_those_of_the_text() -> None:
    found = places(TEXT)
    assert set(found) == set(paths(tomllib.loads(TEXT)))
    lines = TEXT.split("\n")
    assert lines[found["days", 2, "y"] - 1].startswith("  1,")
    assert lines[found["t", "u", "w", "x", "y"] - 1].startswith("w.x.y")
    assert lines[found["list", 0, "inner", 0, "k"] - 1] == "k = 2"
    assert lines[found["list", 1, "inner", "deep", "k"] - 1] == "k = 3"
    assert lines[found["raw",] - 1].startswith("raw")


NAMES = st.text(st.sampled_from("ab_-1 .[]#'\"=\\中"), min_size=1, max_size=4)
VALUES = st.recursive(
    st.integers(-9, 9) | st.booleans() | st.text(st.sampled_from("a#[]{}'\",=\\\n "), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    """As a value of TOML, in one line or, with lists, in several."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[ # ]\n" + ",\n".join(map(written, value)) + "\n]"
    return json.dumps(value, ensure_ascii=True)


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_any_table_that_is_written_has_all_its_lines(table: dict[str, Any]) -> None:
    text = "".join(f"{json.dumps(key)} = {written(value)}\n" for key, value in table.items())
    assert set(places(text)) == set(paths(tomllib.loads(text)))


@settings(deadline=None)
@given(st.text(st.sampled_from("ab=[]{}'\"#\n.,\\1 "), max_size=40))
def test_what_is_no_toml_ends_too(text: str) -> None:
    places(text)


def test_what_stands_too_deep_has_the_line_of_what_is_around_it() -> None:
    deep = "x = 1\n" + ".".join("a" * 3 for _ in range(40)) + " = 1\n"
    assert FileText(deep, {}).line(".".join("aaa" for _ in range(40))) == 2
    assert len(places(".".join(["a"] * 20_000) + " = 1")) < 100


def test_things_are_called_by_their_names() -> None:
    table = {"windows": [{"id": "w1"}, {"serves": [{"queue": "a"}, {}]}], "rules": {"identify": ["x"]}}
    source = FileText("", table)
    assert source.named("windows[0].kind", chinese=True) == ['窗口 "w1"', "kind"]
    assert source.named("windows[1].serves[1].queue", chinese=False) == ["windows #2", "serves #2", "queue"]
    assert source.named("windows[1].serves[0].lag", chinese=False) == ["windows #2", 'serves "a"', "lag"]
    assert source.named("rules.identify[0]", chinese=False) == ["rules.identify #1"]
    assert source.line("rules.identify[0]") is None
