"""docs/install.md, line by line, on a machine of its own: from `git clone` to a number that is called over mutual TLS.

One guest is server and terminals at once; each machine of the document is a user there with a home of its own. Its
systemd is real, and the units are started by it. One thing is another: there is no display, so Xvfb stands in for Xorg.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator

import pytest

from tests.install.document import blocks, lines_of
from tests.install.guest import Guest, refused
from tests.install.installed import PAD, SERVER, Installed, follow_the_document

pytestmark = [pytest.mark.running, pytest.mark.timeout(600), pytest.mark.xdist_group("installation")]

PROGRAMS = {
    "xiaochuang-hall.service",
    "xiaochuang-phone-page.service",
    "xiaochuang-kiosk.service",
    "xiaochuang-pad@citizen.service",
    "xiaochuang-pad@clerk.service",
    "xiaochuang-screen@hall.service",
}
NEVER_WARNED = re.compile(r"warn|error|fail|traceback|deprecat|unable|refus", re.IGNORECASE)
BY_HAND = {"network": 14, "yours": 2, "elsewhere": 1, "hardware": 11}
"""How many lines of the document this test does not run, by the reason that stands there."""


@pytest.fixture(scope="module")
def installed() -> Iterator[Installed]:
    empty = os.environ.get("XIAOCHUANG_EMPTY_ROOT")  # scripts/try-install: a newly made Debian instead of this machine
    if why := refused():
        pytest.skip(f"a guest needs namespaces, an overlay and cgroups of its own: {why}")
    guest = Guest(empty or "/")
    try:
        yield follow_the_document(guest, empty=bool(empty))
    finally:
        guest.close()


def test_the_lines_that_only_a_person_can_run_are_few_and_say_why() -> None:
    counted: dict[str, int] = {}
    for block in blocks("install.md"):
        if block.by_hand:
            why = block.where.split()[1]
            counted[why] = counted.get(why, 0) + len(block.lines)
    assert counted == BY_HAND


def test_the_chinese_guide_has_the_same_lines() -> None:
    assert blocks("install.zh-CN.md") == blocks("install.md")


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
    said = installed.guest.run("journalctl", "--no-pager", "-o", "cat", "-b", "-t", "mosquitto").stdout
    assert "Loading config file /etc/mosquitto/conf.d/xiaochuang.conf" in said
    assert [line for line in said.splitlines() if NEVER_WARNED.search(line)] == []
    assert installed.guest.run("ps", "-o", "user:20=", "-C", "mosquitto").stdout.split() == ["mosquitto"], "never root"


def test_the_programs_start_without_a_warning_but_what_the_hall_s_file_lacks(installed: Installed) -> None:
    said = installed.guest.run("journalctl", "--no-pager", "-o", "cat", "-b", "-t", "xiaochuang").stdout.splitlines()
    assert len(said) > len(PROGRAMS)
    told = [line for line in said if NEVER_WARNED.search(line) and "hall.config.file" not in line]
    assert told == []


def test_every_terminal_is_known_to_the_hall_over_mutual_tls(installed: Installed) -> None:
    words = "--dir site"

    def all_there() -> bool:
        said = installed.run(SERVER, f"xiaochuang snapshot {words}")
        online = {one["device"] for one in json.loads(said)["devices"] if one["state"] == "ready"}
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


def test_card_readers_open_to_the_two_programs_that_read_cards(installed: Installed) -> None:
    """A real pcscd; where it asks polkit (Debian 13), a real polkit too."""
    guest = installed.guest
    guest.run("systemctl", "start", "pcscd.socket")
    ask = "from smartcard import scard; print(scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)[0])"

    def is_let_in(user: str) -> bool:
        python = ("/opt/xiaochuang/.venv/bin/python", "-P", "-c", ask)
        return guest.run("sudo", "-u", user, *python).stdout == "0\n"

    assert is_let_in("xiaochuang-kiosk")
    assert is_let_in("xiaochuang-pad-clerk")
    asks_polkit = guest.run("test", "-e", "/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy", check=False)
    assert is_let_in("xiaochuang-screen-hall") == (asks_polkit.returncode != 0)


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


def test_a_program_that_leaves_the_site_ends_and_comes_back_with_it(installed: Installed) -> None:
    guest, unit = installed.guest, "xiaochuang-phone-page.service"
    installed.run(SERVER, "cp -r site less")
    text = guest.run("cat", f"/home/{SERVER}/site/hall.toml").stdout
    less = re.sub(r'^\[\[devices\]\]\nid = "phone-page"\nrole = "phone-page"\n', "", text, flags=re.MULTILINE)
    guest.write(f"/home/{SERVER}/less/hall.toml", less)
    said = installed.run(SERVER, "sudo xiaochuang/scripts/install hall --site less")
    assert f"stop {unit} and disable it: hall.toml has no device with the role phone-page" in said
    state = ("systemctl", "show", "-p", "ActiveState", "-p", "UnitFileState", unit)
    assert set(guest.run(*state).stdout.split()) == {"ActiveState=inactive", "UnitFileState=disabled"}
    said = installed.run(SERVER, "sudo xiaochuang/scripts/install hall --site site")
    assert f"enable {unit} and start it" in said
    guest.until(lambda: installed.active() >= PROGRAMS, "the page")


def test_a_newer_version_comes_and_goes_as_the_page_says(installed: Installed) -> None:
    """The lines of docs/operations.md, word for word; Python packages are those that the guest has fetched before."""
    guest, hall = installed.guest, "xiaochuang-hall.service"
    come, go, end = lines_of("operations.md", "A newer version, and back again")
    ask = "import sqlite3; print(*sqlite3.connect('/var/lib/xiaochuang-hall/hall.db').execute('PRAGMA user_version'))"

    def version() -> str:
        return guest.run("python3", "-c", ask).stdout

    def state() -> set[str]:
        return set(guest.run("systemctl", "show", "-p", "ActiveState", "-p", "ExecMainStatus", hall).stdout.split())

    for clerk in range(2, 7):  # one was enough until now; the check asks for all
        installed.run(SERVER, f"sudo xiaochuang staff add clerk-{clerk}")
    before = version()
    installed.bring_newer_version()
    for line in come:
        installed.run(SERVER, f"export UV_OFFLINE=1; {line}")
    guest.until(lambda: state() == {"ActiveState=active", "ExecMainStatus=0"} and version() != before, "the newer hall")

    install = go.index("sudo xiaochuang/scripts/install hall --site site")
    for line in go[install - 1 :]:  # somebody forgets the folder
        installed.run(SERVER, line)
    guest.until(lambda: state() == {"ActiveState=failed", "ExecMainStatus=65"}, "the word of the older hall")
    said = guest.run("journalctl", "--no-pager", "-o", "cat", "-u", hall, "-n", "20").stdout
    assert "start the program that wrote them or a newer one. Nothing was changed." in said
    for line in go:
        installed.run(SERVER, line)
    guest.until(lambda: state() == {"ActiveState=active", "ExecMainStatus=0"} and version() == before, "the older hall")
    installed.run(SERVER, end[0])
    guest.until(lambda: installed.active() >= PROGRAMS, "all programs")


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
