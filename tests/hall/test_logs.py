"""The log: a line a message, and no numbers of people in it."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

from program import sd_notify
from program.logs import OneLine, scrub


def test_identity_and_phone_numbers_are_struck_out() -> None:
    said = scrub("call 13912345678 about 11010519491231002X, session 1795269600000")
    assert said == "call [phone] about [identity], session 1795269600000"


def test_a_message_is_one_line_and_an_exception_is_named_without_its_text() -> None:
    try:
        int("13912345678 is\nwrong")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("hall", logging.ERROR, __file__, 1, "one\ntwo", (), info)
    line = OneLine().format(record)
    assert "\n" not in line
    assert "wrong" not in line
    assert line.startswith("error hall: one ⏎ two (ValueError at ")


def test_systemd_is_told_when_it_listens(tmp_path: Path) -> None:
    sd_notify.tell("READY=1", {})
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(path))
        sd_notify.tell("READY=1", {"NOTIFY_SOCKET": str(path)})
        assert listening.recv(100) == b"READY=1"
