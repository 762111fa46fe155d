"""The photo of an identity card, through decoders that behave and that do not."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from chip_cards import NUMBER, citizen_text
from listening import Heard
from sam_peer import SamPeer

from bench.fake_cards import FakeCards
from domain.number_machine.effects import ReadCards
from kiosk.hw.cards import CardKind, CardTrouble, Identity
from kiosk.hw.portrait import CardPortrait
from kiosk.hw.sam import SamCards
from kiosk.hw.wiring import SamWiring
from kiosk.number_machine.parts import Readers

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _time_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder is a program; on a busy machine it begins late."""
    monkeypatch.setitem(CardPortrait.__init__.__kwdefaults__, "seconds", 60.0)


def decoder(does: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys, time\nwlt = sys.stdin.buffer.read()\nout = sys.stdout.buffer\n{does}")


GOOD = decoder("out.write(b'\\x89PNG\\r\\n\\x1a\\n' + wlt[::-1])")


def raw() -> bytearray:
    return bytearray(range(1, 256)) * 4


def test_a_photo_is_what_the_decoder_makes_of_it() -> None:
    assert CardPortrait(raw(), GOOD).picture() == PNG + raw()[::-1]


def test_photo_and_picture_are_overwritten_for_good() -> None:
    wlt = raw()
    portrait = CardPortrait(wlt, GOOD)
    picture = portrait.picture()
    assert picture
    portrait.wipe()
    assert not any(wlt)
    assert not any(picture)
    assert portrait.picture() is None


@pytest.mark.parametrize(
    "does",
    ["sys.exit(1)", "out.write(b'no picture')", "out.write(b'BM' + bytes(9000))", "time.sleep(60)"],
    ids=["fails", "writes words", "writes too much", "hangs"],
)
def test_a_decoder_that_gives_no_picture_gives_none_and_holds_nobody_up(does: str) -> None:
    start = time.monotonic()
    assert CardPortrait(raw(), decoder(does), seconds=1.5, longest=8192).picture() is None
    assert time.monotonic() - start < 20


def test_a_decoder_that_is_not_there_or_takes_nothing_is_no_error() -> None:
    assert CardPortrait(raw(), ("/nowhere/decoder",)).picture() is None
    assert CardPortrait(raw(), ("true",)).picture() is None


def test_a_decoder_leaves_nothing_behind_on_disk_or_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    pid_file = decoder("import os\nout.write(b'BM%d' % os.getpid())")
    picture = CardPortrait(raw(), pid_file).picture()
    assert picture is not None
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(picture[2:]), 0)


def test_a_photo_that_was_read_is_wiped_when_the_session_ends(tmp_path: Path) -> None:
    peer = SamPeer(tmp_path)
    cards = SamCards(
        SamWiring(path=str(peer.path), poll_ms=20, photo_command=GOOD), patience=1.0, today=lambda: "20261121"
    )
    heard = Heard()
    cards.start(heard)
    peer.text = citizen_text()
    identity = heard.until(lambda event: isinstance(event, Identity))[-1]
    cards.stop()
    peer.unplug()
    assert identity.portrait.picture() == PNG + bytes(1024)
    assert NUMBER not in repr(identity)

    laid = FakeCards()
    readers = Readers(laid, None, key=b"", post=lambda _input: None)
    readers.start()
    readers.listen(ReadCards(on=True))
    laid.insert(identity)
    assert identity.portrait.picture() is not None
    readers.wipe()
    assert identity.portrait.picture() is None


@pytest.mark.parametrize("listening", [True, False])
def test_a_photo_that_nobody_asked_for_or_that_the_next_card_replaces_is_wiped(listening: bool) -> None:
    first = Identity(CardKind.RESIDENT, number=NUMBER, portrait=CardPortrait(raw(), GOOD))
    laid = FakeCards()
    readers = Readers(laid, None, key=b"", post=lambda _input: None)
    readers.start()
    readers.listen(ReadCards(on=listening))
    laid.insert(first)
    if listening:
        laid.insert(Identity(CardKind.OTHER, number="1"))
    assert first.portrait is not None
    assert first.portrait.picture() is None


def test_without_a_decoder_no_photo_leaves_the_driver(tmp_path: Path) -> None:
    peer = SamPeer(tmp_path)
    cards = SamCards(SamWiring(path=str(peer.path), poll_ms=20), patience=1.0, today=lambda: "20261121")
    heard = Heard()
    cards.start(heard)
    peer.text = citizen_text(valid_to="20261120")
    assert heard.until(lambda event: event == CardTrouble.EXPIRED)
    peer.text = None
    heard.until(lambda event: not isinstance(event, CardTrouble))
    peer.text = citizen_text()
    assert heard.until(lambda event: isinstance(event, Identity))[-1].portrait is None
    cards.stop()
    peer.unplug()
