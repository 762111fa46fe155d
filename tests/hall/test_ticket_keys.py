"""The keys of tickets in the hall service: made from a secret of the hall, told to who prints, and to nobody else."""

from __future__ import annotations

import base64
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from quiet_hall import QuietHall
from sample_hall import TOML

from domain.events import RatingGiven, RequestRefused
from hall import keys
from hall.disk import journal
from hall.verify_ratings import verify_main


class KeyedHall(QuietHall):
    """The hall with the hall's ticket keys, as the service makes it."""

    def restart(self) -> None:
        super().restart()
        self.writer._ticket_key = keys.ticket_keys(self.folder)
        self.writer._load()

    def served(self) -> dict[str, Any]:
        given: dict[str, Any] = self.ask("kiosk-1", "ticket.issue", queue="social")["data"]
        assert self.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"] == given["ticket"]
        for step in ("start", "finish"):
            assert self.ask("pad-1", f"ticket.{step}", window="w1", ticket=given["ticket"])["ok"]
        return given

    def review(self, given: dict[str, Any], **more: Any) -> Any:
        about = {"ticket": given["ticket"], "key": given["key"], "level": 5}
        return self.ask("page-1", "rating.by_phone", **(about | more))


@pytest.fixture
def small(tmp_path: Path) -> KeyedHall:
    made = KeyedHall(tmp_path, TOML)
    made.ask("pad-1", "window.open", window="w1", clerk="c1")
    return made


def test_a_key_is_short_unlike_every_other_and_outlives_a_restart(tmp_path: Path) -> None:
    key = keys.ticket_keys(tmp_path)
    made = {key(f"20261121-A{number:03d}") for number in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{12}", one) for one in made), "72 bits"
    assert keys.ticket_keys(tmp_path)("20261121-A001") == key("20261121-A001")
    assert stat.S_IMODE((tmp_path / keys.TICKET_SECRET).stat().st_mode) == 0o600
    other = tmp_path / "other"
    other.mkdir()
    assert keys.ticket_keys(other)("20261121-A001") != key("20261121-A001")


def test_a_paper_that_is_out_can_be_reviewed_after_an_update(tmp_path: Path) -> None:
    (tmp_path / "ticket.key").write_text(bytes(range(32)).hex() + "\n")
    assert keys.ticket_keys(tmp_path)("20261121-A001") == "ufPTLrem3s0e"


def test_any_text_has_a_key_since_anybody_may_ask_with_any(tmp_path: Path) -> None:
    assert keys.ticket_keys(tmp_path)("\ud800") != keys.ticket_keys(tmp_path)("")


def test_a_signature_is_true_in_one_writing_alone() -> None:
    pad = Ed25519PrivateKey.generate()
    key = base64.b64encode(pad.public_key().public_bytes_raw()).decode()
    signature = base64.b64encode(pad.sign(b"review")).decode()
    assert keys.verify(key, b"review", signature)
    assert keys.verify(key, b"another", signature) is False
    assert keys.verify(key, b"review", f"{signature[:4]}\n{signature[4:]}") is False
    assert keys.verify(f"{key[:4]}\n{key[4:]}", b"review", signature) is False
    assert keys.verify("", b"review", signature) is False


@pytest.mark.parametrize("left", ["", "torn", "ab" * 31, "名"])
def test_a_secret_that_a_power_cut_tore_is_made_anew(tmp_path: Path, left: str) -> None:
    (tmp_path / keys.TICKET_SECRET).write_text(left, encoding="utf-8")
    key = keys.ticket_keys(tmp_path)("20261121-A001")
    assert len(bytes.fromhex((tmp_path / keys.TICKET_SECRET).read_text())) == 32
    assert keys.ticket_keys(tmp_path)("20261121-A001") == key


def test_a_review_by_phone_is_on_disk_with_its_channel_and_in_the_chain(
    small: KeyedHall, capsys: pytest.CaptureFixture[str]
) -> None:
    given = small.served()
    assert small.review(given, level=2, tags=["slow"]) | {"id": ""} == {
        "id": "",
        "ok": True,
        "data": {"ticket": given["ticket"], "state": "given"},
    }
    small.restart()
    assert small.review(given)["error"]["code"] == "rating.over"
    assert verify_main([str(small.folder), "--config", str(small.folder / "hall.toml")]) == 0
    assert "0 from pads without a key, 1 made by phone" in capsys.readouterr().out


def test_a_review_that_was_moved_to_the_other_channel_is_found(small: KeyedHall) -> None:
    small.review(small.served())
    small.store._db.execute(
        "UPDATE events SET body = replace(body, '\"phone\"', '\"pad\"') WHERE type = 'rating.given'"
    )
    assert verify_main([str(small.folder)]) == 1


def test_a_review_by_phone_from_a_pad_is_found(small: KeyedHall, capsys: pytest.CaptureFixture[str]) -> None:
    small.review(small.served())
    toml = (small.folder / "hall.toml").read_text(encoding="utf-8")
    (small.folder / "hall.toml").write_text(
        toml.replace('id = "page-1"\nrole = "phone-page"', 'id = "page-1"\nrole = "pad"\nwindow = "w1"'),
        encoding="utf-8",
    )
    assert verify_main([str(small.folder), "--config", str(small.folder / "hall.toml")]) == 1
    assert "nor made by phone" in capsys.readouterr().out


def test_a_wrong_key_is_recorded_without_it_and_a_flood_of_them_is_bounded(small: KeyedHall) -> None:
    given = small.served()
    before = len(small.events)
    for number in range(300):
        answer = small.review(given, key=f"guess{number:07d}")
        assert answer["error"]["code"] == "ticket.unknown"
    recorded = small.events[before:]
    assert 50 < len(recorded) < 200
    assert {type(event) for event in recorded} == {RequestRefused}
    assert recorded[0] == RequestRefused(at=small.now, device="page-1", type="rating.by_phone", code="ticket.unknown")
    assert b"guess" not in small.bytes_on_disk()
    assert small.review(given)["ok"]
    assert isinstance(small.events[-1], RatingGiven)


def test_no_event_on_the_stream_holds_a_key(small: KeyedHall) -> None:
    given = small.served()
    small.review(given)
    told = b"".join(journal.cloud_event("test-hall", stored) for stored in small.store.events(0))
    assert given["ticket"].encode() in told
    assert given["key"].encode() not in told


def test_no_other_device_reviews_or_follows(small: KeyedHall) -> None:
    given = small.served()
    about = {"ticket": given["ticket"], "key": given["key"]}
    for device in ("pad-1", "desk-1", "screen-1"):
        assert small.ask(device, "rating.by_phone", **about, level=5)["error"]["code"] == "device.not_allowed"
        assert small.ask(device, "ticket.follow", **about)["error"]["code"] == "device.not_allowed"
