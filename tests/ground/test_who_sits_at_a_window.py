"""A hall service with a list of people: who proves it sits down, nobody else, and no PIN or card is left anywhere."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from tests.ground.staff_hall import CARD, PIN, STAFF_TOML, write_list

SECRETS = ("736251", "846352", "905172", "04A31F22", "0013371337", "999111", "0BADCA4D")
"""What is shown in these tests, right and wrong."""


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[HallProcess]:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(STAFF_TOML, encoding="utf-8")
    write_list(folder)
    process = HallProcess(folder, broker.port)
    process.start()
    yield process
    process.kill()


@pytest.fixture
def asker(broker: Mosquitto, hall: HallProcess) -> Iterator[Asker]:
    made = Asker(broker.port, "test-hall")
    yield made
    made.close()


def opens(asker: Asker, pad: str, clerk: str | None, **proof: str) -> dict[str, Any]:
    data = {"window": pad.replace("pad-", "w"), **({} if clerk is None else {"clerk": clerk}), **proof}
    return asker.ask(pad, "window.open", data)


def code(answer: dict[str, Any]) -> str:
    return "" if answer["ok"] else str(answer["error"]["code"])


def test_pin_and_card_open_a_window_and_names_do_not(asker: Asker) -> None:
    assert code(opens(asker, "pad-1", "c1")) == "staff.proof_needed"
    assert code(opens(asker, "pad-1", "c1", pin="999111")) == "staff.wrong_pin"
    assert code(opens(asker, "pad-1", "c1", pin=PIN["c2"])) == "staff.wrong_pin"
    assert code(opens(asker, "pad-1", "c1", pin=PIN["c1"])) == ""
    assert code(opens(asker, "pad-2", "c1", card=CARD["c1"])) == "clerk.elsewhere"
    assert code(opens(asker, "pad-2", "c1", card=CARD["c2"])) == "staff.wrong_card"
    opened = opens(asker, "pad-2", None, card="00:13:37:13:37")
    assert opened["data"]["clerk"] == "c2"


def test_a_chinese_keyboard_and_a_copied_blank_are_no_wrong_pin(asker: Asker) -> None:
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in PIN["c1"])
    assert code(opens(asker, "pad-1", "c1", pin=f" {full_width}\u3000")) == ""
    assert code(asker.ask("desk-1", "staff.sign_in", {"staff": "boss", "pin": f"{PIN['boss']} "})) == ""


def test_wrong_pins_slow_down_one_device_and_nobody_else_and_are_told_to_the_supervisor(asker: Asker) -> None:
    asked = [code(opens(asker, "pad-1", "c1", pin="999111")) for _ in range(6)]
    assert asked == ["staff.wrong_pin"] * 3 + ["staff.wait"] * 3
    waited = opens(asker, "pad-1", "c2", pin=PIN["c2"])
    assert code(waited) == "staff.wait"
    assert 0 < waited["error"]["data"]["after_seconds"] <= 5
    assert code(opens(asker, "pad-2", "c2", pin=PIN["c2"])) == ""
    told = [event["data"] for event in replayed(asker) if event["type"] == "request.refused"]
    assert {(one["device"], one["staff"], one["code"]) for one in told} == {("pad-1", "c1", "staff.wrong_pin")}


def test_the_same_request_sent_again_while_its_pin_is_checked_is_one_try(asker: Asker) -> None:
    for _ in range(2):
        opens(asker, "pad-1", "c1", pin="999111")
    body = json.dumps({"id": "again", "type": "window.open", "data": {"window": "w1", "clerk": "c1", "pin": "999111"}})
    for _ in range(3):
        asker.send(asker.topics.command("pad-1"), body.encode())
    answer = asker.wait(lambda: said(asker, "pad-1", "again"))[0]
    assert code(answer) == "staff.wrong_pin"
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1", "pin": "1"}, "again") == answer
    assert {code(one) for one in said(asker, "pad-1", "again")} == {"staff.wrong_pin"}
    refused = [event for event in replayed(asker) if event["type"] == "request.refused"]
    assert len(refused) == 3


def said(asker: Asker, device: str, id_: str) -> list[dict[str, Any]]:
    every = [json.loads(payload) for payload in [*asker.heard[asker.topics.reply(device)]]]
    return [answer for answer in every if answer["id"] == id_]


def test_a_flood_of_wrong_pins_does_not_stop_the_hall(asker: Asker) -> None:
    body = {"type": "window.open", "data": {"window": "w1", "clerk": "c1", "pin": "999111"}}
    for count in range(300):
        asker.send(asker.topics.command("pad-1"), json.dumps(body | {"id": f"flood-{count}"}).encode())
    for _ in range(10):
        assert asker.ask("kiosk-1", "ticket.issue", {"queue": "civil"})["ok"]
    codes = [code(json.loads(payload)) for payload in asker.heard[asker.topics.reply("pad-1")]]
    assert set(codes) <= {"staff.wrong_pin", "staff.wait", "hall.busy"}
    assert [event["type"] for event in replayed(asker)].count("request.refused") <= 3


def test_a_changed_list_counts_at_the_next_use(asker: Asker, hall: HallProcess) -> None:
    assert code(opens(asker, "pad-1", "c1", pin="112358")) == "staff.wrong_pin"
    write_list(hall.folder, pin=PIN | {"c1": "112358"})
    assert code(opens(asker, "pad-1", "c1", pin="112358")) == ""
    asker.ask("pad-1", "window.close", {"window": "w1"})
    write_list(hall.folder, disabled=("c1",))
    assert code(opens(asker, "pad-1", "c1", pin=PIN["c1"])) == "staff.unknown"
    assert code(opens(asker, "pad-1", None, card=CARD["c1"])) == "staff.wrong_card"


@pytest.mark.parametrize("spoilt", ["mistake", "open to all", "gone"])
def test_a_spoilt_list_changes_nothing_and_is_an_alarm_until_it_is_good_again(
    asker: Asker, hall: HallProcess, spoilt: str
) -> None:
    assert code(opens(asker, "pad-1", "c1", pin=PIN["c1"])) == ""
    path = hall.folder / "staff.toml"
    good = path.read_bytes()
    if spoilt == "gone":
        path.unlink()
    elif spoilt == "mistake":
        path.write_bytes(good.replace(b"role", b"rule", 1))
    else:
        path.chmod(0o644)
    assert code(opens(asker, "pad-2", "c2", pin="999111")) == "staff.wrong_pin"
    asker.ask("pad-1", "window.close", {"window": "w1"})
    assert code(opens(asker, "pad-1", "c1")) == "staff.proof_needed"
    assert code(opens(asker, "pad-1", "c1", pin=PIN["c1"])) == ""
    asker.wait(lambda: "staff.list" in alarms(asker))
    path.unlink(missing_ok=True)
    path.touch(0o600)
    path.write_bytes(good)
    assert code(opens(asker, "pad-2", "c2", pin=PIN["c2"])) == ""
    asker.wait(lambda: "staff.list" not in alarms(asker))


def alarms(asker: Asker) -> dict[str, Any]:
    time.sleep(0.1)
    snapshot = asker.ask("desk-1", "hall.snapshot")
    return {alarm["code"]: alarm for alarm in snapshot["data"]["alarms"]}


def replayed(asker: Asker) -> list[dict[str, Any]]:
    return list(asker.ask("desk-1", "event.replay", {"after": 0, "limit": 500})["data"]["events"])


def test_the_desk_says_who_acts_and_the_log_too(asker: Asker, hall: HallProcess) -> None:
    pause = {"window": "w1", "reason": "开会"}
    opens(asker, "pad-1", "c1", pin=PIN["c1"])
    assert code(asker.ask("desk-1", "window.pause", pause)) == "staff.not_signed_in"
    assert code(asker.ask("desk-1", "window.pause", pause, by="boss")) == "staff.not_signed_in"
    assert code(asker.ask("desk-1", "staff.sign_in", {"staff": "boss"})) == "staff.proof_needed"
    assert code(asker.ask("desk-1", "staff.sign_in", {"staff": "boss", "pin": "999111"})) == "staff.wrong_pin"
    signed = asker.ask("desk-1", "staff.sign_in", {"staff": "boss", "pin": PIN["boss"]})
    assert signed["data"] == {"staff": "boss", "role": "supervisor"}
    assert asker.ask("desk-1", "window.pause", pause, by="boss")["ok"]
    assert asker.ask("desk-1", "staff.sign_in", {"staff": "c2", "card": CARD["c2"]})["ok"]
    assert code(asker.ask("desk-1", "window.close", {"window": "w1"}, by="c2")) == "staff.not_allowed"
    events = [(event["type"], event["data"].get("by") or event["data"].get("staff", "")) for event in replayed(asker)]
    acted = events.index(("staff.acted", "boss"))
    assert events[acted + 1][0] == "window.paused"
    assert ("request.refused", "c2") in events
    write_list(hall.folder, pin=PIN | {"boss": "314159"})
    assert code(asker.ask("desk-1", "window.close", {"window": "w1"}, by="boss")) == "staff.not_signed_in"
    asker.ask("desk-1", "staff.sign_in", {"staff": "boss", "pin": "314159"})
    assert asker.ask("desk-1", "staff.sign_out", {"staff": "boss"})["ok"]
    assert code(asker.ask("desk-1", "window.close", {"window": "w1"}, by="boss")) == "staff.not_signed_in"
    assert asker.ask("desk-1", "hall.snapshot")["ok"]


def test_a_clerk_opens_their_window_at_the_desk_with_their_own_pin(asker: Asker) -> None:
    opened = asker.ask("desk-1", "window.open", {"window": "w1", "clerk": "c1", "pin": PIN["c1"]})
    assert opened["data"]["clerk"] == "c1"


def test_no_pin_and_no_card_is_left_anywhere(asker: Asker, hall: HallProcess) -> None:
    opens(asker, "pad-1", "c1", pin="999111")
    opens(asker, "pad-1", "c1", card="0BADCA4D")
    opens(asker, "pad-1", "c1", pin=PIN["c1"])
    opens(asker, "pad-2", None, card=CARD["c2"])
    opens(asker, "pad-2", "c1", pin=PIN["c1"], card=CARD["c1"])
    asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1", "pin": 736251})
    asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1", "pin": "905172", "wrong": "999111"})
    asker.ask("desk-1", "staff.sign_in", {"staff": "boss", "pin": PIN["boss"]})
    asker.ask("desk-1", "staff.sign_in", {"staff": "boss", "card": "0BADCA4D"})
    asker.ask("desk-1", "window.pause", {"window": "w1", "reason": "开会"}, by="boss")
    everything = json.dumps(replayed(asker))
    heard = b"\n".join(
        payload for topic, payloads in [*asker.heard.items()] if not topic.endswith("/command") for payload in payloads
    )
    assert hall.stop() == 0
    files = b"\n".join(path.read_bytes() for path in sorted(hall.data.rglob("*")) if path.is_file())
    files += hall.log.read_bytes() + (hall.folder / "staff.toml").read_bytes()
    assert b"staff.signed_in" in files
    for secret in SECRETS:
        assert secret not in everything
        assert secret.encode() not in heard
        assert secret.encode() not in files
