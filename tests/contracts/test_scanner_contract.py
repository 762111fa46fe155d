"""What every scanner does, the fakes and the real drivers alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from listening import Heard
from scanner_rigs import RIGS, ScannerRig

from kiosk.hw.scanner import Scanned, ScannerTrouble


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScannerRig]:
    yield from RIGS[request.param](tmp_path)


@pytest.fixture
def heard(rig: ScannerRig) -> Iterator[Heard]:
    ears = Heard()
    rig.scanner.start(ears)
    yield ears
    rig.scanner.stop()


@pytest.mark.parametrize("code", ["202611210007", "Q-a7/B?x=1&y=Zz"])
def test_a_code_arrives_whole_and_alone(rig: ScannerRig, heard: Heard, code: str) -> None:
    rig.scan(code)
    assert heard.next() == Scanned(code)
    assert heard.nothing()


def test_two_codes_stay_two(rig: ScannerRig, heard: Heard) -> None:
    rig.scan("111")
    rig.scan("222")
    assert [heard.next(), heard.next()] == [Scanned("111"), Scanned("222")]


def test_a_code_does_not_show_in_logs(rig: ScannerRig, heard: Heard) -> None:
    rig.scan("202611210007")
    assert "202611210007" not in repr(heard.next())


def test_a_scanner_unplugged_is_gone_and_comes_back_by_itself(rig: ScannerRig, heard: Heard) -> None:
    rig.unplug()
    assert heard.next() == ScannerTrouble.GONE
    rig.plug()
    assert heard.next() == ScannerTrouble.BACK
    rig.scan("333")
    assert heard.next() == Scanned("333")


def test_starting_without_a_scanner_says_so(rig: ScannerRig) -> None:
    ears = Heard()
    rig.unplug()
    rig.scanner.start(ears)
    assert ears.next() == ScannerTrouble.GONE
    rig.scanner.stop()


def test_nothing_is_told_after_stop(rig: ScannerRig, heard: Heard) -> None:
    rig.scanner.stop()
    rig.scan("444")
    assert heard.nothing(0.2)
