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

from kiosk.mqtt.broker import Broker, add_broker_words, broker_of, refused_files
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import Answer, Request, new_id, read, write
from kiosk.mqtt.port import Incoming, Login, Outcome, Publication
from kiosk.mqtt.topics import Topics, level


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
    parser.add_argument("--hall", required=True, help="the hall's id, as in hall.toml")
    parser.add_argument("--device", default="spare-desk", help="as this device; a supervisor sees most (%(default)s)")
    add_broker_words(parser)
    parser.add_argument("--timeout", type=float, default=5.0, metavar="SECONDS")
    given = parser.parse_args(argv)
    question = Request(id=new_id(), type="hall.snapshot")
    try:
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
        return 1
    print(json.dumps(answer.data, ensure_ascii=False, indent=2))
    return 0
