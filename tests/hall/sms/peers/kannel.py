"""A real Kannel (bearerbox, smsbox) with its fake SMSC, which says what reaches it."""

from __future__ import annotations

import re
import urllib.request
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote_to_bytes

from contract import until
from handset import Handset

from bench.free_ports import free_port
from peers.processes import Program, is_open

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
_GOT = re.compile(r"Got message \d+: <\S+ (\S+) (?:udh (\S+) data|ucs-2) (\S+)>")

_CONFIG = """
group = core
admin-port = {admin}
admin-password = test
admin-interface = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
smsbox-id = box
bearerbox-host = 127.0.0.1
sendsms-port = {send}
sendsms-interface = 127.0.0.1
http-request-retry = 20
http-queue-delay = 1

group = sendsms-user
username = hall
password = {password}
max-messages = 9
concatenation = true
"""


class Kannel:
    """`arrived` are (phone, text) as the fake SMSC saw them; Kannel reports each as delivered."""

    password = "kannel-secret"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        names = ("admin", "box", "smsc", "send")
        self._ports = {name: free_port() for name in names}
        self._config = folder / "kannel.conf"
        self._config.write_text(_CONFIG.format(**self._ports, password=self.password), encoding="utf-8")
        self._phones = Handset()
        self.arrived = self._phones.messages
        self._bearerbox = Program(["bearerbox", str(self._config)], folder)
        until(lambda: is_open(self._ports["box"]), "Kannel's bearerbox")
        self._fakesmsc = self._made_smsc()
        self._smsbox: Program | None = None
        self.start_smsbox()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._ports['send']}/cgi-bin/sendsms"

    def start_smsbox(self) -> None:
        """The part that halls speak to. It ends itself when a hall goes away while it is being told of a delivery."""
        if self._smsbox is None or not self._smsbox.alive:
            self._smsbox = Program(["smsbox", str(self._config)], self._folder)
            until(self._answers, "Kannel's smsbox")

    def _answers(self) -> bool:
        """Its port is open a while before it answers on it: what is sent meanwhile may be cut off."""
        try:
            with urllib.request.urlopen(self.url, timeout=5):
                return True
        except HTTPError:
            return True  # nobody has said who they are
        except (OSError, HTTPException):
            return False

    def kill_smsbox(self) -> None:
        if self._smsbox is not None:
            self._smsbox.kill()
            self._smsbox = None

    def hold_smsbox(self, on: bool) -> None:
        """It is there, takes what comes, and says nothing."""
        assert self._smsbox is not None
        self._smsbox.hold(on)

    def away_smsc(self, on: bool) -> None:
        """Kannel keeps what comes, and reports nothing, until its SMSC is there again."""
        if on and self._fakesmsc.alive:
            before = self._seen("EOF from fakesmsc")
            self._fakesmsc.kill()
            until(lambda: self._seen("EOF from fakesmsc") > before, "the end of Kannel's SMSC")
        elif not on and not self._fakesmsc.alive:
            self._fakesmsc = self._made_smsc()

    def _made_smsc(self) -> Program:
        arguments = ["-H", "127.0.0.1", "-r", str(self._ports["smsc"]), "-i", "0.01", "-m", "0", "1 2 text x"]
        made = Program([FAKESMSC, *arguments], self._folder, self._heard)
        until(lambda: any("Connecting" in line for line in made.said), "Kannel's fakesmsc")
        return made

    def _seen(self, words: str) -> int:
        return sum(words in line for line in self._bearerbox.said)

    def said(self) -> list[str]:
        """What its programs have logged in this life of the smsbox."""
        return [*self._bearerbox.said, *(self._smsbox.said if self._smsbox else [])]

    def kill(self) -> None:
        self.kill_smsbox()
        self._fakesmsc.kill()
        self._bearerbox.kill()

    def _heard(self, line: str) -> None:
        if (found := _GOT.search(line)) is not None:
            phone, header, text = found.groups()
            self._phones.take(phone, _bytes(header or ""), _bytes(text))


def _bytes(text: str) -> bytes:
    return unquote_to_bytes(text.replace("+", " "))
