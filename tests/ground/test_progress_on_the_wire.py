"""How a case stands, asked of a running hall: role by role, with a source that is right, slow, silent or not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hall_process import HallProcess
from http_office import Office, office
from mqtt_asker import Asker
from sample_hall import TOML

WANG = {
    "no": "511-0012",
    "person": "a" * 32,
    "applicant": {"name": "王小明", "mobile": "13800138000"},
    "item": "城乡居民基本养老保险参保登记",
    "stage": "待领取",
    "promised_on": "2026-12-10",
    "place": "二楼 3 号窗口",
    "steps": [{"name": "受理", "on": "2026-11-02"}, {"name": "办结", "on": "2026-11-28"}],
}
PAIR = {"receipt": "511-0012", "phone_tail": "8000"}
PROGRESS = """
[progress.http]
url = "{address}/cases/{{receipt}}"
person_url = "{address}/people?person={{person}}"
cases = "data.case"

[progress.fields]
receipt = "no"
name = "applicant.name"
phone = "applicant.mobile"
"""


@pytest.fixture
def server() -> Iterator[Office]:
    with office() as made:
        made.rows = [WANG]
        yield made


@pytest.fixture
def asking(hall: HallProcess, server: Office, asker: Asker) -> Asker:
    hall.stop()
    (hall.folder / "hall.toml").write_text(TOML + PROGRESS.format(address=server.address), encoding="utf-8")
    hall.start()
    return asker


def code(answer: dict[str, Any]) -> str:
    assert not answer["ok"], answer
    return str(answer["error"]["code"])


def test_who_may_ask_finds_the_case_and_nothing_personal_comes_with_it(asking: Asker, hall: HallProcess) -> None:
    for asked in (PAIR, {"person": "a" * 32}):
        answer = asking.ask("kiosk-1", "progress.lookup", asked)
        assert answer["ok"], answer
        assert answer["data"]["cases"] == [
            {
                "receipt": "511-0012",
                "stage": "ready",
                "name": "王**",
                "item": WANG["item"],
                "item_en": "",
                "accepted_on": "",
                "promised_on": "2026-12-10",
                "changed_on": "",
                "next": "",
                "place": "二楼 3 号窗口",
                "steps": WANG["steps"],
            }
        ]
    assert asking.ask("desk-1", "progress.lookup", PAIR)["ok"]
    for device in ("pad-1", "page-1", "screen-1"):
        assert code(asking.ask(device, "progress.lookup", PAIR)) == "device.not_allowed"
    hall.stop()
    kept = b"".join(path.read_bytes() for path in hall.folder.rglob("*") if path.is_file() and path.name != "hall.toml")
    assert not any(secret.encode() in kept for secret in ("13800138000", "小明", "511-0012", "a" * 32))


def test_a_wrong_pair_tells_nothing_and_the_fifth_says_how_long_to_wait(asking: Asker) -> None:
    wrong = [
        asking.ask("kiosk-1", "progress.lookup", pair)["error"]
        for pair in (PAIR | {"phone_tail": "8001"}, PAIR | {"receipt": "511-9999"})
    ]
    assert wrong[0] == wrong[1]
    assert wrong[0]["code"] == "progress.unknown"
    for _ in range(3):
        last = asking.ask("kiosk-1", "progress.lookup", PAIR | {"phone_tail": "0000"})
    assert last["error"]["data"] == {"after_seconds": 10}
    assert asking.ask("desk-1", "progress.lookup", PAIR)["ok"]


def test_who_asks_while_the_source_is_silent_is_told_so(asking: Asker, server: Office) -> None:
    server.behave = lambda _handler: server.let_go.wait(30)
    assert code(asking.ask("kiosk-1", "progress.lookup", PAIR, timeout_s=20)) == "progress.away"
    assert asking.ask("kiosk-1", "ticket.issue", {"queue": "social"})["ok"]


def test_a_hall_without_a_source_says_so(hall: HallProcess, asker: Asker) -> None:
    assert code(asker.ask("kiosk-1", "progress.lookup", PAIR)) == "progress.not_offered"


def test_a_source_that_is_away_is_an_alarm_until_it_is_back(asking: Asker, server: Office) -> None:
    def alarms() -> set[str]:
        told = asking.ask("desk-1", "hall.snapshot", {})["data"]["alarms"]
        return {alarm["code"] for alarm in told}

    server.behave = lambda handler: handler.send(500, b"")
    for _ in range(3):
        assert code(asking.ask("kiosk-1", "progress.lookup", PAIR)) == "progress.away"
    asking.wait(lambda: "progress.away" in alarms())
    server.behave = None
    asking.wait(lambda: asking.ask("kiosk-1", "progress.lookup", PAIR)["ok"], timeout_s=20)
    asking.wait(lambda: "progress.away" not in alarms())
