"""Scanners beyond the contract: what they type, what they send, and python-evdev on a device that umockdev pretends."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listening import Heard
from scanner_rigs import TypedKeys
from typed_keys import ALT, ENTER, KEY_OF, SHIFT, typed
from umockdev_scanner import NODE, write_files

from kiosk.hw.evdev_scanner import EvdevScanner
from kiosk.hw.key_decoder import KeyDecoder
from kiosk.hw.scanner import LONGEST_CODE, Scanned, ScannerTrouble, clean_code
from kiosk.hw.serial_scanner import LineDecoder
from kiosk.hw.wiring import ScannerWiring

LISTEN = """
import queue, sys
from kiosk.hw.evdev_scanner import EvdevScanner
from kiosk.hw.wiring import ScannerWiring
heard = queue.Queue()
scanner = EvdevScanner(ScannerWiring(path=sys.argv[1]))
scanner.start(heard.put)
for _ in range(int(sys.argv[2])):
    event = heard.get(timeout=30)
    print(getattr(event, "text", event), flush=True)
scanner.stop()
"""


UNREADABLE = ScannerTrouble.UNREADABLE


def decode(keys: list[tuple[int, int]], decoder: KeyDecoder, now: float = 0.0) -> list[Scanned | ScannerTrouble]:
    heard = (decoder.key(code, value, now) for code, value in keys)
    return [one for one in heard if one is not None]


def test_the_real_evdev_reads_a_scanner_and_takes_it_for_itself(tmp_path: Path) -> None:
    options = write_files(tmp_path, typed("Q-A7b/x?1=2") + typed("202611210007"))
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["umockdev-run", *options, "--", sys.executable, "-c", LISTEN, NODE, "2"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.stdout.split() == ["Q-A7b/x?1=2", "202611210007"], done.stderr


def test_a_real_evdev_scanner_pulled_after_each_key_is_gone_and_back_and_reads_the_next_code(tmp_path: Path) -> None:
    options = write_files(tmp_path, [])
    device, ioctls = options[1], options[3].partition("=")[2]
    here = Path(__file__).parent
    bed = ["umockdev-wrapper", "/usr/bin/python3", str(here / "scanner_testbed.py"), device, ioctls]
    done = subprocess.run(
        [*bed, sys.executable, str(here / "scanner_probe.py"), "{name}", "{hand}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(here.parents[1])},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["told"] == ["gone", "back", *["gone", "back", "Q-A7b"] * (found["keys"] - 1)]
    assert found["more"] == 0


def test_a_scanner_is_grabbed_before_its_first_key() -> None:
    device, heard = TypedKeys(), Heard()
    scanner = EvdevScanner(ScannerWiring(), lambda _: device)
    scanner.start(heard)
    device.press("42")
    assert heard.next() == Scanned("42")
    assert device.grabbed
    scanner.stop()


def test_a_clock_that_is_set_while_a_code_is_typed_halves_no_code() -> None:
    device, heard = TypedKeys(clock_step_s=3600), Heard()
    scanner = EvdevScanner(ScannerWiring(), lambda _: device)
    scanner.start(heard)
    device.press("12345678")
    assert heard.next() == Scanned("12345678")
    scanner.stop()


def test_a_scanner_that_another_program_holds_is_no_scanner() -> None:
    class Held(TypedKeys):
        def grab(self) -> None:
            raise OSError(errno.EBUSY, "Device or resource busy")

    heard = Heard()
    scanner = EvdevScanner(ScannerWiring(), lambda _: Held())
    scanner.start(heard)
    assert heard.next() == ScannerTrouble.GONE
    scanner.stop()


@given(st.text(alphabet=sorted(KEY_OF), min_size=1, max_size=60))
def test_what_a_scanner_types_is_what_it_read(code: str) -> None:
    wanted = clean_code(code)
    nothing = [] if not code.strip() else [UNREADABLE]
    assert decode(typed(code), KeyDecoder(1.0)) == ([wanted] if wanted else nothing)


def test_a_code_that_was_torn_in_two_is_told_as_unreadable_and_the_next_one_is_read() -> None:
    decoder = KeyDecoder(1.0)
    keys = typed("123456")
    assert decode(keys[:4], decoder, 0.0) + decode(keys[4:], decoder, 1.5) == [UNREADABLE]
    assert decode(typed("789"), decoder, 2.0) == [Scanned("789")]


@pytest.mark.parametrize("stray", [[(2, 1), (2, 0)], [(ALT, 1), (ALT, 0)], [(SHIFT, 1)]], ids=["1", "Alt", "Shift"])
def test_a_stray_key_does_not_spoil_the_code_that_is_scanned_much_later(stray: list[tuple[int, int]]) -> None:
    decoder = KeyDecoder(1.0)
    assert decode(stray, decoder, 0.0) == []
    assert decode(typed("aB7"), decoder, 60.0) == [Scanned("aB7")]


def test_a_stray_key_that_is_still_held_does_not_keep_itself_in_mind() -> None:
    decoder = KeyDecoder(1.0)
    assert [decoder.key(2, 1 if now == 0 else 2, float(now)) for now in range(60)] == [None] * 60
    assert decode(typed("789"), decoder, 60.0) == [Scanned("789")]


@pytest.mark.parametrize("stray", [b"\x00", b"\xff\xfe", b"12", b"9" * 5000], ids=["0", "noise", "12", "flood"])
def test_a_stray_byte_does_not_spoil_the_code_that_is_sent_much_later(stray: bytes) -> None:
    decoder = LineDecoder(1.0)
    assert decoder.feed(stray, 0.0) == []
    quiet = [decoder.feed(b"", float(now)) for now in range(1, 60)]
    assert [code for codes in quiet for code in codes] == ([UNREADABLE] if len(stray) > LONGEST_CODE else [])
    assert decoder.feed(b"56", 60.0) + decoder.feed(b"78\r\n", 60.1) == [Scanned("5678")]


def test_a_code_with_chinese_spelled_by_alt_is_dropped_whole() -> None:
    spelled = [(ALT, 1), (79, 1), (79, 0), (80, 1), (80, 0), (ALT, 0)]
    decoder = KeyDecoder(1.0)
    assert decode(typed("12")[:-2] + spelled + typed("34"), decoder) == [UNREADABLE]
    assert decode(typed("56"), decoder) == [Scanned("56")]


def test_a_key_that_repeats_itself_counts_once() -> None:
    assert decode([(2, 1), (2, 2), (2, 2), (2, 0), (ENTER, 1)], KeyDecoder(1.0)) == [Scanned("1")]


def test_a_code_without_end_is_never_told_nor_kept() -> None:
    decoder = KeyDecoder(1000.0)
    assert decode(typed("1" * (LONGEST_CODE + 200)), decoder) == [UNREADABLE]
    assert decode(typed("2"), decoder) == [Scanned("2")]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_a_serial_scanner_sends_chinese_in_either_coding(end: bytes, coding: str) -> None:
    assert LineDecoder(1.0).feed("取件A12".encode(coding) + end, 0.0) == [Scanned("取件A12")]


def test_a_line_that_was_torn_in_two_is_told_as_unreadable() -> None:
    decoder = LineDecoder(1.0)
    assert decoder.feed(b"12", 0.0) == []
    assert decoder.feed(b"34\r\n", 2.0) == [UNREADABLE]
    assert decoder.feed(b"56\r\n", 2.1) == [Scanned("56")]


@pytest.mark.parametrize("raw", [b"\x00\x01\r", b"\r\r\n", b"   \n", b"\x02\x03\r\n", b"\xef\xbb\xbf\r"])
def test_nothing_is_not_told(raw: bytes) -> None:
    assert LineDecoder(1.0).feed(raw, 0.0) == []


@pytest.mark.parametrize("raw", [b"\xff\xff\r", b"9" * 600 + b"\r", b"12\xff\xff34\r\n"])
def test_what_is_no_code_is_told_as_unreadable(raw: bytes) -> None:
    assert LineDecoder(1.0).feed(raw, 0.0) == [UNREADABLE]


def test_a_hundred_thousand_random_byte_sequences_are_codes_or_nothing_and_leave_nothing_behind() -> None:
    """In pieces, at any pace, with ends and without. After a silence, what is sent is read."""
    chance = random.Random(5)
    decoder, now, told = LineDecoder(1.0), 0.0, 0
    for _ in range(100_000):
        sent = chance.randbytes(chance.randrange(20)) + chance.choice([b"", b"12A", "取件".encode(), b"9" * 700])
        for piece in (sent, chance.choice([b"", b"\r", b"\n", b"\r\n"])):
            now += chance.choice([0.0, 0.01, 0.4, 2.0])
            for code in decoder.feed(piece, now):
                told += 1
                if isinstance(code, ScannerTrouble):
                    continue
                assert 1 <= len(code.text) <= LONGEST_CODE
                assert code.text.isprintable()
        if chance.random() < 0.1:
            now += 10.0
            assert decoder.feed(b"202611210007\r", now) == [Scanned("202611210007")]
    assert told > 1000


def test_a_hundred_thousand_random_key_sequences_are_codes_or_nothing_and_leave_nothing_behind() -> None:
    """Likewise: keys down, held and up, Shifts and Alts without an end, codes and halves of them."""
    chance = random.Random(6)
    decoder, now, told = KeyDecoder(1.0), 0.0, 0
    whole = typed("Q-A7b/x")
    for _ in range(100_000):
        keys = [(chance.randrange(120), chance.randrange(3)) for _ in range(chance.randrange(6))]
        keys += whole[chance.randrange(len(whole)) :] if chance.random() < 0.5 else typed("7")[: chance.randrange(4)]
        now += chance.choice([0.0, 0.01, 0.4, 2.0])
        for code in decode(keys, decoder, now):
            told += 1
            if isinstance(code, ScannerTrouble):
                continue
            assert 1 <= len(code.text) <= LONGEST_CODE
            assert code.text.isprintable()
        if chance.random() < 0.1:
            now += 10.0
            assert decode(whole, decoder, now) == [Scanned("Q-A7b/x")]
    assert told > 1000
