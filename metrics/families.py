"""Every metric of a hall: its name in Prometheus, what it means, and how it is made from the figures.

Units are those of Prometheus, seconds and bytes. While the hall does not answer there are no old numbers: queues and
devices are absent, and `xiaochuang_hall_up` is 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric

from domain.device_words import one_line
from domain.statuses import DeviceStatus
from domain.views.figures import HallFigures
from domain.views.public import QueueStatus
from domain.views.ticket import TicketState
from domain.views.window import WindowState
from metrics.asking import HallLook

MOST_OF_WORDS = 40
"""The longest text that is taken of what a device says about itself."""


def families(seen: HallLook) -> Iterator[Metric]:
    """The metrics of one scrape."""
    yield _one("xiaochuang_broker_up", "1: the link to the hall's broker stands.", float(seen.broker))
    yield _one("xiaochuang_hall_up", "1: the hall service has answered this question.", float(seen.hall))
    if seen.age_s is not None:
        yield _one("xiaochuang_answer_age_seconds", "Time since the hall service answered last.", seen.age_s)
    refused = GaugeMetricFamily("xiaochuang_refused", "1: the hall gives no figures, for this reason.", labels=["code"])
    if seen.refusal:
        refused.add_metric([seen.refusal], 1)
    yield refused
    if seen.figures is not None:
        yield InfoMetricFamily(
            "xiaochuang_hall",
            "The hall's version and its day.",
            {"version": seen.hall_version, "day": seen.figures.day},
        )
        yield from _queues(seen.figures)
        yield _by(
            "xiaochuang_windows",
            "Windows of the hall, by state.",
            "state",
            {state.value: seen.figures.windows.get(state.value, 0) for state in WindowState},
        )
        yield from _devices(seen.figures)
        yield from _alarms(seen.figures)


def _queues(figures: HallFigures) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("xiaochuang_queue_waiting", "People who wait.", labels=["queue"])
    longest = GaugeMetricFamily(
        "xiaochuang_queue_longest_wait_seconds", "How long the one has waited who waits longest.", labels=["queue"]
    )
    estimate = GaugeMetricFamily(
        "xiaochuang_queue_expected_wait_seconds",
        "The wait that a newcomer is told, as a range.",
        labels=["queue", "bound"],
    )
    windows = GaugeMetricFamily("xiaochuang_queue_open_windows", "Open windows that serve it.", labels=["queue"])
    status = GaugeMetricFamily(
        "xiaochuang_queue_status", "1 for the status that it has, 0 for all others.", labels=["queue", "status"]
    )
    today = GaugeMetricFamily(
        "xiaochuang_tickets_today",
        "Numbers of this hall day by what has become of them; all states together: numbers given.",
        labels=["queue", "state"],
    )
    for queue in figures.queues:
        waiting.add_metric([queue.id], queue.waiting)
        since = queue.longest_wait_at
        longest.add_metric([queue.id], 0 if since is None else max(0, figures.at - since) / 1000)
        if queue.wait is not None:
            estimate.add_metric([queue.id, "low"], queue.wait.low * 60)
            estimate.add_metric([queue.id, "high"], queue.wait.high * 60)
        windows.add_metric([queue.id], queue.windows)
        for one in QueueStatus:
            status.add_metric([queue.id, one.value], float(one is queue.status))
        for state in TicketState:
            today.add_metric([queue.id, state.value], queue.today.get(state.value, 0))
    yield from (waiting, longest, estimate, windows, status, today)


def _devices(figures: HallFigures) -> Iterator[Metric]:
    up = GaugeMetricFamily(
        "xiaochuang_device_up", "1: the device is there; 0: lost, stopped, or never heard.", labels=["device", "role"]
    )
    state = InfoMetricFamily(
        "xiaochuang_device",
        "How the device is, its program and version.",
        labels=["device", "role", "state", "program", "version"],
    )
    temperature = GaugeMetricFamily(
        "xiaochuang_device_temperature_celsius", "Of its hottest part with a sensor.", labels=["device"]
    )
    storage = GaugeMetricFamily(
        "xiaochuang_device_storage_free_bytes", "Room where it keeps its data.", labels=["device"]
    )
    outbox = GaugeMetricFamily(
        "xiaochuang_device_outbox_events", "Events that the hall has not acknowledged yet.", labels=["device"]
    )
    parts = GaugeMetricFamily(
        "xiaochuang_device_part", "Always 1: the status of a part that it has.", labels=["device", "part", "status"]
    )
    for one in figures.devices:
        up.add_metric([one.device, one.role], float(one.state == DeviceStatus.READY))
        said = [one_line(words, MOST_OF_WORDS) for words in (one.program, one.version)]
        state.add_metric([one.device, one.role, one.state, *said], {})
        if one.state != DeviceStatus.READY:
            continue  # what a device said before it went away is out of date
        if one.temperature is not None:
            temperature.add_metric([one.device], one.temperature)
        if one.storage_mb is not None:
            storage.add_metric([one.device], one.storage_mb * 1_000_000)
        outbox.add_metric([one.device], one.outbox)
        for part, status in one.parts.items():
            parts.add_metric([one.device, part, status], 1)
    yield from (up, state, temperature, storage, outbox, parts)


def _alarms(figures: HallFigures) -> Iterator[Metric]:
    yield _one("xiaochuang_alarms", "Alarms that are not mended yet.", len(figures.alarms))
    age = GaugeMetricFamily(
        "xiaochuang_alarm_age_seconds",
        "How long an alarm lasts already; absent once it is mended. The codes are in docs/alarms.md.",
        labels=["device", "code"],
    )
    for alarm in figures.alarms:
        age.add_metric([alarm.device, alarm.code], max(0, figures.at - alarm.since) / 1000)
    yield age


def _one(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def _by(name: str, meaning: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    made = GaugeMetricFamily(name, meaning, labels=[label])
    for one, value in values.items():
        made.add_metric([one], value)
    return made
