"""A full disk, a clock that jumps, a second service, a broker that comes back: with real programs."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from bench.mosquitto import Mosquitto
from hall.__main__ import main
from program.start.version import version


class SmallDisk:
    """Two megabytes for the hall's data: a file system of that size, or where none may be made, a file size limit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
        self._mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0

    def fill(self, pid: int) -> None:
        if self._mounted:
            with (self.folder / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
                while filler.write(bytes(4096)):
                    pass
            return
        now = max(path.stat().st_size for path in self.folder.iterdir())
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (now, resource.RLIM_INFINITY))

    def make_room(self, pid: int) -> None:
        (self.folder / "filler").unlink(missing_ok=True)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def close(self) -> None:
        if self._mounted:
            subprocess.run(["umount", str(self.folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    made = SmallDisk(tmp_path / "hall" / "data")
    yield made
    made.close()


@pytest.fixture
def program(broker: Mosquitto, tmp_path: Path) -> Iterator[Callable[..., HallProcess]]:
    """Starts a hall service with options of the test's own."""
    started: list[HallProcess] = []

    def start(*options: str) -> HallProcess:
        folder = tmp_path / "hall"
        folder.mkdir(exist_ok=True)
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
        started.append(HallProcess(folder, broker.port, *options))
        started[-1].start()
        return started[-1]

    yield start
    for process in started:
        process.kill()


def test_a_full_disk_is_told_to_everyone_and_nothing_acknowledged_is_lost(
    small_disk: SmallDisk, program: Callable[..., HallProcess], asker: Asker
) -> None:
    hall = program()
    host = asker.topics.host_state
    given = [asker.ask("kiosk-1", "ticket.issue", {"queue": "civil"})["data"]["number"]]
    small_disk.fill(hall.pid)
    for _ in range(5000):
        answer = asker.ask("kiosk-1", "ticket.issue", {"queue": "civil"})
        if not answer["ok"]:
            break
        given.append(answer["data"]["number"])
    assert answer["error"]["code"] == "hall.disk_full"
    asker.wait(lambda: asker.retained(host).get("degraded"))
    assert asker.ask("desk-1", "hall.snapshot")["ok"], "the refused one is done with, and does not come again"
    hall.kill()
    hall.start()  # a power cut while the disk is full
    assert asker.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"] == len(given)
    small_disk.make_room(hall.pid)
    asker.wait(lambda: asker.ask("kiosk-1", "ticket.issue", {"queue": "civil"})["ok"], 60)
    asker.wait(lambda: not asker.retained(host).get("degraded"))
    waiting = asker.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"]
    assert waiting == len(given) + 1


def test_the_hall_day_never_runs_backwards_with_the_clock(
    program: Callable[..., HallProcess], asker: Asker, tmp_path: Path
) -> None:
    clock = tmp_path / "offset"

    def set_clock(ms: str) -> None:
        (tmp_path / "new").write_text(ms, encoding="ascii")
        (tmp_path / "new").replace(clock)

    set_clock("0 0")
    day = 24 * 3_600_000
    program("--clock-offset-file", str(clock))
    issue = {"queue": "civil"}
    first = asker.ask("kiosk-1", "ticket.issue", issue)["data"]
    set_clock(f"{-3 * day}")
    back = asker.ask("kiosk-1", "ticket.issue", issue)["data"]
    set_clock(f"{-day // 24}")
    again = asker.ask("kiosk-1", "ticket.issue", issue)["data"]
    assert [first["number"], back["number"], again["number"]] == ["B0001", "B0002", "B0003"]
    assert first["ticket"][:8] == back["ticket"][:8] == again["ticket"][:8]
    set_clock(f"{day} {day}")
    tomorrow = asker.ask("kiosk-1", "ticket.issue", issue)["data"]
    assert tomorrow["number"] == "B0001", "a new hall day begins with the first number"
    assert tomorrow["ticket"] > first["ticket"]
    set_clock(f"0 {day}")
    late = asker.ask("kiosk-1", "ticket.issue", issue)["data"]
    assert (late["number"], late["ticket"][:8]) == ("B0002", tomorrow["ticket"][:8])


def test_the_stream_goes_on_after_a_crash_without_a_gap(hall: HallProcess, asker: Asker) -> None:
    stream = asker.topics.event_stream
    for _ in range(5):
        asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})
    hall.kill()
    hall.start()
    asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})
    asker.wait(lambda: any(json.loads(one)["data"].get("number") == "A006" for one in asker.heard[stream]))
    heard = [int(json.loads(one)["id"]) for one in asker.heard[stream]]
    assert set(heard) == set(range(1, max(heard) + 1))


