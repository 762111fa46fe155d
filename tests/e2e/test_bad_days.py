"""What a hall sees on a bad day, with real programs: service gone, broker gone, cable out, disk full, paper out."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from demo.folder import SEATS
from demo.people import SUPERVISOR, SUPERVISOR_PIN
from tests.e2e.citizen import choose, number_on, take_a_number
from tests.e2e.house import House, wait
from tests.e2e.parts import Parts
from tests.hall.mqtt_asker import Asker


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = Parts(tmp_path, "kiosk", "screen-hall")
    yield made
    made.close()


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Parts]:
    """With the screens of every kind, and the hall: six programs."""
    made = Parts(tmp_path, *(seat.program for seat in SEATS))
    yield made
    made.close()


@pytest.fixture
def desk(parts: Parts) -> Iterator[Asker]:
    made = Asker(parts.port, parts.hall)
    at_the_desk(made)
    yield made
    made.close()


def at_the_desk(asker: Asker) -> None:
    asker.sign_in("spare-desk", SUPERVISOR.id, SUPERVISOR_PIN)


def issue(desk: Asker) -> str:
    answer = desk.ask("spare-kiosk", "ticket.issue", {"queue": "elderly"})
    assert answer["ok"], answer
    return str(answer["data"]["number"])


def call(desk: Asker) -> dict[str, Any]:
    answer = desk.ask("spare-desk", "ticket.call_next", {"window": "w1"})
    assert answer["ok"], answer
    ticket: dict[str, Any] = answer["data"]
    return ticket


def serve(desk: Asker, ticket: dict[str, Any]) -> None:
    for step in ("ticket.start", "ticket.finish"):
        assert desk.ask("spare-desk", step, {"window": "w1", "ticket": ticket["ticket"]})["ok"]


def fill(path: Path) -> None:
    """Write until there is no room."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(descriptor, b"x" * 4096)
    with contextlib.suppress(OSError):
        os.close(descriptor)


def on_a_small_disk(folder: str) -> tuple[str, ...]:
    """What runs a program with 4 MB mounted at `folder`, for its own eyes alone, as root or as anybody."""
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        alone += ["--propagation", "unchanged"]  # in a chroot, where / is no mount
    return *alone, "sh", "-c", f'mount -t tmpfs -o size=4m small "{folder}" && exec "$@"', "sh"


def line_of(desk: Asker, queue: str) -> list[str]:
    heard = desk.heard[desk.topics.queues]
    queues = json.loads(heard[-1])["queues"] if heard else []
    return next((list(one["next"]) for one in queues if one["id"] == queue), [])


def test_a_number_given_while_the_hall_was_away_takes_its_place_by_time(parts: Parts, desk: Asker) -> None:
    before = issue(desk)
    parts.kill("hall")
    parts.see("kiosk", "网络暂时不通")
    offline = take_a_number(parts, "养老和社保")
    assert int(offline[1:]) >= 900, "from the machine's own block"
    parts.start_hall()
    after = issue(desk)
    desk.wait(lambda: set(line_of(desk, "elderly")) == {before, offline, after}, 60)
    assert line_of(desk, "elderly") == [before, offline, after]


AWAY = {
    "kiosk": "网络暂时不通",
    "pad-citizen": "网络暂时不通",
    "pad-clerk": "与大厅失去联系",
    "screen-hall": "与大厅失去联系",
    "screen-window": "与大厅失去联系",
}
"""What each screen says while it has lost the hall."""

BACK_S = 60.0


def knows_the_hall(parts: Parts, program: str) -> bool:
    return not parts.look(program).shows(AWAY[program])


def test_every_program_is_back_by_itself_after_a_killed_broker(whole: Parts) -> None:
    parts, devices = whole, {seat.device for seat in SEATS}
    first = Asker(parts.port, parts.hall)
    at_the_desk(first)
    assert first.ask("spare-desk", "window.open", {"window": "w1", "clerk": "lin"})["ok"]
    parts.see("pad-clerk", "下一位")
    issue(first)
    first.close()
    parts.broker.kill()
    for program, words in AWAY.items():
        parts.see(program, words)
    parts.broker.start()  # knows nothing of before: what is retained was said since
    fresh = Asker(parts.port, parts.hall)
    topics = fresh.topics

    def born() -> bool:
        said = {topic: json.loads(heard[-1]) for topic, heard in fresh.heard.items() if topic.endswith("/state")}
        ready = {device for device in devices if said.get(topics.device_state(device), {}).get("state") == "ready"}
        return ready == devices and said.get(topics.host_state, {}).get("online") is True

    fresh.wait(born, BACK_S)
    for program in AWAY:
        wait(partial(knows_the_hall, parts, program), f"{program} back", BACK_S)
    fresh.by["spare-desk"] = SUPERVISOR.id  # the hall did not end: who signed in is still there
    number = str(call(fresh)["number"])
    for program in ("pad-citizen", "pad-clerk", "screen-hall", "screen-window"):
        parts.see(program, number)
    fresh.close()


