"""docs/install.md, line by line, on a machine of its own: from `git clone` to a number that is called over mutual TLS.

One guest is server and terminals at once; each machine of the document is a user there with a home of its own. Its
systemd is real, and the units are started by it. One thing is another: there is no display, so Xvfb stands in for Xorg.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.install.document import Block, blocks
from tests.install.guest import Guest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.running, pytest.mark.timeout(420), pytest.mark.xdist_group("installation")]

SERVER, PAD = "engineer", "pad-w1"
TERMINALS = ("kiosk-1", PAD, "screen-1")
VARIABLES = {"REPOSITORY": "/srv/repository", "SERVER": "127.0.0.1"}
PROGRAMS = {
    "xiaochuang-hall.service",
    "xiaochuang-phone-page.service",
    "xiaochuang-kiosk.service",
    "xiaochuang-pad@citizen.service",
    "xiaochuang-pad@clerk.service",
    "xiaochuang-screen@hall.service",
}
XVFB = """[Service]
PAMName=
StandardInput=null
TTYPath=
UtmpIdentifier=
ExecStart=
ExecStart=/usr/bin/Xvfb :0 -auth ${RUNTIME_DIRECTORY}/key -extension XTEST -nolisten tcp -noreset -screen 0 1920x1920x24
"""
NO_GRAPHICS_CARD = "[Service]\nEnvironment=LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=llvmpipe\n"
NEVER_WARNED = re.compile(r"warn|error|fail|traceback|deprecat|unable|refus", re.IGNORECASE)
HOURS = "sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59.999 }]\nstatutory = false"
BY_HAND = {"network": 10, "yours": 2, "elsewhere": 1, "hardware": 11}
"""How many lines of the document this test does not run, by the reason that stands there."""


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
        before = self._written()
        line = f"git clone -q {VARIABLES['REPOSITORY']} x && x/scripts/install hall --site site --dry-run; rm -r x"
        self.dry_run = self.guest.run("bash", "-c", f"{{ {line}; }} 2>&1", user=SERVER).stdout
        self.changed_by_dry_run = sorted(self._written() - before)

    def bring_folder(self, name: str) -> None:
        """`scp -r site/machines/NAME NAME:site`."""
        here, there = f"/home/{SERVER}/site/machines/{name}", f"/home/{name}/site"
        self.guest.run("bash", "-c", f"rm -rf {there} && cp -r {here} {there} && chown -R {name}: {there}")

    def write_key(self, key: str) -> None:
        assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", key), key
        self.edit_hall(r'^id = "pad-w1-citizen"$', f'id = "pad-w1-citizen"\npublic_key = "{key}"')

    def edit_hall(self, old: str, new: str) -> None:
        where = f"/home/{SERVER}/site/hall.toml"
        text, times = re.subn(old, new, self.guest.run("cat", where).stdout, flags=re.MULTILINE)
        assert times == 1
        self.guest.write(where, text)

    def _written(self) -> set[str]:
        found = self.guest.run("find", "/etc", "/opt", "/usr", "/var", "/home", "-xdev", "-newer", "/srv/began")
        return {path for path in found.stdout.split() if "/home/" not in path} - {"/etc", "/opt", "/usr", "/var"}

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


@pytest.fixture(scope="module")
def installed() -> Iterator[Installed]:
    guest = Guest()
    try:
        yield _after_the_document(guest)
    finally:
        guest.close()


def _after_the_document(guest: Guest) -> Installed:
    guest.run("mkdir", VARIABLES["REPOSITORY"])
    if (ROOT / ".uv").exists():  # a minute of a slow machine; how it is made, this machine's own installation has shown
        guest.run("mkdir", "/opt/xiaochuang")
        guest.run("cp", "-r", str((ROOT / ".uv").resolve()), "/opt/xiaochuang/.uv")
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
    commit = "git init -q . && git add -A && git -c user.name=x -c user.email=x@example.org commit -qm x"
    guest.run("bash", "-c", f"cd {VARIABLES['REPOSITORY']} && {commit}")
    guest.write("/etc/gitconfig", "[safe]\n\tdirectory = *\n")
    guest.write("/etc/sudoers.d/test", "ALL ALL=(ALL:ALL) NOPASSWD: ALL\n")
    for user in (SERVER, *TERMINALS):
        guest.run("useradd", "--create-home", "--shell", "/bin/bash", user)
    guest.run("touch", "/srv/began")
    installed = Installed(guest)
    installed.try_without_doing()
    for block in blocks("install.md"):
        if not block.by_hand and block.where != "last":
            installed.follow(block)
    return installed


def test_the_lines_that_only_a_person_can_run_are_few_and_say_why() -> None:
    counted: dict[str, int] = {}
    for block in blocks("install.md"):
        if block.by_hand:
            why = block.where.split()[1]
            counted[why] = counted.get(why, 0) + len(block.lines)
    assert counted == BY_HAND


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(installed: Installed) -> None:
    assert "would write /usr/local/lib/systemd/system/xiaochuang-hall.service" in installed.dry_run
    assert "would install the program into /opt/xiaochuang" in installed.dry_run
    assert installed.changed_by_dry_run == []


def test_each_run_says_what_is_left_to_a_person(installed: Installed) -> None:
    empty, begun, _key, _renewed = installed.said[SERVER]
    assert "1. xiaochuang new-hall" in empty
    assert "xiaochuang staff add ID" in begun
    assert "the key that each citizen's pad prints" in begun
    assert "xiaochuang pad --public-key" in installed.said[PAD][0]


def test_every_program_runs_and_nothing_has_failed(installed: Installed) -> None:
    installed.guest.until(lambda: installed.active() >= PROGRAMS, "all programs")
    assert "0 loaded units" in installed.guest.run("systemctl", "--no-pager", "--failed").stdout
    told = installed.guest.run("systemctl", "show", "-P", "NRestarts", *sorted(PROGRAMS), "mosquitto.service").stdout
    assert set(told.split()) == {"0"}, "each was right at its first start"


def test_the_broker_starts_without_a_warning(installed: Installed) -> None:
    said = installed.guest.run("journalctl", "--no-pager", "-o", "cat", "-b", "-u", "mosquitto.service").stdout
    assert "Started" in said
    assert [line for line in said.splitlines() if NEVER_WARNED.search(line)] == []


def test_the_programs_start_without_a_warning_but_what_the_hall_s_file_lacks(installed: Installed) -> None:
    units = [word for unit in (*PROGRAMS, "xiaochuang-x.service") for word in ("-u", unit)]
    said = installed.guest.run("journalctl", "--no-pager", "-o", "cat", "-b", *units).stdout.splitlines()
    told = [line for line in said if NEVER_WARNED.search(line) and "hall.config.file" not in line]
    assert told == []


def test_every_terminal_is_known_to_the_hall_over_mutual_tls(installed: Installed) -> None:
    words = "--hall xinghe --device desk-1 --username desk-1 --password-file site/secrets/desk-1.password"

    def all_there() -> bool:
        said = installed.run(SERVER, f"xiaochuang snapshot {words}")
        online = {one["device"] for one in json.loads(said)["devices"] if one["online"]}
        return online >= {"kiosk-1", "pad-w1-citizen", "pad-w1-clerk", "screen-1", "phone-page"}

    installed.guest.until(all_there, "every device")
    said = installed.guest.run("journalctl", "--no-pager", "-o", "cat", "-b", "-u", "mosquitto.service").stdout
    for device in ("kiosk-1", "pad-w1-citizen", "pad-w1-clerk", "screen-1"):
        assert re.search(rf"as {device} \(.*u'{device}'\)", said), "its name is its certificate's"


def test_the_page_for_phones_answers(installed: Installed) -> None:
    page = "import json, urllib.request as web; print(json.dumps(web.urlopen('http://127.0.0.1:8080/').status))"
    assert installed.ask(page) == 200


TAKE_AND_CALL = """
import json, sys
from pathlib import Path
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.messages import Request, new_id
from kiosk.mqtt.one_question import ask
from kiosk.mqtt.topics import Topics

