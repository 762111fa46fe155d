"""What hangs on a terminal can be reached from within its unit: the filters that systemd would set are really set."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest

from tests.systemd.machine import UNITS, Machine

KIOSK = "xiaochuang-kiosk.service"
WIRED = [KIOSK, "xiaochuang-pad@citizen.service", "xiaochuang-pad@clerk.service"]

OPEN_USB = """
from kiosk.hw.line import LineGoneError
from kiosk.hw.usb_line import open_usb
try:
    open_usb("0001:0001")
except LineGoneError as error:
    print(error)
"""

LIKE_LGPIO = """
import os
os.mkfifo(".lgd-nfy0")  # where it is, as soon as it is imported; it cannot be told of another place by its caller
os.unlink(".lgd-nfy0")
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine(tmp_path_factory.mktemp("machine"))


def test_libusb_can_look_for_a_printer(machine: Machine) -> None:
    done = machine.run(KIOSK, OPEN_USB)
    assert done.returncode == 0, done.stderr
    assert "not found" in done.stdout, done.stdout  # looked for, that is: without netlink there is "No backend"


@pytest.mark.parametrize("unit", WIRED)
def test_lgpio_finds_a_folder_for_its_pipe(unit: str, machine: Machine) -> None:
    done = machine.run(unit, LIKE_LGPIO)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("unit", WIRED)
def test_gpiozero_can_read_which_pi_it_is_on(unit: str, machine: Machine) -> None:
    settings = machine.settings(unit)
    assert "char-gpiochip rw" in settings["DeviceAllow"]
    assert settings["ProcSubset"] == ["all"]  # it asks /proc/device-tree or /proc/cpuinfo before it gives a pin


@pytest.mark.parametrize(
    ("kind", "module"), [("ttyS", ""), ("ttyAMA", ""), ("ttyUSB", "usbserial"), ("ttyACM", "cdc_acm")]
)
def test_every_kind_of_serial_line_may_be_opened(kind: str, module: str, machine: Machine) -> None:
    """A kind is known to systemd by the name of its driver, which has to be loaded when the unit starts: an adapter
    that is plugged in later would be shut out for ever."""
    settings = machine.settings(KIOSK)
    assert f"char-{kind} rw" in settings["DeviceAllow"]
    if module:
        for wish in ("Wants", "After"):
            assert any(value.startswith(f"modprobe@{module}.service") for value in settings[wish]), wish


@pytest.mark.parametrize(
    "unit", ["xiaochuang-hall.service", "xiaochuang-phone-page.service", "xiaochuang-metrics.service"]
)
def test_who_has_no_hardware_reaches_none(unit: str, machine: Machine) -> None:
    settings = machine.settings(unit)
    assert settings["PrivateDevices"] == ["yes"]
    assert settings["ProcSubset"] == ["pid"]
    assert machine.run(unit, LIKE_LGPIO).returncode != 0
    assert "No backend" in machine.run(unit, OPEN_USB).stdout


def test_the_display_server_is_held_to_none_of_the_houses_limits(machine: Machine) -> None:
    settings = machine.settings("xiaochuang-x.service")
    assert settings["Type"] == ["simple"], "it says no READY=1, and would be ended for it"
    assert settings["WatchdogSec"] == ["0"]
    assert settings["DevicePolicy"] == ["auto"]
    assert not settings["DeviceAllow"], "one single device that is allowed shuts out all others"
    assert settings["PrivateTmp"] == ["no"], "its socket is for the other units"
    assert not settings["SystemCallFilter"]
    assert settings["Restart"] == ["always"]
    assert settings["User"] == ["xiaochuang-x"]


# ---- udev

RULES = UNITS / "udev/70-xiaochuang.rules"


def rule(interfaces: str) -> str | None:
    """The rule for a USB device with these interfaces, as udev calls them."""
    for line in RULES.read_text(encoding="utf-8").splitlines():
        found = re.search(r'ENV\{ID_USB_INTERFACES\}=="([^"]+)"', line)
        if found and any(fnmatch(interfaces, pattern) for pattern in found[1].split("|")):
            return line
    return None


def test_every_usb_printer_is_its_groups_and_nothing_else_is() -> None:
    for interfaces in (":070102:", ":070200:", ":ff0000:070101:", ":030101:0701ff:"):
        given = rule(interfaces)
        assert given is not None, interfaces
        assert 'GROUP="lp"' in given
        assert 'MODE="0660"' in given
    for interfaces in (":030101:", ":080650:", ":ff0701:"):
        assert rule(interfaces) is None, interfaces


def test_the_printers_group_is_the_units() -> None:
    kiosk = (UNITS / KIOSK).read_text(encoding="utf-8")
    assert re.search(r"^SupplementaryGroups=.*\blp\b", kiosk, re.MULTILINE)


def test_what_is_installed_where_is_said_in_the_file_itself() -> None:
    assert "/etc/udev/rules.d/" in RULES.read_text(encoding="utf-8")
