"""One request to a running hall from a shell: `xiaochuang snapshot`, and the parts of other such commands.

It asks as a registered device but does not announce itself: no birth, no will, nothing retained.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.mqtt.broker import USUAL, Broker, add_broker_words, broker_of, refused_files
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import Answer, Request, new_id, read, write
from kiosk.mqtt.port import Incoming, Login, Outcome, Publication
from kiosk.mqtt.shell.whom import whom
from kiosk.mqtt.topics import Topics, level

HALL_USER = "hall"
"""The name of the hall service at the broker (`systemd/xiaochuang-hall.service`), which no one else may use."""


class NoAnswerError(RuntimeError):
    """No hall, or no answer in time; the text says which."""


def ask(broker: Broker, topics: Topics, device: str, request: Request, timeout_s: float = 5.0) -> Answer:
    """The hall's answer to one request of `device`. Raises `NoAnswerError`."""
    said: queue.SimpleQueue[Answer | str] = queue.SimpleQueue()
    up: queue.SimpleQueue[None] = queue.SimpleQueue()
    reply = f"{topics.reply(device)}/{request.id}"

    def take(message: Incoming) -> None:
        said.put(read(Answer, message.payload))

    def link(here: bool) -> None:  # noqa: FBT001 - the port's callback
        if here:
            up.put(None)

    def done(outcome: Outcome) -> None:
        if outcome is not Outcome.ACKNOWLEDGED:
            said.put("no hall service is listening" if outcome is Outcome.NOBODY else f"the broker: {outcome}")

    wire = Connection(
        broker,
        Login(f"shell-{os.getpid()}", subscriptions=(reply,), session_expiry_s=0),
        on_message=take,
        on_link=link,
    )
    wire.start()
    try:
        up.get(timeout=timeout_s)
        question = Publication(
            topics.command(device),
            write(request),
            response_topic=reply,
            correlation=request.id.encode(),
            expiry_s=max(1, round(timeout_s)),
        )
        wire.publish(question, done)
        answer = said.get(timeout=timeout_s)
    except queue.Empty:
        where = f"{broker.host}:{broker.port}"
        if wire.why_down:
            raise NoAnswerError(f"no link to {where}: {wire.why_down}") from None
        raise NoAnswerError(f"no answer from {where} in {timeout_s:g} s") from None
    finally:
        wire.stop()
    if isinstance(answer, str):
        raise NoAnswerError(answer)
    return answer


def desk_parser(command: str, description: str) -> argparse.ArgumentParser:
    """A parser with the options that say which hall to ask, where, and as which device."""
    parser = argparse.ArgumentParser(prog=f"xiaochuang {command}", description=description)
    parser.add_argument(
        "--dir",
        type=Path,
        help="the hall's site folder, or a demo's: says all that follows (here, ./site, or the demo of this user)",
    )
    parser.add_argument("--hall", help="the hall's id, as in hall.toml")
    parser.add_argument("--device", help="as this device; a desk sees most")
    add_broker_words(parser)
    parser.add_argument("--timeout", type=float, default=5.0, metavar="SECONDS")
    return parser


class ShellAsker:
    """Asks a hall as one of its devices. Errors are printed on stderr."""

    def __init__(self, parser: argparse.ArgumentParser, given: argparse.Namespace) -> None:
        """Ends the program if the arguments are wrong."""
        self._command = parser.prog
        try:
            _complete(given)
            self._broker, self._topics = broker_of(given), Topics(given.hall)
            self.device = level(given.device)
        except ValueError as error:
            parser.error(str(error))
        self._timeout_s: float = given.timeout
        self._refused = refused_files(given).values()

    def ask(self, type_: str, data: dict[str, Any] | None = None, by: str | None = None) -> Answer | None:
        """The hall's answer, also a refusal; None if there was none."""
        if self._refused:
            print(*(f"{self._command}: {reason}" for reason in self._refused), sep="\n", file=sys.stderr)
            return None
        request = Request(id=new_id(), type=type_, data=data or {}, by=by)
        try:
            return ask(self._broker, self._topics, self.device, request, self._timeout_s)
        except NoAnswerError as error:
            print(f"{self._command}: {error}", file=sys.stderr)
            return None

    def tell_refusal(self, answer: Answer) -> None:
        code, detail = code_of(answer), answer.error.detail if answer.error else ""
        print(f"{self._command}: the hall refused: {code} {detail}", file=sys.stderr)
        if code == "device.unknown":
            print(f"hall.toml has no device {self.device!r}: name one of its desks with --device", file=sys.stderr)


def code_of(answer: Answer) -> str:
    """Why the hall refused; "" if it did not."""
    return answer.error.code if answer.error else ""


def snapshot_main(argv: Sequence[str]) -> int:
    """Prints the hall's snapshot as JSON. Returns 0, or 1 when there was none."""
    parser = desk_parser("snapshot", "Ask a running hall for everything it knows now: queues, calls, windows, devices.")
    desk = ShellAsker(parser, parser.parse_args(argv))
    answer = desk.ask("hall.snapshot")
    if answer is None:
        return 1
    if not answer.ok:
        desk.tell_refusal(answer)
        return 1
    print(json.dumps(answer.data, ensure_ascii=False, indent=2))
    return 0


def _complete(given: argparse.Namespace) -> None:
    """Fill in from the hall's folder what was not typed. Raises `ValueError`."""
    if given.username == HALL_USER:
        raise ValueError(
            f"{HALL_USER} is the hall service's own name at the broker: it would be pushed off; see --device"
        )
    if given.hall is not None and given.dir is None:
        given.device = given.device or given.username or "spare-desk"
        return
    found = whom(given.dir)
    given.hall = given.hall or found.hall
    if given.device is None and given.username is None and given.cert_file is None:
        given.password_file = given.password_file or found.password_file
        given.username = found.device if given.password_file else None
    given.device = given.device or given.username or found.device
    if given.broker == USUAL and found.broker is not None:
        given.broker = found.broker
