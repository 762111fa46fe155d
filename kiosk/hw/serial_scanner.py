"""Scanners on a serial port (RS-232, or USB in CDC mode): one code a line. The safer mode for Chinese content."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from kiosk.hw.line import DescriptorLine, open_serial
from kiosk.hw.scanner import LONGEST_CODE, CodeEnd, Heard, OnScan, ScannerTrouble, clean_code
from kiosk.hw.scanner_watch import ScannerWatch
from kiosk.hw.wiring import Coding, ScannerWiring

BYTES_PER_CHARACTER = 4
ENDS = b"\x03\x04\t\n\x0b\x0c\r"  # ETX, EOT, Tab, LF, VT, FF, CR: what scanners can be set to send behind a code


class SerialScanner:
    def __init__(self, wiring: ScannerWiring) -> None:
        def open_source() -> _Lines:
            return _Lines(open_serial(wiring.path, wiring.baud), LineDecoder(wiring.code_seconds, wiring.coding))

        self._watch = ScannerWatch(open_source)

    def start(self, on_scan: OnScan) -> None:
        self._watch.start(on_scan)

    def stop(self) -> None:
        self._watch.stop()


class LineDecoder:
    """Turns bytes into codes. A code with gaps, or one that is too long, is dropped as a whole and reported as
    unreadable. After a long silence a new code begins."""

    def __init__(self, code_seconds: float, coding: Coding = Coding.AUTO) -> None:
        self._end = CodeEnd(code_seconds)
        self._coding = coding
        self._bytes = bytearray()
        self._too_long = False

    def feed(self, data: bytes, now: float) -> list[Heard]:
        """The codes that end within `data`. Empty `data`: nothing came until `now`, which may also end a code."""
        if not data:
            return self._silence(now)
        if self._end.came(now, first=not self._bytes):
            self._forget()
        heard = []
        for byte in data:
            if byte in ENDS:
                heard += self._code(whole=self._end.sign())
            elif len(self._bytes) < LONGEST_CODE * BYTES_PER_CHARACTER:
                self._bytes.append(byte)
            else:
                self._too_long = True
        return heard

    def _silence(self, now: float) -> list[Heard]:
        if not self._bytes or not self._end.silent(now):
            return []
        whole = self._end.by_silence(len(self._bytes))
        if whole is None:
            self._forget()
            return []
        return self._code(whole=whole)

    def _code(self, *, whole: bool) -> list[Heard]:
        text = decoded(bytes(self._bytes), self._coding)
        code = clean_code(text) if text is not None and whole and not self._too_long else None
        empty = text is not None and not text.strip(NOTHING)
        self._forget()
        if code is None and empty:
            return []
        return [code if code is not None else ScannerTrouble.UNREADABLE]

    def _forget(self) -> None:
        self._bytes.clear()
        self._too_long = False


NOTHING = "".join(map(chr, range(33))) + "\ufeff"
_ECI = re.compile(rb"\\(0000[0-9]{2})")
_CODING_OF_ECI = {b"000026": "utf-8", b"000029": "gb18030", b"000032": "gb18030"}  # UTF-8, GB 2312, GB 18030


def decoded(raw: bytes, coding: Coding) -> str | None:
    """The text; None if `raw` is not valid in `coding`.

    `auto` follows the ECI mark that a scanner may put before a code; else it takes the coding in which all characters
    are ASCII or Chinese, as in a hall's codes. So Chinese is not misread: 预约 in GB 18030 is also valid UTF-8, for ԤԼ.
    A hall whose codes have other letters sets `coding`.
    """
    if coding is not Coding.AUTO:
        return _read(raw, coding.value)
    mark = _ECI.search(raw)
    if mark is not None and mark[1] in _CODING_OF_ECI:
        return _read(raw, _CODING_OF_ECI[mark[1]])
    readings = [text for text in (_read(raw, "utf-8"), _read(raw, "gb18030")) if text is not None]
    return next((text for text in readings if all(map(_usual, text))), readings[0] if readings else None)


def _read(raw: bytes, coding: str) -> str | None:
    try:
        return raw.decode(coding)
    except UnicodeDecodeError:
        return None


def _usual(letter: str) -> bool:
    """ASCII, Chinese characters and punctuation, full-width forms."""
    return letter < "\x80" or any(first <= letter <= last for first, last in _CHINESE) or letter in _MARKS


_CHINESE = (
    ("\u3000", "\u303f"),  # punctuation
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff01", "\uff5e"),  # full-width forms
    ("\U00020000", "\U0003ffff"),
)
_MARKS = frozenset("·—…‘’“”\ufeff￥")


class _Lines:
    def __init__(
        self, line: DescriptorLine, decoder: LineDecoder, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._line = line
        self._decoder = decoder
        self._monotonic = monotonic

    def read(self, seconds: float) -> list[Heard]:
        asked_at = self._monotonic()  # silence counts until here: what comes while this program sleeps is no silence
        data = self._line.read(seconds)
        return self._decoder.feed(data, self._monotonic() if data else asked_at)

    def close(self) -> None:
        self._line.close()
