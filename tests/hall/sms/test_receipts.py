"""Reports on messages: matched in every way of writing an id that SMPP allows, counted and told where none matches."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from contract import CALL, receipts
from peers import Peers, needs
from smpp_rig import SmppRig

from domain.health.alarm_codes import HALL
from domain.health.alarms import judge
from domain.health.rule import Heard
from domain.statuses import DeviceStatus
from hall.sms.ledger import Ledger, PartReport
from hall.sms.operators.parts import dialled
from hall.sms.port import Accepted, SmsMessage

pytestmark = needs("smsc")


class Way(NamedTuple):
    """A setting, the id of an answer, that of its report, and where the report has it."""

    ids: str
    answer: str
    report: str
    more: dict[str, Any]


WAYS = [
    Way("same", "12345", "12345", {}),
    Way("same", "12345", "0000012345", {}),
    Way("same", "0000012345", "12345", {}),
    Way("same", "1A2B3C4D", "1a2b3c4d", {}),
    Way("same", "1a2b3c4d", "001A2B3C4D", {}),
    Way("same", "12345", "12345", {"payload": True}),
    Way("same", "12345", "0000012345", {"payload": True}),
    Way("same", "12345", "99", {"beside": "0012345"}),
    Way("hex", "1A2B3C4D", "439041101", {}),
    Way("hex", "1a2b3c4d", "0439041101", {"payload": True}),
    Way("hex", "1A2B3C4D", "1", {"beside": "1a2b3c4d"}),
    Way("decimal", "439041101", "1A2B3C4D", {}),
    Way("decimal", "0439041101", "1a2b3c4d", {}),
    Way("decimal", "439041101", "1A2B3C4D", {"beside": "439041101"}),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_report_is_matched_however_it_writes_the_id(tmp_path: Path, peers: Peers, way: Way) -> None:
    rig = SmppRig(tmp_path, peers, settings={"ids": way.ids})
    rig.smsc.order(set={"id": way.answer})
    assert isinstance(rig.gateway.send(CALL), Accepted)
    rig.smsc.report(way.report, "ENROUTE", **way.more)
    rig.smsc.report(way.report, "delivrd", **way.more)
    assert [receipt.delivered for receipt in receipts(rig)] == [True]
    assert rig.gateway.unmatched() == 0
    assert set(rig.smsc.answers("heard")) == {0}, "nothing makes the centre send it again"
    rig.close()


@pytest.mark.parametrize(
    "way", [Way("same", "12345", "3039", {}), Way("hex", "10", "10", {}), Way("decimal", "10", "10", {})]
)
def test_another_way_of_writing_is_counted_and_not_guessed(tmp_path: Path, peers: Peers, way: Way) -> None:
    rig = SmppRig(tmp_path, peers, settings={"ids": way.ids})
    rig.smsc.order(set={"id": way.answer})
    assert isinstance(rig.gateway.send(CALL), Accepted)
    for id_ in (way.report, way.report, "another", ""):
        rig.smsc.report(id_, "DELIVRD")
    assert rig.gateway.receipts() == []
    assert rig.gateway.unmatched() == 3, "each id is counted once, and a report about nothing too"
    assert set(rig.smsc.answers("heard")) == {0}
    rig.close()


def test_a_report_that_came_before_its_answer_is_no_stray_once_the_answer_is_there(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.begin("k", 1)
    ledger.report(PartReport("12345", delivered=True, others=("0000012345",)))
    assert ledger.unmatched() == 1
    ledger.settle("k", 1, Accepted("0000012345"))
    assert ledger.unmatched() == 0
    assert [receipt.delivered for receipt in ledger.receipts()] == [True]
    ledger.close()


def told(strays: int, raised: set[str], pending: dict[str, int], at: int) -> tuple[list[str], dict[str, int]]:
    heard = Heard(state=DeviceStatus.READY, stray_receipts=strays)
    changes, pending = judge(heard, dict.fromkeys(raised, ""), pending, at)
    return [("-" if change.cleared else "+") + change.code for change in changes], pending


def test_strays_in_a_row_are_an_alarm_and_one_that_matches_ends_it() -> None:
    assert HALL == "hall"
    found, pending = told(2, set(), {}, 0)
    assert (found, pending) == ([], {})
    found, pending = told(3, set(), {}, 0)
    assert found == []
    found, pending = told(4, set(), pending, 31_000)
    assert found == ["+sms.receipts"]
    found, pending = told(0, {"sms.receipts"}, {}, 40_000)
    found, pending = told(0, {"sms.receipts"}, pending, 51_000)
    assert found == ["-sms.receipts"]


@pytest.mark.parametrize(
    ("phone", "prefixes", "sent"),
    [
        ("13800138000", ("", ""), "13800138000"),
        ("13800138000", ("86", "00"), "8613800138000"),
        ("+85291234567", ("86", ""), "85291234567"),
        ("+85291234567", ("86", "00"), "0085291234567"),
        ("+85366123456", ("+86", "+"), "+85366123456"),
        ("+886912345678", ("", ""), "886912345678"),
        ("+447911123456", ("86", "00"), "00447911123456"),
    ],
)
def test_each_phone_arrives_as_the_operator_wants_it(
    tmp_path: Path, peers: Peers, phone: str, prefixes: tuple[str, str], sent: str
) -> None:
    assert dialled(phone, *prefixes) == sent
    rig = SmppRig(tmp_path, peers, settings={"prefix": prefixes[0], "abroad_prefix": prefixes[1]})
    assert isinstance(rig.gateway.send(SmsMessage("k", phone, CALL.text)), Accepted)
    rig.arrived()
    assert rig.smsc.submits[0]["phone"] == sent
    rig.close()
