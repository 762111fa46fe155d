"""Everything that is wrong in a configuration file is told in one go, with line, name, value and the word meant."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_hall import TOML

from hall.config.file import read_hall
from kiosk.terminal.terminal_file import checked_terminal
from program.mistakes.form import key_path
from xiaochuang import main

WRONG = (
    # (what stands in the file, what is written instead, what is said of the line)
    ('prefix = "A"', 'prefx = "A"', """queue "social": prefx: unknown key (did you mean 'prefix'?)"""),
    ("first = 1\n", 'first = "one"\n', 'queue "social": first: is "one", and a whole number is wanted'),
    (
        'kind = "accept"',
        'kind = "acept"',
        """is "acept"; it can be accept, deliver, consult, unsolved, other (did you""",
    ),
    ('{ queue = "civil", lag', '{ queue = "civl", lag', """queue: there is no queue 'civl' (did you mean 'civil'?)"""),
    ('window = "w2"', 'window = "w9"', "device \"pad-2\": window: there is no window 'w9'"),
    ('items = ["pension"]', 'items = ["pensoin"]', "there is no item 'pensoin' (did you mean 'pension'?)"),
    ("day_starts = 04:00:00", "day_starts = 4:00", "is not TOML: 4:00 is no time: a time is written 04:00:00"),
    ("[1, 2, 3, 4, 5, 6, 7]", '["Mon", 2]', 'days #1: is "Mon", and a whole number is wanted: 1 for Monday to 7'),
    ("head_start_minutes = 20", 'head_start_minutes = 20\nicon = "whelchair"', "(did you mean 'wheelchair'?)"),
    ('en = "Wang Min"', "en = “Wang Min”", "is not TOML: “ is a Chinese quotation mark"),
    ("near_positions = [3]", "near_positions = [9]", "notices.near_positions: a position in line is from 1 to"),
    ('role = "screen"', "role = screen", "text stands here without quotation marks"),
)


def test_a_file_with_a_dozen_mistakes_of_every_kind_is_told_them_in_one_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TOML
    for right, wrong, _ in WRONG:
        assert right in text, right
        text = text.replace(right, wrong, 1)
    path = tmp_path / "hall.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["check-config", "--language", "en", str(path)]) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("warning: ")]
    for _, wrong, said in WRONG:
        place = 1 + text[: text.index(wrong) + len(wrong.rstrip("\n"))].count("\n")
        assert [line for line in lines if line.startswith(f"{path}:{place}: ") and said in line], (wrong, lines)
    follow = [line for line in lines if not any(said in line for _, _, said in WRONG)]
    assert [line.partition(": ")[2] for line in follow] == [
        "item \"pension\": id: no queue has 'pension': nobody could take a number for it",
    ]


def test_a_program_that_starts_says_them_all_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "terminal.toml"
    path.write_text(
        'hall = "h"\ndevice = "Kiosk 1"\ndata = 5\n[screen]\nrotation = 91\nwidht_px = 3\n[hardware]\ncards = "nfc"\n',
        encoding="utf-8",
    )
    found = checked_terminal(path)
    assert isinstance(found, list)
    assert {mistake.key: mistake.line for mistake in found} == {
        "device": 2,
        "data": 3,
        "screen.rotation": 5,
        "screen.widht_px": 6,
        "hardware.cards": 8,
    }


# ---- what is wrong brings no second mistake with it that is none

TABLE = tomllib.loads(TOML)


def leaves(here: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inside = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
    for step, one in inside:
        yield (*path, step)
        yield from leaves(one, (*path, step))


def written(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return value.isoformat() if isinstance(value, dt.time | dt.date) else json.dumps(value, ensure_ascii=False)


def with_at(path: tuple[str | int, ...], value: Any) -> str:
    """The sample hall with this at one place, every key of it in its own line."""
    table = tomllib.loads(TOML)
    here: Any = table
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return "".join(f"{key} = {written(one)}\n" for key, one in table.items())


PLACES = list(leaves(TABLE))


@pytest.mark.parametrize("part", sorted({str(path[0]) for path in PLACES}))
def test_a_value_of_another_kind_is_one_mistake_wherever_it_stands(part: str, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    for place, path in enumerate(path for path in PLACES if path[0] == part):
        here: Any = TABLE
        for step in path:
            here = here[step]
        for other in ([[1]], True) if place % 2 else ({"x": [1]}, -1.5):
            if type(other) is type(here) or (isinstance(here, int) and isinstance(other, bool)):
                continue
            file.write_text(with_at(path, other), encoding="utf-8")
            found = read_hall(file)
            key = key_path(path)
            assert isinstance(found, list), (key, other)
            others = [str(one) for one in found if one.key != key and not one.key.startswith((f"{key}.", f"{key}["))]
            assert others == [], (key, other)


def test_a_line_that_cannot_be_read_is_one_mistake_wherever_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    lines = TOML.split("\n")
    for number, line in enumerate(lines):
        key, equals, value = line.partition(" = ")
        if not equals or value.rstrip().endswith(("[", "(")) or line.startswith((" ", "#")):
            continue
        file.write_text("\n".join([*lines[:number], f"{key} = 1 2 3", *lines[number + 1 :]]), encoding="utf-8")
        found = read_hall(file)
        assert isinstance(found, list)
        assert [(one.line, one.reason[:11]) for one in found] == [(number + 1, "is not TOML")], (line, found)


@pytest.mark.parametrize("levels", [100, 150, 199, 200, 250, 300, 400, 1000, 5000])
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ("{a = ", "}"), ("a.", "")])
def test_what_stands_too_deep_is_told_whatever_its_depth(begin: str, end: str, levels: int, tmp_path: Path) -> None:
    deep = f"{begin * levels}a = 1\n" if begin == "a." else f"a = {begin * levels}1{end * levels}\n"
    path = tmp_path / "hall.toml"
    path.write_text(deep + TOML, encoding="utf-8")
    (mistake,) = read_hall(path)
    assert "too many to be meant" in mistake.reason or mistake.key == "a"


def test_the_sample_is_in_order() -> None:
    assert isinstance(TABLE["queues"], list)
    assert len(PLACES) > 150
