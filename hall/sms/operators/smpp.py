"""SMPP 3.4 as an ESME (transceiver): frames by smpplib, connection and ledger ours. smpplib is imported when used."""

from __future__ import annotations

import logging
import re
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from domain.phone import is_mobile
from hall.sms import rate_limit
from hall.sms.ledger import PartReport
from hall.sms.operators.parts import Form, MessagePart, dialled, validity
from hall.sms.operators.smsc_connection import Request
from hall.sms.operators.smsc_gateway import accepted
from hall.sms.operators.smsc_socket import BadFrameError, Frame, Framing
from hall.sms.port import MessageRejected, NotSent, Outcome

# SMPP 3.4 §5.1.3: what a status says about trying again. All others: never.
_LATER = {0x14: "throttled: queue full", 0x58: "throttled", 0x04: "not bound", 0x08: "system error", 0x64: "later"}
_CREDENTIALS = {0x0D: "bind failed", 0x0E: "password", 0x0F: "system_id"}
# §5.2.28 message_state, appendix B stat. ENROUTE and ACCEPTD are not final.
_STATES = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 7: "UNKNOWN", 8: "REJECTD"}
_FINAL = {*_STATES.values()}
_RECEIPT, _KINDS = 0x04, 0x3C  # bits of esm_class
_UDHI = 0x40
_SUBMITTED, _BOUND = 0x8000_0004, 0x8000_0009
_UCS2 = 8
_INTERNATIONAL = 1  # §5.2.5 type of number
_NACK_LENGTH, _NACK_COMMAND = 0x02, 0x03
PASSWORD_MOST = 8
_DECIMAL, _HEXADECIMAL = re.compile("[0-9]{1,64}"), re.compile("[0-9A-Fa-f]{1,64}")  # §5.2.23: at most 64
_ID = re.compile(r"\bid:\s*(?!sub:)([^\s:]+)", re.IGNORECASE)
_STAT = re.compile(r"\bstat:\s*([A-Za-z]+)", re.IGNORECASE)
_ERR = re.compile(r"\berr:\s*(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmppSettings:
    """`sms.toml` of `--sms smpp`."""

    host: str  # of the SMSC
    system_id: str  # name at the SMSC
    password_file: str  # at most 8 characters: the protocol has no room for more
    source: str  # the number that phones show
    port: int = 2775  # of the SMSC
    system_type: str = ""  # as agreed
    source_ton: int = 0  # type of number of `source` (SMPP 5.2.5)
    source_npi: int = 1  # its numbering plan (SMPP 5.2.6)
    prefix: str = ""  # before a mainland phone, such as 86, where the operator wants it
    abroad_prefix: str = ""  # before a phone with another country's code, such as 00
    dest_ton: int = 1  # of phones
    dest_npi: int = 1  # of phones
    # how reports name the id of an answer: as it is; hex: answers in hexadecimal, reports in decimal; decimal: reversed
    ids: Literal["same", "hex", "decimal"] = "same"  # how answers and reports name one message
    window: int = 10  # messages under way at once
    enquire_seconds: float = 30.0  # between questions whether the line lives
    answer_seconds: float = 5.0  # for an answer
    validity: Form = "relative"  # how validity_period is written
    per_second: float | None = None  # parts a second, as agreed with the operator
    tls: bool = False  # the gateway must have a certificate for `tls_name` or `host`
    tls_name: str = ""  # the name in its certificate, if it is not `host`
    ca_file: str | None = None  # the authority of its certificate; none: the machine's authorities

    def mistakes(self) -> list[tuple[str, str]]:
        """Key and reason."""
        fields = [("system_id", self.system_id, 15), ("source", self.source, 20), ("system_type", self.system_type, 12)]
        wrong = [(key, f"has more than {most} characters, or others than ASCII") for key, value, most in fields
                 if len(value) > most or not value.isascii()]  # fmt: skip
        numbers = [("window", self.window), ("enquire_seconds", self.enquire_seconds)]
        wrong += [(key, "is not above 0") for key, value in numbers if value <= 0]
        if not self.tls and (self.tls_name or self.ca_file):
            wrong.append(("tls", "is false, and tls_name or ca_file says something"))
        return wrong + rate_limit.mistakes(self.per_second)


class SmppDialect:
    framing = Framing(("length", "command", "status", "sequence"))

    def __init__(
        self,
        settings: SmppSettings,
        password: str,
        hear: Callable[[PartReport], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._now = now
        self._password = password
        self._hear = hear
        logging.getLogger("smpplib").setLevel(logging.ERROR)  # it warns of every vendor's field in every receipt

    def hello(self, sequence: int) -> bytes:
        settings = self._settings
        return packed(
            "bind_transceiver",
            sequence,
            system_id=settings.system_id,
            password=self._password,
            system_type=settings.system_type,
            interface_version=0x34,
        )

    def welcome(self, answer: Frame) -> str | None:
        status = _status(answer)
        if status == 0 and answer.command != _BOUND:
            raise BadFrameError("not the answer to a bind")
        if status == 0:
            return None
        return f"{_CREDENTIALS.get(status, 'bind refused')} (status 0x{status:02X})"

    def ping(self, sequence: int) -> bytes:
        return packed("enquire_link", sequence)

    def bye(self, sequence: int) -> bytes:
        return packed("unbind", sequence)

    def respond(self, frame: Frame) -> tuple[bytes | None, bool]:
        try:
            pdu = parse(frame)
            if pdu.command == "deliver_sm" and (report := read_receipt(pdu, self._settings.ids)) is not None:
                self._hear(report)
        except BadFrameError:
            return packed("generic_nack", frame.sequence, status=_NACK_LENGTH), False
        match pdu.command:
            case "deliver_sm":
                return packed("deliver_sm_resp", frame.sequence, message_id=""), False
            case "enquire_link":
                return packed("enquire_link_resp", frame.sequence), False
            case "unbind":
                return packed("unbind_resp", frame.sequence), True
            case "alert_notification":
                return None, False  # §4.12: it has no answer
            case _:
                return packed("generic_nack", frame.sequence, status=_NACK_COMMAND), False

    def submit(self, part: MessagePart) -> Request:
        settings = self._settings
        return lambda sequence: packed(
            "submit_sm",
            sequence,
            source_addr_ton=settings.source_ton,
            source_addr_npi=settings.source_npi,
            source_addr=settings.source,
            dest_addr_ton=settings.dest_ton if is_mobile(part.phone) else _INTERNATIONAL,
            dest_addr_npi=settings.dest_npi,
            destination_addr=dialled(part.phone, settings.prefix, settings.abroad_prefix),
            esm_class=_UDHI if part.total > 1 else 0,
            registered_delivery=1,
            validity_period=validity(settings.validity, part.valid_s, self._now()),
            data_coding=_UCS2,
            short_message=part.payload,
        )

    def submitted(self, answer: Frame) -> Outcome:
        status = _status(answer)
        if status == 0:
            if answer.command != _SUBMITTED:
                raise BadFrameError("not the answer to a submit_sm")
            return accepted(answered_id(_text(parse(answer).message_id), self._settings.ids))
        if status in _LATER:
            return NotSent(f"{_LATER[status]} (status 0x{status:02X})")
        return MessageRejected(f"status 0x{status:02X}")


def parse(frame: Frame) -> Any:
    """smpplib's PDU of a frame. Raises `BadFrameError` and nothing else."""
    from smpplib import exceptions, smpp  # only this back end needs it

    broken = (struct.error, ValueError, LookupError, TypeError, AttributeError, exceptions.UnknownCommandError)
    try:
        return smpp.parse_pdu(frame.raw, sequence=frame.sequence, allow_unknown_opt_params=True)
    except broken:
        raise BadFrameError(f"command 0x{frame.command:08X}") from None


def read_receipt(pdu: Any, ids: str) -> PartReport | None:
    """The report in a deliver_sm; None if it is none, or not final. One that names no message has the id "".

    The text may stand in `message_payload` (§5.3.2.32). The id stands in `receipted_message_id`, as answers
    write it, or in the text (appendix B), as reports write it; either may be the one that the ledger knows.
    """
    named = _text(getattr(pdu, "receipted_message_id", None))
    if (pdu.esm_class or 0) & _KINDS != _RECEIPT and not named:
        return None
    said = _text(pdu.short_message) or _text(getattr(pdu, "message_payload", None))
    found, stat, err = _ID.search(said), _STAT.search(said), _ERR.search(said)
    state = _STATES.get(getattr(pdu, "message_state", None) or 0) or (stat.group(1).upper() if stat else "")
    if state not in _FINAL:
        return None
    written = found.group(1) if found else ""
    names = [answered_id(named, ids), reported_id(written, ids), *([named, written] if ids == "same" else [])]
    first, *others = [name for name in dict.fromkeys(names) if name] or [""]
    reason = "" if state == "DELIVRD" else f"{state} {err.group(1) if err else ''}".strip()
    return PartReport(first, state == "DELIVRD", reason, tuple(others))


def _status(frame: Frame) -> int:
    if len(frame.raw) < 16:
        raise BadFrameError("no status")
    return int.from_bytes(frame.raw[8:12], "big")


def answered_id(name: str, ids: str) -> str:
    """An id as answers write it, in the spelling that the ledger keeps. "" stays ""."""
    return _number(name, 16 if ids == "hex" else 10) if ids != "same" else _plain(name)


def reported_id(name: str, ids: str) -> str:
    """An id as the text of a report writes it, likewise."""
    return _number(name, 10 if ids == "hex" else 16) if ids != "same" else _plain(name)


def _number(name: str, base: int) -> str:
    digits = _DECIMAL if base == 10 else _HEXADECIMAL
    return str(int(name, base)) if digits.fullmatch(name) else _plain(name)


def _plain(name: str) -> str:
    """Appendix B fills an id up to ten digits with zeros, and the case of hexadecimal digits says nothing."""
    return (name.upper().lstrip("0") or "0") if name else ""


def _text(value: object) -> str:
    return value.decode("latin-1").rstrip("\0") if isinstance(value, bytes) else ""


def packed(command: str, sequence: int, *, status: int = 0, **fields: object) -> bytes:
    """The frame of a PDU, packed by smpplib."""
    from smpplib import smpp

    pdu = smpp.make_pdu(command, sequence=sequence, **fields)
    pdu.sequence, pdu.status = sequence, status  # it keeps its defaults before what it is given
    made: bytes = pdu.generate()
    return made
