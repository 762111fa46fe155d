"""Everything the demo makes lies in one folder: its hall.toml, one terminal.toml a screen, data, secrets, logs.

DIR/hall.toml, portraits/       the hall, made anew at each start from the file it was told to use
DIR/staff.toml                  who works in it, made anew likewise
DIR/broker/ hall/               mosquitto's and the hall service's own data
DIR/cases/                      what the sample hall's people have applied for, with days around today
DIR/content/                    what the self-service kiosk shows, packed from the folder beside hall.toml
DIR/kiosk/ pad-citizen/ …       one folder a terminal: terminal.toml and its data
DIR/phone-page/                 data of the page behind the QR codes
DIR/log/                        one bounded log a program
DIR/content.key                 the hall's key for content, likewise
DIR/person.key                  the hall's key for person hashes; for this user alone
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from bench.mosquitto import write_config
from content.packing.key import ContentKey
from demo.any_hall import PAGE, DemoHall, copy_portraits, demo_hall, written
from demo.cases.sample import write_cases
from demo.stage import WindowPlace
from kiosk.mqtt.broker import Broker
from kiosk.terminal.settings import CardDriver, ContentStore, Hardware, PrinterDriver, ScannerDriver, Screen, Terminal
from kiosk.terminal.terminal_toml import write_terminal
from program.speech import SOURCE
from review_pad.signing import Signer

SAMPLE = Path(__file__).parent / "hall.toml"
HOLIDAYS = "holidays.toml"
"""The file beside a hall.toml that follows the statutory calendar."""

CONTENT = "content"
"""Beside a hall.toml, if its people wrote guides; and where the demo packs them to."""

SIGNER = "pad-w1-citizen"
SELF_SERVICE = "self-service"
SHOW_CONTENT = frozenset({SELF_SERVICE, "screen-hall", "screen-window"})
"""The programs that show content."""
MOUSE_IS_TOUCH = frozenset({"kiosk", "self-service", "pad-citizen"})
"""The screens that citizens touch. On a desktop the mouse stands for the touch panel."""


class FolderInUseError(RuntimeError):
    """Another demo runs in this folder, or it cannot be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A terminal of the demo: its program, its device in hall.toml, its role and, at a window, that."""

    program: str
    device: str
    role: str
    window: str | None = None
    hardware: Hardware = field(default_factory=Hardware)


SEATS = (
    Seat(
        program="kiosk",
        device="kiosk-1",
        role="kiosk",
        hardware=Hardware(cards=CardDriver.BENCH, printer=PrinterDriver.PICTURE, scanner=ScannerDriver.BENCH),
    ),
    Seat(
        program="self-service",
        device="kiosk-2",
        role="kiosk",
        hardware=Hardware(cards=CardDriver.BENCH, printer=PrinterDriver.PICTURE, scanner=ScannerDriver.BENCH),
    ),
    Seat(program="pad-citizen", device=SIGNER, role="pad-citizen", window="w1"),
    Seat(program="pad-clerk", device="pad-w1-clerk", role="pad-clerk", window="w1"),
    Seat(program="screen-hall", device="screen-hall", role="screen"),
    Seat(program="screen-window", device="screen-w1", role="screen", window="w1"),
)


class DemoFolder:
    """`claim` it before anything is written; the claim ends with the process."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.hall_toml = self.path / "hall.toml"
        self.hall_data = self.path / "hall"
        self.broker = self.path / "broker"
        self.broker_log = self.broker / "mosquitto.log"
        self.log = self.path / "log"
        self.phones = self.path / "phones"
        self.phone_page = self.path / "phone-page"
        self.person_key = self.path / "person.key"
        self.cases = self.path / "cases"
        self.content = self.path / CONTENT
        self.content_key = self.path / "content.key"
        self.signing_key = self.path / "pad-citizen" / "signing.key"
        self._claim: IO[str] | None = None

    def claim(self) -> None:
        """Make the folder, for this user alone, and hold it. Raises `FolderInUseError`."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            claim = (self.path / "lock").open("w", encoding="ascii")
        except OSError as error:
            raise FolderInUseError(f"{self.path} cannot be the demo's folder: {error.strerror}") from error
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            claim.close()
            raise FolderInUseError(f"another demo is running in {self.path}") from error
        self._claim = claim

    def write_hall(self, source: Path, *, real_hours: bool, page: str = PAGE, content: str = "") -> DemoHall:
        """Write hall.toml, holidays and portraits of any valid hall. Unless `real_hours`, all its queues are always
        open.

        `page` is where the QR codes lead, without a slash at its end. The citizen's pad is registered with the key it
        signs reviews with: the hall takes no unsigned one from it. `content`: the address where machines fetch it; "":
        the hall has none.
        """
        key = Signer(self.signing_key).public_key
        hall = demo_hall(source, SEATS, real_hours=real_hours, page=page, public_key=key)
        if content:
            hall.table["content"] = {"folder": CONTENT, "address": content}
        if source == SAMPLE:
            self.write_secrets()
            person_key = self.person_key.read_text(encoding="ascii").strip().encode()
            write_cases(self.cases, date.today(), person_key)  # noqa: DTZ011 - the days are an example's
            hall.table["progress"] = {"folder": {"path": self.cases.name}}
        copy_portraits(hall, source.parent, self.path)
        head = f"# Made from {source} at each start of the demo.\n\n"
        self.hall_toml.write_text(head + written(hall.table), encoding="utf-8")
        if (source.parent / HOLIDAYS).is_file():
            shutil.copyfile(source.parent / HOLIDAYS, self.path / HOLIDAYS)
        else:
            (self.path / HOLIDAYS).unlink(missing_ok=True)
        return hall

    def write_broker(self, port: int) -> Path:
        """Write the broker's configuration. It keeps nothing on disk, since a saved message could hold a phone number.

        Nobody needs it to: after a start programs announce themselves and ask again, and the hall publishes everything.
        """
        return write_config(self.broker, port, extra="persistence false\n")

    def write_secrets(self) -> None:
        """Make the keys, once: with another key the hall would not know yesterday's cards again."""
        if not self.person_key.exists():
            descriptor = os.open(self.person_key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")

    @property
    def content_public(self) -> str:
        """The public half of the key for content; makes the key if there is none."""
        return ContentKey(self.content_key).public

    def write_seat(
        self,
        seat: Seat,
        hall: str,
        port: int,
        place: WindowPlace,
        *,
        own_display: bool = False,
        language: str = SOURCE,
        content: str = "",
    ) -> Path:
        """Write the terminal.toml of one terminal. On a desktop a window takes keys only when it has been clicked.
        `content`: the public half of the key for content, for a terminal that shows it."""
        data = self.path / seat.program
        data.mkdir(mode=0o700, exist_ok=True)
        terminal = Terminal(
            hall=hall,
            device=seat.device,
            data=str(data),
            window=seat.window,
            language=language,
            person_key_file=str(self.person_key) if seat.role == "kiosk" else None,
            signing_key_file=str(self.signing_key) if seat.program == "pad-citizen" else None,
            broker=Broker(port=port),
            screen=Screen(
                width_px=place.width,
                height_px=place.height,
                width_mm=place.width_mm,
                viewing_mm=place.viewing_mm,
                left_px=place.left,
                top_px=place.top,
                any_pointer=seat.program in MOUSE_IS_TOUCH,
                keys=own_display and seat.program == "pad-clerk",
            ),
            hardware=seat.hardware,
            content=ContentStore(key=content) if content and seat.program in SHOW_CONTENT else None,
        )
        path = data / "terminal.toml"
        path.write_text(write_terminal(terminal), encoding="utf-8")
        return path