def test_everything_retained_comes_back_with_a_broker_that_lost_it(
    hall: HallProcess, broker: Mosquitto, asker: Asker
) -> None:
    asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})
    before = asker.retained(asker.topics.queues)["version"]
    broker.kill()
    (broker.folder / "mosquitto.db").unlink(missing_ok=True)
    asker.heard.clear()
    broker.start()
    topics = asker.topics
    asker.wait(lambda: asker.heard[topics.catalogue] and asker.heard[topics.queues] and asker.heard[topics.calls], 60)
    assert asker.retained(topics.queues)["version"] > before
    assert asker.retained(topics.queues)["queues"][0]["waiting"] == 1
    assert asker.retained(topics.host_state)["online"]
    assert asker.retained(topics.host_state)["version"] == version()


def test_a_portrait_that_went_away_stops_neither_a_hall_at_work_nor_its_next_start(
    hall: HallProcess, broker: Mosquitto, asker: Asker
) -> None:
    config = hall.folder / "hall.toml"
    config.write_text(TOML.replace('contact = "6512 0001"', 'contact = "6512 0001"\nportrait = "c1.png"'))
    picture = hall.folder / "c1.png"
    picture.write_bytes(b"\x89PNG")
    assert hall.stop() == 0
    hall.start()
    picture.unlink()
    broker.kill()
    (broker.folder / "mosquitto.db").unlink(missing_ok=True)
    asker.heard.clear()
    broker.start()
    asker.wait(lambda: asker.heard[asker.topics.calls], 60)  # the last of what is told to a new broker
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"}, timeout_s=30)["ok"]
    assert hall.stop() == 0
    hall.start()
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"}, timeout_s=30)["ok"]


def test_versions_grow_over_restarts(hall: HallProcess, asker: Asker) -> None:
    topic = asker.topics.queues
    before = asker.retained(topic)["version"]
    asker.heard.clear()
    assert hall.stop() == 0
    asker.wait(lambda: not asker.retained(asker.topics.host_state)["online"])
    hall.start()
    assert asker.retained(topic)["version"] > before


def test_a_second_service_does_not_start_beside_the_first(hall: HallProcess) -> None:
    options = ["--config", str(hall.folder / "hall.toml"), "--data", str(hall.data)]
    assert main(options) == os.EX_UNAVAILABLE


def test_mistakes_in_the_configuration_end_the_program_with_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hall.toml").write_text(TOML.replace("prefix", "prefx", 1), encoding="utf-8")
    assert main(["--config", str(tmp_path / "hall.toml"), "--data", str(tmp_path)]) == os.EX_DATAERR
    assert "queue \"social\": prefx: unknown key (did you mean 'prefix'?)" in capsys.readouterr().err


def test_an_answer_goes_to_the_askers_own_topics_only(hall: HallProcess, asker: Asker) -> None:
    from kiosk.mqtt.port import Publication  # noqa: PLC0415

    assert hall.pid
    topics = asker.topics
    request = json.dumps({"id": "1", "type": "hall.snapshot", "data": {}}).encode()
    for wanted in (topics.window_state("w1"), topics.reply("desk-1") + "/7"):
        asker.wire.publish(Publication(topics.command("desk-1"), request, response_topic=wanted, correlation=b"7"))
    asker.wait(lambda: asker.heard[topics.reply("desk-1")] and asker.heard[topics.reply("desk-1") + "/7"])
    assert all(b'"ok"' not in one for one in asker.heard[topics.window_state("w1")])
