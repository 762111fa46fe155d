"""The commands of docs/wire.md work as they stand there, against the real hall service."""

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

import pytest

from bench.mosquitto import Mosquitto

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[Mosquitto]:
    """The sample hall, open at any hour, on this test's broker."""
    text = (ROOT / "demo" / "hall.toml").read_text(encoding="utf-8")
    config = tmp_path / "hall.toml"
    config.write_text(text.replace('calendar = "default"', 'calendar = "always"'), encoding="utf-8")
    (tmp_path / "portraits").symlink_to(ROOT / "demo" / "portraits")
    log = tmp_path / "hall.log"
    command = [sys.executable, "-m", "hall", "--config", config, "--data", tmp_path / "data"]
    with (
        log.open("wb") as out,
        subprocess.Popen([*command, "--broker", f"127.0.0.1:{broker.port}"], cwd=ROOT, stderr=out) as process,
    ):
        for _ in range(2000):
            if b"is ready" in log.read_bytes() or process.poll() is not None:
                break
            time.sleep(0.01)
        assert process.poll() is None, log.read_text()
        yield broker
        process.kill()


def answers_in(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_the_page_s_commands_run_a_hall_from_number_to_review(hall: Mosquitto) -> None:
    page = (ROOT / "docs" / "wire.md").read_text(encoding="utf-8")
    script = "set -eu\n" + "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    environment = {**os.environ, "PORT": str(hall.port)}
    done = subprocess.run(
        ["bash"], input=script, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    host, queues, issued, opened, _recalled, started, finished, calls, refused, reviewed, *rest = answers_in(
        done.stdout
    )
    (
        followed,
        warned,
        notice,
        given_back,
        replayed,
        whole,
        slots,
        booked,
        cancelled,
        faulty,
        well_again,
        ordered,
        copied,
        shown,
    ) = rest
    assert host["online"] is True
    assert warned["ok"]
    assert notice["emergency"]["text"] == "请从东门离开"
    assert given_back["ok"]
    assert "elderly" in {queue["id"] for queue in queues["queues"]}
    assert (issued["id"], issued["ok"], issued["data"]["number"]) == ("doc-1", True, "A001")
    assert opened["data"] == {"window": "w1", "state": "open", "clerk": "lin", "queues": ["elderly"]}
    assert (started["data"]["number"], started["data"]["state"]) == ("A001", "serving")
    assert finished["data"]["state"] == "served"
    assert calls["calls"][0]["number"] == "A001"
    assert refused["error"]["code"] == "device.not_allowed"
    assert reviewed["data"]["state"] == "given"
    assert (followed["data"]["state"], followed["data"]["review"]) == ("served", "none")
    assert len(replayed["data"]["events"]) == 3
    assert slots["data"]["slots"][-1]["free"] == 2
    (appointment,) = booked["data"]["appointments"]
    assert appointment["starts_at"] == slots["data"]["slots"][-1]["starts_at"]
    assert cancelled["ok"]
    assert whole["data"]["windows"]
    assert faulty["ok"]
    assert well_again["ok"]
    assert ordered["data"]["device"] == "spare-kiosk"
    assert copied["ok"]
    assert shown["reprint"]["order"] == ordered["data"]["order"]
    assert re.search(r'^"code": *"door.open"$', done.stdout, re.MULTILINE)
