"""The clients of docs/examples run against a real hall, in both languages, and do what their page promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hall_process import HallProcess
from holder import Holder
from mqtt_asker import Asker
from npm_packages import installed

from bench.mosquitto import Mosquitto

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NAMES = {"python": "{}.py", "node": "{}.js"}

pytestmark = pytest.mark.xdist_group("npm")


@dataclass
class Examples:
    """Those of one language, at one hall."""

    language: str
    environment: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, name: str, device: str, *words: str) -> subprocess.Popen[str]:
        file = name if self.language == "python" else name.replace("_", "-")
        program = EXAMPLES / self.language / NAMES[self.language].format(file)
        argv = [sys.executable if self.language == "python" else "node", str(program), *words]
        environment = self.environment | {"HALL_DEVICE": device}
        pipe = subprocess.PIPE
        self.running.append(subprocess.Popen(argv, env=environment, stdout=pipe, stderr=pipe, text=True))
        return self.running[-1]

    def run(self, name: str, device: str, *words: str) -> list[str]:
        """The lines that it prints, to its good end."""
        said, wrong = self.start(name, device, *words).communicate(timeout=60)
        assert self.running[-1].returncode == 0, wrong
        return said.splitlines()


@pytest.fixture(params=["python", "node"])
def examples(request: pytest.FixtureRequest, broker: Mosquitto, hall: HallProcess) -> Iterator[Examples]:
    assert hall.pid
    environment = {**os.environ, "HALL": "test-hall", "HALL_PORT": str(broker.port)}
    if request.param == "node":
        environment["NODE_PATH"] = str(installed(EXAMPLES / "node", "examples-in-node") / "node_modules")
    made = Examples(request.param, environment)
    yield made
    for process in made.running:
        process.kill()
        process.communicate()


def test_a_number_is_taken_or_refused_by_name(examples: Examples) -> None:
    assert examples.run("take_a_number", "kiosk-1", "social") == ["A001, 0 ahead"]
    assert examples.run("take_a_number", "kiosk-1", "social") == ["A002, 1 ahead"]
    refused = examples.start("take_a_number", "kiosk-1", "nothing")
    assert "queue.unknown" in refused.communicate(timeout=60)[1]
    assert refused.returncode == 1


def test_each_call_is_printed_once_as_it_comes(examples: Examples, asker: Asker) -> None:
    holder = Holder(asker)
    holder.served()
    second, third = holder.take(), holder.take()
    follower = examples.start("follow_calls", "kiosk-1", "3")
    assert follower.stdout is not None
    assert follower.stdout.readline() == "listening\n"
    holder.clerk("call_next")
    holder.clerk("recall", second["ticket"])
    holder.clerk("start", second["ticket"])
    holder.clerk("finish", second["ticket"])
    holder.clerk("call_next")
    said, wrong = follower.communicate(timeout=60)
    assert (follower.returncode, wrong) == (0, "")
    number = second["number"]
    assert said.splitlines() == [
        f"{number} to window 1",
        f"{number} to window 1, time 2",
        f"{third['number']} to window 1",
    ]


def test_events_are_read_once_and_none_is_missed_over_a_break_and_a_restart(
    examples: Examples, hall: HallProcess, asker: Asker, tmp_path: Path
) -> None:
    holder, mark = Holder(asker), tmp_path / "last.txt"
    holder.served()
    before = sequences(examples.run("read_events", "desk-1", str(mark), "5"))
    assert before == [1, 2, 3, 4, 5]
    reader = examples.start("read_events", "desk-1", str(mark))
    wait_for(mark, asker)
    hall.kill()  # and what it has sent goes out once more
    hall.start()
    holder.take()
    wait_for(mark, asker)
    reader.kill()
    said, _ = reader.communicate(timeout=60)
    holder.take()
    missed = sequences(examples.run("read_events", "desk-1", str(mark), "1"))
    read = [*before, *sequences(said.splitlines()), *missed]
    assert read == list(range(1, len(read) + 1))


def sequences(lines: list[str]) -> list[int]:
    return [int(re.match(r"\d+", line)[0]) for line in lines]  # type: ignore[index]  # or it fails here


def wait_for(mark: Path, asker: Asker) -> None:
    """Until the reader has all that the hall has."""
    newest = asker.ask("desk-1", "event.replay", {"after": 0})["data"]["last"]
    deadline = time.monotonic() + 30
    while int(mark.read_text()) < newest:
        assert time.monotonic() < deadline
        time.sleep(0.05)
