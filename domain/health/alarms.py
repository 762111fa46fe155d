"""When the state of a device becomes an alarm, and when the alarm is over: a table of rules and one pure step.

A rule has two thresholds and two times. A value between the thresholds, or an unknown one, changes nothing. A bad value
raises the alarm after `raise_s`, a good one clears it after `clear_s`. So a sensor that flickers neither raises nor
clears an alarm.

An alarm whose detail changes is raised anew: a second jump of the clock, another stuck key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.device_words import DETAIL_MOST, one_line
from domain.health.alarm_codes import AlarmCode
from domain.health.rule import Heard, Rule, near
from domain.statuses import (
    CardsStatus,
    ClockStatus,
    DeviceStatus,
    PartStatus,
    PrinterStatus,
    ScannerStatus,
    TouchStatus,
)

SILENT = AlarmCode("device.silent")
PUT_BACK = AlarmCode("hall.put_back")
QUEUE_LOST = AlarmCode("hall.queue_lost")
FORMER_DEVICE = AlarmCode("hall.former_device")
"""These three follow a start with a changed `hall.toml`. PUT_BACK: tickets wait again. QUEUE_LOST: tickets wait in
queues that the file no longer has. FORMER_DEVICE: a device that it no longer has delivered papers or reviews today."""

TWICE = AlarmCode("device.twice")
NUMBER_TWICE = AlarmCode("number.twice")
"""Two machines gave the same number; the detail says which paper waits under another one. Cleared at the end of the
day."""

FLOOD = AlarmCode("device.flood")

STAFF_LIST = AlarmCode("staff.list")
"""About the hall: staff.toml is missing or has mistakes; the last good list is in use."""

STAFF_GUESSING = AlarmCode("staff.guessing")
"""About a device: many wrong PINs or cards came from it. The detail names the person they were for."""

HELP_UNANSWERED = AlarmCode("help.unanswered")
"""Of a machine: somebody calls for help there, and nobody on the hall's list has taken the call."""

CASES_AWAY = AlarmCode("progress.away")
"""About the hall: the case source does not answer, or its answers cannot be right."""

ARCHIVE = AlarmCode("hall.archive")
"""Closed days cannot be moved into the archive. Raised and cleared by the service."""

RESTORED = AlarmCode("store.restored")
"""The store was repaired, or others know numbers that it does not. Stands until the hall day ends."""

COPIES_FAILED = AlarmCode("copies.failed")
COPIES_SECOND = AlarmCode("copies.second")
COPIES_OLD = AlarmCode("copies.old")

DISK_FULL = AlarmCode("hall.disk_full")
"""Nothing can be written to disk while it stands. Raised and cleared by the service itself."""

SKEW_MS = 10_000
NEAR_MS = 3_000


