"""The SMSC of the npm package `smpp`, installed once from the committed lock file."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

from contract import until
from handset import Handset
from npm_packages import installed

from bench.free_ports import free_port
from peers.processes import Program

HERE = Path(__file__).parent


class Smsc:
    """`submits` are the parts as they came; `phones` what phones make of them.

    `identity`: certificate and key; then it speaks TLS.
    """

    password = "smppword"

    def __init__(self, folder: Path, identity: tuple[Path, Path] | None = None) -> None:
        self._folder = folder
        self._identity = [str(path) for path in identity or ()]
        self.port = free_port()
        self._orders = count(1)
        self._modules = installed(HERE, "sms-peers")
        self.forget()
        self._program = self._started()

    def forget(self) -> None:
        self.phones = Handset()
        self.submits: list[dict[str, Any]] = []
        self.heard: list[dict[str, Any]] = []
        self._done: set[int] = set()

    def order(self, **what: Any) -> None:
        """Done at return."""
        number = next(self._orders)
        self._program.tell(json.dumps({**what, "order": number}))
        until(lambda: number in self._done, "the SMSC")

    def report(self, id_: str, stat: str, **more: Any) -> None:
        """Answered by the hall at return. `payload`: the text stands there; `beside`: an id in a field of its own."""
        before = len(self.answers("heard"))
        self.order(report={"id": id_, "stat": stat, **more})
        until(lambda: len(self.answers("heard")) > before, "the answer to a report")

    def answers(self, kind: str) -> list[Any]:
        return [one[kind] for one in self.heard if kind in one]

    def kill(self) -> None:
        self._program.kill()

    def start(self) -> None:
        if not self._program.alive:
            self._program = self._started()

    def _started(self) -> Program:
        (self._folder / "smsc.js").write_bytes((HERE / "smsc.js").read_bytes())
        link = self._folder / "node_modules"
        if not link.exists():
            link.symlink_to(self._modules / "node_modules")
        program = Program(["node", "smsc.js", str(self.port), self.password, *self._identity], self._folder, self._take)
        until(lambda: any('"ready"' in line for line in program.said), "npm smpp")
        return program

    def _take(self, line: str) -> None:
        said = json.loads(line) if line.startswith("{") else {}
        if "submit" in said:
            part = said["submit"]
            self.submits.append(part)
            self.phones.take(part["phone"], bytes.fromhex(part["header"]), bytes.fromhex(part["payload"]))
        elif "done" in said:
            self._done.add(said["done"])
        else:
            self.heard.append(said)
