"""A bad day: whatever can break under a hall breaks in one run, while four clerks and three machines work.

At its end every number that ever stood on a screen was called, held, cancelled or is waiting, and none was given or
called twice. Whoever was told a booking has it, once, and nobody has one who gave it back. The demo's whole hall, with
its windows and the self-service kiosk, comes through, and tells how a case stands.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from far_from_night import at_noon

from demo.folder import SAMPLE
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.port import Login, Publication
from kiosk.mqtt.topics import Topics
from tests.e2e.citizen import HOME, RESTING
from tests.e2e.house import House, wait
from tests.ground.booker_at_work import BookerAtWork
from tests.ground.conftest import MakeDisk
from tests.ground.hall_at_work import ClerkAtWork, MachineAtWork
from tests.ground.small_disk import SmallDisk
from tests.hall.mqtt_asker import Asker

DAY_MS = 24 * 3_600_000
MACHINES = ("spare-kiosk", "kiosk-3", "kiosk-4")
QUEUES = ["elderly", "relief", "family", "advice"]
WINDOWS = ("w1", "w2", "w3", "w5")
GOES_ON_S = 45.0
"""So long at most until numbers are given and called again after each blow."""

WITH_CLOCK = """
import sys
from dataclasses import replace
from demo import programs

offset, usual = sys.argv.pop(1), programs.hall

def hall(folder, port):
    program = usual(folder, port)
    return replace(program, argv=(*program.argv, "--clock-offset-file", offset))

programs.hall = hall
from demo.__main__ import main
sys.exit(main())
"""
"""The demo, with a hall whose clock the test moves."""


def hall_toml(folder: Path) -> Path:
    """The demo's hall with two more machines and a pad at each window."""
    text = at_noon(SAMPLE.read_text(encoding="utf-8"))
    text = text.replace("first = 900, last = 949", "first = 900, last = 919")
    text = text.replace("first = 950, last = 999", "first = 920, last = 939")
    every = ("elderly", "relief", "family", "advice", "pickup", "unsolved")
    for first, machine in ((940, "kiosk-3"), (960, "kiosk-4")):
        blocks = ", ".join(f'{{ queue = "{queue}", first = {first}, last = {first + 19} }}' for queue in every)
        text += f'\n[[devices]]\nid = "{machine}"\nrole = "kiosk"\noffline = [{blocks}]\n'
    for window in WINDOWS:
        text += f'\n[[devices]]\nid = "bad-day-{window}"\nrole = "pad"\nwindow = "{window}"\n'
    for device in ("wild", "booker"):
        text += f'\n[[devices]]\nid = "{device}"\nrole = "kiosk"\n'
    (folder / "cases").mkdir()
    (folder / "cases" / "all.csv").write_text(CASES, encoding="utf-8")
    text += f'\n[progress.folder]\npath = "{folder / "cases"}"\n'
    path = folder / "hall.toml"
    path.write_text(text, encoding="utf-8")
    for beside in ("portraits", "holidays.toml"):
        source = SAMPLE.parent / beside
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / beside)
    return path


CASES = "receipt,phone,name,item,stage\n511-0012,13800138000,王小明,高龄津贴,待领取\n"


