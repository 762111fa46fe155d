"""Each program runs as a user of its own: what one keeps the other cannot read, and who has no key cannot draw."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.systemd.machine import UNITS, Machine

CITIZEN, CLERK, DISPLAY = "xiaochuang-pad@citizen.service", "xiaochuang-pad@clerk.service", "xiaochuang-x.service"
PROGRAMS = [
    "xiaochuang-hall.service",
    "xiaochuang-phone-page.service",
    "xiaochuang-metrics.service",
    "xiaochuang-content.service",
    "xiaochuang-kiosk.service",
    CITIZEN,
    CLERK,
    "xiaochuang-screen@hall.service",
    "xiaochuang-screen@window.service",
]
SECRETS = ("signing.key", "outbox.db", "broker.key")


class Users:
    """The users that `systemd-sysusers` makes of the house's file, as numbers of this machine that nobody has."""

    def __init__(self, root: Path) -> None:
        (root / "etc/sysusers.d").mkdir(parents=True)
        shutil.copy(UNITS / "sysusers/xiaochuang.conf", root / "etc/sysusers.d")
        done = subprocess.run(["systemd-sysusers", f"--root={root}"], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        self.ids = self._numbers(root / "etc/passwd")
        self.groups = self._numbers(root / "etc/group")

    @staticmethod
    def _numbers(path: Path) -> dict[str, int]:
        rows = (line.split(":") for line in path.read_text(encoding="utf-8").splitlines())
        return {row[0]: 60_000 + int(row[2]) % 1000 for row in rows if row[0].startswith("xiaochuang")}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine(tmp_path_factory.mktemp("machine"))


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Users:
    return Users(tmp_path_factory.mktemp("root"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of this machine can reach; pytest's own are the tester's alone."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def as_root(*words: str) -> subprocess.CompletedProcess[str]:
    command = words if os.geteuid() == 0 else ("sudo", "-n", *words)
    return subprocess.run(command, check=False, capture_output=True, text=True)


def run_as(uid: int, gid: int, *words: str, groups: str = "") -> subprocess.CompletedProcess[str]:
    given = ["--groups", groups] if groups else ["--clear-groups"]
    return as_root("setpriv", "--reuid", str(uid), "--regid", str(gid), *given, *words)


def test_every_program_has_a_user_of_its_own(machine: Machine, users: Users) -> None:
    owners = [machine.settings(unit)["User"] for unit in (*PROGRAMS, DISPLAY)]
    assert all(len(owner) == 1 for owner in owners)
    names = [owner for (owner,) in owners]
    assert len(set(names)) == len(names)
    assert set(names) == set(users.ids), "and systemd-sysusers makes exactly these"


def test_the_clerks_user_reads_nothing_of_the_citizens_screen(
    machine: Machine, users: Users, open_folder: Path
) -> None:
    """Folder and files as systemd and the program make them: with the unit's owner, modes and umask."""
    settings = machine.settings(CITIZEN)
    (owner,), (group,) = settings["User"], settings["Group"]
    (mode,), (umask,) = settings["StateDirectoryMode"], settings["UMask"]
    folder = open_folder / "xiaochuang-pad-citizen"
    uid, gid = users.ids[owner], users.groups[group]
    made = as_root("install", "-d", "-m", mode, "-o", str(uid), "-g", str(gid), str(folder))
    assert made.returncode == 0, made.stderr
    for name in SECRETS:
        wrote = run_as(uid, gid, "sh", "-c", f"umask {umask} && echo secret > {folder / name}")
        assert wrote.returncode == 0, wrote.stderr
    clerk = machine.settings(CLERK)
    (clerks_user,), (clerks_group,) = clerk["User"], clerk["Group"]
    for name in SECRETS:
        path = str(folder / name)
        assert run_as(uid, gid, "cat", path).stdout == "secret\n"
        denied = run_as(users.ids[clerks_user], users.groups[clerks_group], "cat", path)
        assert "Permission denied" in denied.stderr
        as_root("chmod", "755", str(folder))
        denied = run_as(users.ids[clerks_user], users.groups[clerks_group], "cat", path)
        assert "Permission denied" in denied.stderr, "and the file alone would guard itself"
        as_root("chmod", mode, str(folder))
    as_root("rm", "-r", str(folder))


def test_the_citizens_touches_reach_the_citizens_program_alone(machine: Machine) -> None:
    """Devices are root's and the group's `input`; a card reader of the clerk's is given to that user alone by udev."""
    citizen, clerk = machine.settings(CITIZEN), machine.settings(CLERK)
    assert "char-input r" in citizen["DeviceAllow"]
    assert "input" in " ".join(citizen["SupplementaryGroups"]).split()
    assert "input" not in " ".join(clerk["SupplementaryGroups"]).split()


def test_no_program_can_touch_in_anothers_window(machine: Machine) -> None:
    unit = (UNITS / DISPLAY).read_text(encoding="utf-8")
    (server,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert "-extension XTEST" in server
    assert "-extension RECORD" in server


def test_the_display_opens_to_who_can_read_its_key_and_to_nobody_else(
    machine: Machine, users: Users, open_folder: Path
) -> None:
    (group,) = machine.settings(DISPLAY)["Group"]
    (x,) = machine.settings(DISPLAY)["User"]
    for unit in PROGRAMS[4:]:
        assert group in " ".join(machine.settings(unit)["SupplementaryGroups"]).split(), unit
        assert "XAUTHORITY=/run/xiaochuang-x/key" in " ".join(machine.settings(unit)["Environment"]), unit
    key = open_folder / "key"
    made = subprocess.run([sys.executable, "-m", "xiaochuang", "display-key", str(key)], check=False)
    assert made.returncode == 0
    assert key.stat().st_mode & 0o777 == 0o640
    gid = users.groups[group]
    assert as_root("chown", f"{users.ids[x]}:{gid}", str(key)).returncode == 0
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-auth", str(key), "-nolisten", "tcp", "-extension", "XTEST"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        ask = ["env", f"DISPLAY={display}", f"XAUTHORITY={key}", "xdotool", "getdisplaygeometry"]
        clerk, stranger = users.ids["xiaochuang-pad-clerk"], users.ids["xiaochuang-hall"]
        let_in = run_as(clerk, clerk, *ask, groups=str(gid))
        assert let_in.returncode == 0, let_in.stderr
        shut_out = run_as(stranger, stranger, *ask)
        assert shut_out.returncode != 0, "a user of this machine who has no key"
        touch = run_as(clerk, clerk, *ask[:-1], "click", "1", groups=str(gid))
        assert "XTEST" in touch.stderr or touch.returncode != 0, "nor does a program of the house touch for another"
    finally:
        server.terminate()
        server.wait(10)
        as_root("rm", "-f", str(key))
