"""Who signed in at this kiosk lately, for its staff menu while the hall is away (docs/adr/0052).

`staff.json` beside the terminal's data has, for each person, slow salted hashes (scrypt, RFC 7914) of the card's number
and of card and PIN together, and until when they count. No card number, no PIN, no name but the person's id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from domain.self_service.effects import CheckStaff, ForgetStaff, RememberStaff
from domain.self_service.inputs import StaffChecked
from domain.staff.people import card_number, typed_pin
from program.durable import whole_file

FILE, VERSION = "staff.json", 1
KNOWN_MS = 7 * 24 * 3_600_000
MOST = 20
"""People who are remembered: the newest."""

FREE_TRIES, WAIT_S, LONGEST_WAIT_S = 3, 30, 15 * 60
"""After so many wrong ones the kiosk waits, twice as long after each further one. A restart does not shorten it."""

COST, BLOCK, LANES = 2**14, 8, 1
"""16 MiB and some 40 ms of one core of a server for a hash."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Known:
    staff: str
    card: str
    proof: str
    until: int


class KnownStaff:
    """Its methods are slow: workers call them, any number at a time. `clock`: ms since 1970. What cannot be written is
    remembered until the program ends."""

    def __init__(self, folder: Path, clock: Callable[[], int]) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._one = threading.Lock()
        self._salt, self._people, self._wrong, self._wait_until = _read(self._path)

    def remember(self, told: RememberStaff) -> None:
        with self._one:
            card = self._hash(_number(told.card))
            people = [one for one in self._people if one.card != card and one.staff != told.staff]
            until = self._clock() + KNOWN_MS
            people.append(_Known(told.staff, card, self._proof(told.card, told.pin), until))
            self._people, self._wrong, self._wait_until = people[-MOST:], 0, 0
            self._write()

    def forget(self, told: ForgetStaff) -> None:
        with self._one:
            card = self._hash(_number(told.card))
            people = [one for one in self._people if one.card != card]
            if len(people) != len(self._people):
                self._people = people
                self._write()

    def check(self, asked: CheckStaff) -> StaffChecked:
        with self._one:
            now = self._clock()
            wait_ms = self._wait_until - now
            if 0 < wait_ms <= LONGEST_WAIT_S * 1000:
                return StaffChecked(asked.tag, wait_s=-(-wait_ms // 1000))
            proof = self._proof(asked.card, asked.pin)
            for one in self._people:
                # an end further away than any can be was written with a wrong clock
                if hmac.compare_digest(one.proof, proof) and now < one.until <= now + KNOWN_MS:
                    self._wrong = self._wait_until = 0
                    self._write()
                    logger.warning("%s opened the staff menu while the hall is away", one.staff)
                    return StaffChecked(asked.tag, one.staff)
            self._wrong += 1
            over = self._wrong - FREE_TRIES
            wait_s = min(LONGEST_WAIT_S, WAIT_S * 2 ** min(over, 10)) if over >= 0 else 0
            self._wait_until = now + wait_s * 1000
            self._write()
            return StaffChecked(asked.tag, wait_s=wait_s)

    def _proof(self, card: str, pin: str) -> str:
        return self._hash(f"{_number(card)} {typed_pin(pin)}")

    def _hash(self, text: str) -> str:
        return hashlib.scrypt(text.encode(), salt=self._salt, n=COST, r=BLOCK, p=LANES, dklen=32).hex()

    def _write(self) -> None:
        known = {
            "version": VERSION,
            "salt": self._salt.hex(),
            "people": [asdict(one) for one in self._people],
            "wrong": self._wrong,
            "wait_until": self._wait_until,
        }
        try:
            with whole_file(self._path, mode=0o600) as file:
                file.write(json.dumps(known).encode())
        except OSError as error:
            logger.warning("who signed in here is not kept: %s", error.strerror)


def _number(card: str) -> str:
    return card_number(card) or card


def _read(path: Path) -> tuple[bytes, list[_Known], int, int]:
    """What the file has; nobody if it is missing, damaged or of another version."""
    try:
        told: Any = json.loads(path.read_bytes())
        if told["version"] == VERSION:
            people = [_Known(str(p["staff"]), str(p["card"]), str(p["proof"]), int(p["until"])) for p in told["people"]]
            return bytes.fromhex(told["salt"]), people, int(told["wrong"]), int(told["wait_until"])
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("who signed in here cannot be read, so nobody is known: %s", type(error).__name__)
    return secrets.token_bytes(16), [], 0, 0
