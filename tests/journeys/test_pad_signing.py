"""The key a pad signs its reviews with."""

from __future__ import annotations

import base64
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from domain.commands import GiveRating
from domain.state.rating import signed_bytes
from hall.keys import verify
from review_pad.__main__ import main
from review_pad.signing import Signer, signed

REVIEW = GiveRating(
    session="s1",
    nonce="n1",
    level=2,
    tags=("214",),
    comment="等候时间太长。",
    given_at=1_795_222_800_000,
    monotonic_ms=4711,
)


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.key"
    Signer(path).ready()
    first = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    Signer(path).ready()
    assert path.read_bytes() == first
    assert [file.name for file in path.parent.iterdir()] == ["signing.key"]


def test_the_hall_finds_a_signature_true_and_a_changed_review_false(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "signing.key")
    review = signed(signer, REVIEW)
    assert verify(signer.public_key, signed_bytes(review), review.signature)
    better = replace(review, level=5)
    assert not verify(signer.public_key, signed_bytes(better), review.signature)


def test_the_public_key_is_printed_as_the_hall_wants_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "terminal.toml"
    config.write_text(f'hall = "h1"\ndevice = "pad"\ndata = "data"\nsigning_key_file = "{tmp_path}/signing.key"\n')
    assert main(["--config", str(config), "--public-key"]) == 0
    printed = capsys.readouterr().out.strip()
    assert printed == Signer(tmp_path / "signing.key").public_key
    assert len(base64.b64decode(printed)) == 32
