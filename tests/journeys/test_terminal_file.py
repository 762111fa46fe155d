"""A mistake in terminal.toml is named by file, key, reason and the nearest valid word, before anything starts."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from e_screen.__main__ import main as screen_main
from kiosk.mqtt.outbox import Outbox
from kiosk.number_machine.copies import Copies
from kiosk.number_machine.offline import OwnNumbers
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import checked_terminal, read_terminal
from program.data_version import NewerDataError, newest, version_of
from program.terminal_data import DATABASES
from xiaochuang import main

TOML = """
hall = "longgang"
device = "m1"
data = "data"
window = "w1"
language = "en"
person_key_file = "person.key"
[broker]
host = "10.0.0.1"
port = 8883
username = "m1"
password_file = "m1.password"
ca_file = "ca.crt"
cert_file = "m1.crt"
key_file = "m1.key"
[screen]
width_px = 1080
height_px = 1920
width_mm = 268
[times]
idle_seconds = 30
[hardware]
cards = "sam"
printer = "escpos"
scanner = "serial"
[hardware.escpos]
line = "serial"
path = "/dev/serial0"
baud = 19200
profile = "TM-T88V"
[hardware.escpos.pins]
paper_out = 23
cut = 24
active_high = ["cut"]
[hardware.sam]
path = "/dev/ttyUSB0"
baud = 57600
[hardware.scan]
path = "/dev/ttyACM0"
baud = 9600
[hardware.gpio]
keys = [5, 6, 13, 19, 26]
lamp = 21
door = 20
tamper = 12
active_high = ["door"]
normally_closed = ["tamper"]
[kiosk]
profile = "self-service"
businesses = ["ticket", "guides"]
[content]
key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
address = "http://10.0.0.2:8090"
rate_kb = 500
"""

KEY = 'key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="'
USB = 'line = "usb"\nusb = "0416:5011"'
NETWORK = 'line = "network"\nhost = "10.0.0.9"'
SERIAL = 'line = "serial"'

MISTAKES = [
    # (what stands in the file, what is written instead, key, part of the reason, nearest)
    ('hall = "longgang"', 'hall = "Longgang"', "hall", "lower case letters", None),
    ('device = "m1"', 'device = "m_1"', "device", "lower case letters", None),
    ('device = "m1"', 'device = "hall"', "device", "the hall service's own name", None),
    ('window = "w1"', 'window = ""', "window", "lower case letters", None),
    ('data = "data"', 'data = ""', "data", "is empty", None),
    ('language = "en"', 'language = "zh"', "language", "no language 'zh'", "zh_CN"),
    ('"person.key"', '""', "person_key_file", "is empty", None),
    ('host = "10.0.0.1"', 'host = ""', "broker.host", "is empty", None),
    ("port = 8883", "port = 88830", "broker.port", "from 1 to 65535", None),
    ('ca_file = "ca.crt"\n', "", "broker.cert_file", "without ca_file", None),
    ('ca_file = "ca.crt"\n', "", "broker.key_file", "without ca_file", None),
    ('ca_file = "ca.crt"', 'ca_file = ""', "broker.ca_file", "is empty", None),
    ('cert_file = "m1.crt"\n', "", "broker.key_file", "without cert_file", None),
    ('username = "m1"\n', "", "broker.password_file", "without username", None),
    ("width_px = 1080", "width_px = 0", "screen.width_px", "above 0", None),
    ("height_px = 1920", "height_px = -1", "screen.height_px", "above 0", None),
    ("width_mm = 268", "width_mm = inf", "screen.width_mm", "above 0", None),
    ("width_mm = 268", "viewing_mm = 0", "screen.viewing_mm", "above 0", None),
    ("width_mm = 268", "rotation = 100", "screen.rotation", "0, 90, 180 or 270", "90"),
    ("idle_seconds = 30", "idle_seconds = -30", "times.idle_seconds", "above 0", None),
    ("idle_seconds = 30", "question_seconds = nan", "times.question_seconds", "above 0", None),
    ("idle_seconds = 30", "elder_idle_seconds = 0", "times.elder_idle_seconds", "above 0", None),
    ("idle_seconds = 30", "number_seconds = 0", "times.number_seconds", "above 0", None),
    ('profile = "TM-T88V"', 'profile = "TM-T88"', "hardware.escpos.profile", "no profile 'TM-T88'", "TM-T88V"),
    ("baud = 19200", "baud = 19201", "hardware.escpos.baud", "no rate", "19200"),
    ("baud = 57600", "baud = 12345", "hardware.sam.baud", "no rate", "9600"),
    ("baud = 57600", "baud = 230400", "hardware.sam.baud", "no rate", "115200"),
    ("baud = 9600", "baud = 0", "hardware.scan.baud", "no rate", "1200"),
    (SERIAL, 'line = "network"', "hardware.escpos.host", "is missing", None),
    (SERIAL, 'line = "usb"', "hardware.escpos.usb", "vendor:product", None),
    (SERIAL, 'host = "10.0.0.9"', "hardware.escpos.line", "is 'serial', but host is set", "network"),
    (SERIAL, 'usb = "0416:5011"', "hardware.escpos.line", "is 'serial', but usb is set", "usb"),
    (SERIAL, NETWORK + "\nport = 0", "hardware.escpos.port", "from 1 to 65535", None),
    (SERIAL, SERIAL + "\nsettle_seconds = -1.0", "hardware.escpos.settle_seconds", "from 0 on", None),
    (SERIAL, SERIAL + "\nstatus_seconds = 0.0", "hardware.escpos.status_seconds", "above 0", None),
    (SERIAL, SERIAL + "\nprint_seconds = -1.0", "hardware.escpos.print_seconds", "above 0", None),
    ('"/dev/serial0"', '""', "hardware.escpos.path", "is empty", None),
    ('"/dev/ttyACM0"', '"/dev/ttyUSB0"', "hardware.scan.path", "used by hardware.sam.path", None),
    ('"/dev/ttyUSB0"', '"/dev/serial0"', "hardware.sam.path", "used by hardware.escpos.path", None),
    ('path = "/dev/ttyACM0"\n', "", "hardware.scan.path", "no serial line", None),
    ("baud = 57600", "poll_ms = 0", "hardware.sam.poll_ms", "above 0", None),
    ("baud = 9600", "code_seconds = -0.5", "hardware.scan.code_seconds", "above 0", None),
    ("cut = 24", "silences = 0", "hardware.escpos.pins.silences", "above 0", None),
    ("cut = 24", "cut_seconds = -3.0", "hardware.escpos.pins.cut_seconds", "above 0", None),
    ('["cut"]', '["cutt"]', "hardware.escpos.pins.active_high[0]", "it can be", "cut"),
    ('active_high = ["door"]', 'active_high = ["dor"]', "hardware.gpio.active_high[0]", "it can be", "door"),
    ('["tamper"]', '["tampr"]', "hardware.gpio.normally_closed[0]", "it can be", "tamper"),
    ('["tamper"]', '["tamper", "presence"]', "hardware.gpio.normally_closed[1]", "no pin", None),
    ("[5, 6, 13, 19, 26]", "[5, 6, 13, 19, 26, 16, 22]", "hardware.gpio.keys", "at most five", None),
    ("[5, 6, 13, 19, 26]", "[5, 6, 13, 19, 5]", "hardware.gpio.keys[4]", "used by hardware.gpio.keys[0]", None),
    ("lamp = 21", "lamp = 20", "hardware.gpio.door", "used by hardware.gpio.lamp", None),
    ("paper_out = 23", "paper_out = 12", "hardware.escpos.pins.paper_out", "used by hardware.gpio.tamper", None),
    ("lamp = 21", "lamp = 40", "hardware.gpio.lamp", "from 0 to 27", None),
    ("cut = 24", "busy = -1", "hardware.escpos.pins.busy", "from 0 to 27", None),
    ("lamp = 21", "bounce_ms = -1", "hardware.gpio.bounce_ms", "from 0 on", None),
    ("lamp = 21", "stuck_seconds = 0.0", "hardware.gpio.stuck_seconds", "above 0", None),
    (KEY, 'key = "abc"', "content.key", "no public key", None),
    ("http://10.0.0.2:8090", "10.0.0.2:8090", "content.address", "no address", None),
    ("rate_kb = 500", "rate_kb = -1", "content.rate_kb", "from 0 on", None),
    ("rate_kb = 500", 'folder = ""', "content.folder", "is empty", None),
    ('["ticket", "guides"]', "[]", "kiosk.businesses", "offers nothing", None),
    ('["ticket", "guides"]', '["map", "map"]', "kiosk.businesses", "'map' twice", None),
    ('["ticket", "guides"]', '["ticket", "guide"]', "kiosk.businesses[1]", "it can be", "guides"),
    ('"self-service"', '"self-servic"', "kiosk.profile", "it can be", "self-service"),
]  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "terminal.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_terminal_in_order_is_read_whole(tmp_path: Path) -> None:
    found = checked_terminal(written(tmp_path, TOML))
    assert isinstance(found, Terminal), found


@pytest.mark.parametrize("line", [USB, NETWORK])
def test_every_way_to_a_printer_is_in_order(line: str, tmp_path: Path) -> None:
    found = checked_terminal(written(tmp_path, TOML.replace(SERIAL, line)))
    assert isinstance(found, Terminal), found


@pytest.mark.parametrize(("right", "wrong", "key", "reason", "near"), MISTAKES)
def test_each_mistake_names_its_key_and_the_nearest_valid_word(  # noqa: PLR0917
    right: str, wrong: str, key: str, reason: str, near: str | None, tmp_path: Path
) -> None:
    assert right in TOML
    path = written(tmp_path, TOML.replace(right, wrong, 1))
    found = checked_terminal(path)
    assert isinstance(found, list)
    mistake = next((one for one in found if one.key == key), None)
    assert mistake is not None, found
    assert mistake.file == str(path)
    assert reason in mistake.reason
    assert mistake.nearest == near


def test_what_no_driver_uses_may_stand_at_its_default(tmp_path: Path) -> None:
    """The default lines of two drivers are one and the same only as long as one of them is not there."""
    text = TOML.replace('cards = "sam"', 'cards = "none"').replace('"/dev/ttyACM0"', '"/dev/ttyUSB0"')
    assert isinstance(checked_terminal(written(tmp_path, text)), Terminal)


def test_two_readers_together_use_the_serial_line_too(tmp_path: Path) -> None:
    text = TOML.replace('cards = "sam"', 'cards = "pcsc+sam"')
    assert isinstance(checked_terminal(written(tmp_path, text)), Terminal)
    found = checked_terminal(written(tmp_path, text.replace('"/dev/ttyACM0"', '"/dev/ttyUSB0"')))
    assert isinstance(found, list)
    assert [one.key for one in found] == ["hardware.scan.path"]


def test_a_program_does_not_start_with_a_mistake_and_says_all_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, TOML.replace("TM-T88V", "TM-T88").replace("lamp = 21", "lamp = 20"))
    with pytest.raises(SystemExit) as ended:
        read_terminal(path)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert f"{path}:30: hardware.escpos.profile: there is no profile 'TM-T88' (did you mean 'TM-T88V'?)" in said
    assert "hardware.gpio.door" in said
    assert main(["check-config", str(path)]) == 1


def test_a_window_screen_without_a_window_does_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, TOML.replace('window = "w1"\n', ""))
    assert screen_main(["--profile", "window", "--config", str(path)]) == 2
    assert "window: is missing" in capsys.readouterr().err


def test_data_of_a_newer_program_end_this_one_before_its_window_opens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, 'hall = "longgang"\ndevice = "m1"\ndata = "data"\n')
    Outbox(tmp_path / "data" / "outbox.db").close()
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "outbox.db", isolation_level=None)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        db.execute("PRAGMA user_version = 9")
    before = (tmp_path / "data" / "outbox.db").read_bytes()
    with pytest.raises(SystemExit) as ended:
        screen_main(["--profile", "hall", "--config", str(path)])
    assert ended.value.code == 2
    assert "outbox.db holds data of version 9, and this program knows none after 1" in capsys.readouterr().err
    with pytest.raises(NewerDataError):
        Outbox(tmp_path / "data" / "outbox.db")
    assert (tmp_path / "data" / "outbox.db").read_bytes() == before


def test_every_database_of_a_machine_is_looked_at_before_it_starts(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox.db").close()
    OwnNumbers(tmp_path / "own_numbers.db").close()
    Copies(tmp_path / "copies.db", lambda _told: True).close()
    made = {file.name: version_of(file) for file in tmp_path.glob("*.db")}
    assert made == {name: newest(migrations) for name, migrations in DATABASES.items()}
