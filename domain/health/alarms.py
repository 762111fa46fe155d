"""When something that hangs in the hall becomes an alarm, and when it is over: a table of rules, and a pure step.

A rule has two thresholds and two times. What lies between the thresholds, or is not known, changes nothing; what is
bad must stay so for `raise_s`, what is good for `clear_s`. So a sensor that flickers raises no alarm and clears none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.device_words import DETAIL_MOST, one_line
from domain.health.health import Health
from domain.statuses import (
    CardsStatus,
    ClockStatus,
    DeviceStatus,
    PartStatus,
    PrinterStatus,
    ScannerStatus,
    TouchStatus,
)

HALL = "hall"
"""The hall service's own name among the devices that alarms are about."""

SILENT = "device.silent"
PUT_BACK = "hall.put_back"
QUEUE_LOST = "hall.queue_lost"
FORMER_DEVICE = "hall.former_device"
"""After a start with another `hall.toml`: who waits again, and in which queues that it does not have any more; of
which device that it does not have papers or reviews have arrived today."""

TWICE = "device.twice"
NUMBER_TWICE = "number.twice"
"""Two machines gave one number: which paper waits under another one. Over with the day."""

FLOOD = "device.flood"

STAFF_LIST = "staff.list"
"""Of the hall: staff.toml is gone or has mistakes; the last good list holds."""

STAFF_GUESSING = "staff.guessing"
"""Of a device: many wrong PINs or cards came from it. The detail says about whom."""

ARCHIVE = "hall.archive"
"""Closed days cannot be moved into the archive: raised and cleared by the service."""

DISK_FULL = "hall.disk_full"
"""Raised and cleared by the service itself: while it lasts, nothing can be written down."""

SKEW_MS = 10_000
NEAR_MS = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The newest word of one device. `state`: ready, lost (by its will), stopped (it said goodbye), never.

    `stray_receipts`: of the hall itself, reports on messages in a row that are about no message of ours.
    `skew_ms`: how far its clock is before the hall's, None if that is not known. `day_ahead`: of the hall itself, its
    day is later than its time says. `off_ms`: of the hall itself, by how much its machine's clock is not believed.
    `twice`: which two speak under its name (`voices.py`), empty if one does. `flood`: messages in the last second of a
    device that sends without waiting for answers; None: it does not.
    """

    state: DeviceStatus | None = None  # nothing was heard of it yet
    health: Health = field(default_factory=Health)
    skew_ms: int | None = None
    day_ahead: bool = False
    stray_receipts: int = 0
    twice: str = ""
    year_missing: bool = False  # of the hall itself: it is November, and nobody has filled in next year's holidays
    flood: int | None = None
    off_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`verdict` is True for bad, False for good, None for neither; `detail` is for an engineer."""

    code: str
    verdict: Callable[[Heard], bool | None]
    raise_s: int
    clear_s: int
    detail: Callable[[Heard], str] = lambda _heard: ""


@dataclass(frozen=True, slots=True)
class Change:
    """An alarm begins, or is `cleared`."""

    code: str
    detail: str = ""
    cleared: bool = False


def judge(
    heard: Heard, raised: Collection[str], pending: Mapping[str, int], mono_ms: int
) -> tuple[list[Change], dict[str, int]]:
    """What changes for one device, and since when what else is about to (hand it in again the next time).

    `raised` are the codes of its alarms now, `mono_ms` a clock in ms that never jumps.
    """
    changes: list[Change] = []
    turning: dict[str, int] = {}
    for rule in RULES:
        bad = _verdict(rule, heard)
        if bad is None or bad == (rule.code in raised):
            continue
        since = pending.get(rule.code, mono_ms)
        if mono_ms - since >= (rule.raise_s if bad else rule.clear_s) * 1000:
            detail = one_line(rule.detail(heard), DETAIL_MOST) if bad else ""
            changes.append(Change(rule.code, detail, cleared=not bad))
        else:
            turning[rule.code] = since
    return changes, turning


