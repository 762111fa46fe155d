"""CMPP 2.0 and 3.0 as a service provider: login, submitting, reports, signs of life. Frames are in `cmpp_frames.py`."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hall.sms import rate_limit
from hall.sms.ledger import PartReport
from hall.sms.operators import cmpp_frames as frames
from hall.sms.operators.cmpp_frames import number, pack, text, unpack, unpack_around
from hall.sms.operators.parts import Form, MessagePart, dialled, validity
from hall.sms.operators.smsc_connection import Request
from hall.sms.operators.smsc_gateway import accepted
from hall.sms.operators.smsc_socket import BadFrameError, Frame
from hall.sms.port import MessageRejected, NotSent, Outcome

logger = logging.getLogger(__name__)

_CREDENTIALS = {2: "illegal source address", 3: "authentication failed", 4: "version too high"}
_PASSING = ("ACCEPTD", "ENROUTE")
_UCS2 = 8
_FEE_OF_SP, _FREE = 2, b"01"


@dataclass(frozen=True, slots=True, kw_only=True)
class CmppSettings:
    """`sms.toml` of `--sms cmpp`."""

    host: str  # of the gateway
    sp_id: str  # six digits
    secret_file: str  # its first line is the shared secret; mode 0600
    source: str  # the access number that phones show
    port: int = 7890  # of the gateway
    version: Literal["2.0", "3.0"] = "2.0"  # of the protocol
    service: str = ""  # Service_Id, as agreed with the operator
    prefix: str = ""  # before a mainland phone, such as 86, where the operator wants it
    abroad_prefix: str = ""  # before a phone with another country's code, such as 00
    window: int = 16  # messages under way at once
    quiet_seconds: float = 60.0  # between questions whether the line lives
    answer_seconds: float = 10.0  # for an answer
    validity: Form = "absolute"  # how Valid_Time is written
    per_second: float | None = None  # parts a second, as agreed with the operator

    def mistakes(self) -> list[tuple[str, str]]:
        """Key and reason."""
        fields = [("sp_id", self.sp_id, 6), ("source", self.source, 21), ("service", self.service, 10)]
        wrong = [
            (key, f"has more than {most} characters, or others than ASCII")
            for key, value, most in fields
            if len(value) > most or not value.isascii()
        ]
        numbers = [("window", self.window), ("quiet_seconds", self.quiet_seconds)]
        wrong += [(key, "is not above 0") for key, value in numbers if value <= 0]
        return wrong + rate_limit.mistakes(self.per_second)


class CmppDialect:
    framing = frames.FRAMING

    def __init__(
        self,
        settings: CmppSettings,
        secret: str,
        hear: Callable[[PartReport], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._secret = secret.encode()
        self._hear = hear
        self._now = now
        self._version = frames.VERSIONS[settings.version]
        self._proof = b""

    def hello(self, sequence: int) -> bytes:
        stamp = time.strftime("%m%d%H%M%S", time.localtime(self._now()))
        source = self._settings.sp_id.encode()
        self._proof = _md5(source, bytes(9), self._secret, stamp.encode())
        values: dict[str, frames.Value] = {"Source_Addr": source, "AuthenticatorSource": self._proof}
        values |= {"Version": self._version.code, "Timestamp": int(stamp)}
        body = pack(frames.CONNECT_TABLE, values)
        return frames.frame(frames.CONNECT, sequence, body)

    def welcome(self, answer: Frame) -> str | None:
        if answer.command != frames.CONNECT_RESP:
            raise BadFrameError("not the answer to a login")
        said = unpack(self._version.connect_answer, answer.body)
        status = number(said, "Status")
        if status:
            return f"{_CREDENTIALS.get(status, 'login refused')} (status {status})"
        mark = status.to_bytes(4 if self._settings.version == "3.0" else 1, "big")
        proof = said["AuthenticatorISMG"]
        assert isinstance(proof, bytes)
        if not hmac.compare_digest(proof, _md5(mark, self._proof, self._secret)):
            logger.warning("SMS: the gateway does not prove that it knows the secret")  # many do not, in the field
        return None

    def ping(self, sequence: int) -> bytes:
        return frames.frame(frames.ACTIVE_TEST, sequence)

    def bye(self, sequence: int) -> bytes:
        return frames.frame(frames.TERMINATE, sequence)

    def respond(self, frame: Frame) -> tuple[bytes | None, bool]:
        answer = frame.command | 0x8000_0000
        match frame.command:
            case frames.DELIVER:
                try:
                    message, report = read_deliver(self._version, frame.body)
                except BadFrameError:
                    body = pack(self._version.deliver_answer, {"Result": 1})  # wrong structure
                    return frames.frame(answer, frame.sequence, body), False
                if report is not None:
                    self._hear(report)
                body = pack(self._version.deliver_answer, {"Msg_Id": message})
                return frames.frame(answer, frame.sequence, body), False
            case frames.ACTIVE_TEST:
                body = pack(frames.ACTIVE_TEST_ANSWER, {})
                return frames.frame(answer, frame.sequence, body), False
            case frames.TERMINATE:
                return frames.frame(answer, frame.sequence), True
            case _:
                return None, False

    def submit(self, part: MessagePart) -> Request:
        settings = self._settings
        head, tail = self._version.submit
        values: dict[str, frames.Value] = {
            "Pk_total": part.total,
            "Pk_number": part.part,
            "Registered_Delivery": 1,
            "Service_Id": settings.service.encode(),
            "Fee_UserType": _FEE_OF_SP,
            "TP_udhi": int(part.total > 1),
            "Msg_Fmt": _UCS2,
            "Msg_src": settings.sp_id.encode(),
            "FeeType": _FREE,
            "FeeCode": b"000000",
            "ValId_Time": validity(settings.validity, part.valid_s, self._now()).encode(),
            "Src_Id": settings.source.encode(),
            "DestUsr_tl": 1,
            "Dest_terminal_Id": dialled(part.phone, settings.prefix, settings.abroad_prefix).encode("ascii", "replace"),
            "Msg_Length": len(part.payload),
        }
        body = pack(head, values) + part.payload + pack(tail, {})
        return lambda sequence: frames.frame(frames.SUBMIT, sequence, body)

    def submitted(self, answer: Frame) -> Outcome:
        if answer.command != frames.SUBMIT_RESP:
            raise BadFrameError("not the answer to a submit")
        said = unpack(self._version.submit_answer, answer.body)
        match number(said, "Result"):
            case 0:
                return accepted(str(number(said, "Msg_Id") or ""))
            case 8:  # flow control
                return NotSent("throttled (result 8)")
            case result:
                return MessageRejected(f"result {result}")


def read_deliver(version: frames.CmppVersion, body: bytes) -> tuple[int, PartReport | None]:
    """The gateway's id of a delivery, and the report in it if it holds one that is final.

    Raises `BadFrameError` and nothing else. What citizens write is not read.
    """
    fields, content = unpack_around(version.deliver, body)
    message = number(fields, "Msg_Id")
    if number(fields, "Registered_Delivery") != 1:
        return message, None
    said = unpack(version.report, content)
    state = text(said, "Stat").upper()
    if state in _PASSING:
        return message, None
    if not state:
        raise BadFrameError("a report without a state")
    delivered = state == "DELIVRD"
    # beside the protocol's own words, operators send their codes: MK:0001, CB:0053 … all of them failures
    return message, PartReport(str(number(said, "Msg_Id")), delivered, "" if delivered else state)


def _md5(*parts: bytes) -> bytes:
    """The protocol's own choice; not ours to better."""
    return hashlib.md5(b"".join(parts), usedforsecurity=False).digest()
