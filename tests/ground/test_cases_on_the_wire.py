"""A case that is opened at a running hall: not lost in a power cut, and its words only where somebody looks into it."""

from __future__ import annotations

import contextlib
import sqlite3

from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

WORDS, PHONE = "三次都没办成 Fall-77", "13900000077"
CASE = {"kind": "unsolved", "text": WORDS, "phone": PHONE}


def test_a_case_outlives_a_power_cut_and_its_words_go_nowhere_else(hall: HallProcess, asker: Asker) -> None:
    hall.stop()
    (hall.folder / "hall.toml").write_text(f'{TOML}\n[cases]\nunsolved = "w1"\n', encoding="utf-8")
    hall.start()
    told = asker.ask("kiosk-1", "case.open", CASE)["data"]
    hall.kill()
    hall.start()
    refused = asker.ask("pad-1", "case.list", {"window": "w1"})
    assert refused["error"]["code"] == "window.not_open", "nobody sits there"
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    [seen] = asker.ask("pad-1", "case.list", {"window": "w1"})["data"]["cases"]
    assert (seen["case"], seen["code"], seen["text"], seen["phone"]) == (told["case"], told["code"], WORDS, PHONE)
    for device in ("kiosk-1", "page-1", "screen-1"):
        assert asker.ask(device, "case.list", {})["error"]["code"] == "device.not_allowed"
    spoken = {asker.topics.command("kiosk-1"), asker.topics.reply("pad-1"), asker.topics.reply("kiosk-1")}
    heard = b"".join(one for topic, several in asker.heard.items() if topic not in spoken for one in several)
    assert b'"case.opened"' in heard
    for secret in (WORDS, "Fall-77", PHONE, told["code"]):
        assert secret.encode() not in heard
        assert secret not in hall.log.read_text(encoding="utf-8")
    with contextlib.closing(sqlite3.connect(hall.data / "hall.db")) as db:
        rows = [line for line in db.iterdump() if PHONE in line]
    assert all(row.startswith(('INSERT INTO "private"', 'INSERT INTO "snapshots"')) for row in rows)