def _verdict(rule: Rule, heard: Heard) -> bool | None:
    """A device that is lost has its other alarms as they were; one that said goodbye has none.

    Two that push each other off the broker are lost every few seconds.
    """
    if heard.state is DeviceStatus.READY or rule.code in {SILENT, TWICE, FLOOD}:
        return rule.verdict(heard)
    return False if heard.state is DeviceStatus.STOPPED else None


# ---- the rules


def _silent(heard: Heard) -> bool | None:
    return None if heard.state is None else heard.state is DeviceStatus.LOST


def _part(name: str, *bad: StrEnum, unsure: tuple[StrEnum, ...] = ()) -> Callable[[Heard], bool | None]:
    """A part is bad in these statuses; in `unsure` ones nobody knows, in all others it is good."""

    def verdict(heard: Heard) -> bool | None:
        status = getattr(heard.health, name)
        return True if status in bad else None if status in unsure else False

    return verdict


_CARDS_GONE = (CardsStatus.GONE, CardsStatus.PCSC_GONE, CardsStatus.SAM_GONE)


def _which(status: CardsStatus) -> str:
    """Of two readers, the one that is gone."""
    return status.removesuffix("gone").removesuffix("_")


def _above(name: str, good: int, bad: int) -> Callable[[Heard], bool | None]:
    """Bad from `bad` upwards, good up to `good`."""

    def verdict(heard: Heard) -> bool | None:
        value = getattr(heard.health, name)
        return None if value is None or good < value < bad else bool(value >= bad)

    return verdict


def _storage_low(heard: Heard) -> bool | None:
    """Little is little in MB: a large disk goes on for long with 4 %."""
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
WARM, HOT = 70, 80  # a Raspberry Pi slows down from 80 °C on

SCANNER_SETTING = "set it: US keyboard or serial, Enter (CR) behind a code, no Alt codes; [hardware.scan] coding"

_NO_WORD = (PrinterStatus.UNKNOWN, PrinterStatus.OFFLINE)

RULES: tuple[Rule, ...] = (
    Rule(SILENT, _silent, 20, 5),
    Rule(TWICE, lambda heard: bool(heard.twice), 0, 60, lambda heard: heard.twice),
    Rule(FLOOD, lambda heard: heard.flood is not None, 0, 5, lambda heard: f"{heard.flood} messages a second"),
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
    Rule("storage.low", _storage_low, 30, 30, lambda heard: f"{heard.health.storage_mb} MB free"),
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
    ),
    # a machine that has just started has no time yet
    Rule("clock.unsynced", _part("clock", ClockStatus.UNSYNCED, unsure=(ClockStatus.UNKNOWN,)), 600, 10),
    Rule("clock.skewed", _skewed, 30, 10, lambda heard: _seconds(heard.skew_ms)),
    Rule("outbox.growing", _above("outbox", OUTBOX_SOME, OUTBOX_MANY), 30, 10, lambda heard: f"{heard.health.outbox}"),
    Rule(
        "outbox.trouble",
        lambda heard: bool(heard.health.outbox_trouble),
        0,
        10,
        lambda heard: heard.health.outbox_trouble,
    ),
    Rule("outbox.refused", lambda heard: heard.health.outbox_refused > 0, 0, 10),
    Rule(
        "sms.receipts",
        lambda heard: heard.stray_receipts >= STRAY_MANY,
        30,
        10,
        lambda heard: f"{heard.stray_receipts} reports match no message: see ids in sms.toml",
    ),
    Rule("clock.held", lambda heard: heard.off_ms is not None, 1, 1, lambda heard: _seconds(heard.off_ms)),
    Rule("hall.day_ahead", lambda heard: heard.day_ahead, 5, 5),
    Rule("calendar.not_announced", lambda heard: heard.year_missing, 5, 5),
)
