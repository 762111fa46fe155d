"""Frames of CMPP 2.0 and 3.0 (China Mobile Peer to Peer) as tables: name and `struct` format of each field in order.

Text fields are ASCII, filled with NUL. What differs between the versions is in the tables alone.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hall.sms.operators.smsc_socket import BadFrameError, Framing

Table: TypeAlias = tuple[tuple[str, str], ...]
Value: TypeAlias = int | bytes

CONNECT, TERMINATE, SUBMIT, DELIVER, ACTIVE_TEST = 1, 2, 4, 5, 8
CONNECT_RESP, SUBMIT_RESP, ACTIVE_TEST_RESP = 0x8000_0001, 0x8000_0004, 0x8000_0008

FRAMING = Framing(("length", "command", "sequence"))

CONNECT_TABLE: Table = (("Source_Addr", "6s"), ("AuthenticatorSource", "16s"), ("Version", "B"), ("Timestamp", "I"))
ACTIVE_TEST_ANSWER: Table = (("Reserved", "B"),)


@dataclass(frozen=True, slots=True)
class CmppVersion:
    """`submit` and `deliver` are cut where the content stands, whose length is the last number before it."""

    code: int
    connect_answer: Table
    submit: tuple[Table, Table]
    submit_answer: Table
    deliver: tuple[Table, Table]
    deliver_answer: Table
    report: Table


def _submit(number: int, *, terminal_type: bool, tail: Table) -> tuple[Table, Table]:
    kind: Table = (("Fee_terminal_type", "B"),) if terminal_type else ()
    dest: Table = (("Dest_terminal_type", "B"),) if terminal_type else ()
    return (
        ("Msg_Id", "Q"),
        ("Pk_total", "B"),
        ("Pk_number", "B"),
        ("Registered_Delivery", "B"),
        ("Msg_level", "B"),
        ("Service_Id", "10s"),
        ("Fee_UserType", "B"),
        ("Fee_terminal_Id", f"{number}s"),
        *kind,
        ("TP_pId", "B"),
        ("TP_udhi", "B"),
        ("Msg_Fmt", "B"),
        ("Msg_src", "6s"),
        ("FeeType", "2s"),
        ("FeeCode", "6s"),
        ("ValId_Time", "17s"),
        ("At_Time", "17s"),
        ("Src_Id", "21s"),
        ("DestUsr_tl", "B"),
        ("Dest_terminal_Id", f"{number}s"),  # we send to one at a time
        *dest,
        ("Msg_Length", "B"),
    ), tail


def _deliver(number: int, *, terminal_type: bool, tail: Table) -> tuple[Table, Table]:
    kind: Table = (("Src_terminal_type", "B"),) if terminal_type else ()
    return (
        ("Msg_Id", "Q"),
        ("Dest_Id", "21s"),
        ("Service_Id", "10s"),
        ("TP_pid", "B"),
        ("TP_udhi", "B"),
        ("Msg_Fmt", "B"),
        ("Src_terminal_Id", f"{number}s"),
        *kind,
        ("Registered_Delivery", "B"),
        ("Msg_Length", "B"),
    ), tail


def _report(number: int) -> Table:
    return (
        ("Msg_Id", "Q"),
        ("Stat", "7s"),
        ("Submit_time", "10s"),
        ("Done_time", "10s"),
        ("Dest_terminal_Id", f"{number}s"),
        ("SMSC_sequence", "I"),
    )


_RESERVED: Table = (("Reserved", "8s"),)
_LINK: Table = (("LinkID", "20s"),)

CMPP20 = CmppVersion(
    code=0x20,
    connect_answer=(("Status", "B"), ("AuthenticatorISMG", "16s"), ("Version", "B")),
    submit=_submit(21, terminal_type=False, tail=_RESERVED),
    submit_answer=(("Msg_Id", "Q"), ("Result", "B")),
    deliver=_deliver(21, terminal_type=False, tail=_RESERVED),
    deliver_answer=(("Msg_Id", "Q"), ("Result", "B")),
    report=_report(21),
)
CMPP30 = CmppVersion(
    code=0x30,
    connect_answer=(("Status", "I"), ("AuthenticatorISMG", "16s"), ("Version", "B")),
    submit=_submit(32, terminal_type=True, tail=_LINK),
    submit_answer=(("Msg_Id", "Q"), ("Result", "I")),
    deliver=_deliver(32, terminal_type=True, tail=_LINK),
    deliver_answer=(("Msg_Id", "Q"), ("Result", "I")),
    report=_report(32),
)
VERSIONS = {"2.0": CMPP20, "3.0": CMPP30}


def size(table: Table) -> int:
    return struct.calcsize(_format(table))


def pack(table: Table, values: Mapping[str, Value]) -> bytes:
    """Fields that are not given are 0 or empty."""
    return struct.pack(_format(table), *[values.get(name, b"" if form.endswith("s") else 0) for name, form in table])


def unpack(table: Table, body: bytes) -> dict[str, Value]:
    """The fields at the beginning of the body. Raises `BadFrameError` if it is too short for them."""
    if len(body) < size(table):
        raise BadFrameError(f"{len(body)} bytes where {size(table)} belong")
    numbers = struct.unpack_from(_format(table), body)
    return dict(zip((name for name, _ in table), numbers, strict=True))


def unpack_around(tables: tuple[Table, Table], body: bytes) -> tuple[dict[str, Value], bytes]:
    """The fields before and after a content, and the content."""
    head, tail = tables
    fields = unpack(head, body)
    length = number(fields, "Msg_Length")
    rest = body[size(head) :]
    if len(rest) < length:
        raise BadFrameError("a content shorter than it says")
    return fields | unpack(tail, rest[length:]), rest[:length]


def number(fields: Mapping[str, Value], name: str) -> int:
    found = fields[name]
    assert isinstance(found, int)
    return found


def text(fields: Mapping[str, Value], name: str) -> str:
    found = fields[name]
    assert isinstance(found, bytes)
    return found.split(b"\0")[0].decode("ascii", errors="replace").strip()


def frame(command: int, sequence: int, body: bytes = b"") -> bytes:
    return struct.pack(">III", FRAMING.header + len(body), command, sequence) + body


def _format(table: Table) -> str:
    return ">" + "".join(form for _, form in table)
