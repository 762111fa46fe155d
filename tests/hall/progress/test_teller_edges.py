"""Who is told of a change and when: hours, pages, what is kept for how long, and whose phone is known until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from case_rigs import change
from quiet_hall import MINUTE, MORNING, QuietHall

from domain.progress.cases import CaseChange
from domain.progress.settings import FolderSource, Progress
from hall.progress.desk import ChangesFound
from hall.progress.port import Changes, SourceAway
from hall.progress.teller import META, ChangeTeller, Keep, PhonesOfHall

PHONE = "13900000042"


class Alone:
    """A teller alone: its source answers what a test gives, and messages are open as long as a test says."""

    def __init__(self, folder: Path, kept: str | None = None, **rules: Any) -> None:
        config = QuietHall(folder).config
        self.now = MORNING
        self.asked: list[tuple[int | None, int]] = []
        self.open: set[str] = set()
        progress = Progress(folder=FolderSource(path="x"), **rules)
        self.teller = ChangeTeller(
            replace(config, progress=progress),
            self,
            kept,
            name=lambda text: text.replace(" ", "-"),
            is_open=self.open.__contains__,
            local=lambda ms: datetime.fromtimestamp(ms / 1000, UTC) + timedelta(hours=8),
        )

    def ask_changes(self, since: int | None, limit: int) -> None:
        self.asked.append((since, limit))

    def takes(self, *changes: CaseChange, last: int | None = None) -> Keep:
        newest = last if last is not None else changes[-1].change if changes else 0
        return self.teller.take(ChangesFound(None, Changes(changes, newest)), self.now)

    def ticks(self, after_ms: int = 0) -> list[tuple[int | None, int]]:
        """What is asked then."""
        self.now += after_ms
        self.asked.clear()
        self.teller.tick(self.now)
        return self.asked

    def rings(self, *changes: CaseChange) -> list[str]:
        """The messages of these changes; each stays open."""
        keys = [sms.key for sms in self.takes(*changes).sms]
        self.open.update(keys)
        return keys


@pytest.fixture
def alone(tmp_path: Path) -> Alone:
    """It has been told once what there was before."""
    made = Alone(tmp_path)
    made.takes(last=100)
    return made


def subject(number: int) -> str:
    return f"case-change-{number}"


def at(hour: int, minute: int = 0, ms: int = 0) -> int:
    """Of the same day, by the hall's clock."""
    local = datetime.fromtimestamp(MORNING / 1000, UTC) + timedelta(hours=8)
    midnight = MORNING - ((local.hour * 60 + local.minute) * 60 + local.second) * 1000
    return midnight + (hour * 60 + minute) * MINUTE + ms


# ---- when the source is asked


def test_it_is_asked_by_day_alone(alone: Alone) -> None:
    for when, asked in [(at(8, 0, -1), False), (at(8), True), (at(19, 59), True), (at(20), False)]:
        alone.now = when - 86_400_000  # long due
        alone.teller._due_at, alone.teller._under_way = alone.now, False
        assert bool(alone.ticks()) is asked, when
        assert alone.teller.waits(subject(1), alone.now), "nobody knows its phone"
    alone.rings(change(101, "R-1", PHONE))
    for when, waits in [(at(8, 0, -1), True), (at(8), False), (at(20, 0, -1), False), (at(20), True)]:
        assert alone.teller.waits(subject(101), when) is waits
        assert not alone.teller.waits("20261121-A001", when), "a number's message is not the teller's"


@pytest.mark.parametrize(("seconds", "every_ms"), [(None, 60_000), (90, 90_000)])
def test_it_is_asked_as_often_as_the_hall_says(tmp_path: Path, seconds: int | None, every_ms: int) -> None:
    alone = Alone(tmp_path, changes_seconds=seconds, tell_from=time(0), tell_until=time(23, 59))
    assert alone.ticks() == [(None, 200)]
    assert alone.ticks(10 * every_ms) == [], "the answer is still to come"
    alone.takes(last=100)
    assert alone.ticks(every_ms - 1) == []
    assert alone.ticks(1) == [(100, 200)]


def test_a_source_that_is_away_is_asked_again_after_the_same_time_and_nothing_is_kept(alone: Alone) -> None:
    assert alone.ticks(60_000)
    assert alone.teller.take(ChangesFound(100, SourceAway("cut off")), alone.now) == Keep([], {})
    assert alone.ticks(59_999) == []
    assert alone.ticks(1) == [(100, 200)]


def test_where_the_halls_clock_was_put_back_far_it_is_asked_at_once(alone: Alone) -> None:
    due_at = alone.teller._due_at
    alone.now = due_at - 2 * 60_000
    assert alone.ticks() == []
    alone.now -= 1
    assert alone.ticks() == [(100, 200)]


