"""What the hall does with what comes: in which order, to whom, and what of it is dropped. The wire is moved by hand."""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_by_hand import TOPICS, HallByHand, issue, request, state

from hall.stream import MARK
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.port import Incoming


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallByHand]:
    made = HallByHand(tmp_path)
    made.links()
    yield made
    made.store.close()


# ---- who is answered, and where


def test_an_answer_goes_out_before_what_everybody_sees_of_it(hall: HallByHand) -> None:
    topics = hall.brings(issue())
    assert topics[0] == TOPICS.reply("kiosk-1")
    assert TOPICS.queues in topics[1:]


def test_all_of_a_batch_are_answered_in_their_order_before_anything_else(hall: HallByHand) -> None:
    topics = hall.brings(issue(), request("ticket.lookup", "pad-1", number="A001"), issue())
    assert topics[:3] == [TOPICS.reply(device) for device in ("kiosk-1", "pad-1", "kiosk-1")]
    assert not {TOPICS.reply("kiosk-1"), TOPICS.reply("pad-1")} & set(topics[3:])


def test_an_asker_is_answered_on_the_topic_below_its_own_that_it_chose(hall: HallByHand) -> None:
    own = TOPICS.reply("kiosk-1") + "/7"
    hall.brings(issue()._replace(response_topic=own, correlation=b"c7"))
    answer = hall.wire.published[0]
    assert (answer.topic, answer.correlation, answer.expiry_s, answer.retain) == (own, b"c7", 60, False)


@pytest.mark.parametrize("wanted", [TOPICS.reply("pad-1"), TOPICS.calls, "elsewhere", ""])
def test_nobody_can_have_an_answer_written_to_a_topic_that_is_not_theirs(hall: HallByHand, wanted: str) -> None:
    hall.brings(issue()._replace(response_topic=wanted))
    assert hall.topics[0] == TOPICS.reply("kiosk-1")


def test_an_event_of_an_outbox_is_acknowledged_on_its_own_topic_and_for_ever(hall: HallByHand) -> None:
    ticket = hall.ask("ticket.issue", queue="social")["data"]["ticket"]
    body = {"id": new_id(), "type": "ticket.printed", "data": {"ticket": ticket, "copy": False}}
    hall.brings(Incoming(TOPICS.event("kiosk-1"), json.dumps(body).encode(), response_topic=TOPICS.reply("kiosk-1")))
    answer = hall.wire.published[0]
    assert (answer.topic, answer.expiry_s) == (TOPICS.ack("kiosk-1"), None)
    assert json.loads(answer.payload)["ok"]


