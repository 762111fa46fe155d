"""`xiaochuang new-hall`: what it writes passes every check, and numbers are taken and called there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from domain.config import HallConfig, Role
from hall.config.calendar_command import announced
from hall.config.file import read_hall
from kiosk.terminal.terminal_file import checked_terminal
from kiosk.terminal.terminal_toml import write_terminal
from provisioning.new_hall import plan as plans
from provisioning.new_hall.command import QUESTIONS, new_hall_main
from provisioning.new_hall.hall_toml import hall_toml
from provisioning.new_hall.plan import HallPlan, PlanRefusedError
from provisioning.new_hall.terminals import terminals

WORDS = (
    "--id",
    "xinghe",
    "--name",
    "星河街道政务服务中心",
    "--name-en",
    "Xinghe Service Hall",
    "--broker",
    "hall.example",
)
SIZE = ("--queues", "4", "--windows", "6", "--machines", "2", "--yes")


def no_answer(_question: str) -> str:
    raise EOFError


def read(site: Path) -> HallConfig:
    found = read_hall(site / "hall.toml")
    assert isinstance(found, HallConfig), found
    return found


def test_four_queues_six_windows_and_two_machines_in_one_go(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert new_hall_main([str(site), *WORDS, *SIZE], no_answer) == 0
    hall = read(site)
    assert (len(hall.queues), len(hall.windows), len(hall.ratings.levels)) == (4, 6, 5)
    of_role = [device.id for device in hall.devices if device.role is Role.KIOSK]
    assert of_role == ["kiosk-1", "kiosk-2"]
    written = {found.device for path in (site / "machines").rglob("*.toml") if (found := checked(path))}
    on_the_server = {Role.SUPERVISOR, Role.PHONE_PAGE, Role.METRICS}
    known = {device.id for device in hall.devices if device.role not in on_the_server}
    assert written == known
    assert hall.years == (announced(hall.years[0].year),)


def checked(path: Path):
    found = checked_terminal(path)
    assert not isinstance(found, list), found
    return found


@pytest.fixture
def hall(tmp_path: Path, broker: Mosquitto) -> Iterator[HallProcess]:
    assert new_hall_main([str(tmp_path), *WORDS, *SIZE], no_answer) == 0
    path = tmp_path / "hall.toml"
    text = path.read_text(encoding="utf-8")
    always = "sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59 }]\nstatutory = false"
    usual = "sessions = [{ days = [1, 2, 3, 4, 5], opens = 09:00:00, closes = 17:00:00 }]"
    assert usual in text
    path.write_text(text.replace(usual, always), encoding="utf-8")
    made = HallProcess(tmp_path, broker.port)
    made.start()
    yield made
    made.kill()


def test_a_number_is_taken_and_called_in_it(hall: HallProcess, broker: Mosquitto) -> None:
    asker = Asker(broker.port, "xinghe")
    opened = asker.ask("pad-w3-clerk", "window.open", {"window": "w3", "clerk": "clerk-3"})
    assert opened["ok"], opened
    number = asker.ask("kiosk-2", "ticket.issue", {"queue": "social"})["data"]["number"]
    called = asker.ask("pad-w3-clerk", "ticket.call_next", {"window": "w3"})
    assert (number, called["data"]["number"]) == ("B001", "B001")
    asker.close()


def test_it_asks_for_what_is_not_given_until_it_can_be_taken(tmp_path: Path) -> None:
    answers = iter(["xinghe", "星河", "", "Xinghe", "four", "3", "", "", "", "hall.example", "", "", ""])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    assert new_hall_main([str(tmp_path)], ask) == 0
    assert len(asked) == len(QUESTIONS) + 2  # an empty name and "four" were asked again
    hall = read(tmp_path)
    assert (hall.name.en, len(hall.queues), len(hall.windows)) == ("Xinghe", 3, 4)


def test_nothing_is_written_over_and_nothing_half(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "machines" / "kiosk-2" / "terminal.toml"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    assert new_hall_main([str(tmp_path), *WORDS, *SIZE], no_answer) == 1
    assert str(there) in capsys.readouterr().err
    assert [path for path in tmp_path.rglob("*.toml") if path != there] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*WORDS, "--windows", "0", "--yes"), "0 windows"),
        ((*WORDS, "--queues", "27", "--yes"), "27 queues"),
        (("--id", "Xinghe", *WORDS[2:], "--yes"), "is no id"),
        ((*WORDS, "--opens", "9:00", "--yes"), "is no time"),
        ((*WORDS, "--opens", "18:00", "--yes"), "closes at"),
        (("--id", "xinghe", "--yes"), "--name is needed"),
        (("--id", "xinghe"), "no answer"),
    ],
)
def test_what_cannot_be_is_said(
    tmp_path: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_hall_main([str(tmp_path), *words], no_answer) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


PLANS = st.builds(
    dict,
    name=st.text(min_size=1, max_size=20),
    queues=st.integers(1, plans.MOST_QUEUES),
    windows=st.integers(1, 12),
    machines=st.integers(0, plans.MOST_MACHINES),
    screens=st.integers(0, plans.MOST_SCREENS),
)


@given(wanted=PLANS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_whatever_is_asked_for_passes_every_check(tmp_path: Path, wanted: dict[str, Any]) -> None:
    try:
        plan = HallPlan(id="h", name_en="Hall", broker="b", **wanted)
    except PlanRefusedError:
        assert not wanted["name"].strip() or not wanted["name"].isprintable()
        return
    (tmp_path / "hall.toml").write_text(hall_toml(plan), encoding="utf-8")
    assert read(tmp_path).name.zh == wanted["name"]
    for _path, terminal in terminals(plan):
        (tmp_path / "terminal.toml").write_text(write_terminal(terminal), encoding="utf-8")
        assert checked(tmp_path / "terminal.toml") == terminal
