"""Changes become messages: each once, whatever is started anew, and no phone on the disk."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from case_rigs import change
from fake_cases import FakeCases
from hall_with_sms import SenderInline
from quiet_hall import DAY, MINUTE, MORNING, QuietHall

from domain.progress.settings import FolderSource, Progress
from hall.progress.desk import ChangesFound
from hall.progress.teller import LIMIT, META, ChangeTeller, PhonesOfHall
from hall.sms.outbox import SmsOutbox
from hall.sms.port import Accepted, NotSent, Outcome, Receipt, SmsMessage, Unknown

PHONE = "13900000042"


class Operator:
    """A back end that remembers what went out under which key, and may be away."""

    def __init__(self) -> None:
        self.sent: dict[str, SmsMessage] = {}
        self.away = False
        self.loses_answers = False
        self.twice = 0

    def send(self, message: SmsMessage) -> Outcome:
        if self.away:
            return NotSent("away")
        self.twice += message.key in self.sent
        self.sent[message.key] = message
        return Unknown("lost") if self.loses_answers else Accepted(message.key)

    def outcome(self, key: str) -> Outcome:
        return Accepted(key) if key in self.sent else NotSent("never seen")

    def receipts(self) -> list[Receipt]:
        return []

    def unmatched(self) -> int:
        return 0

    def close(self) -> None: ...


class HallThatTells:
    """A hall whose source tells changes, moved by hand."""

    def __init__(self, folder: Path) -> None:
        self.small = QuietHall(folder)
        self.source, self.operator = FakeCases(), Operator()
        self.begin()

    def begin(self) -> None:
        """As a start of the service does it."""
        config = self.small.config
        progress = Progress(folder=FolderSource(path="x"), changes_seconds=60)
        config = dataclasses.replace(config, progress=progress)
        self.sender = SenderInline(self.operator, lambda: self.small.now)
        self.asked: list[tuple[int | None, int]] = []
        phones = PhonesOfHall(lambda _code: None)
        writer = self.small.writer
        self.outbox = SmsOutbox(self.small.store, self.sender, lambda row: writer.keep(sms=[row]), phones)  # type: ignore[arg-type]
        self.teller = phones.teller = ChangeTeller(
            config,
            self,
            self.small.store.meta(META),
            name=lambda text: f"h{abs(hash(text))}",
            is_open=self.outbox.is_open,
            local=writer.hall.state.days.local,
        )
        self.outbox.begin(self.small.now)

    def ask_changes(self, since: int | None, limit: int) -> None:
        self.asked.append((since, limit))

    def kill(self) -> None:
        """Nothing but the disk is left."""
        self.small.restart()
        self.begin()

    def second(self, *, commits: bool = True) -> None:
        """What a second of the service brings."""
        self.small.now += 1_000
        self.teller.tick(self.small.now)
        while self.asked:
            since, limit = self.asked.pop()
            kept = self.teller.take(ChangesFound(since, self.source.changes(since, limit)), self.small.now)
            self.small.writer.keep(sms=kept.sms, meta=kept.meta)
        self.outbox.tick(self.small.now)
        if commits:
            self.commit()

    def commit(self) -> None:
        for _ in range(4):
            self.small.tick()
            rows, self.small.sms = self.small.sms, []
            self.outbox.committed(rows, self.small.now)
            news, self.sender.news = self.sender.news, []
            for one in news:
                self.outbox.told(one, self.small.now)

    def minutes(self, count: int) -> None:
        for _ in range(count):
            self.small.now += MINUTE
            self.second()

    def texts(self) -> list[str]:
        return [message.text for message in self.operator.sent.values()]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallThatTells]:
    made = HallThatTells(tmp_path)
    made.source.told = [change(100, "OLD-1", PHONE)]
    made.second()
    yield made
    made.small.store.close()


def test_what_had_changed_before_the_first_start_is_not_told(hall: HallThatTells) -> None:
    hall.minutes(5)
    assert hall.texts() == []


def test_a_change_is_told_once_to_its_phone(hall: HallThatTells) -> None:
    hall.source.told.append(change(101, "511-0012345", "+86 139 0000 0042"))
    hall.minutes(30)
    assert [message.phone for message in hall.operator.sent.values()] == [PHONE]
    assert "012345" in hall.texts()[0]
    assert "可以领取" in hall.texts()[0]
    assert "511-0" not in hall.texts()[0]
    assert hall.operator.twice == 0


@pytest.mark.parametrize("commits", [True, False])
def test_after_a_kill_at_any_moment_each_change_is_told_once(hall: HallThatTells, commits: bool) -> None:
    for number in range(101, 111):
        hall.source.told.append(change(number, f"R-{number}", f"139000000{number % 90 + 10}"))
    hall.operator.away = True
    hall.small.now += MINUTE
    hall.second(commits=commits)
    hall.kill()
    hall.second(commits=commits)
    hall.operator.away = False
    hall.kill()
    for _ in range(8):
        hall.minutes(1)
        hall.kill()
    hall.minutes(2)
    assert len(hall.operator.sent) == 10
    assert hall.operator.twice == 0


def test_a_lost_answer_does_not_ring_twice(hall: HallThatTells) -> None:
    hall.operator.loses_answers = True
    hall.source.told.append(change(101, "R-1", PHONE))
    hall.minutes(1)
    hall.kill()
    hall.operator.loses_answers = False
    hall.minutes(30)
    assert len(hall.operator.sent) == 1
    assert hall.operator.twice == 0


def test_a_change_that_shows_late_with_a_smaller_number_is_told(hall: HallThatTells) -> None:
    """A slow transaction of the source ends after a later one."""
    hall.source.told.append(change(105, "R-5", PHONE))
    hall.minutes(2)
    hall.source.told.append(change(103, "R-3", PHONE))
    hall.minutes(2)
    assert len(hall.operator.sent) == 2


def test_nobody_is_rung_at_night_and_in_the_morning_they_are(hall: HallThatTells) -> None:
    hall.operator.away = True
    hall.source.told.append(change(101, "R-1", PHONE))
    hall.minutes(2)
    hall.small.now = MORNING + 13 * 60 * MINUTE  # ten in the evening
    hall.operator.away = False
    hall.source.told.append(change(102, "R-2", "13900000043"))
    hall.minutes(10)
    assert hall.texts() == []
    hall.small.now = MORNING + DAY
    hall.small.tick()
    hall.outbox.forget()  # the day has closed
    hall.minutes(2)
    assert len(hall.operator.sent) == 2


def test_a_source_that_goes_wrong_does_not_ring_one_phone_all_day(hall: HallThatTells) -> None:
    hall.source.told += [change(number, f"R-{number}", PHONE) for number in range(101, 201)]
    hall.minutes(3)
    assert len(hall.operator.sent) == 10


def test_more_changes_than_one_answer_holds_are_all_told(hall: HallThatTells) -> None:
    many = 2 * LIMIT + 30
    hall.source.told += [change(101 + count, f"R-{count}", f"1390001{count:04d}") for count in range(many)]
    hall.minutes(40)
    assert len(hall.operator.sent) == many


@pytest.mark.parametrize("phone", ["", "12", "x" * 50])
def test_who_left_no_phone_is_passed_over(hall: HallThatTells, phone: str) -> None:
    hall.source.told += [change(101, "R-1", phone), change(102, "R-2", PHONE)]
    hall.minutes(2)
    assert len(hall.operator.sent) == 1


def test_no_phone_and_no_receipt_is_on_the_disk(hall: HallThatTells, tmp_path: Path) -> None:
    hall.operator.away = True
    hall.source.told.append(change(101, "GEHEIM-0012345", PHONE))
    hall.minutes(3)
    hall.small.store.empty_log()
    bodies = b"".join(path.read_bytes() for path in tmp_path.glob("hall.db*"))
    assert PHONE.encode() not in bodies
    assert b"GEHEIM" not in bodies


def test_the_mark_goes_on_and_what_is_done_is_forgotten(hall: HallThatTells) -> None:
    hall.source.told += [change(number, f"R-{number}", PHONE) for number in range(101, 104)]
    hall.minutes(30)
    assert hall.small.store.meta(META) == '{"mark": 103, "told": {}}'
