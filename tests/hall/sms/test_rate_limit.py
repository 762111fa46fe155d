"""A rate that was agreed with the operator is kept, by every back end that has one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_rig import AliyunRig
from cmpp_rig import CmppRig
from contract import CALL
from peers import Peers, needs
from rigs import HttpRig, Rig
from secret_files import secret_file
from smpp_rig import SmppRig

from hall.sms.choice import choose
from hall.sms.port import Accepted, SmsMessage
from hall.sms.rate_limit import RateLimit

SMPP = pytest.param(SmppRig, marks=needs("smsc"))
LONG = SmsMessage("long", CALL.phone, "请您到一号窗口办理" * 14)


class Clock:
    """Moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_no_second_holds_more_than_was_agreed(clock: Clock) -> None:
    rate = RateLimit(5, clock, clock.sleep)
    gone = []
    for busy in (0.0, 0.01, 0.5, 0.0) * 25:
        clock.now += busy
        rate.wait()
        gone.append(clock.now)
    for first in gone:
        assert sum(first <= other < first + 0.999 for other in gone) <= 5


def test_what_was_not_sent_in_a_quiet_hour_is_not_made_up_for(clock: Clock) -> None:
    rate = RateLimit(2, clock, clock.sleep)
    clock.now += 3600
    for _ in range(3):
        rate.wait()
    assert clock.slept == [0.5, 0.5]


def test_without_an_agreement_nobody_waits(clock: Clock) -> None:
    rate = RateLimit(None, clock, clock.sleep)
    for _ in range(100):
        rate.wait()
    assert clock.slept == []


@pytest.fixture(params=[SMPP, CmppRig, HttpRig, AliyunRig])
def rig(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers, clock: Clock) -> Iterator[Rig]:
    made: Rig = request.param(tmp_path, peers, rate=RateLimit(4, clock, clock.sleep))
    yield made
    made.close()


def test_messages_go_out_one_after_the_other(rig: Rig, clock: Clock) -> None:
    for number in range(4):
        assert isinstance(rig.gateway.send(SmsMessage(f"k/{number}", CALL.phone, CALL.text)), Accepted)
    rig.gateway.send(SmsMessage("k/0", CALL.phone, CALL.text))  # known, and not sent again
    assert len(rig.arrived(4)) == 4
    assert clock.slept[:3] == [0.25, 0.25, 0.25]


@pytest.mark.parametrize("made", [SMPP, CmppRig])
def test_every_part_of_a_long_message_counts(tmp_path: Path, peers: Peers, clock: Clock, made: type[SmppRig]) -> None:
    rig = made(tmp_path, peers, rate=RateLimit(4, clock, clock.sleep))
    assert isinstance(rig.gateway.send(LONG), Accepted)
    assert rig.arrived() == [(LONG.phone, LONG.text)]
    assert clock.slept == [0.25]
    rig.close()


HOSTS = {
    "smpp": 'host = "127.0.0.1"\nsystem_id = "h"\nsource = "1"\npassword_file = "{secret}"\n',
    "cmpp": 'host = "127.0.0.1"\nsp_id = "901234"\nsource = "1"\nsecret_file = "{secret}"\n',
    "http": 'url = "http://127.0.0.1:1/"\ntoken_file = "{secret}"\n',
}


@pytest.mark.parametrize("kind", HOSTS)
def test_the_rate_stands_in_the_configuration_and_is_above_0(tmp_path: Path, kind: str) -> None:
    toml = HOSTS[kind].format(secret=secret_file(tmp_path / "key", "s3cret"))
    (tmp_path / "sms.toml").write_text(toml + "per_second = 20.0\n", encoding="utf-8")
    found = choose(kind, tmp_path / "sms.toml", tmp_path)
    assert found.rate.limited  # type: ignore[union-attr]
    found.close()  # type: ignore[union-attr]
    (tmp_path / "sms.toml").write_text(toml + "per_second = 0.0\n", encoding="utf-8")
    (wrong,) = choose(kind, tmp_path / "sms.toml", tmp_path)  # type: ignore[misc]
    assert "per_second: is not above 0" in str(wrong)
