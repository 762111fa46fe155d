"""Reads what HTTP operators answer: any bytes are an outcome or a list of reports, and never an exception.

A name that an operator gives a message goes into databases and is compared later: it is text of a sensible length
that can be written as UTF-8, or it is no name.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from hall.sms.ledger import REASON_LENGTH
from hall.sms.operators.http_dialects import HTTP_STATUS, HttpDialect, Verdict
from hall.sms.port import Accepted, MessageRejected, NotSent, Outcome, Unknown

if TYPE_CHECKING:
    import httpx

LONGEST = 256 * 1024
NAME_LENGTH = 200


def outcome_of(dialect: HttpDialect, status: int, body: bytes, key: str) -> Outcome:
    """The outcome of sending the message `key`, read from the answer of an operator with this dialect."""
    said = read_json(body)
    meaning, code = verdict(dialect, status, said)
    match meaning:
        case Verdict.ACCEPTED:
            reference = name_in(at(said, dialect.reference)) if dialect.reference else key
            return Accepted(reference) if reference else Unknown("accepted without an id")
        case Verdict.LATER | Verdict.CREDENTIALS:
            return NotSent(f"{meaning}: {code}")
        case Verdict.UNSURE:
            return Unknown(code)
        case Verdict.NEVER:
            return MessageRejected(code)


def verdict(dialect: HttpDialect, status: int, answer: object) -> tuple[Verdict, str]:
    """The meaning of an answer, and the operator's code. Tencent puts the refusal of a whole call in another place."""
    code = at(answer, dialect.code) if dialect.code else None
    if code is None and dialect.code:
        code = at(answer, ("Response", "Error", "Code"))
    if isinstance(code, str):
        found = next((meaning for begins, meaning in dialect.codes if code.startswith(begins)), Verdict.NEVER)
        return found, reason_in(code)
    if dialect.code and 200 <= status < 300:
        return Verdict.UNSURE, "unreadable answer"
    codes = dialect.codes if not dialect.code else HTTP_STATUS
    found = next((meaning for begins, meaning in codes if str(status).startswith(begins)), Verdict.NEVER)
    return found, f"HTTP {status}"


def at(answer: object, way: tuple[str | int, ...]) -> object:
    """The value at the end of a path of keys and indices, None if the answer has no such path."""
    for step in way:
        if isinstance(step, str) and isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(step, int) and isinstance(answer, list) and len(answer) > step:
            answer = answer[step]
        else:
            return None
    return answer


def read_json(body: bytes) -> object:
    """None where it is none."""
    try:
        said: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said


def name_in(said: object) -> str:
    """A message's name, empty if this cannot be one."""
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    name = str(said)
    return name if len(name) <= NAME_LENGTH and _writable(name) else ""


def reason_in(said: object) -> str:
    """A few words of the operator's, empty if they are none."""
    if not isinstance(said, str | int):
        return ""
    reason = str(said)[:REASON_LENGTH]
    return reason if _writable(reason) else ""


def body_of(answer: httpx.Response, patience_s: float) -> bytes:
    """The body of an answer, empty if it is too long. Raises httpx.HTTPError, also if it is not whole in time."""
    import httpx

    deadline = time.monotonic() + patience_s
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > LONGEST:
            return b""
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("no end of the answer")
    return bytes(body)


def _writable(text: str) -> bool:
    """JSON can name halves of characters, which are none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