AGAIN_S = 30
"""An alarm's new detail must last at least this long before the alarm is raised anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """An alarm begins, changes its detail, or is `cleared`."""

    code: AlarmCode
    detail: str = ""
    cleared: bool = False


def judge(
    heard: Heard, raised: Mapping[str, str], pending: Mapping[str, int], mono_ms: int
) -> tuple[list[Change], dict[str, int]]:
    """The alarms of one device that change now, and since when others are about to change: the next `pending`.

    `raised`: code → detail of its present alarms; `pending`: the second value of the last call; `mono_ms`: a clock in
    ms that never jumps.
    """
    changes: list[Change] = []
    turning: dict[str, int] = {}
    for rule in RULES:
        bad = _verdict(rule, heard)
        if bad is None or not (bad or rule.code in raised):
            continue
        detail = one_line(rule.detail(heard), DETAIL_MOST) if bad else ""
        key, term_s = rule.code, rule.raise_s if bad else rule.clear_s
        if bad and rule.code in raised:
            if rule.same(raised[rule.code], detail):
                continue
            key, term_s = f"{rule.code} again", max(rule.raise_s, AGAIN_S)
        since = pending.get(key, mono_ms)
        if mono_ms - since >= term_s * 1000:
            changes.append(Change(AlarmCode(rule.code), detail, cleared=not bad))
        else:
            turning[key] = since
    return changes, turning


def _verdict(rule: Rule, heard: Heard) -> bool | None:
    """True: bad, False: good, None: no change. The alarms of a lost device stay as they are; a device that said goodbye
    has none.

    SILENT, TWICE and FLOOD are judged for a lost device too: two machines that push each other off the broker are lost
    every few seconds.
    """
    if heard.state is DeviceStatus.READY or rule.code in {SILENT, TWICE, FLOOD}:
        return rule.verdict(heard)
    return False if heard.state is DeviceStatus.STOPPED else None


# ---- the rules


def _silent(heard: Heard) -> bool | None:
    return None if heard.state is None else heard.state is DeviceStatus.LOST


def _part(name: str, *bad: StrEnum, unsure: tuple[StrEnum, ...] = ()) -> Callable[[Heard], bool | None]:
    """A verdict on a part: bad in these statuses, unknown in those of `unsure`, good in all others."""

    def verdict(heard: Heard) -> bool | None:
        status = getattr(heard.health, name)
        return True if status in bad else None if status in unsure else False

    return verdict


_CARDS_GONE = (CardsStatus.GONE, CardsStatus.PCSC_GONE, CardsStatus.SAM_GONE)


def _which(status: CardsStatus) -> str:
    """The name of the card reader that is gone; "" if there is only one."""
    return status.removesuffix("gone").removesuffix("_")


def _above(name: str, good: int, bad: int) -> Callable[[Heard], bool | None]:
    """A verdict on a number: bad from `bad` upwards, good up to `good`, None between them."""

    def verdict(heard: Heard) -> bool | None:
        value = getattr(heard.health, name)
        return None if value is None or good < value < bad else bool(value >= bad)

    return verdict


def _storage_low(heard: Heard) -> bool | None:
    """Measured in MB, not in percent: 4 % of a large disk lasts long."""
    free = heard.health.storage_mb
    return None if free is None or STORAGE_LOW_MB < free < STORAGE_WELL_MB else free <= STORAGE_LOW_MB


def _skewed(heard: Heard) -> bool | None:
    skew = heard.skew_ms
    return None if skew is None or NEAR_MS < abs(skew) < SKEW_MS else abs(skew) >= SKEW_MS


def _seconds(ms: int | None) -> str:
    return f"{(ms or 0) / 1000:+.0f} s"


STORAGE_LOW_MB, STORAGE_WELL_MB = 300, 500
OUTBOX_SOME, OUTBOX_MANY = 5, 50
STRAY_MANY = 3
HELD_SAME_S = 60  # the offset of a machine's clock that is not believed may drift this much
WARM, HOT = 70, 80  # a Raspberry Pi slows down from 80 °C on

SCANNER_SETTING = "set it: US keyboard or serial, Enter (CR) behind a code, no Alt codes; [hardware.scan] coding"

_ALL_ONE = near(10**9)
_NO_WORD = (PrinterStatus.UNKNOWN, PrinterStatus.OFFLINE)

RULES: tuple[Rule, ...] = (
    Rule(SILENT, _silent, 20, 5),
    Rule(TWICE, lambda heard: bool(heard.twice), 0, 60, lambda heard: heard.twice),
    Rule(
        FLOOD,
        lambda heard: heard.flood is not None,
        0,
        5,
        lambda heard: f"{heard.flood} messages a second",
        lambda _told, _now: True,
    ),
    Rule("printer.near_end", _part("printer", PrinterStatus.NEAR_END, unsure=_NO_WORD), 5, 5),
    Rule("printer.paper_out", _part("printer", PrinterStatus.PAPER_OUT, unsure=_NO_WORD), 5, 5),
    Rule("printer.cover_open", _part("printer", PrinterStatus.COVER_OPEN, unsure=_NO_WORD), 10, 5),
    Rule("printer.cutter", _part("printer", PrinterStatus.CUTTER, unsure=_NO_WORD), 5, 5),
    Rule("printer.gone", _part("printer", PrinterStatus.OFFLINE), 20, 5),
    Rule("printer.no_answer", _part("printer", PrinterStatus.UNKNOWN), 20, 5),
    Rule(
        "cards.gone",
        _part("cards", *_CARDS_GONE),
        10,
        5,
        lambda heard: _which(heard.health.cards),
    ),
    Rule("scanner.gone", _part("scanner", ScannerStatus.GONE), 10, 5),
    Rule(
        "scanner.unreadable",
        _part("scanner", ScannerStatus.UNREADABLE, unsure=(ScannerStatus.GONE,)),
        0,
        5,
        lambda _heard: SCANNER_SETTING,
    ),
    Rule(
        "touch.gone",
        _part("touch", TouchStatus.GONE, TouchStatus.SEVERAL),
        10,
        5,
        lambda heard: str(heard.health.touch) if heard.health.touch is TouchStatus.SEVERAL else "",
    ),
    Rule(
        "input.unknown", lambda heard: bool(heard.health.input_unknown), 0, 10, lambda heard: heard.health.input_unknown
    ),
    Rule("gpio.gone", _part("gpio", PartStatus.GONE), 10, 5),
    Rule(
        "keys.stuck",
        lambda heard: bool(heard.health.keys_stuck),
        10,
        5,
        lambda heard: "levels " + ", ".join(map(str, heard.health.keys_stuck)),
    ),
    Rule("storage.low", _storage_low, 30, 30, lambda heard: f"{heard.health.storage_mb} MB free", near(100)),
    Rule("machine.other", lambda heard: heard.health.machine == "other", 0, 10),
    Rule(
        "storage.trouble",
        lambda heard: bool(heard.health.disk),
        0,
        10,
        lambda heard: ": ".join(filter(None, (heard.health.disk, heard.health.disk_parts))),
    ),
    Rule(
        "temperature.high",
        _above("temperature", WARM, HOT),
        30,
        60,
        lambda heard: f"{heard.health.temperature} °C",
        near(5),
    ),
    # a machine that has just started has no time from a server yet
    Rule("clock.unsynced", _part("clock", ClockStatus.UNSYNCED, unsure=(ClockStatus.UNKNOWN,)), 600, 10),
    Rule("clock.skewed", _skewed, 30, 10, lambda heard: _seconds(heard.skew_ms), near(60)),
    Rule(
        "outbox.growing",
        _above("outbox", OUTBOX_SOME, OUTBOX_MANY),
        30,
        10,
        lambda heard: f"{heard.health.outbox}",
        near(200),
    ),
    Rule(
        "outbox.trouble",
        lambda heard: bool(heard.health.outbox_trouble),
        0,
        10,
        lambda heard: heard.health.outbox_trouble,
    ),
    Rule(
        "outbox.refused",
        lambda heard: heard.health.outbox_refused > 0,
        0,
        10,
        lambda heard: f"{heard.health.outbox_refused}",
    ),
    Rule(
        "sms.receipts",
        lambda heard: heard.stray_receipts >= STRAY_MANY,
        30,
        10,
        lambda heard: f"{heard.stray_receipts} reports match no message: see ids in sms.toml",
        near(1_000),
    ),
    Rule(
        "clock.held",
        lambda heard: heard.off_ms is not None,
        1,
        1,
        lambda heard: _seconds(heard.off_ms),
        near(HELD_SAME_S),
    ),
    Rule("hall.day_ahead", lambda heard: heard.day_ahead, 5, 5),
    Rule("calendar.not_announced", lambda heard: heard.year_missing, 5, 5),
)
