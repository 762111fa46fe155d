"""The HTTP back end in Kannel's shape, before a real Kannel."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from urllib.parse import quote

from contract import until
from peers import Peers
from peers.kannel import Kannel

from bench.free_ports import free_port
from hall.sms.ledger import Ledger
from hall.sms.operators.http_operator import OperatorGateway, OperatorSecrets, OperatorSettings


class KannelRig:
    def __init__(self, folder: Path, peers: Peers) -> None:
        self.folder = folder
        self.kannel: Kannel = peers.kannel
        self.kannel.start_smsbox()
        self._before = len(self.kannel.arrived)
        self._port = free_port()
        self._password = self.kannel.password
        self.gateway = self._made()

    def _made(self) -> OperatorGateway:
        settings = OperatorSettings(
            shape="kannel",
            url=self.kannel.url,
            user="hall",
            secret_file="",
            sender="10690001",
            listen=f"127.0.0.1:{self._port}",
            timeout_seconds=2.0,
        )
        self.ledger = Ledger(self.folder)
        return OperatorGateway(settings, OperatorSecrets(self._password, "report-word"), self.ledger)

    def arrived(self, most: int = 1) -> list[tuple[str, str]]:
        if most:
            until(lambda: len(self.kannel.arrived) >= self._before + most, "the message at the SMSC")
        return self.kannel.arrived[self._before :]

    def cut(self) -> None:
        self.kannel.kill_smsbox()

    def mend(self) -> None:
        self.kannel.start_smsbox()

    def refuse(self) -> None:
        self._password = "not-it"
        self.reopen()

    def silence(self, on: bool) -> None:
        self.kannel.hold_smsbox(on)

    def wait(self, seconds: float) -> None:
        return

    def reopen(self) -> None:
        self.gateway.close()
        self.gateway = self._made()

    def close(self) -> None:
        self.gateway.close()


class ReportingKannelRig(KannelRig):
    """Its SMSC is away, so that there are no reports but the test's, which come in Kannel's way."""

    def __init__(self, folder: Path, peers: Peers) -> None:
        super().__init__(folder, peers)
        self.kannel.away_smsc(True)

    def report(self, reference: str, delivered: bool) -> None:
        said = f"id={quote(reference, safe='')}&state={1 if delivered else 2}&reply=NACK%2F11"
        with urllib.request.urlopen(f"{self.gateway.reports_at}?{said}", timeout=5) as answer:
            assert answer.status == 200

    def close(self) -> None:
        self.kannel.away_smsc(False)
        super().close()
