"""A guest on which docs/install.md has been followed, line by line as it is printed there."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.install.document import Block, blocks
from tests.install.guest import Guest

ROOT = Path(__file__).parents[2]
SERVER, PAD = "engineer", "pad-w1"
TERMINALS = ("kiosk-1", PAD, "screen-1")
VARIABLES = {"REPOSITORY": "/srv/repository", "SERVER": "127.0.0.1"}
XVFB = """[Service]
PAMName=
StandardInput=null
TTYPath=
UtmpIdentifier=
ExecStart=
ExecStart=/usr/bin/Xvfb :0 -auth ${RUNTIME_DIRECTORY}/key -extension XTEST -nolisten tcp -noreset -screen 0 1920x1920x24
"""
NO_GRAPHICS_CARD = "[Service]\nEnvironment=LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=llvmpipe\n"
COMMIT = "git add -A && git -c user.name=x -c user.email=x@example.org commit -qm x"
HOURS = "sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59.999 }]\nstatutory = false"


class Installed:
    """The guest after the document; `said` is what each installation printed, by who ran it."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.said: dict[str, list[str]] = {}
        self.pins: dict[str, str] = {}
        self.dry_run = ""
        self.changed_by_dry_run: list[str] = []

    def run(self, user: str, line: str) -> str:
        done = self.guest.run("bash", "-euo", "pipefail", "-c", line, user=user, **VARIABLES)
        if "scripts/install" in line:
            self.said.setdefault(user, []).append(done.stdout)
        if "staff add" in line:
            self.pins[line.split()[4]] = "".join(re.findall(r"\b\d{6}\b", done.stdout))
        return done.stdout

    def follow(self, block: Block) -> None:
        if block.where == "boot":
            self._without_a_display()
            self.guest.boot()
        elif block.where == "terminal":
            for user in TERMINALS:
                if block.lines[0].startswith("git clone"):
                    self.bring_folder(user)
                for line in block.lines:
                    self.run(user, line)
        elif block.where == "pad":
            (line,) = block.lines
            self.write_key(self.run(PAD, line).strip())
        else:
            for line in block.lines:
                self.run(SERVER, line)
                if line.startswith("xiaochuang new-hall"):  # whenever this runs, the hall is open
                    self.edit_hall(r"^sessions = .*$", HOURS)

    def try_without_doing(self) -> None:
        before = self.guest.written()
        assert any(one.startswith("/etc/passwd ") for one in before), "what is written is seen"
        line = f"git clone -q {VARIABLES['REPOSITORY']} x && x/scripts/install hall --site site --dry-run; rm -r x"
        self.dry_run = self.guest.run("bash", "-c", f"{{ {line}; }} 2>&1", user=SERVER).stdout
        after = self.guest.written() - before
        self.changed_by_dry_run = sorted(one for one in after if not one.startswith("/home/"))

    def bring_folder(self, name: str) -> None:
        """`scp -r site/machines/NAME NAME:site`. With what came before it: this guest is all of these machines."""
        there = f"/home/{name}/site"
        own = " ".join(f"/home/{SERVER}/site/machines/{one}/." for one in TERMINALS[: TERMINALS.index(name) + 1])
        self.guest.run(
            "bash", "-c", f"rm -rf {there} && mkdir {there} && cp -r {own} {there} && chown -R {name}: {there}"
        )

    def write_key(self, key: str) -> None:
        assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", key), key
        self.edit_hall(r'^id = "pad-w1-citizen"$', f'id = "pad-w1-citizen"\npublic_key = "{key}"')

    def edit_hall(self, old: str, new: str) -> None:
        where = f"/home/{SERVER}/site/hall.toml"
        text, times = re.subn(old, new, self.guest.run("cat", where).stdout, flags=re.MULTILINE)
        assert times == 1
        self.guest.write(where, text)

    def bring_newer_version(self) -> None:
        """Into the repository: one whose data no version before can read. This one is v0.2.0 there."""
        migrations, end = f"{VARIABLES['REPOSITORY']}/hall/disk/migrations.py", '\n)\n"""Of `hall.db`.'
        text = self.guest.run("cat", migrations).stdout
        assert text.count(end) == 1
        self.guest.run("git", "-C", VARIABLES["REPOSITORY"], "tag", "-f", "v0.2.0")
        self.guest.write(migrations, text.replace(end, f"\n    lambda _db: None,{end}"))
        self.guest.run("bash", "-c", f"cd {VARIABLES['REPOSITORY']} && {COMMIT}")

    def _without_a_display(self) -> None:
        self.guest.write("/etc/systemd/system/xiaochuang-x.service.d/50-xvfb.conf", XVFB)
        for name in ("kiosk", "pad@", "screen@"):
            self.guest.write(f"/etc/systemd/system/xiaochuang-{name}.service.d/50-software.conf", NO_GRAPHICS_CARD)

    def active(self) -> set[str]:
        told = self.guest.run("systemctl", "--plain", "--no-legend", "--state=running", "list-units", "xiaochuang-*")
        return {line.split()[0] for line in told.stdout.splitlines()}

    def ask(self, script: str, *words: str) -> Any:
        """A Python script on the server, with the house's own libraries. Returns the JSON that it prints."""
        done = self.guest.run("/opt/xiaochuang/.venv/bin/python", "-P", "-c", script, *words, user=SERVER)
        return json.loads(done.stdout)


def follow_the_document(guest: Guest, *, empty: bool) -> Installed:
    """`empty`: a system without any package of ours; then also the lines that fetch some from the network are run."""
    guest.run("mkdir", VARIABLES["REPOSITORY"])
    if empty:
        guest.run("bash", "-c", "apt-get update -qq && apt-get install -y -qq --no-install-recommends xvfb")
    elif (ROOT / ".uv").exists():  # a minute of a slow machine; that it can be made, this machine's own has shown
        guest.run("mkdir", "-p", "/opt/xiaochuang/.uv")  # unpacked: the guest may not see the folder of this checkout
        packed = subprocess.run(["tar", "-C", ROOT / ".uv", "-cf", "-", "."], capture_output=True, check=True).stdout
        guest.unpack(packed, "/opt/xiaochuang/.uv")
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    packed = subprocess.run(
        ["tar", "--null", "-T", "-", "--ignore-failed-read", "-cf", "-"],
        cwd=ROOT,
        input=tracked,
        capture_output=True,
        check=False,
    ).stdout
    guest.unpack(packed, VARIABLES["REPOSITORY"])
    guest.run("bash", "-c", f"cd {VARIABLES['REPOSITORY']} && git init -q . && {COMMIT}")
    guest.write("/etc/gitconfig", "[safe]\n\tdirectory = *\n")
    guest.write("/etc/sudoers.d/test", "ALL ALL=(ALL:ALL) NOPASSWD: ALL\nDefaults env_keep += UV_OFFLINE\n")
    for user in (SERVER, *TERMINALS):
        guest.run("useradd", "--create-home", "--shell", "/bin/bash", user)
    installed = Installed(guest)
    installed.try_without_doing()
    for block in blocks("install.md"):
        first = block.lines[0] == "sudo apt update"
        if (not block.by_hand and block.where != "last") or (empty and first):
            installed.follow(block)
    return installed
