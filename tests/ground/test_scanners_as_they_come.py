"""Scanners as they are set up when they come out of the box: what they put around a code, and how they end one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listening import Heard
from scanner_rigs import SerialRig
from typed_keys import ALT, ENTER, KEY_OF, typed

from domain.number_machine.inputs import CodeScanned, CodeUnreadable, MachineInput, ReaderChanged, ReaderPart
from kiosk.hw.key_decoder import KeyDecoder
from kiosk.hw.scanner import Scanned, ScannerTrouble
from kiosk.hw.serial_scanner import LineDecoder, decoded
from kiosk.hw.wiring import Coding, ScannerWiring
from kiosk.number_machine.parts import UNREAD_MOST, Readers

CODE = "YY8K3M"
RAW = CODE.encode()
BOOKED = "预约202611210007"
ADDRESS = "https://hall.example/t/20261121-B003?k=" + "aZ" * 200
UNREADABLE = ScannerTrouble.UNREADABLE
TAB, CTRL, KEYPAD = 15, 29, {"0": 82, "1": 79, "2": 80, "3": 81, "5": 76, "6": 77, "7": 71, "9": 73}

SENT: dict[str, tuple[bytes, list[str]]] = {
    "CR": (RAW + b"\r", [CODE]),
    "LF": (RAW + b"\n", [CODE]),
    "CR LF": (RAW + b"\r\n", [CODE]),
    "CR CR": (RAW + b"\r\r", [CODE]),
    "Tab": (RAW + b"\t", [CODE]),
    "ETX": (RAW + b"\x03", [CODE]),
    "STX and ETX": (b"\x02" + RAW + b"\x03", [CODE]),
    "STX, ETX, CR LF": (b"\x02" + RAW + b"\x03\r\n", [CODE]),
    "NUL": (RAW + b"\0\r", [CODE]),
    "byte order mark": (b"\xef\xbb\xbf" + RAW + b"\r", [CODE]),
    "GS": (b"\x1d" + RAW + b"\x1d\r", [CODE]),
    "AIM": (b"]Q1" + RAW + b"\r", [CODE]),
    "ECI": (rb"\000026" + RAW + b"\r", [CODE]),
    "AIM and ECI": (rb"]Q2\000026" + RAW + b"\r", [CODE]),
    "two at once": (RAW + b"\r" + b"OTHER7\r", [CODE, "OTHER7"]),
    "UTF-8": (BOOKED.encode() + b"\r", [BOOKED]),
    "GBK": (BOOKED.encode("gbk") + b"\r", [BOOKED]),
    "GB 18030 by ECI": (rb"\000032" + BOOKED.encode("gb18030") + b"\r", [BOOKED]),
    "no end": (RAW, [CODE]),
}


@pytest.mark.parametrize("sent", SENT)
def test_what_a_serial_scanner_sends_comes_out_right(sent: str) -> None:
    raw, wanted = SENT[sent]
    decoder = LineDecoder(0.5)
    heard = decoder.feed(raw, 10.0) + decoder.feed(b"", 10.4) + decoder.feed(b"", 10.6) + decoder.feed(b"", 20.0)
    assert heard == [Scanned(code) for code in wanted]


@pytest.fixture
def on_a_pty(tmp_path: Path) -> Iterator[tuple[SerialRig, Heard]]:
    rig, heard = SerialRig(tmp_path), Heard()
    rig.scanner.start(heard)
    yield rig, heard
    rig.scanner.stop()


def test_a_real_port_hears_all_of_them_one_after_the_other(on_a_pty: tuple[SerialRig, Heard]) -> None:
    rig, heard = on_a_pty
    rig.scan_in_part("")
    assert rig._ends is not None
    for raw, wanted in [SENT["no end"], *SENT.values()][:-1]:
        os.write(rig._ends[0], raw)
        assert [heard.next() for _ in wanted] == [Scanned(code) for code in wanted]


def press(*keys: int) -> list[tuple[int, int]]:
    return [(key, value) for key in keys for value in (1, 0)]


def with_ctrl(letter: str) -> list[tuple[int, int]]:
    return [(CTRL, 1), *press(KEY_OF[letter][0]), (CTRL, 0)]


def by_alt(number: str) -> list[tuple[int, int]]:
    return [(ALT, 1), *press(*(KEYPAD[digit] for digit in number)), (ALT, 0)]


BODY = typed(CODE)[:-2]
TYPED: dict[str, list[tuple[int, int]]] = {
    "Enter": typed(CODE),
    "Enter twice": typed(CODE) + press(ENTER),
    "Tab": BODY + press(TAB),
    "Tab and Enter": BODY + press(TAB, ENTER),
    "STX and ETX with Ctrl": with_ctrl("b") + BODY + with_ctrl("c"),
    "STX and ETX with Ctrl, Enter": with_ctrl("b") + typed(CODE)[:-2] + with_ctrl("c") + press(ENTER),
    "CR with Ctrl": BODY + with_ctrl("m"),
    "GS with Ctrl": with_ctrl("]") + typed(CODE),
    "GS with Alt": by_alt("029") + typed(CODE),
    "CR with Alt": BODY + by_alt("013"),
    "letters with Alt": by_alt("72") + typed("7"),  # H
    "Caps Lock pressed": press(58) + typed(CODE) + press(58),
    "a function key": press(66) + typed(CODE),
    "AIM": typed("]Q1" + CODE),
    "ECI": typed("\\000026" + CODE),
    "no end": BODY,
}


@pytest.mark.parametrize("keys", TYPED)
def test_what_a_keyboard_scanner_types_comes_out_right(keys: str) -> None:
    decoder = KeyDecoder(0.5)
    heard = [decoder.key(code, value, 10.0) for code, value in TYPED[keys]]
    heard += decoder.silence(10.4) + decoder.silence(10.6) + decoder.silence(20.0)
    assert [one for one in heard if one] == [Scanned("H7" if keys == "letters with Alt" else CODE)]


@pytest.mark.parametrize("pace_s", [0.0, 0.005, 0.03, 0.1])
def test_the_longest_address_arrives_however_slowly_its_keys_come(pace_s: float) -> None:
    keys, serial, now = KeyDecoder(0.5), LineDecoder(0.5), 10.0
    typed_code, sent = [], []
    for code, value in typed(ADDRESS):
        now += pace_s
        typed_code.append(keys.key(code, value, now))
        typed_code += keys.silence(now)
    for byte in ADDRESS.encode() + b"\r":
        now += pace_s
        sent += serial.feed(bytes([byte]), now) + serial.feed(b"", now)
    assert [one for one in typed_code if one] == sent == [Scanned(ADDRESS)]


def test_a_scanner_that_sends_ends_is_not_believed_half_a_code() -> None:
    decoder = LineDecoder(0.5)
    assert decoder.feed(RAW + b"\r", 10.0) == [Scanned(CODE)]
    assert decoder.feed(b"YY8K3", 20.0) + decoder.feed(b"", 21.0) == [UNREADABLE]
    assert decoder.feed(RAW + b"\r", 30.0) == [Scanned(CODE)]


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
ASCII = st.text("ABCYZ0123456789-", max_size=12)


def test_the_word_that_a_booking_code_begins_with_is_valid_in_the_wrong_coding_as_well() -> None:
    assert "预约".encode("gbk").decode("utf-8") == "ԤԼ"
    assert decoded("预约".encode("gbk"), Coding.AUTO) == "预约"


@given(HAN, ASCII, st.sampled_from(["utf-8", "gb18030"]))
def test_a_guess_makes_no_latin_letters_of_chinese_ones(han: str, rest: str, coding: str) -> None:
    read = decoded((han + rest).encode(coding), Coding.AUTO)
    assert read is not None
    assert all(letter.isascii() or letter >= "\u3000" for letter in read)


@given(HAN, ASCII, st.sampled_from([Coding.UTF8, Coding.GB18030]))
def test_a_set_coding_is_never_guessed(han: str, rest: str, coding: Coding) -> None:
    assert decoded((han + rest).encode(coding.value), coding) == han + rest


def test_what_is_not_in_the_set_coding_is_unreadable() -> None:
    assert LineDecoder(0.5, Coding.UTF8).feed("取号".encode("gbk") + b"\r", 1.0) == [UNREADABLE]
    assert LineDecoder(0.5, Coding.GB18030).feed("é".encode("latin-1") + b"\r", 1.0) == [UNREADABLE]


def test_the_wiring_hands_its_coding_to_the_port(tmp_path: Path) -> None:
    rig, heard = SerialRig(tmp_path), Heard()
    rig.scanner = type(rig.scanner)(ScannerWiring(path=str(tmp_path / "scanner"), coding=Coding.UTF8))
    rig.scanner.start(heard)
    rig.scan_in_part("")
    time.sleep(0.1)  # opening a port drops what came before
    assert rig._ends is not None
    os.write(rig._ends[0], "é".encode() + b"1234\r")
    assert heard.next() == Scanned("é1234")
    rig.scanner.stop()


class Silent:
    def start(self, on_scan: object) -> None: ...

    def stop(self) -> None: ...


def test_three_unreadable_codes_in_a_row_are_a_matter_for_the_engineer_and_one_that_is_read_ends_it() -> None:
    posted: list[MachineInput] = []
    readers = Readers(None, Silent(), key=b"", post=posted.append)
    states = []
    for event in (*[UNREADABLE] * (UNREAD_MOST - 1), Scanned(CODE), *[UNREADABLE] * UNREAD_MOST, Scanned(CODE)):
        readers._on_scan(event)
        states.append(readers.scanner_state)
    assert states == ["ready"] * (2 * UNREAD_MOST - 1) + ["unreadable", "ready"]
    assert posted.count(CodeUnreadable()) == 2 * UNREAD_MOST - 1
    assert posted.count(CodeScanned(CODE)) == 2


def test_a_scanner_that_is_gone_is_gone_whatever_it_sent_before() -> None:
    posted: list[MachineInput] = []
    readers = Readers(None, Silent(), key=b"", post=posted.append)
    for event in (*[UNREADABLE] * UNREAD_MOST, ScannerTrouble.GONE):
        readers._on_scan(event)
    assert readers.scanner_state == "gone"
    readers._on_scan(ScannerTrouble.BACK)
    assert readers.scanner_state == "ready"
    assert posted[-1] == ReaderChanged(ReaderPart.SCANNER, present=True)