def many(count: int, first: int = 101) -> list[CaseChange]:
    return [change(first + at, f"R-{at}", f"1390001{at:04d}") for at in range(count)]


def test_behind_a_full_answer_the_next_one_is_asked_for_at_once(alone: Alone) -> None:
    alone.rings(*many(199))
    assert alone.asked == []
    alone.rings(*many(200, 300))
    assert alone.asked == [(499, 200)]


def test_no_more_are_taken_up_than_two_thousand_under_way(alone: Alone) -> None:
    alone.rings(*many(1_799))
    alone.asked.clear()
    alone.rings(*many(200, 2_000))
    assert alone.asked == [(2_199, 200)], "1,999 are under way"
    alone.asked.clear()
    alone.rings(*many(200, 2_200))
    assert alone.asked == []


# ---- what is told, and to whom


def test_a_message_has_the_end_of_the_receipt_and_is_good_for_two_days(alone: Alone) -> None:
    (sms,) = alone.takes(change(101, "511-0012345", PHONE)).sms
    assert (sms.key, sms.ticket) == (f"{subject(101)}/changed", subject(101))
    assert sms.expires_at == alone.now + 48 * 3_600_000
    assert "012345" in sms.text
    assert "0012345" not in sms.text
    assert alone.teller.phone_of(subject(101)) == PHONE


def test_one_phone_is_rung_ten_times_a_day_and_again_the_next_day(alone: Alone) -> None:
    assert len(alone.rings(*(change(number, "R", PHONE) for number in range(101, 112)))) == 10
    assert len(alone.rings(change(150, "R", "13900000043"))) == 1
    assert alone.teller.phone_of(subject(111)) is None, "nor is it kept"
    alone.now += 86_400_000
    assert len(alone.rings(change(200, "R", PHONE))) == 1


def test_after_a_start_the_phone_of_a_message_under_way_is_known_again_and_of_no_other(tmp_path: Path) -> None:
    kept = '{"mark": 100, "told": {"101": 0, "102": 0}}'
    alone = Alone(tmp_path, kept)
    alone.open.add(f"{subject(101)}/changed")
    kept_rows = alone.takes(change(101, "R-1", PHONE), change(102, "R-2", PHONE))
    assert kept_rows.sms == [], "they are on their way already"
    assert alone.teller.phone_of(subject(101)) == PHONE
    assert alone.teller.phone_of(subject(102)) is None
    alone.takes(change(101, "R-1", ""))
    assert alone.teller.phone_of(subject(101)) == PHONE, "a source that has no phone any more takes none away"


# ---- what is kept


def test_a_change_is_remembered_for_ten_minutes_and_as_long_as_its_message_is_open(alone: Alone) -> None:
    (key,) = alone.rings(change(101, "R-1", PHONE))
    begun = alone.now
    alone.open.clear()
    alone.now = begun + 10 * MINUTE - 1
    assert alone.takes().meta == {}
    alone.open.add(key)
    alone.now += 1
    assert alone.takes().meta == {}
    assert alone.teller.phone_of(subject(101)) == PHONE
    alone.open.clear()
    assert alone.takes().meta == {META: '{"mark": 101, "told": {}}'}
    assert alone.teller.phone_of(subject(101)) is None
    assert alone.takes().meta == {}, "nothing has changed since"


def test_the_mark_stays_behind_the_oldest_message_under_way_and_never_falls(alone: Alone) -> None:
    alone.rings(change(105, "R-5", PHONE), change(106, "R-6", PHONE))
    alone.now += 11 * MINUTE
    alone.open.discard(f"{subject(106)}/changed")
    assert alone.takes().meta == {}
    alone.open.clear()
    assert alone.takes().meta == {META: '{"mark": 106, "told": {}}'}
    alone.rings(change(103, "R-3", PHONE))
    alone.open.clear()
    alone.now += 11 * MINUTE
    assert alone.takes().meta == {META: '{"mark": 106, "told": {}}'}, "though one came late with a smaller number"


# ---- the phones of a hall


def test_each_message_asks_whom_its_phone_is_known_by(alone: Alone) -> None:
    phones = PhonesOfHall({"Y1": "138", subject(101): "not this one"}.get)
    assert (phones.phone_of("Y1"), phones.phone_of(subject(101))) == ("138", "not this one"), "no changes are told here"
    assert not phones.waits(subject(101), alone.now)
    assert not phones.outlives(subject(101))
    phones.teller = alone.teller
    alone.rings(change(101, "R-1", PHONE))
    assert (phones.phone_of("Y1"), phones.phone_of(subject(101)), phones.phone_of("Y2")) == ("138", PHONE, None)
    assert (phones.outlives(subject(101)), phones.outlives("Y1")) == (True, False)
    assert (phones.waits(subject(102), alone.now), phones.waits("Y1", alone.now)) == (True, False)
