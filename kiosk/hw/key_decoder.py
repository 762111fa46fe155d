"""Turns the keys that a scanner types into codes: keys of a US layout, and the ways to type characters without a key.

Control characters, which frame a code or end it, come as Ctrl with a letter (Ctrl+M is CR), or as Alt with the number
of the character on the keypad; Tab and Enter come as themselves.
"""

from __future__ import annotations

from kiosk.hw.scanner import LONGEST_CODE, CodeEnd, Heard, ScannerTrouble, clean_code

KEY_UP, KEY_DOWN = 0, 1
ASCII = 128
ENTERS = {28, 96, 15}  # Enter, that of the keypad, and Tab
SHIFTS = {42, 54}
CONTROLS = {29, 97}
ALTS = {56, 100}
SILENT = {58, 69, 70, 125, 126, *range(59, 69), 87, 88}  # locks, Windows keys, F1 to F12: ignored

# Linux key codes of each row of a keyboard, with what its keys say alone and with Shift.
ROWS: tuple[tuple[int, str, str], ...] = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (55, "*", "*"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (98, "/", "/"),
)
LETTERS: dict[int, tuple[str, str]] = {
    first + place: pair for first, plain, shifted in ROWS for place, pair in enumerate(zip(plain, shifted, strict=True))
}
_ENDING = frozenset({3, 4, 9, 10, 13})  # ETX, EOT, Tab, LF, CR
_FRAMING = frozenset({0, 1, 2, 28, 29, 30, 31})  # NUL, SOH, STX, and the separators that GS1 puts between fields


class KeyDecoder:
    """Collects keys until Enter or Tab. A code with a gap of more than `code_seconds`, or with keys that are no
    characters (some models type Chinese with Alt), is dropped as a whole and reported as unreadable: half a code is
    worse than none. After a long silence a new code begins."""

    def __init__(self, code_seconds: float) -> None:
        self._end = CodeEnd(code_seconds)
        self._held: set[int] = set()
        self._letters: list[str] = []
        self._spelled = ""  # digits of the keypad since Alt went down
        self._spoilt = False

    def key(self, code: int, value: int, now: float) -> Heard | None:
        """Take in a key event (`value` as in Linux: 0 up, 1 down, 2 repeated; `now` in seconds). Returns the code when
        it ends."""
        if value == KEY_DOWN and self._end.came(now, first=not (self._letters or self._spoilt)):
            self._forget()
        if code in SHIFTS | CONTROLS | ALTS:
            return self._modifier(code, value)
        if value != KEY_DOWN or code in SILENT:
            return None
        if code in ENTERS:
            return self._ended()
        if self._held & ALTS and code in LETTERS and LETTERS[code][0].isdigit():
            self._spelled += LETTERS[code][0]
        elif self._held & CONTROLS:
            return self._control(code)
        else:
            self._collect(code)
        return None

    def silence(self, now: float) -> list[Heard]:
        """Nothing came until `now`: a silence may also end a code."""
        if not (self._letters or self._spoilt) or not self._end.silent(now):
            return []
        whole = self._end.by_silence(len(self._letters))
        if whole is None:
            self._forget()
            return []
        heard = self._code(whole=whole)
        return [heard] if heard is not None else []

    def _modifier(self, code: int, value: int) -> Heard | None:
        if value != KEY_UP:
            if value == KEY_DOWN and code in ALTS:
                self._spelled = ""
            self._held.add(code)
            return None
        self._held.discard(code)
        spelled, self._spelled = self._spelled, "" if code in ALTS else self._spelled
        return self._character(int(spelled)) if code in ALTS and spelled.isascii() and spelled.isdigit() else None

    def _control(self, code: int) -> Heard | None:
        letter = LETTERS.get(code, ("", ""))[0].upper()
        if letter not in set("@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_2"):
            self._spoilt = True
            return None
        return self._character(0 if letter in {"@", "2"} else ord(letter) - 64)

    def _character(self, number: int) -> Heard | None:
        """A character that was written by its number."""
        if number in _ENDING:
            return self._ended()
        if number < ASCII and chr(number).isprintable():
            self._add(chr(number))
        elif number not in _FRAMING:
            self._spoilt = True  # a character of an unknown code page
        return None

    def _collect(self, code: int) -> None:
        if code in LETTERS:
            self._add(LETTERS[code][bool(self._held & SHIFTS)])
        else:
            self._spoilt = True

    def _add(self, letter: str) -> None:
        if len(self._letters) <= LONGEST_CODE:
            self._letters.append(letter)
        else:
            self._spoilt = True

    def _ended(self) -> Heard | None:
        return self._code(whole=self._end.sign())

    def _code(self, *, whole: bool) -> Heard | None:
        text, spoilt = "".join(self._letters), self._spoilt or not whole
        self._letters.clear()
        self._spelled, self._spoilt = "", False
        if not text.strip() and not spoilt:
            return None
        return (None if spoilt else clean_code(text)) or ScannerTrouble.UNREADABLE

    def _forget(self) -> None:
        """Forget the keys so far, including a Shift whose release was lost."""
        self._letters.clear()
        self._held.clear()
        self._spelled, self._spoilt = "", False
