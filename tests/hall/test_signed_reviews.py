"""A pad that has a key signs its reviews: the hall takes no other, and the signature can be checked afterwards."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from quiet_hall import QuietHall
from sample_hall import TOML

import xiaochuang
from domain.commands import GiveRating
from domain.config import Device, HallConfig, Role, Text
from domain.events import RatingGiven, RatingInvited
from domain.state.rating import signed_bytes
from hall.config.former import FORMER, renewed
from hall.signatures import verify_signatures
from hall.verify_ratings import verify_main

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC, OTHER_PUBLIC = (base64.b64encode(one.public_key().public_bytes_raw()).decode() for one in (KEY, OTHER))
WITH_KEY = TOML.replace('window = "w1"', f'window = "w1"\npublic_key = "{PUBLIC}"')


@pytest.fixture
def small(tmp_path: Path) -> QuietHall:
    """A pad with a key at window 1, and a finished service there."""
    return served(tmp_path, WITH_KEY)


def served(tmp_path: Path, toml: str) -> QuietHall:
    made = QuietHall(tmp_path, toml)
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
    other = review(small, key=OTHER)
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


def other_pad(small: QuietHall, words: str, *, key: str = OTHER_PUBLIC) -> Path:
    """hall.toml after a pad with another key has taken the old one's place; `words` stand in [ratings]."""
    config = small.folder / "hall.toml"
    said = config.read_text("utf-8").replace(f'public_key = "{PUBLIC}"', f'public_key = "{key}"' if key else "")
    assert said.count("[ratings]\n") == 1
    config.write_text(said.replace("[ratings]\n", f"[ratings]\n{words}\n"), "utf-8")
    return config


FORMERLY = f'former_keys = [{{ device = "pad-1", public_key = "{PUBLIC}" }}]'


@pytest.mark.parametrize("key", [OTHER_PUBLIC, ""], ids=["replaced", "taken away"])
def test_what_a_former_pad_has_signed_stays_proved(
    small: QuietHall, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    assert small.ask("pad-1", "rating.given", **review(small))["ok"]
    config = other_pad(small, FORMERLY, key=key)
    assert verify_main([str(small.folder), "--config", str(config), "--strict"]) == 0
    assert "signatures: 1 true" in capsys.readouterr().out
    small.store._db.execute('UPDATE events SET body = replace(body, \'"signature":"\', \'"signature":"A\')')
    assert verify_main([str(small.folder), "--config", str(config), "--strict"]) == 1


def test_check_config_names_a_key_that_a_changed_file_has_lost(
    small: QuietHall, capsys: pytest.CaptureFixture[str]
) -> None:
    small.writer.keep(meta={FORMER: renewed(None, small.writer.hall.state.config, small.now)})
    small.tick()
    words = ["check-config", "--language", "en", "--data", str(small.folder)]
    xiaochuang.main([*words, str(other_pad(small, ""))])
    assert f"ratings.former_keys: lacks the key {PUBLIC} of pad-1" in capsys.readouterr().err
    (small.folder / "hall.toml").write_text(WITH_KEY, "utf-8")
    xiaochuang.main([*words, str(other_pad(small, FORMERLY))])
    assert "lacks the key" not in capsys.readouterr().err


def test_a_former_key_that_is_none_is_a_mistake(small: QuietHall, capsys: pytest.CaptureFixture[str]) -> None:
    config = other_pad(small, FORMERLY.replace(PUBLIC, "no key"))
    assert xiaochuang.main(["check-config", "--language", "en", str(config)]) == 1
    assert "ratings.former_keys #1: public_key: is not an Ed25519 public key" in capsys.readouterr().err


def test_reviews_from_before_a_pad_got_its_key_are_no_forgeries_and_no_proof(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = served(tmp_path, TOML)
    given = review(small)
    assert small.ask("pad-1", "rating.given", **(given | {"signature": ""}))["ok"]
    config = small.folder / "hall.toml"
    config.write_text(WITH_KEY, "utf-8")
    assert verify_main([str(small.folder), "--config", str(config)]) == 0
    assert "0 true, 1 from pads without a key" in capsys.readouterr().out
    assert verify_main([str(small.folder), "--config", str(config), "--strict"]) == 1


def test_a_review_whose_signature_was_taken_off_is_found() -> None:
    """Once a pad has signed, it signs always."""
    config = HallConfig(
        id="h", name=Text(zh="厅", en="Hall"), queues=(), windows=(),
        devices=(Device(id="pad-1", role=Role.PAD, window="w1", public_key=PUBLIC),),
    )  # fmt: skip
    first, second = signed("s1"), replace(signed("s2"), signature="")
    assert verify_signatures(config, [first, second], {"s1": "n", "s2": "n"}).false_session == "s2"
    assert verify_signatures(config, [second, first], {"s1": "n", "s2": "n"}).false_session is None


def signed(session: str) -> RatingGiven:
    """As the hall has it in its log."""
    given = GiveRating(session=session, nonce="n", level=5, given_at=1)
    return RatingGiven(
        at=1, session=session, ticket="t", window="w1", clerk="c1", device="pad-1", level=5, tags=(), comment="",
        given_at=1, monotonic_ms=0, signature=base64.b64encode(KEY.sign(signed_bytes(given))).decode(), previous="",
        hash="",
    )  # fmt: skip
