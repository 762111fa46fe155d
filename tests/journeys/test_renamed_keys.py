"""A key with another name now is read under its old one too, with a warning that says where it is now."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path
from typing import Any

import pytest
from sample_hall import TOML

from domain.config import HallConfig
from domain.staff.people import StaffList
from hall.config import file as config_file
from hall.config.file import read_hall
from kiosk.terminal import terminal_file
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import checked_terminal
from program import renamed_keys
from program.renamed_keys import bring_up
from program.toml_file import Mistake
from xiaochuang import main

TERMINAL = """
hall = "test-hall"
device = "kiosk-1"
data = "data"
idle = 20
[broker]
address = "10.0.0.1"
"""
KEYS = {
    "hall.toml": {"queues[].letter": "queues[].prefix", "windows[].serves[].lag": "windows[].serves[].lag_minutes"},
    "terminal.toml": {"idle": "times.idle_seconds", "broker.address": "broker.host"},
}
OLD_HALL = TOML.replace('prefix = "B"', 'letter = "B"').replace("lag_minutes", "lag")


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that has renamed some."""
    monkeypatch.setattr(config_file, "KEYS", KEYS)
    monkeypatch.setattr(terminal_file, "KEYS", KEYS)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_hall_with_old_keys_is_read_whole_with_a_warning_for_each(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hall = read_hall(written(tmp_path, "hall.toml", OLD_HALL))
    assert isinstance(hall, HallConfig), hall
    assert [queue.prefix for queue in hall.queues] == ["A", "B"]
    assert hall.windows[0].serves[1].lag_minutes == 10
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]

    def line_of(word: str) -> int:
        return 1 + OLD_HALL[: OLD_HALL.index(word)].count("\n")

    file, still = tmp_path / "hall.toml", "it is still read, but not for ever"
    assert told == [
        f'{file}:{line_of("letter")}: queue "civil": letter: is prefix now; {still}',
        f'{file}:{line_of("lag = ")}: window "w1": serves "civil": lag: is lag_minutes now; {still}',
    ]


def test_a_key_may_have_moved_to_a_table_that_is_not_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    terminal = checked_terminal(written(tmp_path, "terminal.toml", TERMINAL))
    assert isinstance(terminal, Terminal), terminal
    assert (terminal.times.idle_seconds, terminal.broker.host) == (20, "10.0.0.1")
    assert "idle: is times.idle_seconds now" in caplog.text


def test_a_file_with_new_keys_brings_no_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(read_hall(written(tmp_path, "hall.toml", TOML)), HallConfig)
    assert caplog.text == ""


def test_both_names_at_once_are_a_mistake(tmp_path: Path) -> None:
    path = written(tmp_path, "hall.toml", TOML.replace('prefix = "B"', 'prefix = "B"\nletter = "C"'))
    assert read_hall(path) == [Mistake(str(path), "queues[1].letter", "is prefix now, which is given too")]
    path = written(tmp_path, "terminal.toml", TERMINAL + "[times]\nidle_seconds = 30\n")
    assert checked_terminal(path) == [Mistake(str(path), "idle", "is times.idle_seconds now, which is given too")]


def test_a_mistake_in_the_value_is_named_by_the_new_key(tmp_path: Path) -> None:
    found = read_hall(written(tmp_path, "hall.toml", OLD_HALL.replace("lag = 10", 'lag = "ten"')))
    assert isinstance(found, list)
    assert [mistake.key for mistake in found] == ["windows[0].serves[1].lag_minutes"]


def test_check_config_shows_the_warnings_and_is_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hall, terminal = written(tmp_path, "hall.toml", OLD_HALL), written(tmp_path, "terminal.toml", TERMINAL)
    assert main(["check-config", str(hall), str(terminal)]) == 0
    said = capsys.readouterr()
    assert 'queue "civil": letter: is prefix now' in said.err
    assert "broker.address: is host now" in said.err
    assert said.out.count("all in order") == 2


MOVES: list[tuple[dict[str, Any], dict[str, str], dict[str, Any]]] = [
    # (what stands in the file, what was renamed, what is read)
    ({"a": {"b": 1}}, {"a.b": "a.c"}, {"a": {"c": 1}}),
    ({"a": {"b": 1}}, {"a.b": "c.b"}, {"c": {"b": 1}}),
    ({"a": {"b": 1, "d": 2}}, {"a.b": "b"}, {"a": {"d": 2}, "b": 1}),
    ({"a": {"b": 1}}, {"a": "c"}, {"c": {"b": 1}}),
    ({"a": {"b": {"c": 1}, "d": 2}}, {"a.b.c": "c"}, {"a": {"d": 2}, "c": 1}),
    ({"a": {"b": {"c": 1}}}, {"a.b.c": "c"}, {"c": 1}),
    ({"a": [{"b": 1}, {}, {"b": 2}]}, {"a[].b": "a[].c.d"}, {"a": [{"c": {"d": 1}}, {}, {"c": {"d": 2}}]}),
    ({"a": 3}, {"a.b": "a.c"}, {"a": 3}),
    ({"a": {"b": 3}}, {"a[].b": "a[].c"}, {"a": {"b": 3}}),
    ({"a": [1, [2]]}, {"a[].b": "a[].c"}, {"a": [1, [2]]}),
    ({"b": 1, "a": 3}, {"b": "a.b"}, {"b": 1, "a": 3}),
    ({}, {"a.b": "c.b"}, {}),
]


@pytest.mark.parametrize(("table", "keys", "read"), MOVES)
def test_values_move_and_what_is_no_table_stays(
    table: dict[str, Any], keys: dict[str, str], read: dict[str, Any]
) -> None:
    list(bring_up(table, keys))
    assert table == read


def test_new_names_are_keys_and_old_ones_are_none() -> None:
    classes = {"hall.toml": HallConfig, "staff.toml": StaffList, "terminal.toml": Terminal}
    assert set(renamed_keys.KEYS) == set(classes)
    for file, renamed in renamed_keys.KEYS.items():
        top = {field.name for field in dataclasses.fields(classes[file])}
        for old, new in renamed.items():
            assert new.split(".")[0].removesuffix("[]") in top, new
            assert old not in top, old
