"""The SMPP back end before an SMSC of the npm package `smpp`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contract import until
from peers import Peers
from peers.smsc import Smsc

from hall.sms.ledger import Ledger
from hall.sms.operators.smpp import SmppDialect, SmppSettings
from hall.sms.operators.smsc_connection import ConnectionTiming
from hall.sms.operators.smsc_gateway import SmscGateway
from hall.sms.operators.smsc_socket import Tls
from hall.sms.rate_limit import RateLimit


class SmppRig:
    """`clock` is the back end's own."""

    def __init__(
        self,
        folder: Path,
        peers: Peers | None,
        smsc: Smsc | None = None,
        tls: Tls | None = None,
        rate: RateLimit | None = None,
        *,
        settings: dict[str, Any] | None = None,
        **timing: Any,
    ) -> None:
        self._rate = rate
        self._settings = settings or {}
        self.folder = folder
        self._tls = tls
        assert peers is not None or smsc is not None
        self.smsc: Smsc = smsc if smsc is not None else peers.smsc  # type: ignore[union-attr]
        self.smsc.start()
        self.smsc.forget()
        self.smsc.order(set={"throttle": 0, "mute": False, "answer": 0, "id": "", "password": self.smsc.password})
        self.clock = 1000.0
        self.timing = ConnectionTiming(**({"answer_s": 2.0} | timing))
        self.gateway = self._made()

    def _made(self) -> SmscGateway:
        ledger = Ledger(self.folder)
        settings = SmppSettings(
            host="127.0.0.1", system_id="hall", password_file="", source="10690001", **self._settings
        )
        dialect = SmppDialect(settings, self.smsc.password, ledger.report)
        return SmscGateway(
            ("127.0.0.1", self.port), dialect, ledger, self.timing, lambda: self.clock, rate=self._rate, tls=self._tls
        )

    @property
    def port(self) -> int:
        return self.smsc.port

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        if most:
            until(lambda: len(self.smsc.phones.messages) >= most, "the message at the SMSC")
        return self.smsc.phones.messages

    def cut(self) -> None:
        self.smsc.kill()

    def mend(self) -> None:
        self.smsc.start()
        self.clock += 600

    def throttle(self, on: bool) -> None:
        self.smsc.order(set={"throttle": 1000 if on else 0})

    def refuse(self) -> None:
        self.smsc.order(set={"password": "changed"})

    def report(self, reference: str, delivered: bool) -> None:
        assert self.gateway.connect()  # as it is while reports are awaited
        for id_ in reference.split("+"):
            self.smsc.report(id_, "DELIVRD" if delivered else "UNDELIV")

    def silence(self, on: bool) -> None:
        self.smsc.order(set={"mute": on})

    def wait(self, seconds: float) -> None:
        self.clock += seconds

    def reopen(self) -> None:
        self.gateway.close()
        self.gateway = self._made()

    def close(self) -> None:
        self.gateway.close()
