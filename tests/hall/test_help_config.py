"""What the table `help` of a hall.toml can have wrong is named, before anybody waits for a message that never comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_hall import TOML

from domain.config import HallConfig
from hall.config.file import read_hall
from hall.sms.text import every_text
from program.mistakes import chinese

HELPER = '[[help.helpers]]\nid = "lin"\nphone = "138 0013 8000"\n'


def read(folder: Path, table: str, toml: str = TOML) -> HallConfig | list[str]:
    (folder / "hall.toml").write_text(toml + table, encoding="utf-8")
    found = read_hall(folder / "hall.toml")
    return found if isinstance(found, HallConfig) else [f"{one.key}: {one.reason}" for one in found]


def test_nothing_need_be_said_of_help(tmp_path: Path) -> None:
    found = read(tmp_path, "")
    assert isinstance(found, HallConfig)
    assert found.help.desk.zh == "咨询台"
    assert not any("帮助" in text for text in every_text(found))


def test_with_helpers_their_message_is_among_those_that_are_registered(tmp_path: Path) -> None:
    found = read(tmp_path, HELPER)
    assert isinstance(found, HallConfig)
    assert any("有人需要帮助" in text for text in every_text(found))


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("[help]\nanswer_seconds = 5\n", "help.answer_seconds: is from 20 to 3600"),
        ('[help]\ndesk = { zh = " ", en = "x" }\n', "help.desk.zh: is empty"),
        ('[help]\ndesk = { zh = "台", en = "' + "x" * 49 + '" }\n', "help.desk.en: has 49 characters"),
        (HELPER + HELPER, "help.helpers[1].id: 'lin' is used by help.helpers[0] already"),
        (HELPER.replace('"lin"', '"Lin W"'), "help.helpers[0].id"),
        (HELPER.replace("138 0013 8000", "8100"), "help.helpers[0].phone: is no number that messages"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, table: str, reason: str) -> None:
    found = read(tmp_path, table)
    assert isinstance(found, list)
    assert any(reason in one for one in found), found
    assert all(chinese.of(one.partition(": ")[2]) != one.partition(": ")[2] for one in found)


def test_helpers_of_a_hall_that_sends_no_messages_are_told_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, HELPER, TOML[: TOML.index("[notices]")])
    assert isinstance(found, list)
    assert any("help.helpers: tells nobody" in one for one in found), found


@pytest.mark.parametrize("text", ["有人需要帮助。", "{place}{number}"])
def test_the_message_says_where_and_nothing_else(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, f'help = {{ zh = "{text}", en = "{{place}}" }}\n' + HELPER)
    assert isinstance(found, list)
    assert any("notices.help.zh" in one for one in found), found