class BadDay:
    """The house and everybody at work in it."""

    def __init__(self, folder: Path, disk: SmallDisk, card: SmallDisk) -> None:
        """`disk` is the hall's, `card` the memory card of the demo's machine."""
        self.disk, self.card = disk, card
        self.offset = folder / "offset"
        self.offset.write_text("0", encoding="ascii")
        (folder / "site").mkdir()
        program = ("-c", WITH_CLOCK, str(self.offset))
        self.house = House(folder / "demo", "--config", str(hall_toml(folder / "site")), program=program)
        self.data = folder / "demo" / "hall"
        hall, port = self.house.hall, self.house.port
        self.desk = Asker(port, hall)
        pins = {one["id"]: one["pin"] for one in self.house.ready["clerks"]}
        clerks = list(pins)[1:]  # the first sits at the demo's own pad
        self.machines = [MachineAtWork(name, hall, port, folder / name, QUEUES) for name in MACHINES]
        self.clerks = [
            ClerkAtWork(f"bad-day-{window}", hall, port, window, clerk, pins[clerk])
            for window, clerk in zip(WINDOWS, clerks, strict=False)
        ]
        self.booker = BookerAtWork("booker", hall, port, "elderly")
        self.workers: tuple[MachineAtWork | ClerkAtWork | BookerAtWork, ...] = (
            *self.machines,
            *self.clerks,
            self.booker,
        )
        for worker in self.workers:
            worker.start()

    def close(self) -> None:
        self.house.close()
        self.desk.close()
        self.booker.close()

    # ---- what people see

    def shown(self) -> int:
        return sum(len(machine.shown) for machine in self.machines)

    def served(self) -> int:
        return sum(len(clerk.served) for clerk in self.clerks)

    def goes_on(self, blow: str) -> None:
        """Numbers are given and people are served again."""
        shown, served, told = self.shown(), self.served(), self.booker.told
        wait(lambda: self.shown() >= shown + 3, f"numbers after: {blow}", GOES_ON_S)
        wait(lambda: self.served() >= served + 2, f"services after: {blow}", GOES_ON_S)
        wait(lambda: self.booker.told > told, f"bookings after: {blow}", GOES_ON_S)

    def snapshot(self) -> dict[str, Any]:
        answer = self.desk.ask("spare-desk", "hall.snapshot")
        assert answer["ok"], answer
        data: dict[str, Any] = answer["data"]
        return data

    def alarms(self) -> set[str]:
        return {alarm["code"] for alarm in self.snapshot()["alarms"]}

    # ---- blows

    @contextlib.contextmanager
    def down(self, program: str = "hall") -> Iterator[None]:
        """Killed, and nothing starts it again meanwhile."""
        os.kill(self.house.process.pid, signal.SIGSTOP)
        old = self.house.kill(program)
        with contextlib.suppress(ProcessLookupError):
            while Path(f"/proc/{old}/stat").read_text().rsplit(")")[-1].split()[0] not in {"Z", "X"}:
                time.sleep(0.01)
        try:
            yield
        finally:
            os.kill(self.house.process.pid, signal.SIGCONT)
        self.house.back(program, old)

    def power_cut(self) -> None:
        pids = json.loads((self.house.folder / "pids.json").read_text())
        for program in ("hall", "broker", "kiosk", "self-service", "pad-clerk", "pad-citizen", "screen-hall"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pids[program], signal.SIGKILL)

    def clock(self, ahead_ms: int, seconds: float = 3.0) -> None:
        self.offset.write_text(str(ahead_ms), encoding="ascii")
        time.sleep(seconds)
        self.offset.write_text("0", encoding="ascii")

    def flood(self, seconds: float = 3.0) -> None:
        topics = Topics(self.house.hall)
        wire = Connection(
            Broker(port=self.house.port), Login("wild", subscriptions=()), on_message=lambda _: None,
            on_link=lambda _: None,
        )  # fmt: skip
        wire.start()
        wait(lambda: wire.up, "the wild device on the wire")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            body = json.dumps({"id": new_id(), "type": "ticket.issue", "data": {"queue": "nowhere"}}).encode()
            if not wire.publish(Publication(topics.command("wild"), body)):
                time.sleep(0.001)
        wire.stop(timeout_s=0.5)

    @contextlib.contextmanager
    def cloned_kiosk(self) -> Iterator[None]:
        """The memory card of the demo's machine, copied into another one."""
        own, copy = self.house.folder / "kiosk", self.house.folder.parent / "clone"
        shutil.copytree(own, copy, ignore=lambda _folder, names: [name for name in names if name.endswith(".sock")])
        text = (copy / "terminal.toml").read_text(encoding="utf-8")
        (copy / "terminal.toml").write_text(text.replace(str(own), str(copy)), encoding="utf-8")
        env = {**os.environ, "DISPLAY": self.house.display, "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        argv = [sys.executable, "-m", "kiosk", "--profile", "number-machine", "--config", str(copy / "terminal.toml")]
        with (copy / "log").open("wb") as log:
            clone = subprocess.Popen(argv, env=env, stdout=log, stderr=log)
        yield
        clone.terminate()
        clone.wait(20)

    def window_lost(self, window: str) -> None:
        """hall.toml does not have it any more, and the hall starts with that."""
        path = self.house.folder / "hall.toml"
        text = path.read_text(encoding="utf-8")
        start = text.index(f'[[windows]]\nid = "{window}"')
        end = min(at for mark in ("\n[[", "\n# ---") if (at := text.find(mark, start + 1)) > 0)
        text = text[:start] + text[end:]
        text = text.replace(f'[[devices]]\nid = "bad-day-{window}"\nrole = "pad"\nwindow = "{window}"\n', "")
        with self.down():
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def bad_day(tmp_path: Path, make_disk: MakeDisk) -> Iterator[BadDay]:
    made = BadDay(tmp_path, make_disk("demo/hall", kb=64 * 1024), make_disk("demo/kiosk", kb=32 * 1024))
    yield made
    made.close()


def cut_tail(data: Path) -> None:
    log = data / "hall.db-wal"
    if log.exists() and log.stat().st_size > 200:
        os.truncate(log, log.stat().st_size - 100)


def zero_page(data: Path) -> None:
    """In the midst of the store."""
    with (data / "hall.db").open("r+b") as file:
        file.seek(0, os.SEEK_END)
        file.seek(file.tell() // 2 // 4096 * 4096)
        file.write(bytes(4096))


def no_file(data: Path) -> None:
    for path in data.glob("hall.db*"):
        path.unlink()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "the log's tail is cut": cut_tail,
    "a page of zeros": zero_page,
    "no store at all": no_file,
}


@pytest.mark.timeout(600)
def test_everybody_who_was_shown_a_number_has_a_place_at_the_end_of_a_bad_day(bad_day: BadDay) -> None:
    house = bad_day.house
    day = bad_day.snapshot()["day"]
    bad_day.goes_on("a quiet morning")

    house.kill("broker")
    bad_day.goes_on("the broker was killed")
    house.kill("hall")
    bad_day.goes_on("the hall was killed")
    bad_day.power_cut()
    bad_day.goes_on("a power cut")

    for what, damage in DAMAGES.items():
        with bad_day.down():
            damage(bad_day.data)
        bad_day.goes_on(what)

    bad_day.disk.fill()
    time.sleep(3)
    bad_day.disk.make_room()
    bad_day.goes_on("a full disk")

    bad_day.clock(DAY_MS)
    bad_day.goes_on("a clock that was a day ahead")
    bad_day.clock(-DAY_MS)
    bad_day.goes_on("a clock that was a day behind")
    assert bad_day.snapshot()["day"] == day

    with bad_day.cloned_kiosk():
        wait(lambda: "device.twice" in bad_day.alarms(), "the alarm of two machines with one name", 60)
    bad_day.goes_on("a cloned machine")

    bad_day.flood()
    bad_day.goes_on("a device that ran wild")

    with bad_day.down("kiosk"):
        wait(bad_day.card.turned_read_only, "the last thread of the machine's program to let go of its files")
    wait(lambda: "storage.trouble" in bad_day.alarms(), "the alarm of a card that takes no writes", 60)
    with bad_day.down("kiosk"):
        bad_day.card.writable()
    bad_day.goes_on("a memory card that turned read-only")

    bad_day.window_lost("w5")
    bad_day.goes_on("a window that hall.toml lost")

    for worker in bad_day.workers:
        worker.end()
    _nobody_is_lost_or_twice(bad_day)
    _bookings_are_as_they_were_told(bad_day.booker)
    case = bad_day.desk.ask("kiosk-3", "progress.lookup", {"receipt": "511-0012", "phone_tail": "8000"})
    assert case["data"]["cases"][0]["stage"] == "ready"
    house.see("self-service", HOME, "查进度")
    _logs_are_for_people(house)
    house.see_one("kiosk", RESTING, HOME)
    house.see("screen-hall", "窗口")


def _nobody_is_lost_or_twice(bad_day: BadDay) -> None:
    seen = Counter(number for machine in bad_day.machines for number in machine.shown)
    seen.update(number for m in bad_day.machines for number, people in m.shown.items() for _ in range(len(people) - 1))
    assert [number for number, people in seen.items() if people > 1] == [], "shown to two people"
    assert len(seen) > 30
    states = {}
    wait(lambda: not _papers_under_way(bad_day), "what machines have recorded to reach the hall", 60)
    for number in seen:
        answer = bad_day.desk.ask("spare-desk", "ticket.lookup", {"number": number})
        states[number] = answer["data"]["state"] if answer["ok"] else answer["error"]["code"]
    lost = {number: state for number, state in states.items() if state not in GOOD}
    assert lost == {}, f"of {len(seen)} numbers"
    calls = _events(bad_day.data, "ticket.called")
    twice = [ticket for ticket, times in Counter(call["ticket"] for call in calls).items() if times > 1]
    assert twice == [], "called twice"
    issued = Counter(event["number"] for event in _events(bad_day.data, "ticket.issued"))
    assert [number for number, times in issued.items() if times > 1] == [], "given twice"


def _bookings_are_as_they_were_told(booker: BookerAtWork) -> None:
    assert len(booker.booked) > 10
    assert booker.given_back
    stands = {person: booker.stands(person) for person in (*booker.booked, *booker.given_back)}
    told: dict[str, list[int]] = {person: [] for person in booker.given_back}
    told |= {person: [start] for person, start in booker.booked.items()}
    assert stands == told


def _logs_are_for_people(house: House) -> None:
    """No trace, no bug, and no list of events of a toolkit, which fills a disk at a busy window."""
    for log in (house.folder / "log").glob("*.log"):
        text = log.read_text(encoding="utf-8", errors="replace")
        assert not [words for words in ("Traceback", "bug: ", "iteration") if words in text], (log.name, text[-2000:])
        assert len(text) < 100_000, log.name


GOOD = {"waiting", "called", "serving", "served", "held", "cancelled", "no_show"}


def _papers_under_way(bad_day: BadDay) -> int:
    """Numbers of the machines' own blocks that the hall has not heard of yet."""
    waiting = 0
    for machine in MACHINES:
        path = bad_day.house.folder.parent / machine / "outbox.db"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            waiting += db.execute("SELECT count(*) FROM outbox").fetchone()[0]
    return waiting


def _events(data: Path, type_: str) -> list[dict[str, Any]]:
    with contextlib.closing(sqlite3.connect(f"file:{data / 'hall.db'}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT body FROM events WHERE type = ? ORDER BY seq", (type_,)).fetchall()
    return [json.loads(body) for (body,) in rows]