topics, tls = Topics("xinghe"), Path.home() / "site/tls"

def say(device, kind, **data):
    own = tls / "devices" / device
    files = {"ca_file": str(tls / "ca.crt"), "cert_file": f"{own}.crt", "key_file": f"{own}.key"}
    broker = Broker(host="hall.xinghe", port=8883, **files)
    answer = ask(broker, topics, device, Request(id=new_id(), type=kind, data=data))
    assert answer.ok, answer
    return answer.data

number = say("kiosk-2", "ticket.issue", queue="general")["number"]
say("pad-w2-clerk", "window.open", window="w2", clerk="clerk-1", pin=sys.argv[1])
called = say("pad-w2-clerk", "ticket.call_next", window="w2")
print(json.dumps([number, called["number"]]))
"""


def test_a_number_is_taken_and_called(installed: Installed) -> None:
    taken, called = installed.ask(TAKE_AND_CALL, installed.pins["clerk-1"])
    assert taken == called
    assert re.fullmatch(r"A\d{3}", taken)


def test_no_program_reads_what_is_another_s(installed: Installed) -> None:
    guest = installed.guest
    for path, owner in (
        ("tls/pad-w1-citizen.key", "xiaochuang-pad-citizen"),
        ("tls/kiosk-1.key", "xiaochuang-kiosk"),
        ("tls/broker.key", "mosquitto"),
        ("mosquitto.passwd", "mosquitto"),
        ("person.key", "xiaochuang-kiosk"),
        ("staff.toml", "xiaochuang-hall"),
        ("hall.password", "root"),
    ):
        told = guest.run("stat", "--format=%U %a", f"/etc/xiaochuang/{path}").stdout
        assert told == f"{owner} 600\n", path
        denied = guest.run("sudo", "-u", "xiaochuang-pad-clerk", "cat", f"/etc/xiaochuang/{path}", check=False)
        assert "Permission denied" in denied.stderr, path


def test_a_second_run_changes_nothing_and_says_so(installed: Installed) -> None:
    before = installed.guest.run("systemctl", "show", "-P", "MainPID", *sorted(PROGRAMS)).stdout
    said = installed.run(SERVER, "sudo xiaochuang/scripts/install hall --site site")
    assert said.startswith("everything is as it should be: nothing to do\n")
    assert installed.guest.run("systemctl", "show", "-P", "MainPID", *sorted(PROGRAMS)).stdout == before


def test_new_certificates_reach_the_broker_without_an_end_of_its_links(installed: Installed) -> None:
    broker = installed.guest.run("systemctl", "show", "-P", "MainPID", "mosquitto.service").stdout
    installed.run(SERVER, "xiaochuang certificates renew --all --site site")
    said = installed.run(SERVER, "sudo xiaochuang/scripts/install hall --site site")
    assert "write /etc/xiaochuang/tls/broker.key (mode 0600, mosquitto) anew" in said
    assert installed.guest.run("systemctl", "show", "-P", "MainPID", "mosquitto.service").stdout == broker
    served = (
        "import json, ssl, pathlib; given = ssl.get_server_certificate(('127.0.0.1', 8883));"
        "print(json.dumps(given.split() == pathlib.Path('site/tls/broker.crt').read_text().split()))"
    )
    installed.guest.until(lambda: installed.ask(served), "the new certificate")


def test_what_was_stopped_and_disabled_is_found_and_started(installed: Installed) -> None:
    guest = installed.guest
    guest.run("systemctl", "disable", "--now", "xiaochuang-phone-page.service")
    said = installed.run(SERVER, "sudo xiaochuang/scripts/install hall --site site")
    assert said.startswith("enable xiaochuang-phone-page.service and start it\n")
    guest.until(lambda: installed.active() >= PROGRAMS, "the page")


def test_a_site_with_a_mistake_is_not_placed(installed: Installed) -> None:
    guest = installed.guest
    before = guest.run("cat", "/etc/xiaochuang/hall.toml").stdout
    guest.run(
        "bash",
        "-c",
        "mkdir wrong && cp -r site/* wrong && echo 'hotlin = 1' | cat - site/hall.toml >wrong/hall.toml",
        user=SERVER,
    )
    done = guest.run("sudo", "xiaochuang/scripts/install", "hall", "--site", "wrong", user=SERVER, check=False)
    assert done.returncode == 1
    assert "hotlin" in done.stderr
    assert guest.run("cat", "/etc/xiaochuang/hall.toml").stdout == before


def test_it_is_taken_off_and_what_the_hall_has_of_its_own_stays(installed: Installed) -> None:
    guest = installed.guest
    (last,) = (block for block in blocks("install.md") if block.where == "last")
    would = installed.run(SERVER, f"{last.lines[0]} --dry-run")
    assert "would remove: /opt/xiaochuang" in would
    assert installed.active() >= PROGRAMS
    said = installed.run(SERVER, last.lines[0])
    assert "kept: /etc/xiaochuang, /var/lib/xiaochuang-hall" in said
    assert installed.active() == set()
    assert guest.run("test", "-e", "/opt/xiaochuang", check=False).returncode == 1
    assert guest.run("ls", "/usr/local/lib/systemd/system").stdout == ""
    assert guest.run("test", "-s", "/var/lib/xiaochuang-hall/hall.db").returncode == 0
    guest.until(
        lambda: guest.run("systemctl", "is-active", "mosquitto", check=False).stdout == "active\n", "the broker"
    )
    installed.run(SERVER, "sudo xiaochuang/scripts/install uninstall --purge")
    assert guest.run("bash", "-c", "ls -d /etc/xiaochuang /var/lib/xiaochuang-*", check=False).stdout == ""
    assert "xiaochuang" not in guest.run("cat", "/etc/passwd", "/etc/group").stdout
    again = installed.run(SERVER, "sudo xiaochuang/scripts/install uninstall")
    assert again.startswith("nothing of the house is installed here\n")
