"""What an installation makes of a terminal's folder, and what it leaves to a person. No file is written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning.installation import todo
from provisioning.installation.machine import InstallationError, TargetSystem
from provisioning.installation.site import TerminalSite
from provisioning.installation.steps import Disabled, PlacedFile, Step
from provisioning.installation.terminal_steps import terminal_steps

KIOSK = """hall = "xinghe"
device = "kiosk-1"
data = "/var/lib/xiaochuang-kiosk"
person_key_file = "person.key"
[broker]
host = "127.0.0.1"
ca_file = "tls/ca.crt"
cert_file = "tls/kiosk-1.crt"
key_file = "tls/kiosk-1.key"
"""
GPIO = "[hardware.gpio]\npresence = 16\n"
FILES = ("tls/ca.crt", "tls/kiosk-1.crt", "tls/kiosk-1.key", "person.key")


@pytest.fixture
def machine(tmp_path: Path) -> TargetSystem:
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/group").write_text("root:x:0:\n")
    return TargetSystem(tmp_path / "root")


def folder(path: Path, settings: str = KIOSK, files: tuple[str, ...] = FILES) -> Path:
    for name in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(name)
    path.mkdir(exist_ok=True)
    (path / "terminal.toml").write_text(settings)
    return path


def placed(steps: list[Step]) -> dict[str, tuple[str, int]]:
    return {one.path: (one.owner, one.mode) for one in steps if isinstance(one, PlacedFile)}


def test_a_secret_belongs_to_the_program_that_reads_it_and_all_else_to_root(
    tmp_path: Path, machine: TargetSystem
) -> None:
    site = TerminalSite(folder(tmp_path / "site"))
    assert site.missing() == []
    assert placed([*terminal_steps(site, machine)]) == {
        "/etc/xiaochuang/terminal.toml": ("root", 0o644),
        "/etc/xiaochuang/tls/ca.crt": ("root", 0o644),
        "/etc/xiaochuang/tls/kiosk-1.crt": ("root", 0o644),
        "/etc/xiaochuang/tls/kiosk-1.key": ("xiaochuang-kiosk", 0o600),
        "/etc/xiaochuang/person.key": ("xiaochuang-kiosk", 0o600),
    }


@pytest.mark.parametrize("wired", [GPIO, "[hardware.escpos.pins]\npaper_out = 17\n"])
def test_who_is_wired_to_the_header_gets_its_group_or_is_told_that_there_is_none(
    wired: str, tmp_path: Path, machine: TargetSystem
) -> None:
    site = TerminalSite(folder(tmp_path / "site", KIOSK + wired))
    drop_in = "/usr/local/lib/systemd/system/xiaochuang-kiosk.service.d/30-gpio.conf"
    assert drop_in not in placed([*terminal_steps(site, machine)])
    assert any("no group gpio" in line for line in todo.of_terminal(site, machine))
    (machine.root / "etc/group").write_text("root:x:0:\ngpio:x:993:\n")
    assert drop_in in placed([*terminal_steps(site, machine)])
    assert any("apt install python3-lgpio" in line for line in todo.of_terminal(site, machine))
    libraries = machine.root / "opt/xiaochuang/.venv/lib/python3.13/site-packages"
    libraries.mkdir(parents=True)
    (libraries / "lgpio.py").touch()
    assert not any("gpio" in line for line in todo.of_terminal(site, machine))


def test_a_system_that_talks_on_the_printers_line_is_named(tmp_path: Path, machine: TargetSystem) -> None:
    printer = '[hardware]\nprinter = "escpos"\n[hardware.escpos]\npath = "/dev/serial0"\n'
    site = TerminalSite(folder(tmp_path / "site", KIOSK + printer))
    kernel = machine.root / "boot/firmware/cmdline.txt"
    kernel.parent.mkdir(parents=True)
    kernel.write_text("console=serial0,115200 console=tty1 root=/dev/mmcblk0p2\n")
    assert any("/boot/firmware/cmdline.txt" in line for line in todo.of_terminal(site, machine))
    kernel.write_text("console=tty1 root=/dev/mmcblk0p2\n")
    assert not any("cmdline" in line for line in todo.of_terminal(site, machine))


def test_of_a_whole_site_the_machine_has_to_be_named(tmp_path: Path) -> None:
    for name in ("kiosk-1", "pad-w1"):
        folder(tmp_path / "site/machines" / name)
    with pytest.raises(InstallationError, match="kiosk-1, pad-w1"):
        TerminalSite.chosen(tmp_path / "site", None)
    with pytest.raises(InstallationError, match="kiosk-1, pad-w1"):
        TerminalSite.chosen(tmp_path / "site", "kiosk-2")
    assert TerminalSite.chosen(tmp_path / "site", "pad-w1").folder.name == "pad-w1"


def test_a_folder_that_lacks_a_file_is_told_how_it_comes(tmp_path: Path) -> None:
    (missing,) = TerminalSite(folder(tmp_path / "site", files=FILES[:2])).missing()
    assert "person.key" in missing
    assert "tls/kiosk-1.key" in missing
    assert "xiaochuang machine-files" in missing


def test_no_file_is_placed_outside_of_the_configuration(tmp_path: Path) -> None:
    site = TerminalSite(folder(tmp_path / "site", KIOSK.replace("tls/kiosk-1.key", "../../shadow")))
    with pytest.raises(InstallationError, match="in its own folder"):
        site.missing()


def test_a_program_whose_file_is_not_in_the_folder_any_more_is_stopped(tmp_path: Path, machine: TargetSystem) -> None:
    """The machine was a kiosk and is a pad now, or has lost one of its displays."""
    wants = machine.root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True)
    for name in ("xiaochuang-kiosk.service", "xiaochuang-pad@citizen.service"):
        (wants / name).symlink_to(f"/usr/local/lib/systemd/system/{name}")
    site = TerminalSite(folder(tmp_path / "site"))
    would = [step.needed(machine) for step in terminal_steps(site, machine) if isinstance(step, Disabled)]
    assert [said for said in would if said] == [
        "stop xiaochuang-pad@citizen.service and disable it: the machine's folder has no pad-citizen.toml"
    ]
    (wants / "xiaochuang-pad@citizen.service").unlink()
    assert [step.needed(machine) for step in terminal_steps(site, machine) if isinstance(step, Disabled)] == [""] * 4
