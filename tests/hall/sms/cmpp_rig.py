"""The CMPP back end, 2.0 and 3.0, before a small ISMG."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from contract import until
from peers import Peers
from peers.ismg import SECRET, Ismg

from hall.sms.ledger import Ledger
from hall.sms.operators.cmpp import CmppDialect, CmppSettings
from hall.sms.operators.smsc_connection import ConnectionTiming
from hall.sms.operators.smsc_gateway import SmscGateway
from hall.sms.rate_limit import RateLimit


class CmppRig:
    version: Literal["2.0", "3.0"] = "2.0"

    def __init__(self, folder: Path, _peers: Peers | None = None, rate: RateLimit | None = None, **timing: Any) -> None:
        self._rate = rate
        self.folder = folder
        self.ismg = Ismg(self.version)
        self.clock = 1000.0
        self.timing = ConnectionTiming(**({"answer_s": 2.0} | timing))
        self.gateway = self._made()

    def _made(self) -> SmscGateway:
        ledger = Ledger(self.folder)
        settings = CmppSettings(
            host="127.0.0.1", sp_id="901234", secret_file="", source="10690001", version=self.version
        )
        dialect = CmppDialect(settings, SECRET.decode(), ledger.report)
        where = ("127.0.0.1", self.port)
        return SmscGateway(where, dialect, ledger, self.timing, lambda: self.clock, rate=self._rate)

    @property
    def port(self) -> int:
        return self.ismg.port

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        if most:
            until(lambda: len(self.ismg.phones.messages) >= most, "the message at the ISMG")
        return self.ismg.phones.messages

    def cut(self) -> None:
        self.ismg.kill()

    def mend(self) -> None:
        before = self.ismg
        self.ismg = Ismg(self.version, before.port)
        self.ismg.phones = before.phones
        self.clock += 600

    def throttle(self, on: bool) -> None:
        self.ismg.result = 8 if on else 0

    def refuse(self) -> None:
        self.ismg.secret = b"changed"

    def report(self, reference: str, delivered: bool) -> None:
        assert self.gateway.connect()  # as it is while reports are awaited
        for id_ in reference.split("+"):
            self.ismg.report(int(id_), "DELIVRD" if delivered else "MK:0001")

    def silence(self, on: bool) -> None:
        self.ismg.mute = on

    def wait(self, seconds: float) -> None:
        self.clock += seconds

    def reopen(self) -> None:
        self.gateway.close()
        self.gateway = self._made()

    def close(self) -> None:
        self.gateway.close()
        self.ismg.kill()


class Cmpp30Rig(CmppRig):
    version = "3.0"