def test_what_has_no_id_is_answered_by_nothing_and_counted_in_the_log(
    hall: HallByHand, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(4):
            assert hall.brings(Incoming(TOPICS.command("kiosk-1"), b"rubbish")) == []
    counts = [record.getMessage() for record in caplog.records if "without an id" in record.getMessage()]
    assert [message.split(": ")[1].split()[0] for message in counts] == ["1", "2", "4"]


@pytest.mark.parametrize(
    "incoming",
    [
        issue()._replace(topic="xc/v1/other-hall/dev/kiosk-1/command"),
        issue()._replace(topic="xc/v1/test-hall/public/queues"),
        issue()._replace(retained=True),
    ],
    ids=["another hall", "no device", "retained"],
)
def test_a_request_that_is_none_of_this_hall_s_or_is_not_new_does_nothing(hall: HallByHand, incoming: Incoming) -> None:
    assert hall.brings(incoming) == []
    assert hall.ask("ticket.issue", queue="social")["data"]["number"] == "A001"


def test_a_device_s_state_counts_also_if_the_broker_has_kept_it(hall: HallByHand) -> None:
    assert hall.brings(state("pad-1"), state("pad-2", retained=True)) == []
    listed = {one["device"]: one["state"] for one in hall.ask("hall.snapshot", "desk-1")["data"]["devices"]}
    assert (listed["pad-1"], listed["pad-2"], listed["screen-1"]) == ("ready", "ready", "never")


def test_a_state_that_is_none_is_counted_in_the_log(hall: HallByHand, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        hall.brings(Incoming(TOPICS.device_state("pad-1"), b"rubbish"))
    assert "no device state: 1 so far" in caplog.text


# ---- a new link


def test_a_new_link_gets_all_that_is_retained_and_then_the_stream(hall: HallByHand) -> None:
    hall.brings(issue())
    topics = hall.links()
    retained = {
        TOPICS.catalogue,
        TOPICS.notices,
        TOPICS.queues,
        TOPICS.calls,
        TOPICS.content,
        TOPICS.window_state("w1"),
    }
    assert retained <= set(topics)
    assert topics[-2:] == [TOPICS.event_stream] * 2, "the day was opened, a number taken"


def test_a_link_that_comes_with_requests_works_them_first(hall: HallByHand) -> None:
    hall.wire.published.clear()
    hall.wire.on_message(issue())
    hall.wire.on_link(True)
    hall.wire.on_batch()
    assert hall.topics[0] == TOPICS.reply("kiosk-1")
    assert TOPICS.catalogue in hall.topics


def test_without_news_nothing_is_sent_and_a_link_that_ended_is_no_news(hall: HallByHand) -> None:
    hall.wire.published.clear()
    hall.wire.on_link(False)
    hall.wire.on_batch()
    assert hall.topics == []


def test_an_order_that_no_machine_has_answered_goes_out_again_on_a_new_link(hall: HallByHand) -> None:
    hall.brings(
        Incoming(TOPICS.device_state("kiosk-1"), b'{"state":"ready","session":1,"at":1,"health":{"printer":"ready"}}')
    )
    ticket = hall.ask("ticket.issue", queue="social")["data"]["ticket"]
    assert hall.ask("ticket.reprint", "pad-1", window="w1", ticket=ticket)["ok"]
    assert TOPICS.order("kiosk-1") in hall.topics
    assert TOPICS.order("kiosk-1") in hall.links()


# ---- time


def test_the_mark_of_the_stream_is_on_disk_a_second_later(hall: HallByHand) -> None:
    hall.brings(issue())
    hall.links()
    assert hall.store.meta(MARK) != "2"
    hall.work.tick()
    assert hall.store.meta(MARK) == "2"


def test_the_day_ends_without_a_request_and_everybody_sees_it(hall: HallByHand) -> None:
    hall.brings(issue())
    hall.wire.published.clear()
    hall.now += 24 * 3_600_000
    hall.work.tick()
    assert TOPICS.calls in hall.topics
    assert hall.work.day == "2026-11-21"


def test_a_full_disk_is_told_at_once_and_its_end_with_the_clock(hall: HallByHand) -> None:
    hall.store._db.execute("PRAGMA query_only=ON")
    assert TOPICS.host_state in hall.brings(issue())
    degraded = [json.loads(one.payload)["degraded"] for one in hall.wire.published if one.topic == TOPICS.host_state]
    hall.store._db.execute("PRAGMA query_only=OFF")
    hall.wire.published.clear()
    hall.work.tick()
    degraded += [json.loads(one.payload)["degraded"] for one in hall.wire.published if one.topic == TOPICS.host_state]
    assert len(degraded) == 2
    assert degraded[0]
    assert not degraded[1]


def test_what_could_not_be_told_of_the_disk_is_told_with_the_clock(hall: HallByHand) -> None:
    hall.store._db.execute("PRAGMA query_only=ON")
    hall.wire.up = False
    hall.brings(issue())
    hall.wire.up = True
    hall.work.tick()
    assert TOPICS.host_state in hall.topics


@pytest.mark.parametrize(("alive", "beats"), [(True, 1), (False, 0)])
def test_the_watchdog_hears_of_a_hall_whose_wire_is_at_work(
    hall: HallByHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alive: bool, beats: int
) -> None:
    hall.wire.alive = alive
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.setblocking(False)
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setitem(os.environ, "NOTIFY_SOCKET", str(tmp_path / "notify"))
        hall.work.tick()
        heard = []
        while len(heard) < beats:
            heard.append(systemd.recv(100))
        with pytest.raises(BlockingIOError):
            systemd.recv(100)
    assert heard == [b"WATCHDOG=1"] * beats


# ---- the end


def test_at_the_end_the_mark_and_the_state_are_on_disk(hall: HallByHand) -> None:
    hall.brings(issue())
    hall.links()
    hall.work.end()
    assert hall.store.meta(MARK) == "2"
    written = hall.store.snapshot()
    assert written is not None
    assert written[0] == 2


# ---- how the hall logs in


def test_the_broker_keeps_requests_for_an_hour_and_says_when_the_hall_is_lost(hall: HallByHand) -> None:
    login = hall.wire.login
    assert login.client_id == "test-hall-hall"
    devices = {TOPICS.command("+"), TOPICS.event("+"), TOPICS.device_state("+")}
    assert set(login.subscriptions) == {*devices, TOPICS.host_state}, "also what another hall of this name says"
    assert login.session_expiry_s == 3600
    assert login.will is not None
    assert (login.will.topic, login.will.retain) == (TOPICS.host_state, True)
    assert not json.loads(login.will.payload)["online"]
    [birth] = login.births()
    assert json.loads(birth.payload)["online"]
