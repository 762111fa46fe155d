"""When a fault becomes an alarm and when it is over: rules, times, hysteresis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.health.alarms import AGAIN_S, FLOOD, RULES, SILENT, judge
from domain.health.health import Health
from domain.health.rule import Heard
from domain.statuses import DeviceStatus, TouchStatus

WELL = Health(
    cards="ready",
    printer="ready",
    scanner="ready",
    gpio="ready",
    storage_mb=9000,
    storage_percent=60,
    temperature=48,
    clock="synced",
)

READY, STOPPED, LOST = DeviceStatus.READY, DeviceStatus.STOPPED, DeviceStatus.LOST


class Watched:
    """One device under the rules, and a clock that the test moves."""

    def __init__(self) -> None:
        self.raised: set[str] = set()
        self.told: list[str] = []
        self.details: dict[str, str] = {}
        self._heard = Heard(state=DeviceStatus.READY, health=WELL, skew_ms=0)
        self._pending: dict[str, int] = {}
        self._mono_ms = 0

    def is_now(
        self,
        *,
        state: DeviceStatus | None = DeviceStatus.READY,
        skew_ms: int | None = 0,
        day_ahead: bool = False,
        stray_receipts: int = 0,
        twice: str = "",
        year_missing: bool = False,
        flood: int | None = None,
        off_ms: int | None = None,
        **health: Any,
    ) -> None:
        self._heard = Heard(
            state=state,
            health=replace(WELL, **health),
            skew_ms=skew_ms,
            day_ahead=day_ahead,
            stray_receipts=stray_receipts,
            twice=twice,
            year_missing=year_missing,
            flood=flood,
            off_ms=off_ms,
        )

    def for_s(self, seconds: int) -> Watched:
        """Time passes, a look at the rules each second."""
        for _ in range(seconds + 1):
            raised = {code: self.details.get(code, "") for code in self.raised}
            changes, self._pending = judge(self._heard, raised, self._pending, self._mono_ms)
            for change in changes:
                self.told.append(f"{'-' if change.cleared else '+'}{change.code}")
                (self.raised.discard if change.cleared else self.raised.add)(change.code)
                self.details[change.code] = change.detail
            self._mono_ms += 1000
        return self


EVERY_FAULT: list[tuple[dict[str, Any], str]] = [
    ({"printer": "near_end"}, "printer.near_end"),
    ({"printer": "paper_out"}, "printer.paper_out"),
    ({"printer": "cover_open"}, "printer.cover_open"),
    ({"printer": "cutter"}, "printer.cutter"),
    ({"printer": "offline"}, "printer.gone"),
    ({"printer": "unknown"}, "printer.no_answer"),
    ({"cards": "gone"}, "cards.gone"),
    ({"cards": "pcsc_gone"}, "cards.gone"),
    ({"cards": "sam_gone"}, "cards.gone"),
    ({"scanner": "gone"}, "scanner.gone"),
    ({"scanner": "unreadable"}, "scanner.unreadable"),
    ({"touch": "gone"}, "touch.gone"),
    ({"touch": "several"}, "touch.gone"),
    ({"input_unknown": "pointer"}, "input.unknown"),
    ({"gpio": "gone"}, "gpio.gone"),
    ({"keys_stuck": (3,)}, "keys.stuck"),
    ({"storage_mb": 299}, "storage.low"),
    ({"disk": "read_only"}, "storage.trouble"),
    ({"temperature": 80}, "temperature.high"),
    ({"clock": "unsynced"}, "clock.unsynced"),
    ({"skew_ms": -12_000}, "clock.skewed"),
    ({"machine": "other"}, "machine.other"),
    ({"outbox": 50}, "outbox.growing"),
    ({"outbox_trouble": "outbox.disk"}, "outbox.trouble"),
    ({"outbox_refused": 1}, "outbox.refused"),
    ({"state": DeviceStatus.LOST}, SILENT),
    ({"stray_receipts": 3}, "sms.receipts"),
    ({"day_ahead": True}, "hall.day_ahead"),
    ({"twice": "session 7 and session 9"}, "device.twice"),
    ({"year_missing": True}, "calendar.not_announced"),
    ({"flood": 5_000}, FLOOD),
    ({"off_ms": 86_400_000}, "clock.held"),
]


def test_every_rule_has_its_fault_here() -> None:
    assert {code for _, code in EVERY_FAULT} == {rule.code for rule in RULES}


@pytest.mark.parametrize(("fault", "code"), EVERY_FAULT)
def test_each_fault_is_raised_when_it_lasts_and_cleared_when_it_is_over(fault: dict[str, Any], code: str) -> None:
    watched = Watched()
    watched.is_now(**fault)
    watched.for_s(700)
    assert watched.told == [f"+{code}"]
    watched.is_now()
    watched.for_s(100)
    assert watched.told == [f"+{code}", f"-{code}"]


def test_two_machines_that_push_each_other_off_are_told_although_neither_is_there() -> None:
    watched = Watched()
    watched.is_now(state=LOST, twice="session 7 and session 9")
    assert watched.for_s(3).told == ["+device.twice"]
    watched.is_now(state=STOPPED)
    assert watched.for_s(59).raised == {"device.twice"}
    assert watched.for_s(2).raised == set()


OTHERWISE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("clock.held", {"off_ms": 86_400_000}, {"off_ms": -3_600_000}),
    ("clock.skewed", {"skew_ms": 12_000}, {"skew_ms": -600_000}),
    ("cards.gone", {"cards": "pcsc_gone"}, {"cards": "sam_gone"}),
    ("keys.stuck", {"keys_stuck": (3,)}, {"keys_stuck": (1, 3)}),
    ("touch.gone", {"touch": TouchStatus.GONE}, {"touch": TouchStatus.SEVERAL}),
    ("input.unknown", {"input_unknown": "pointer"}, {"input_unknown": "keyboard"}),
    ("storage.trouble", {"disk": "full"}, {"disk": "read_only"}),
    ("storage.low", {"storage_mb": 299}, {"storage_mb": 12}),
    ("temperature.high", {"temperature": 80}, {"temperature": 95}),
    ("outbox.growing", {"outbox": 60}, {"outbox": 900}),
    ("outbox.trouble", {"outbox_trouble": "outbox.disk"}, {"outbox_trouble": "outbox.full"}),
    ("device.twice", {"twice": "session 7 and session 9"}, {"twice": "session 9 and session 11"}),
]


@pytest.mark.parametrize(("code", "first", "second"), OTHERWISE)
def test_an_alarm_that_means_something_else_is_told_once_more(
    code: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    watched = Watched()
    watched.is_now(**first)
    told = watched.for_s(60).details[code]
    watched.is_now(**second)
    assert watched.for_s(AGAIN_S - 1).details[code] == told
    assert watched.for_s(0).details[code] != told
    watched.for_s(300)
    assert watched.told == [f"+{code}", f"+{code}"]
    watched.is_now()
    watched.for_s(100)
    assert watched.told[2:] == [f"-{code}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"temperature": 80}, {"temperature": 84}),
        ({"storage_mb": 299}, {"storage_mb": 210}),
        ({"off_ms": 86_400_000}, {"off_ms": 86_430_000}),
        ({"flood": 500}, {"flood": 5_000}),
        ({"stray_receipts": 3}, {"stray_receipts": 400}),
    ],
)
def test_a_figure_that_moves_is_no_news(first: dict[str, Any], second: dict[str, Any]) -> None:
    watched = Watched()
    for now in (first, second, first, second):
        watched.is_now(**now)
        watched.for_s(100)
    assert len(watched.told) == 1


AT_ONCE = {"machine.other", "input.unknown", "storage.trouble", "outbox.trouble", "outbox.refused", "device.twice"} | {
    FLOOD
}


@pytest.mark.parametrize(("status", "detail"), [("gone", ""), ("pcsc_gone", "pcsc"), ("sam_gone", "sam")])
def test_the_alarm_of_a_card_reader_says_which_of_two(status: str, detail: str) -> None:
    watched = Watched()
    watched.is_now(cards=status)
    assert watched.for_s(60).details["cards.gone"] == detail


@pytest.mark.parametrize(("fault", "code"), [one for one in EVERY_FAULT if one[1] not in AT_ONCE])
def test_a_moment_of_it_is_no_alarm(fault: dict[str, Any], code: str) -> None:
    rule = next(rule for rule in RULES if rule.code == code)
    watched = Watched()
    for _ in range(5):
        watched.is_now(**fault)
        watched.for_s(rule.raise_s - 2)
        watched.is_now()
        watched.for_s(0)
    assert watched.told == []


TERMS = {
    SILENT: (20, 5),
    "device.twice": (0, 60),
    "machine.other": (0, 10),
    "printer.near_end": (5, 5),
    "printer.paper_out": (5, 5),
    "printer.cover_open": (10, 5),
    "printer.cutter": (5, 5),
    "printer.gone": (20, 5),
    "printer.no_answer": (20, 5),
    "cards.gone": (10, 5),
    "scanner.gone": (10, 5),
    "scanner.unreadable": (0, 5),
    "touch.gone": (10, 5),
    "input.unknown": (0, 10),
    "gpio.gone": (10, 5),
    "keys.stuck": (10, 5),
    "storage.low": (30, 30),
    "storage.trouble": (0, 10),
    "temperature.high": (30, 60),
    "clock.unsynced": (600, 10),
    "clock.skewed": (30, 10),
    "outbox.growing": (30, 10),
    "outbox.trouble": (0, 10),
    "outbox.refused": (0, 10),
    "sms.receipts": (30, 10),
    "hall.day_ahead": (5, 5),
    "calendar.not_announced": (5, 5),
    FLOOD: (0, 5),
    "clock.held": (1, 1),
}


@pytest.mark.parametrize(("fault", "code"), EVERY_FAULT)
def test_each_alarm_is_raised_and_cleared_after_its_time_and_not_a_second_before(
    fault: dict[str, Any], code: str
) -> None:
    raise_s, clear_s = TERMS[code]
    watched = Watched()
    watched.is_now(**fault)
    if raise_s:
        watched.for_s(raise_s - 1)
        assert watched.told == []
    watched.for_s(0)
    assert watched.told == [f"+{code}"]
    watched.is_now()
    watched.for_s(clear_s - 1)
    assert watched.told == [f"+{code}"]
    watched.for_s(0)
    assert watched.told == [f"+{code}", f"-{code}"]
    assert watched.details[code] == ""


def test_the_time_of_an_alarm_is_counted_in_whole_seconds() -> None:
    gone = Heard(state=READY, health=replace(WELL, cards="gone"))
    _, pending = judge(gone, {}, {}, 7)
    for mono_ms, raised in ((10_006, []), (10_007, ["cards.gone"])):
        changes, _ = judge(gone, {}, pending, mono_ms)
        assert [change.code for change in changes] == raised


@pytest.mark.parametrize(
    ("code", "good", "between", "bad"),
    [
        ("temperature.high", [{"temperature": 70}], [{"temperature": 71}, {"temperature": 79}], [{"temperature": 80}]),
        ("outbox.growing", [{"outbox": 5}], [{"outbox": 6}, {"outbox": 49}], [{"outbox": 50}]),
        ("storage.low", [{"storage_mb": 500}], [{"storage_mb": 301}, {"storage_mb": 499}], [{"storage_mb": 300}]),
        (
            "clock.skewed",
            [{"skew_ms": 3000}, {"skew_ms": -3000}],
            [{"skew_ms": 3001}, {"skew_ms": 9999}, {"skew_ms": -9999}, {"skew_ms": None}],
            [{"skew_ms": 10_000}, {"skew_ms": -10_000}],
        ),
        ("outbox.refused", [{"outbox_refused": 0}], [], [{"outbox_refused": 1}]),
        ("clock.unsynced", [{"clock": "synced"}], [{"clock": "unknown"}], [{"clock": "unsynced"}]),
        ("printer.paper_out", [{"printer": "near_end"}], [{"printer": "offline"}], [{"printer": "paper_out"}]),
        ("printer.near_end", [{"printer": "paper_out"}], [{"printer": "unknown"}], [{"printer": "near_end"}]),
        ("printer.gone", [{"printer": "unknown"}], [], [{"printer": "offline"}]),
        ("printer.cover_open", [{"printer": "ready"}], [{"printer": "offline"}], [{"printer": "cover_open"}]),
        ("printer.cutter", [{"printer": "ready"}], [{"printer": "unknown"}], [{"printer": "cutter"}]),
        (
            SILENT,
            [{"state": DeviceStatus.READY}, {"state": DeviceStatus.STOPPED}],
            [{"state": None}],
            [{"state": DeviceStatus.LOST}],
        ),
    ],
)
def test_each_threshold_has_its_two_sides(
    code: str, good: list[dict[str, Any]], between: list[dict[str, Any]], bad: list[dict[str, Any]]
) -> None:
    """What is bad raises the alarm, what is good clears it, what lies between leaves it as it is."""
    for raising in bad:
        for clearing in good:
            watched = Watched()
            for value, expected in ((clearing, False), (raising, True), (clearing, False)):
                for doubtful in between:
                    before = code in watched.raised
                    watched.is_now(**doubtful)
                    watched.for_s(700)
                    assert (code in watched.raised) is before, doubtful
                watched.is_now(**value)
                watched.for_s(700)
                assert (code in watched.raised) is expected, value


def test_an_alarm_that_goes_on_is_told_once_and_its_time_begins_anew_after_a_moment_without() -> None:
    watched = Watched()
    watched.is_now(cards="gone")
    watched.for_s(9)
    watched.is_now()
    watched.for_s(0)
    watched.is_now(cards="gone")
    watched.for_s(9)
    assert watched.told == []
    watched.for_s(100)
    assert watched.told == ["+cards.gone"]


def test_between_the_thresholds_nothing_changes() -> None:
    watched = Watched()
    for temperature in (75, 79, 71):
        watched.is_now(temperature=temperature)
        watched.for_s(200)
    assert watched.told == []
    watched.is_now(temperature=83)
    watched.for_s(40)
    watched.is_now(temperature=75)
    watched.for_s(500)
    assert watched.raised == {"temperature.high"}
    watched.is_now(temperature=70)
    watched.for_s(70)
    assert watched.raised == set()
    assert watched.told == ["+temperature.high", "-temperature.high"]


def test_paper_that_runs_out_takes_the_place_of_paper_that_is_nearly_used_up() -> None:
    watched = Watched()
    watched.is_now(printer="near_end")
    watched.for_s(10)
    watched.is_now(printer="paper_out")
    watched.for_s(10)
    assert watched.raised == {"printer.paper_out"}


def test_a_printer_that_stops_answering_may_still_be_out_of_paper() -> None:
    watched = Watched()
    watched.is_now(printer="paper_out")
    watched.for_s(10)
    watched.is_now(printer="unknown")
    watched.for_s(60)
    assert watched.raised == {"printer.paper_out", "printer.no_answer"}


def test_a_lost_terminal_keeps_its_alarms_and_gets_one_more() -> None:
    watched = Watched()
    watched.is_now(cards="gone")
    watched.for_s(20)
    watched.is_now(state=DeviceStatus.LOST)
    watched.for_s(60)
    assert watched.raised == {"cards.gone", SILENT}


def test_a_terminal_that_said_goodbye_is_no_alarm() -> None:
    watched = Watched()
    watched.is_now(cards="gone")
    watched.for_s(20)
    watched.is_now(state=DeviceStatus.STOPPED, cards="gone")
    watched.for_s(60)
    assert watched.raised == set()


def test_a_terminal_that_restarts_is_not_called_silent() -> None:
    watched = Watched()
    watched.is_now(state=DeviceStatus.LOST)
    watched.for_s(6)
    watched.is_now()
    watched.for_s(60)
    assert watched.told == []


def test_a_device_that_was_never_heard_is_no_alarm_and_clears_none() -> None:
    watched = Watched()
    watched.raised = {"cards.gone"}
    watched.is_now(state="never", skew_ms=None)
    watched.for_s(900)
    assert watched.told == []


def test_the_detail_says_how_bad_it_is() -> None:
    watched = Watched()
    watched.is_now(storage_mb=120, skew_ms=-61_000, keys_stuck=(5, 1))
    watched.for_s(60)
    assert watched.details == {"storage.low": "120 MB free", "clock.skewed": "-61 s", "keys.stuck": "levels 5, 1"}


def test_a_machine_that_cannot_tell_has_no_alarm() -> None:
    watched = Watched()
    watched.is_now(storage_mb=None, storage_percent=None, temperature=None, clock="unknown", skew_ms=None)
    watched.for_s(900)
    assert watched.told == []


NAMES = st.text(max_size=12) | st.sampled_from(sorted(Health.__dataclass_fields__))
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)


@given(st.dictionaries(NAMES, VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=3), VALUES)))
def test_whatever_a_device_tells_as_health_can_be_judged(told: dict[str, Any]) -> None:
    health = Health.of(told)
    for state in ("ready", "lost", "stopped", "never", "anything"):
        changes, _ = judge(Heard(state=state, health=health), {}, {}, 0)
        for change in changes:
            assert isinstance(change.detail, str)


def test_what_is_understood_of_a_health_is_taken_and_the_rest_is_as_if_untold() -> None:
    told = {"cards": "gone", "printer": 7, "outbox": True, "keys_stuck": [5, 2], "temperature": "hot", "more": {}}
    assert Health.of(told) == Health(cards="gone", keys_stuck=(5, 2))
