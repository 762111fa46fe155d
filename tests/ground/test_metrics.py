"""The hall in numbers: what Prometheus reads is what happens in a real hall, and nobody is in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hall_process import HallProcess
from holder import Holder
from mqtt_asker import Asker
from prometheus_client.openmetrics.parser import text_string_to_metric_families as strictly
from prometheus_client.parser import text_string_to_metric_families as plainly
from sample_hall import TOML

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto

ROOT = Path(__file__).parents[2]
GRAFANA = ROOT / "docs" / "grafana"
DEVICE = '\n[[devices]]\nid = "metrics"\nrole = "metrics"\n'
Values = dict[tuple[str, frozenset[tuple[str, str]]], float]

pytestmark = pytest.mark.xdist_group("metrics")


class Metrics:
    """`xiaochuang metrics` as a real program, and what Prometheus gets from it."""

    def __init__(self, folder: Path, broker_port: int) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.log = folder / "metrics.log"
        words = ["--hall", "test-hall", "--data", str(folder / "metrics"), "--listen", f"127.0.0.1:{port}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "metrics", *words, "--broker", f"127.0.0.1:{broker_port}"],
                stderr=log,
                cwd=ROOT,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )
        deadline = time.monotonic() + 30
        while b"answering" not in self.log.read_bytes():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)

    def scrape(self) -> Values:
        text = httpx.get(f"{self.address}/metrics", timeout=20).text
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in plainly(text)
            for sample in family.samples
        }

    def until(self, name: str, value: float, **labels: str) -> Values:
        """Scrape until this is so. Raises AssertionError with what is there instead."""
        deadline = time.monotonic() + 30
        key = (name, frozenset(labels.items()))
        while (seen := self.scrape()).get(key) != value:
            assert time.monotonic() < deadline, (key, seen.get(key))
            time.sleep(0.2)
        return seen


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[HallProcess]:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(TOML + DEVICE, encoding="utf-8")
    process = HallProcess(folder, broker.port)
    process.start()
    yield process
    process.kill()


@pytest.fixture
def metrics(hall: HallProcess, broker: Mosquitto, tmp_path: Path) -> Iterator[Metrics]:
    assert hall.pid
    made = Metrics(tmp_path, broker.port)
    yield made
    if made.process.poll() is None:
        made.process.terminate()
        assert made.process.wait(20) == 0


def at(seen: Values, name: str, **labels: str) -> float | None:
    return seen.get((name, frozenset(labels.items())))


def test_what_happens_in_a_hall_is_counted_and_its_end_is_told(
    metrics: Metrics, hall: HallProcess, asker: Asker, broker: Mosquitto
) -> None:
    holder = Holder(asker)
    holder.served()
    holder.take()
    holder.take(phone="13800138000")
    holder.take()
    holder.clerk("call_next")
    fault = {"code": "printer.paper_out", "detail": "secret-detail"}
    assert asker.tell("kiosk-1", "device.fault", fault)["ok"]
    seen = metrics.until("xiaochuang_queue_waiting", 2, queue="social")
    assert at(seen, "xiaochuang_hall_up") == at(seen, "xiaochuang_broker_up") == 1
    assert at(seen, "xiaochuang_tickets_today", queue="social", state="served") == 1
    assert at(seen, "xiaochuang_tickets_today", queue="social", state="called") == 1
    assert at(seen, "xiaochuang_tickets_today", queue="social", state="no_show") == 0
    assert at(seen, "xiaochuang_queue_open_windows", queue="social") == 1
    assert at(seen, "xiaochuang_queue_status", queue="social", status="open") == 1
    assert at(seen, "xiaochuang_windows", state="open") == 1
    assert at(seen, "xiaochuang_windows", state="closed") == 1
    assert at(seen, "xiaochuang_device_up", device="metrics", role="metrics") == 1
    assert at(seen, "xiaochuang_device_up", device="kiosk-1", role="kiosk") == 0, "it was never heard"
    assert 0 <= (at(seen, "xiaochuang_queue_longest_wait_seconds", queue="social") or 0) < 60

    text = httpx.get(f"{metrics.address}/metrics", timeout=20).text
    assert not re.search("A00[1-9]|13800138000|王敏|secret-detail", text), "no number, phone, person, detail"

    hall.kill()
    away = metrics.until("xiaochuang_hall_up", 0)
    assert at(away, "xiaochuang_broker_up") == 1
    assert (at(away, "xiaochuang_answer_age_seconds") or 0) > 0
    assert at(away, "xiaochuang_queue_waiting", queue="social") is None, "no old numbers in place of new ones"
    broker.kill()
    metrics.until("xiaochuang_broker_up", 0)
    broker.start()
    hall.start()
    back = metrics.until("xiaochuang_hall_up", 1)
    assert at(back, "xiaochuang_queue_waiting", queue="social") == 2


def test_what_a_device_says_of_itself_and_its_alarms_are_told(metrics: Metrics, asker: Asker) -> None:
    health = {"printer": "paper_out", "temperature": 61, "storage_mb": 900, "outbox": 3}
    state = {"state": "ready", "session": 1, "at": int(time.time() * 1000), "program": "kiosk", "health": health}
    asker.send(asker.topics.device_state("kiosk-1"), json.dumps(state).encode())
    seen = metrics.until("xiaochuang_device_up", 1, device="kiosk-1", role="kiosk")
    assert at(seen, "xiaochuang_device_part", device="kiosk-1", part="printer", status="paper_out") == 1
    assert at(seen, "xiaochuang_device_temperature_celsius", device="kiosk-1") == 61
    assert at(seen, "xiaochuang_device_storage_free_bytes", device="kiosk-1") == 900_000_000
    assert at(seen, "xiaochuang_device_outbox_events", device="kiosk-1") == 3
    metrics.until("xiaochuang_alarms", 1)
    codes = {dict(labels)["code"] for name, labels in metrics.scrape() if name == "xiaochuang_alarm_age_seconds"}
    assert codes == {"printer.paper_out"}

    strict = {"Accept": "application/openmetrics-text; version=1.0.0"}
    text = httpx.get(f"{metrics.address}/metrics", headers=strict, timeout=20).text
    assert text.endswith("# EOF\n")
    told = {family.name for family in strictly(text)}
    assert told >= named_in(json.dumps(dashboard()))
    assert told >= named_in((GRAFANA / "alerts.yml").read_text(encoding="utf-8"))
    for path, status in {"/": 404, "/metrics/..": 404, "/alive": 204}.items():
        assert httpx.get(metrics.address + path, timeout=20).status_code == status
    assert httpx.post(f"{metrics.address}/metrics", timeout=20).status_code == 405


def dashboard() -> Any:
    return json.loads((GRAFANA / "xiaochuang.json").read_text(encoding="utf-8"))


def named_in(text: str) -> set[str]:
    """The families of the metrics that a text names."""
    return {name.removesuffix("_info") for name in re.findall(r"\bxiaochuang_[a-z_]+", text)}


def test_the_dashboard_is_whole() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["title"] and panel["targets"] for panel in panels)
    assert all(target["expr"] for panel in panels for target in panel["targets"])


def test_a_hall_that_does_not_know_the_device_says_so_in_a_metric(broker: Mosquitto, tmp_path: Path) -> None:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    hall = HallProcess(folder, broker.port)
    hall.start()
    metrics = Metrics(tmp_path, broker.port)
    try:
        metrics.until("xiaochuang_refused", 1, code="device.unknown")
    finally:
        metrics.process.kill()
        metrics.process.wait(10)
        hall.kill()
