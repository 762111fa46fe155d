"""A pad that has a key signs its reviews: the hall takes no other, and the signature can be checked afterwards."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from quiet_hall import QuietHall
from sample_hall import TOML

from domain.commands import GiveRating
from domain.events import RatingInvited
from domain.state.rating import signed_bytes
from hall.verify_ratings import verify_main

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


@pytest.fixture
def small(tmp_path: Path) -> QuietHall:
    """A pad with a key at window 1, and a finished service there."""
    made = QuietHall(tmp_path, TOML.replace('window = "w1"', f'window = "w1"\npublic_key = "{PUBLIC}"'))
    made.ask("pad-1", "window.open", window="w1", clerk="c1")
    made.ask("kiosk-1", "ticket.issue", queue="social")
    ticket = made.ask("pad-1", "ticket.call_next", window="w1")["data"]["ticket"]
    made.ask("pad-1", "ticket.start", window="w1", ticket=ticket)
    made.ask("pad-1", "ticket.finish", window="w1", ticket=ticket)
    return made


def review(small: QuietHall, *, key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    invited = next(event for event in small.events if isinstance(event, RatingInvited))
    given = GiveRating(session=invited.session, nonce=invited.nonce, level=5, comment="好", given_at=small.now)
    signature = base64.b64encode(key.sign(signed_bytes(given))).decode()
    return {
        "session": given.session,
        "nonce": given.nonce,
        "level": 5,
        "comment": "好",
        "given_at": small.now,
        "signature": signature,
    }


def test_a_signed_review_is_taken_and_verified_afterwards(small: QuietHall, capsys: pytest.CaptureFixture[str]) -> None:
    assert small.ask("pad-1", "rating.given", **review(small))["ok"]
    assert verify_main([str(small.folder), "--config", str(small.folder / "hall.toml")]) == 0
    assert "signatures: 1 true, 0 from pads without a key" in capsys.readouterr().out


@pytest.mark.parametrize("signature", ["", "no base64", base64.b64encode(bytes(64)).decode()])
def test_a_review_without_the_pads_signature_is_refused(small: QuietHall, signature: str) -> None:
    answer = small.ask("pad-1", "rating.given", **(review(small) | {"signature": signature}))
    assert answer["error"]["code"] == "rating.signature"


def test_a_review_signed_by_another_key_is_refused(small: QuietHall) -> None:
    other = review(small, key=Ed25519PrivateKey.from_private_bytes(bytes(32)))
    assert small.ask("pad-1", "rating.given", **other)["error"]["code"] == "rating.signature"


def test_a_signature_that_is_not_of_the_review_is_found(small: QuietHall, capsys: pytest.CaptureFixture[str]) -> None:
    small.ask("pad-1", "rating.given", **review(small))
    row = small.store._db.execute("SELECT seq, body FROM events WHERE type = 'rating.invited'").fetchone()
    invited = json.loads(row[1]) | {"nonce": "0" * 32}
    small.store._db.execute("UPDATE events SET body = ? WHERE seq = ?", (json.dumps(invited), row[0]))
    assert verify_main([str(small.folder), "--config", str(small.folder / "hall.toml")]) == 1
    assert "NOT SIGNED by its pad" in capsys.readouterr().out


@pytest.mark.parametrize(("with_key", "status"), [(True, 0), (False, 1)])
def test_strictly_a_review_from_a_pad_without_a_key_is_no_proof(
    with_key: bool, status: int, small: QuietHall, capsys: pytest.CaptureFixture[str]
) -> None:
    assert small.ask("pad-1", "rating.given", **review(small))["ok"]
    config = small.folder / "hall.toml"
    if not with_key:
        config.write_text(config.read_text("utf-8").replace(f'public_key = "{PUBLIC}"', ""), "utf-8")
    assert verify_main([str(small.folder), "--config", str(config)]) == 0
    assert verify_main([str(small.folder), "--config", str(config), "--strict"]) == status
    assert ("NOT PROVED: 1 reviews" in capsys.readouterr().out) is not with_key


def test_to_be_strict_one_needs_the_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        verify_main([str(tmp_path), "--strict"])
    assert "--strict needs --config" in capsys.readouterr().err
