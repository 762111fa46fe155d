"""Ten minutes without an operator, with every back end: what is still good goes out once, what is not, never."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from every_rig import RIGS, SILENT
from gammu_rig import GammuRig
from hall_with_sms import PHONE, HallWithSms
from peers import Peers, each, needs
from rigs import Rig, Silent
from sample_hall import TOML

WORDS = "【测试大厅】请A001号到1号窗口办理。"
GOOD_FOR = {"longer": 15, "shorter": 5}


class Day:
    """A hall with one back end; somebody's number has been called."""

    def __init__(self, folder: Path, rig: Rig, minutes: int) -> None:
        self.rig = rig
        (folder / "hall").mkdir()
        self.hall = HallWithSms(folder / "hall", rig.gateway, TOML + f"expires_minutes = {minutes}\n")
        self.hall.issue()

    def call(self) -> None:
        self.hall.call()
        self.hall.settle()

    def minutes(self, count: int) -> None:
        for _ in range(count):
            self.rig.wait(60)
            self.hall.a_minute_later()

    @property
    def state(self) -> str:
        (state,) = self.hall.states().values()
        return state


@pytest.fixture(params=each(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[Rig]:
    made: Rig = RIGS[request.param](tmp_path, peers)
    yield made
    made.close()


@pytest.fixture(params=each(sorted(SILENT)))
def silent(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[Silent]:
    made: Silent = RIGS[request.param](tmp_path, peers)  # type: ignore[assignment]
    yield made
    made.close()


def test_a_message_that_is_still_good_after_ten_minutes_goes_out_once(rig: Rig, tmp_path: Path) -> None:
    day = Day(tmp_path, rig, GOOD_FOR["longer"])
    rig.cut()
    day.call()
    day.minutes(10)
    assert day.state == "queued"
    rig.mend()
    day.minutes(2)
    assert day.state in ("accepted", "delivered")
    assert rig.arrived() == [(PHONE, WORDS)]
    day.minutes(20)
    assert rig.arrived() == [(PHONE, WORDS)]


def test_a_message_whose_time_is_over_is_told_so_and_never_sent(rig: Rig, tmp_path: Path) -> None:
    day = Day(tmp_path, rig, GOOD_FOR["shorter"])
    rig.cut()
    day.call()
    day.minutes(10)
    assert day.state == "expired"
    rig.mend()
    day.minutes(10)
    assert day.state == "expired"
    assert rig.arrived(0) == []


@needs("smsd")
def test_a_modem_that_was_away_for_too_long_sends_nothing_late(tmp_path: Path, peers: Peers) -> None:
    """The message was accepted in time, and lay in the daemon's tables."""
    rig = GammuRig(tmp_path, peers)
    day = Day(tmp_path, rig, GOOD_FOR["shorter"])
    rig.silence(True)
    day.call()
    assert day.state == "accepted"
    day.minutes(10)
    assert day.state == "expired"
    rig.silence(False)
    (key,) = day.hall.states()
    day.hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=key.partition("/")[0])
    day.hall.issue()
    day.call()
    assert [text for _, text in rig.arrived()] == [WORDS.replace("A001", "A002")]
    rig.close()


@pytest.mark.parametrize("good_for", sorted(GOOD_FOR.values()))
def test_an_operator_that_says_nothing_for_ten_minutes_gets_no_message_twice(
    silent: Silent, tmp_path: Path, good_for: int
) -> None:
    day = Day(tmp_path, silent, good_for)
    silent.gateway.receipts()
    silent.silence(True)
    day.call()
    day.minutes(10)
    silent.silence(False)
    day.minutes(10)
    arrived = silent.arrived(1 if day.state == "delivered" else 0)
    assert arrived in ([], [(PHONE, WORDS)])
    assert day.state in ("failed", "expired", "accepted", "delivered")
    if day.state == "expired":
        assert arrived == []
