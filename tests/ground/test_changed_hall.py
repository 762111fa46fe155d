"""`hall.toml` is changed while people are in the hall: announced before, done at the start, told to the supervisor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

import xiaochuang
from bench.mosquitto import Mosquitto

pytestmark = pytest.mark.running

OTHER = TOML[: TOML.index('[[devices]]\nid = "pad-2"')] + TOML[TOML.index('[[devices]]\nid = "screen-1"') :]
OTHER = OTHER.replace(
    TOML[TOML.index('[[windows]]\nid = "w2"') : TOML.index("[[priorities]]")], ""
)  # window 2 is gone, and with it its pad
OTHER = OTHER.replace("civil", "civic")  # without `was`
RENAMED = OTHER.replace('id = "civic"', 'id = "civic"\nwas = ["civil"]')


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[HallProcess]:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    process = HallProcess(tmp_path, broker.port)
    process.start()
    yield process
    process.kill()


def done(answer: dict[str, Any]) -> Any:
    assert answer["ok"], answer
    return answer.get("data")


def fingerprint(folder: Path) -> dict[str, str]:
    """Of the data; `hall.db-shm` is SQLite's memory of who reads."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("hall.db", "hall.db-wal")}


@pytest.mark.parametrize(("file", "civil"), [(OTHER, "civil"), (RENAMED, "civic")], ids=["gone", "renamed"])
def test_what_becomes_of_everybody_is_said_before_and_happens(
    hall: HallProcess, asker: Asker, capsys: pytest.CaptureFixture[str], file: str, civil: str
) -> None:
    def ask(device: str, type_: str, **data: Any) -> Any:
        return done(asker.ask(device, type_, data))

    ask("pad-2", "window.open", window="w2", clerk="c1")
    for queue in ("social", "social", "civil"):
        ask("kiosk-1", "ticket.issue", queue=queue)
    served = ask("pad-2", "ticket.call_next", window="w2")
    ask("pad-2", "ticket.start", window="w2", ticket=served["ticket"])
    (hall.folder / "new.toml").write_text(file, encoding="utf-8")

    before = fingerprint(hall.data)
    words = ["check-config", "--data", str(hall.data)]
    assert xiaochuang.main([*words, str(hall.folder / "hall.toml")]) == 0
    assert "nobody in" in capsys.readouterr().out
    assert xiaochuang.main([*words, str(hall.folder / "new.toml")]) == 3
    said = capsys.readouterr().out
    assert "A001 is served at window w2, which is not in the file: waits again in social, at the old place" in said
    assert ("B0001 in queue civil, which is not in the file: stay there" in said) is (file is OTHER)
    assert ("queue civil is called civic now: B0001 go there" in said) is (file is RENAMED)
    assert fingerprint(hall.data) == before, "it has only been read"

    hall.kill()
    assert xiaochuang.main([*words, str(hall.folder / "new.toml")]) == 3, "also after a power cut"
    assert capsys.readouterr().out == said
    (hall.folder / "new.toml").rename(hall.folder / "hall.toml")
    hall.start()
    log = hall.log.read_text()
    assert f"{served['ticket']} was at window w2, which is no more, and waits again in social" in log
    shown = ask("desk-1", "hall.snapshot")
    assert [ticket["number"] for ticket in shown.get("stranded", ())] == (["B0001"] if file is OTHER else [])
    assert {queue["id"]: queue["waiting"] for queue in shown["queues"]}["social"] == 2
    assert all(queue["windows"] == 0 for queue in shown["queues"])
    alarms = {"hall.put_back"} | ({"hall.queue_lost"} if file is OTHER else set())
    asker.wait(lambda: alarms <= _alarms(asker))

    ask("pad-1", "window.open", window="w1", clerk="c1")
    called = []
    for _ in range(2):
        one = ask("pad-1", "ticket.call_next", window="w1")
        ask("pad-1", "ticket.no_show", window="w1", ticket=one["ticket"])
        called.append(one["number"])
    assert called == ["A001", "A002"]
    last = ask("pad-1", "ticket.call", window="w1", number="B0001")
    assert last["queue"] == civil
    asker.wait(lambda: not alarms & _alarms(asker))


def _alarms(asker: Asker) -> set[str]:
    return {alarm["code"] for alarm in done(asker.ask("desk-1", "hall.snapshot")).get("alarms", ())}


def test_a_folder_without_a_store_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    assert xiaochuang.main(["check-config", "--data", str(tmp_path), str(tmp_path / "hall.toml")]) == 1
    assert f"there is no {tmp_path / 'hall.db'}" in capsys.readouterr().err
    (tmp_path / "hall.db").write_bytes(b"not a database" * 100)
    assert xiaochuang.main(["check-config", "--data", str(tmp_path), str(tmp_path / "hall.toml")]) == 1
    assert "not a database" in capsys.readouterr().err
