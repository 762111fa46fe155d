"""The Debian packages: made from what is here, installed by dpkg on a machine of its own, started there, taken off.

With an empty system (`scripts/try-package`) they are made on one copy of it, and installed by apt on another.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from provisioning.installation import layout
from provisioning.packages import environment
from provisioning.packages.build import build, version
from provisioning.packages.contents import PACKAGES, PLACER, in_a_package
from provisioning.packages.environment import PackagingError, add_packages
from provisioning.packages.scripts_of_dpkg import PLACE, maintainer_scripts
from tests.install.guest import Guest, refused
from tests.install.installed import NO_GRAPHICS_CARD, XVFB

pytestmark = [pytest.mark.running, pytest.mark.xdist_group("installation")]

ROOT = Path(__file__).parents[2]
EMPTY = os.environ.get("XIAOCHUANG_EMPTY_ROOT")
COMMON, HALL, TERMINAL = PACKAGES
STORE = f"{layout.HALL.data}/hall.db"
NAMES = "--id xinghe --name 星河大厅 --name-en Xinghe --broker hall.xinghe"
NEW_HALL = f"{NAMES} --queues 2 --windows 2 --machines 1 --screens 1 --yes"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("packages")
    if EMPTY:
        return made_on_another_machine(EMPTY, out)
    return {package.name: build(package, out, quick=True) for package in (COMMON, HALL)}


def made_on_another_machine(empty: str, out: Path) -> dict[str, Path]:
    """As somebody makes them who has an empty system of that release and the sources."""
    maker = Guest(empty)
    try:
        listed = ["git", "ls-files", "-z"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout
        pack = ["tar", "--null", "-T", "-", "-cf", "-"]
        maker.run("mkdir", "/srv/sources")
        maker.unpack(
            subprocess.run(pack, cwd=ROOT, input=names, capture_output=True, check=True).stdout, "/srv/sources"
        )
        maker.run("/srv/sources/scripts/install", "hall", "terminal")
        made = maker.run("/srv/sources/scripts/package", "hall", "terminal").stdout.split()
        files = {Path(name).name.partition("_")[0]: out / Path(name).name for name in made}
        for name, file in zip(made, files.values(), strict=True):
            file.write_bytes(base64.b64decode(maker.run("base64", name).stdout))
        return files
    finally:
        maker.close()


@pytest.fixture(scope="module")
def guest() -> Iterator[Guest]:
    if why := refused():
        pytest.skip(f"a guest needs namespaces, an overlay and cgroups of its own: {why}")
    made = Guest(EMPTY or "/")
    try:
        yield made
    finally:
        made.close()


def field(file: Path, name: str) -> str:
    return subprocess.run(
        ["dpkg-deb", "--field", file, name], capture_output=True, text=True, check=True
    ).stdout.strip()


def contents(file: Path) -> list[tarfile.TarInfo]:
    packed = subprocess.run(["dpkg-deb", "--fsys-tarfile", file], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as tree:
        return tree.getmembers()


def test_every_file_belongs_to_one_package_to_root_and_to_no_administrator(files: dict[str, Path]) -> None:
    seen: dict[str, str] = {}
    for name, file in files.items():
        for one in contents(file):
            assert (one.uname, one.gname) == ("root", "root"), one.name
            assert one.issym() or one.mode & 0o7022 == 0, one.name
            if one.isdir():
                continue
            assert one.name not in seen, (one.name, name, seen[one.name])
            seen[one.name] = name
            assert one.name.startswith(("./opt/xiaochuang/", "./usr/")), one.name
            assert not one.name.startswith("./usr/local/"), one.name
    assert seen["./usr/bin/xiaochuang"] == "xiaochuang"


def test_the_parts_together_ship_what_an_installation_places_and_need_what_the_lock_has() -> None:
    shipped = {target for package in PACKAGES for target in package.shipped().values()}
    for part in ("both", "hall", "terminal"):
        assert {in_a_package(target) for target in layout.SHIPPED[part].values()} <= shipped
    assert {f"/opt/xiaochuang/systemd/{name}" for name in layout.SHIPPED["broker"]} <= shipped
    common, hall, terminal = (package.python_packages() for package in PACKAGES)
    assert {"pydantic", "paho-mqtt", "cryptography"} <= set(common)
    assert "werkzeug" in hall
    assert "kivy" in terminal
    assert not set(common) & (set(hall) | set(terminal))
    assert not set(hall) & set(terminal)


def test_a_package_says_what_it_needs_of_this_release(files: dict[str, Path]) -> None:
    assert field(files["xiaochuang"], "Version") == version()
    assert re.fullmatch(r"\d+\.\d+\.\d+~deb\d+", version())
    assert re.search(r"python3 \(>= 3\.\d+\), python3 \(<< 3\.\d+\)$", field(files["xiaochuang"], "Depends"))
    assert field(files["xiaochuang-hall"], "Depends") == f"xiaochuang (= {version()}), mosquitto, nftables"
    needs = TERMINAL.debian_packages()
    assert {"xserver-xorg", "pcscd", "libmtdev1t64 | libmtdev1"} <= set(needs)
    assert not {"gcc", "python3-venv", "mosquitto"} & set(needs)


def test_the_same_sources_give_the_same_bytes(files: dict[str, Path], tmp_path: Path) -> None:
    again = build(HALL, tmp_path, quick=True)
    first, second = (hashlib.sha256(path.read_bytes()).hexdigest() for path in (files["xiaochuang-hall"], again))
    assert first == second


def test_what_is_not_as_the_lock_has_it_gets_into_no_package(tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match=r"requirements\.lock"):
        add_packages({"pydantic": "1.0"}, tmp_path)
    with pytest.raises(PackagingError, match="not installed here"):
        add_packages({"no-such-package": "1.0"}, tmp_path)
    changed = tmp_path / "changed.py"
    changed.write_text("another's line\n")
    with pytest.raises(PackagingError, match="has been changed"):
        environment._copy(changed, tmp_path / "copy.py", metadata.FileHash("sha256=AAAA"))
    assert not (tmp_path / "copy.py").exists()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_what_dpkg_runs_is_good_shell(package: object) -> None:
    assert package in PACKAGES
    for text in (PLACE, *(text for one in PACKAGES if one is package for text in maintainer_scripts(one).values())):
        done = subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_installed_it_runs_a_hall_and_taken_off_it_leaves_what_is_the_hall_s(
    files: dict[str, Path], guest: Guest
) -> None:
    _bring(files, guest)
    _is_not_mixed_with_an_installation_from_sources(guest)
    if EMPTY:
        guest.run("sh", "-c", "apt-get update -qq && apt-get install -y -qq /srv/packages/*.deb xvfb")
    else:
        _dpkg(guest, "-i /srv/packages/*.deb")
    _is_installed_and_starts_nothing(guest, field(files["xiaochuang"], "Version"))
    _is_not_overwritten_from_sources(guest)
    _runs_a_hall(guest)
    _is_installed_again_under_a_hall_that_runs(guest)
    if EMPTY:
        _runs_a_terminal(guest)
    _is_taken_off(guest, " ".join(reversed(files)))


def _bring(files: dict[str, Path], guest: Guest) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for file in files.values():
            archive.add(file, arcname=file.name)
    guest.run("mkdir", "/srv/packages")
    guest.unpack(packed.getvalue(), "/srv/packages")


def _dpkg(guest: Guest, line: str, *, check: bool = True) -> str:
    done = guest.run("sh", "-c", f"dpkg {line}", check=check)
    return done.stdout + done.stderr


def _is_not_mixed_with_an_installation_from_sources(guest: Guest) -> None:
    guest.run("sh", "-c", "mkdir -p /opt/xiaochuang && ln -s releases/x/.venv /opt/xiaochuang/.venv")
    said = _dpkg(guest, "-i /srv/packages/xiaochuang_*.deb", check=False)
    assert "First: sudo scripts/install uninstall" in said
    assert guest.run("readlink", "/opt/xiaochuang/.venv").stdout == "releases/x/.venv\n"
    guest.run("rm", "/opt/xiaochuang/.venv")
    _dpkg(guest, "-P --force-remove-reinstreq xiaochuang", check=False)


def _is_installed_and_starts_nothing(guest: Guest, of_package: str) -> None:
    assert guest.run("xiaochuang", "--version").stdout == f"xiaochuang {of_package.partition('~')[0]}\n"
    where = "/opt/xiaochuang/.venv/lib/python3*/site-packages/demo/hall.toml"
    as_user = "setpriv --reuid=xiaochuang-hall --regid=xiaochuang-hall --clear-groups"
    done = guest.run("sh", "-c", f"{as_user} xiaochuang check-config {where}", check=False)
    assert done.returncode in (0, 3), done.stderr
    assert "hall 'chunxiaoli'" in done.stdout
    wanted = guest.run("sh", "-c", "ls /etc/systemd/system/multi-user.target.wants | grep xiaochuang", check=False)
    assert wanted.stdout == ""
    kept = guest.run("sh", "-c", "ls /etc/xiaochuang /etc/xiaochuang/tls").stdout.split()
    assert kept == ["/etc/xiaochuang:", "tls", "/etc/xiaochuang/tls:"]


def _is_not_overwritten_from_sources(guest: Guest) -> None:
    guest.write("/srv/other/scripts/install", (ROOT / "scripts/install").read_text(encoding="utf-8"))
    done = guest.run("bash", "/srv/other/scripts/install", "hall", "--site", "site", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "The program is here as a Debian package" in done.stderr


def _runs_a_hall(guest: Guest) -> None:
    for line in (
        f"xiaochuang new-hall site {NEW_HALL}",
        "xiaochuang certificates authority --site site",
        "xiaochuang certificates broker --name hall.xinghe --site site",
        "xiaochuang certificates device --site site",
        "xiaochuang broker-files --site site",
    ):
        guest.run("sh", "-c", line)
    said = guest.run(PLACER, "hall", "--site", "site").stdout
    assert "enable xiaochuang-hall.service" in said
    assert "/usr/local/lib/systemd/system/xiaochuang-hall.service" not in said, "dpkg has placed it"
    assert guest.run(PLACER, "hall", "--site", "site").stdout.startswith("everything is as it should be")
    refused = guest.run(PLACER, "uninstall", check=False)
    assert "sudo apt remove xiaochuang" in refused.stderr
    guest.boot()
    guest.until(
        lambda: guest.run("systemctl", "is-active", layout.HALL.unit, check=False).stdout == "active\n", "the hall"
    )
    guest.until(lambda: guest.run("test", "-s", STORE, check=False).returncode == 0, "its store")


def _is_installed_again_under_a_hall_that_runs(guest: Guest) -> None:
    """As a newer version is: the hall takes it at once, and content, which this hall has not, stays off."""

    def state(unit: str) -> dict[str, str]:
        told = guest.run("systemctl", "show", "-p", "MainPID", "-p", "ActiveState", unit).stdout
        return dict(line.split("=") for line in told.splitlines())

    def is_new() -> bool:
        now = state(layout.HALL.unit)
        return now["ActiveState"] == "active" and now["MainPID"] != before["MainPID"]

    before = state(layout.HALL.unit)
    content = state(layout.CONTENT.unit)["ActiveState"]
    _dpkg(guest, "-i /srv/packages/xiaochuang_*.deb /srv/packages/xiaochuang-hall_*.deb")
    guest.until(is_new, "the new hall")
    assert state(layout.CONTENT.unit)["ActiveState"] == content == "inactive"


def _runs_a_terminal(guest: Guest) -> None:
    """The hall's server is its number machine too, with a display in memory: placed, started, known to the hall."""
    guest.write("/etc/systemd/system/xiaochuang-x.service.d/50-xvfb.conf", XVFB)
    guest.write("/etc/systemd/system/xiaochuang-kiosk.service.d/50-software.conf", NO_GRAPHICS_CARD)
    guest.run("sh", "-c", "echo 127.0.0.1 hall.xinghe >>/etc/hosts")
    guest.run("xiaochuang", "machine-files", "--site", "site")
    said = guest.run(PLACER, "terminal", "--site", "site", "--machine", "kiosk-1").stdout
    assert f"enable {layout.KIOSK.unit} and start it" in said
    assert "/usr/local/lib/systemd/system/xiaochuang-kiosk.service" not in said, "dpkg has placed it"

    def knows_it() -> bool:
        words = "--dir site"
        told = guest.run("sh", "-c", f"xiaochuang snapshot {words}", check=False)
        devices = json.loads(told.stdout)["devices"] if told.returncode == 0 else []
        return {"kiosk-1"} <= {one["device"] for one in devices if one["state"] == "ready"}

    guest.until(knows_it, "the number machine")
    assert guest.run("systemctl", "show", "-P", "NRestarts", layout.KIOSK.unit).stdout == "0\n"
    assert guest.run(PLACER, "terminal", "--site", "site", "--machine", "kiosk-1").stdout.startswith("everything is as")
    assert "0 loaded units" in guest.run("systemctl", "--no-pager", "--failed").stdout


def _is_taken_off(guest: Guest, packages: str) -> None:
    _dpkg(guest, f"-r {packages}")
    assert guest.run("systemctl", "is-active", layout.HALL.unit, check=False).stdout != "active\n"
    left = guest.run(
        "sh",
        "-c",
        "ls -d /opt/xiaochuang /usr/bin/xiaochuang /etc/systemd/system/*/xiaochuang-* /etc/mosquitto/conf.d/xiaochuang*"
        " /usr/local/lib/systemd/system/*",
        check=False,
    )
    assert left.stdout == ""
    assert guest.run("test", "-s", STORE).returncode == 0
    assert guest.run("test", "-s", "/etc/xiaochuang/hall.toml").returncode == 0
    said = _dpkg(guest, f"-P {packages}")
    assert f"xiaochuang-hall: kept, with the users they belong to: {layout.HALL.data}" in said
    assert "xiaochuang: kept, with the users they belong to: /etc/xiaochuang" in said
    assert guest.run("test", "-s", STORE).returncode == 0
