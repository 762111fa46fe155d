"""What the hall service does with queries about 办件: who is answered what, and when an alarm is raised."""

from __future__ import annotations

import json
from typing import Any

import pytest
from desk_alone import WANG
from fake_cases import FakeCases

from domain.health.alarms import CASES_AWAY
from domain.progress.views import ProgressQuestion
from domain.state.faults import Faults
from hall.progress.desk import Asking, ChangesFound, ProgressDesk
from hall.progress.port import Changes
from hall.progress.teller import Keep
from hall.progress.work import ProgressWork
from hall.requests import RawRequest
from kiosk.mqtt.port import Incoming, Publication
from kiosk.mqtt.topics import Topics

TOPICS = Topics("a")
CALL = Incoming(TOPICS.command("kiosk-1"), b"{}", correlation=b"c7")


class Teller:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.ticked: list[int] = []

    def tick(self, now: int) -> None:
        self.ticked.append(now)

    def take(self, news: ChangesFound, now: int) -> Keep:
        return Keep([], {"taken": f"{news.since} at {now}"})


class AtWork:
    def __init__(self) -> None:
        self.now = 1_000_000
        self.source = FakeCases([WANG])
        self.news: list[Any] = []
        self.kept: list[Keep] = []
        self.teller = Teller()
        self.desk: ProgressDesk[Any] = ProgressDesk(self.source, self.news.append, lambda: self.now)
        self.work = ProgressWork(TOPICS, self.desk, self.teller, self.kept.append)  # type: ignore[arg-type]

    def asks(self, id_: str, tail: str = "8000") -> list[Publication]:
        question = ProgressQuestion(receipt="A-1", phone_tail=tail)
        return list(self.work.begin(CALL, RawRequest("kiosk-1", b"{}"), Asking(id_, "kiosk-1", question)))

    def answers(self) -> list[dict[str, Any]]:
        """Of what was asked, once the desk has asked it to its end."""
        self.desk.stop()
        heard = [one for news in self.news for one in self.work.heard(news, self.now)]
        self.news.clear()
        assert {(one.topic, one.correlation) for one in heard} <= {(TOPICS.reply("kiosk-1"), b"c7")}
        return [json.loads(one.payload) for one in heard]


@pytest.fixture
def work() -> AtWork:
    return AtWork()


def test_an_answer_goes_to_who_asked_under_its_id(work: AtWork) -> None:
    assert work.asks("r1") == work.asks("r2", "0000") == []
    found = {answer["id"]: answer for answer in work.answers()}
    assert found["r1"]["data"]["cases"][0]["name"] == "王**"
    assert (found["r2"]["ok"], found["r2"]["error"]["code"]) == (False, "progress.unknown")


def test_what_cannot_be_asked_is_refused_at_once(work: AtWork) -> None:
    (answer,) = work.asks("r1", "80")
    assert json.loads(answer.payload)["error"]["code"] == "request.invalid"
    assert (answer.topic, answer.correlation) == (TOPICS.reply("kiosk-1"), b"c7")


def test_who_has_waited_for_four_seconds_is_told_that_the_source_is_away_and_nothing_more(work: AtWork) -> None:
    work.asks("r1")
    work.now += 4_000
    (away,) = work.work.tick(work.now)
    told = json.loads(away.payload)
    assert (told["id"], told["error"]["code"]) == ("r1", "progress.away")
    assert work.answers() == []


def test_a_hall_without_a_source_says_so_and_has_nothing_else_to_do() -> None:
    work = ProgressWork(TOPICS, None)
    question = Asking("r1", "kiosk-1", ProgressQuestion(receipt="A-1", phone_tail="8000"))
    (answer,) = work.begin(CALL, RawRequest("kiosk-1", b"{}"), question)
    assert json.loads(answer.payload)["error"]["code"] == "progress.not_offered"
    assert list(work.tick(0)) == []
    assert list(work.heard(ChangesFound(None, Changes((), 0)), 0)) == []
    assert work.faults(Faults(), 0) == []
    work.stop()


def test_each_second_changes_are_looked_for_and_what_is_found_is_kept(work: AtWork) -> None:
    assert list(work.work.tick(7)) == []
    assert work.teller.ticked == [7]
    assert list(work.work.heard(ChangesFound(5, Changes((), 9)), 8)) == []
    assert work.kept == [Keep([], {"taken": "5 at 8"})]


def test_a_source_that_is_away_is_an_alarm_once_and_over_when_it_answers(work: AtWork) -> None:
    faults = Faults()

    def alarms() -> list[tuple[str, bool]]:
        found = work.work.faults(faults, work.now)
        for event in found:
            assert (event.device, event.code, event.at) == ("hall", CASES_AWAY, work.now)
            faults.apply(event)
        return [(event.detail, event.cleared) for event in found]

    assert alarms() == []
    work.source.away = "cut off"
    for _ in range(3):
        work.desk._found(ProgressQuestion(receipt="A-1"))
    assert alarms() == [("cut off", False)]
    assert alarms() == []
    work.source.away = ""
    work.now += 60_000
    assert list(work.work.tick(work.now)) == []
    work.work.stop()
    assert work.source.away == "closed", "and it was tried before"
    assert alarms() == [("", True)]
    assert alarms() == []
