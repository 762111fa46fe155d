"""The contract of an SMS back end, held against every one of them, each before its peer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import CALL, receipts
from every_rig import EXACT, GUARDED, REPORTING, RIGS, THROTTLED
from peers import Peers, each
from rigs import Guarded, Reporting, Rig

from hall.sms.port import Accepted, NotSent, SmsMessage

TEXTS = {count: "【大厅】" + ("请您到一号窗口办理业务，多谢。" * 10)[: count - 4] for count in (70, 71, 134)} | {
    1: "请"
}


def _rig(name: str, folder: Path, peers: Peers) -> Rig:
    made: Rig = RIGS[name](folder, peers)
    return made


@pytest.fixture(params=each(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[Rig]:
    made = _rig(request.param, tmp_path, peers)
    yield made
    made.close()


@pytest.fixture(params=each(sorted(EXACT)))
def exact(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[Rig]:
    made = _rig(request.param, tmp_path, peers)
    yield made
    made.close()


@pytest.fixture(params=each(sorted(GUARDED)))
def guarded(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[Guarded]:
    made = _rig(request.param, tmp_path, peers)
    yield made  # type: ignore[misc]
    made.close()


@pytest.fixture(params=each(sorted(THROTTLED)))
def throttled(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[Guarded]:
    made = _rig(request.param, tmp_path, peers)
    yield made  # type: ignore[misc]
    made.close()


@pytest.fixture(params=each(sorted(REPORTING)))
def reporting(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[Reporting]:
    made = REPORTING[request.param](tmp_path, peers)
    yield made  # type: ignore[misc]
    made.close()


def test_a_message_reaches_the_phone_is_accepted_and_its_delivery_reported_once(rig: Rig) -> None:
    accepted = rig.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    assert rig.arrived() == [(CALL.phone, CALL.text)]
    if hasattr(rig, "report"):
        rig.report(accepted.reference, True)
    assert [(receipt.reference, receipt.delivered) for receipt in receipts(rig)] == [(accepted.reference, True)]
    assert rig.gateway.receipts() == []


def test_short_and_long_chinese_texts_arrive_whole(exact: Rig) -> None:
    for count, text in TEXTS.items():
        assert len(text) == count
        assert isinstance(exact.gateway.send(SmsMessage(f"long/{count}", CALL.phone, text)), Accepted)
    assert sorted(exact.arrived(len(TEXTS))) == sorted((CALL.phone, text) for text in TEXTS.values())


def test_what_was_not_sent_for_want_of_a_way_may_be_sent_later(rig: Rig) -> None:
    rig.cut()
    assert isinstance(rig.gateway.send(CALL), NotSent)
    rig.mend()
    assert isinstance(rig.gateway.outcome(CALL.key), NotSent)
    assert isinstance(rig.gateway.send(CALL), Accepted)
    assert len(rig.arrived()) == 1


def test_a_way_lost_after_a_message_is_found_again(rig: Rig) -> None:
    rig.gateway.send(CALL)
    rig.arrived()
    rig.cut()
    other = SmsMessage("other", CALL.phone, CALL.text)
    assert isinstance(rig.gateway.send(other), NotSent)
    rig.mend()
    assert isinstance(rig.gateway.send(other), Accepted)
    assert len(rig.arrived(2)) == 2


def test_after_a_restart_the_back_end_knows_what_was_sent_and_sends_it_once(rig: Rig) -> None:
    sent = rig.gateway.send(CALL)
    rig.arrived()
    rig.reopen()
    assert rig.gateway.outcome(CALL.key) == sent
    assert isinstance(rig.gateway.outcome("never"), NotSent)
    assert rig.gateway.send(CALL) == sent
    assert len(rig.arrived()) == 1


def test_wrong_credentials_send_nothing_and_say_so(guarded: Guarded) -> None:
    guarded.refuse()
    outcome = guarded.gateway.send(CALL)
    assert isinstance(outcome, NotSent)
    assert "credentials" in outcome.reason
    assert guarded.arrived(0) == []


def test_a_throttled_message_is_sent_later(throttled: Guarded) -> None:
    throttled.throttle(True)
    outcome = throttled.gateway.send(CALL)
    assert isinstance(outcome, NotSent)
    assert "throttled" in outcome.reason
    throttled.throttle(False)
    assert isinstance(throttled.gateway.send(CALL), Accepted)
    assert len(throttled.arrived()) == 1


def test_a_failed_delivery_is_reported_with_its_reason(reporting: Reporting) -> None:
    accepted = reporting.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    reporting.report(accepted.reference, False)
    (receipt,) = receipts(reporting)
    assert not receipt.delivered
    assert receipt.reason


def test_of_several_reports_about_a_message_the_first_counts(reporting: Reporting) -> None:
    accepted = reporting.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    for delivered in (True, True, False):
        reporting.report(accepted.reference, delivered)
    assert [receipt.delivered for receipt in receipts(reporting)] == [True]
    assert reporting.gateway.receipts() == []


def test_a_report_that_comes_after_a_restart_is_heard(reporting: Reporting) -> None:
    accepted = reporting.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    reporting.reopen()
    assert reporting.gateway.receipts() == []
    reporting.report(accepted.reference, True)
    assert [receipt.reference for receipt in receipts(reporting)] == [accepted.reference]


def test_a_report_about_nothing_that_was_sent_touches_no_message(reporting: Reporting) -> None:
    reporting.report("1234567", False)
    assert [receipt for receipt in reporting.gateway.receipts() if receipt.reference != "1234567"] == []
    accepted = reporting.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    reporting.report(accepted.reference, True)
    assert [(one.reference, one.delivered) for one in receipts(reporting)] == [(accepted.reference, True)]


def test_a_report_of_the_next_day_is_heard(reporting: Reporting) -> None:
    """A phone may have been off all night."""
    accepted = reporting.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    reporting.arrived(0)
    reporting.wait(20 * 3600)
    assert reporting.gateway.receipts() == []
    reporting.report(accepted.reference, True)
    assert [receipt.delivered for receipt in receipts(reporting)] == [True]
