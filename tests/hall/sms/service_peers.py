"""Each back end as a hall service is configured for it, with its peer and the time between taking and reporting."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from contract import until
from peers import Peers
from peers.ismg import SECRET, Ismg
from rigs import Operator
from secret_files import secret_file

from bench.free_ports import free_port


class ServicePeer(Protocol):
    """`hold`: messages are taken and not reported on, until `report`. `hall_gone`: it was killed, and will be back."""

    kind: str
    toml: str
    zone: str | None  # in which the hall must live, None: anywhere

    def arrived(self) -> list[tuple[str, str]]: ...
    def hold(self) -> None: ...
    def hall_gone(self) -> None: ...
    def taken(self, messages: int) -> bool: ...
    def report(self) -> None: ...
    def close(self) -> None: ...


class Plain:
    kind, zone = "http", None

    def __init__(self, folder: Path, _peers: Peers) -> None:
        self._operator = Operator()
        url, token = self._operator.url, secret_file(folder / "token", "secret-token")
        self.toml = f'url = "{url}/send"\nreceipts_url = "{url}/receipts"\ntoken_file = "{token}"\n'

    def arrived(self) -> list[tuple[str, str]]:
        return [(message["to"], message["text"]) for message in self._operator.messages.values()]

    def hold(self) -> None:
        self._operator.withhold = True

    def hall_gone(self) -> None:
        return

    def taken(self, messages: int) -> bool:
        return len(self.arrived()) == messages

    def report(self) -> None:
        self._operator.withhold = False

    def close(self) -> None:
        self._operator.stop()


class OverKannel:
    kind, zone = "http", None

    def __init__(self, folder: Path, peers: Peers) -> None:
        self._kannel = peers.kannel
        self._kannel.start_smsbox()
        self._seen = len(self._kannel.arrived)
        word = secret_file(folder / "word", "report-word")
        secret = secret_file(folder / "secret", self._kannel.password)
        self.toml = f'shape = "kannel"\nurl = "{self._kannel.url}"\nuser = "hall"\nsender = "10690001"\n'
        self.toml += f'secret_file = "{secret}"\nlisten = "127.0.0.1:{free_port()}"\nlisten_secret_file = "{word}"\n'

    def arrived(self) -> list[tuple[str, str]]:
        return self._kannel.arrived[self._seen :]

    def hold(self) -> None:
        self._kannel.away_smsc(True)

    def hall_gone(self) -> None:
        return

    def taken(self, messages: int) -> bool:
        return True  # by Kannel, which holds it until its SMSC goes on

    def report(self) -> None:
        self._kannel.away_smsc(False)

    def close(self) -> None:
        self._kannel.away_smsc(False)


class Smpp:
    kind, zone = "smpp", None

    def __init__(self, folder: Path, peers: Peers) -> None:
        self._smsc = peers.smsc
        self._smsc.start()
        self._smsc.forget()
        self._smsc.order(set={"throttle": 0, "mute": False, "answer": 0, "password": self._smsc.password})
        secret = secret_file(folder / "secret", self._smsc.password)
        self.toml = f'host = "127.0.0.1"\nport = {self._smsc.port}\nsystem_id = "hall"\nsource = "10690001"\n'
        self.toml += f'password_file = "{secret}"\n'

    def arrived(self) -> list[tuple[str, str]]:
        return self._smsc.phones.messages

    def hold(self) -> None:
        return

    def hall_gone(self) -> None:
        self._binds = len(self._smsc.answers("bind"))

    def taken(self, messages: int) -> bool:
        return len(self.arrived()) == messages

    def report(self) -> None:
        until(lambda: len(self._smsc.answers("bind")) > self._binds, "the hall's new login")
        for part in self._smsc.submits:
            self._smsc.report(part["id"], "DELIVRD")

    def close(self) -> None:
        return


class Cmpp:
    kind, zone = "cmpp", None

    def __init__(self, folder: Path, _peers: Peers) -> None:
        self._ismg = Ismg("3.0")
        secret = secret_file(folder / "secret", SECRET.decode())
        self.toml = f'host = "127.0.0.1"\nport = {self._ismg.port}\nversion = "3.0"\nsp_id = "901234"\n'
        self.toml += f'source = "10690001"\nsecret_file = "{secret}"\n'

    def arrived(self) -> list[tuple[str, str]]:
        return self._ismg.phones.messages

    def hold(self) -> None:
        return

    def hall_gone(self) -> None:
        self._logins = len(self._ismg.logins)

    def taken(self, messages: int) -> bool:
        return len(self.arrived()) == messages

    def report(self) -> None:
        until(lambda: len(self._ismg.logins) > self._logins, "the hall's new login")
        for id_ in self._ismg.ids:
            self._ismg.report(id_, "DELIVRD")

    def close(self) -> None:
        self._ismg.kill()


class Modem:
    kind = "gammu"

    def __init__(self, _folder: Path, peers: Peers) -> None:
        self._smsd = peers.smsd
        self._smsd.forget()
        self.zone = self._smsd.zone
        self.toml = f'database = "{self._smsd.database}"\n'

    def arrived(self) -> list[tuple[str, str]]:
        return self._smsd.phones().messages

    def hold(self) -> None:
        self._smsd.hold(True)

    def hall_gone(self) -> None:
        return

    def taken(self, messages: int) -> bool:
        return True  # into the daemon's outbox

    def report(self) -> None:
        self._smsd.hold(False)

    def close(self) -> None:
        self._smsd.hold(False)


SERVICE_PEERS: dict[str, type[ServicePeer]] = {
    "http": Plain,
    "kannel": OverKannel,
    "smpp": Smpp,
    "cmpp": Cmpp,
    "gammu": Modem,
}
