"""One question to a running hall from a shell: `xiaochuang snapshot`.

Asks as a registered device without announcing it: no birth, no will, nothing stays behind at the broker.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.mqtt.broker import USUAL, Broker, add_broker_words, broker_of, refused_files
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import Answer, Request, new_id, read, write
from kiosk.mqtt.port import Incoming, Login, Outcome, Publication
from kiosk.mqtt.shell.whom import whom
from kiosk.mqtt.topics import Topics, level

HALL_USER = "hall"
"""As the hall's unit says it (`systemd/xiaochuang-hall.service`); the broker knows one client of a name."""


class NoAnswerError(RuntimeError):
    """Nobody there, or not in time; the text says which."""


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


def snapshot_main(argv: Sequence[str]) -> int:
    """Prints the hall's snapshot as JSON. Returns 0, or 1 when there was none."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang snapshot",
        description="Ask a running hall for everything it knows now: queues, calls, windows, devices.",
    )
    parser.add_argument(
        "--dir",
        type=Path,
        help="the hall's site folder, or a demo's: says all that follows (here, ./site, or the demo of this user)",
    )
    parser.add_argument("--hall", help="the hall's id, as in hall.toml")
    parser.add_argument("--device", help="as this device; a desk sees most")
    add_broker_words(parser)
    parser.add_argument("--timeout", type=float, default=5.0, metavar="SECONDS")
    given = parser.parse_args(argv)
    question = Request(id=new_id(), type="hall.snapshot")
    try:
        _complete(given)
        broker, topics = broker_of(given), Topics(given.hall)
        level(given.device)
    except ValueError as error:
        parser.error(str(error))
    refused = refused_files(given).values()
    if refused:
        print(*(f"xiaochuang snapshot: {reason}" for reason in refused), sep="\n", file=sys.stderr)
        return 1
    try:
        answer = ask(broker, topics, given.device, question, given.timeout)
    except NoAnswerError as error:
        print(f"xiaochuang snapshot: {error}", file=sys.stderr)
        return 1
    if not answer.ok:
        code, detail = (answer.error.code, answer.error.detail) if answer.error else ("", "")
        print(f"xiaochuang snapshot: the hall refused: {code} {detail}", file=sys.stderr)
        if code == "device.unknown":
            print(f"hall.toml has no device {given.device!r}: name one of its desks with --device", file=sys.stderr)
        return 1
    print(json.dumps(answer.data, ensure_ascii=False, indent=2))
    return 0


def _complete(given: argparse.Namespace) -> None:
    """What was not typed is taken from the hall's folder. Raises `ValueError`."""
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
