"""The units: systemd itself reads them, finds no mistake, and calls them closed."""

from __future__ import annotations

import os
import re

import pytest

from tests.systemd.machine import UNITS, Machine

PROGRAMS = [
    "xiaochuang-hall.service",
    "xiaochuang-kiosk.service",
    "xiaochuang-phone-page.service",
    "xiaochuang-metrics.service",
    "xiaochuang-content.service",
    "xiaochuang-pad@citizen.service",
    "xiaochuang-pad@clerk.service",
    "xiaochuang-screen@hall.service",
    "xiaochuang-screen@window.service",
]
LARGEST_EXPOSURE = 20  # tenths; a unit without any of this has 96


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine(tmp_path_factory.mktemp("machine"))


@pytest.mark.parametrize("unit", [*PROGRAMS, "xiaochuang-x.service"])
def test_systemd_finds_no_mistake_in(unit: str, machine: Machine) -> None:
    done = machine.analyze("verify", "--man=no", unit)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "xiaochuang" in line]
    assert ours == []


@pytest.mark.parametrize("unit", [*PROGRAMS, "mosquitto.service"])
def test_little_of_the_machine_is_exposed_to(unit: str, machine: Machine) -> None:
    done = machine.analyze("security", "--offline=true", f"--threshold={LARGEST_EXPOSURE}", unit)
    assert done.returncode == 0, done.stdout.splitlines()[-1:] or done.stderr


@pytest.mark.parametrize("unit", PROGRAMS)
def test_each_program_of_the_house_is_started_by_a_command_that_there_is(unit: str) -> None:
    template = re.sub("@[a-z]+", "@", unit)
    (command,) = re.findall(r"^ExecStart=\S+/xiaochuang (\S+)", (UNITS / template).read_text(), re.MULTILINE)
    assert command in {"content", "hall", "kiosk", "metrics", "pad", "phone-page", "screen"}


def test_no_unit_waits_for_the_network_or_for_the_time() -> None:
    for path in UNITS.rglob("*.service"):
        assert not re.search(r"network-online|time-sync|time-set", path.read_text()), path


def test_every_program_comes_back_for_ever_and_is_watched() -> None:
    house = (UNITS / "xiaochuang-.service.d/10-house.conf").read_text()
    for line in ("StartLimitIntervalSec=0", "Restart=always", "Type=notify"):
        assert line in house.splitlines()
    assert re.search(r"^WatchdogSec=\d+$", house, re.MULTILINE)


def test_a_mistake_that_only_a_person_can_mend_is_not_tried_five_times_a_second() -> None:
    house = (UNITS / "xiaochuang-.service.d/10-house.conf").read_text()
    (codes,) = re.findall(r"^RestartPreventExitStatus=(.*)$", house, re.MULTILINE)
    assert set(map(int, codes.split())) == {2, os.EX_USAGE, os.EX_DATAERR, os.EX_CONFIG}
    assert os.EX_IOERR not in set(map(int, codes.split())), "a disk may be back the next time"
