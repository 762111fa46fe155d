"""What a HID scanner types, as one code. It is a keyboard with a US layout that ends each code with Enter."""

from __future__ import annotations

from kiosk.hw.scanner import FORGOTTEN_AFTER, LONGEST_CODE, Scanned, clean_code

KEY_UP, KEY_DOWN = 0, 1
ENTERS = {28, 96}  # Enter, and that of the keypad
SHIFTS = {42, 54}

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


class KeyDecoder:
    """Collects keys until Enter. A code that takes longer than `code_seconds`, or holds keys that are no letters
    (some models spell Chinese with Alt), is dropped whole: half a code is worse than none. What comes after a long
    silence is another code, whatever was left before it."""

    def __init__(self, code_seconds: float) -> None:
        self._code_seconds = code_seconds
        self._shifts: set[int] = set()
        self._letters: list[str] = []
        self._began = 0.0
        self._newest = 0.0
        self._spoilt = False

    def key(self, code: int, value: int, now: float) -> Scanned | None:
        """One key event (`value` as in Linux: 0 up, 1 down, 2 repeated; `now` in seconds). The code, at its end."""
        if value == KEY_DOWN:
            if now - self._newest > FORGOTTEN_AFTER * self._code_seconds:
                self._forget()
            self._newest = now
        if code in SHIFTS:
            (self._shifts.discard if value == KEY_UP else self._shifts.add)(code)
        elif value == KEY_DOWN:
            if not self._letters and not self._spoilt:
                self._began = now
            if code in ENTERS:
                return self._end(now)
            self._collect(code)
        return None

    def _collect(self, code: int) -> None:
        if code in LETTERS and len(self._letters) <= LONGEST_CODE:
            self._letters.append(LETTERS[code][bool(self._shifts)])
        else:
            self._spoilt = True

    def _end(self, now: float) -> Scanned | None:
        text, spoilt = "".join(self._letters), self._spoilt or now - self._began > self._code_seconds
        self._letters.clear()
        self._spoilt = False
        return None if spoilt else clean_code(text)

    def _forget(self) -> None:
        """Also a Shift whose end was lost."""
        self._letters.clear()
        self._shifts.clear()
        self._spoilt = False