def test_a_hall_that_begins_anew_is_followed_by_every_screen(parts: Parts, desk: Asker) -> None:
    assert desk.ask("spare-desk", "window.open", {"window": "w1", "clerk": "lin"})["ok"]
    before = issue(desk)
    call(desk)
    parts.see("screen-hall", before)
    parts.kill("hall")
    parts.hall_data.rename(parts.folder / "broken")
    parts.start_hall()
    parts.see("screen-hall", "现在没有叫号")
    number = take_a_number(parts, "养老和社保")
    at_the_desk(desk)
    assert desk.ask("spare-desk", "window.open", {"window": "w1", "clerk": "lin"})["ok"]
    assert call(desk)["number"] == number
    parts.see("screen-hall", number)


def test_a_screen_that_was_cut_off_during_a_call_shows_it_when_it_is_back(parts: Parts, desk: Asker) -> None:
    assert desk.ask("spare-desk", "window.open", {"window": "w1", "clerk": "lin"})["ok"]
    first, second = issue(desk), issue(desk)
    serve(desk, call(desk))
    parts.see("screen-hall", first)
    parts.cable.cut()
    assert call(desk)["number"] == second
    assert first in parts.look("screen-hall").words, "what was called stays"
    parts.cable.restore()
    parts.see("screen-hall", second, timeout_s=15)


def test_a_full_disk_is_said_in_words_and_loses_nothing(parts: Parts, desk: Asker) -> None:
    parts.kill("hall")
    where = str(parts.hall_data)
    parts.start_hall(*on_a_small_disk(where))
    given = [issue(desk) for _ in range(3)]
    filler = Path(f"/proc/{parts.pid('hall')}/root{where}/filler")  # the small disk, seen from outside
    fill(filler)
    while (answer := desk.ask("spare-kiosk", "ticket.issue", {"queue": "elderly"}))["ok"]:
        given.append(answer["data"]["number"])  # the last page of a file had room for it
        assert len(given) < 20, "the disk is full"
    assert answer["error"]["code"] == "hall.disk_full"
    choose(parts, "养老和社保")
    parts.touch("kiosk", "不留信息")
    if parts.see_one("kiosk", "以下情况", "暂时不能发号") == "以下情况":
        parts.touch("kiosk", "直接取号")
    parts.see("kiosk", "大厅系统暂时不能发号", "已经取到的号码仍然有效")
    filler.unlink()
    parts.touch("kiosk", "再试一次")
    parts.see("kiosk", "这是您的号码")
    last = number_on(parts.look("kiosk"))
    counters = [int(number[1:]) for number in [*given, last]]
    assert counters == [*range(1, len(given) + 2)], "no number lost, none twice"


def test_no_paper_leaves_a_number_that_counts(house: House, asker: Asker) -> None:
    house.bench("printer", "out")
    number = take_a_number(house, "困难救助")
    house.see("kiosk", number, "没有打印出来")

    def failed() -> bool:
        stream = [json.loads(one) for one in asker.heard[asker.topics.event_stream]]
        return any(one["type"] == "ticket.print_failed" and number in one["data"]["ticket"] for one in stream)

    asker.wait(failed)
    assert asker.ask("spare-desk", "ticket.lookup", {"number": number})["data"]["state"] == "waiting"
    house.touch("kiosk", "发到手机")
    for digit in "13900004321":
        house.touch("kiosk", digit)
    house.touch("kiosk", "发送")
    house.see("kiosk", number, "已发到您的手机")
    wait(lambda: f"您的号码是{number}" in house.phones(), "the number on the phone")
    house.bench("printer", "back")
    house.touch("kiosk", "好的")
    ticket = asker.ask("spare-desk", "ticket.lookup", {"number": number})["data"]["ticket"]
    at_the_desk(asker)
    assert asker.ask("spare-desk", "ticket.cancel", {"ticket": ticket})["ok"], "the next test finds no one waiting"
